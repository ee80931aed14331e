"""The proxy's example, on a real nginx where there is one: what it closes stays closed, what it passes on is true."""

from __future__ import annotations

import http.client
import http.server
import re
import shutil
import socket
import ssl
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import httpx
import pytest

from bot.channels.web.body_limit import OTHER_BYTES

EXAMPLE = (Path(__file__).parents[2] / "deploy" / "nginx" / "shenbao.conf").read_text(encoding="utf-8")
CLOSED = ["/metrics", "/healthz", "/healthz/ready", "/desk", "/desk/talks"]


def test_it_is_written_in_whole_directives() -> None:
    """What can be seen without nginx: every line opens a block, closes one, or ends."""
    bare = re.sub(r"'[^']*'|\"[^\"]*\"", "''", re.sub(r"#.*", "", EXAMPLE))
    depth = 0
    for line in filter(None, map(str.strip, bare.splitlines())):
        depth += line.count("{") - line.count("}")
        assert depth >= 0, line
        assert line[-1] in "{};" or line.startswith("log_format"), line
    assert depth == 0


def test_it_takes_as_large_a_body_as_the_bot_and_no_larger() -> None:
    assert re.findall(r"client_max_body_size (\w+);", EXAMPLE) == [f"{OTHER_BYTES // 1024}k"]


def test_what_is_for_operators_is_closed() -> None:
    for path in ("/metrics", "/healthz", "/desk"):
        assert re.search(rf"location \^~ {path}\s+{{ return 404; }}", EXAMPLE)


class Echo(http.server.BaseHTTPRequestHandler):
    """Answers with the headers it got."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        body = str(self.headers).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    do_POST = do_GET

    def log_message(self, format: str, *args: object) -> None:
        """Silent."""


@pytest.fixture(scope="module")
def proxy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str, Path]]:
    """The example on free ports before an echo: its address with TLS, without, and the folder of its logs."""
    nginx, openssl = shutil.which("nginx"), shutil.which("openssl")
    if nginx is None or openssl is None:
        pytest.skip("no nginx here to run it")
    folder = tmp_path_factory.mktemp("nginx")
    key, certificate = folder / "k.pem", folder / "c.pem"
    make = [openssl, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=sb.example.cn", "-days", "1"]
    subprocess.run([*make, "-keyout", str(key), "-out", str(certificate)], check=True, capture_output=True)
    echo = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Echo)
    thread = threading.Thread(target=echo.serve_forever)
    thread.start()
    plain, secure = free_port(), free_port()
    text = EXAMPLE
    for written, here in (
        ("127.0.0.1:8000 ", f"127.0.0.1:{echo.server_port} "),
        ("/etc/nginx/certificates/sb.example.cn.pem", str(certificate)),
        ("/etc/nginx/certificates/sb.example.cn.key", str(key)),
        ("/var/log/nginx", str(folder)),
        ("listen 80;", f"listen 127.0.0.1:{plain};"),
        ("listen 443 ssl", f"listen 127.0.0.1:{secure} ssl"),
    ):
        assert written in text
        text = text.replace(written, here)
    text = re.sub(r"\n    listen \[::\].*", "", text)
    temporary = "".join(
        f"{it}_temp_path {folder}/{it};\n" for it in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    main = folder / "nginx.conf"
    main.write_text(
        f"daemon off;\npid {folder}/pid;\nerror_log {folder}/main.log;\nevents {{}}\nhttp {{\n{temporary}{text}}}\n",
        encoding="utf-8",
    )
    command = [nginx, "-c", str(main), "-e", str(folder / "main.log")]
    checked = subprocess.run([*command, "-t"], capture_output=True, text=True, check=False)
    assert "syntax is ok" in checked.stderr, checked.stderr
    assert "warn" not in checked.stderr
    process = subprocess.Popen(command)
    for port in (plain, secure):
        with socket.socket() as caller:
            while caller.connect_ex(("127.0.0.1", port)) != 0:
                assert process.poll() is None, (folder / "main.log").read_text()
    yield f"https://127.0.0.1:{secure}", f"http://127.0.0.1:{plain}", folder
    process.terminate()
    process.wait()
    echo.shutdown()
    echo.server_close()
    thread.join()


@pytest.fixture
def client(proxy: tuple[str, str, Path]) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=proxy[0], verify=False) as it:
        yield it


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@pytest.mark.parametrize("path", CLOSED)
def test_the_world_finds_nothing_there_however_it_is_written(proxy: tuple[str, str, Path], path: str) -> None:
    untrusting = ssl._create_unverified_context()
    written = [path, f"/{path}", f"/static/..{path}", f"/./{path}", f"/%{ord(path[1]):x}{path[2:]}", f"{path}?a=b"]
    for each in written:  # as it stands: a better client would tidy the address first
        connection = http.client.HTTPSConnection(proxy[0].removeprefix("https://"), context=untrusting, timeout=20)
        with closing(connection):
            connection.request("GET", each)
            assert connection.getresponse().status == 404, each


def test_what_a_client_says_of_itself_is_replaced(client: httpx.Client) -> None:
    told = client.get("/", headers={"X-Forwarded-For": "1.2.3.4", "X-Forwarded-Proto": "http"}).text
    assert "X-Forwarded-For: 127.0.0.1\n" in told
    assert "X-Forwarded-Proto: https\n" in told
    assert "1.2.3.4" not in told


def test_a_body_too_large_ends_here(client: httpx.Client) -> None:
    assert client.post("/wechat", content=b"x" * OTHER_BYTES).status_code == 200
    assert client.post("/wechat", content=b"x" * (OTHER_BYTES + 1)).status_code == 413


def test_plain_http_is_sent_to_tls(proxy: tuple[str, str, Path]) -> None:
    got = httpx.get(f"{proxy[1]}/notice", headers={"Host": "sb.example.cn"})
    assert (got.status_code, got.headers["location"]) == (301, "https://sb.example.cn/notice")


def test_a_flood_of_questions_is_slowed_and_the_platform_is_not(client: httpx.Client) -> None:
    assert 429 in [client.post("/api/turn").status_code for _ in range(40)]
    assert {client.post("/wechat").status_code for _ in range(100)} == {200}


def test_its_log_names_nobody(client: httpx.Client, proxy: tuple[str, str, Path]) -> None:
    client.get("/wechat?openid=o6_bmjrPTlm6_2sgVt7hMZOPfL2M&signature=s")
    client.get("/verdict/Zk3jX9aQ0mB7vT1rLw8nYd2HsUe5cF6g")
    lines, ends = "", time.monotonic() + 20
    while " /wechat " not in lines or " /verdict/- " not in lines:  # it writes them after it has answered
        assert time.monotonic() < ends, lines
        lines = "".join(file.read_text() for file in proxy[2].glob("shenbao*.log"))
    for secret in ("o6_bmj", "Zk3jX9", "127.0.0.1"):
        assert secret not in lines
