"""``shenbao wechat doctor`` and ``menu`` as an operator runs them: a real callback, a stand-in of the platform."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest
from starlette.responses import RedirectResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from bot.channels.wechat.envelope import Envelope, Mode
from bot.channels.wechat.freshness import Freshness
from tests.bot.wechat.api.stand_in import (
    APP_ID,
    MENU_CREATE,
    MENU_GET,
    SECRET,
    TOKEN,
    StandIn,
    closed_port,
    refuses,
    says,
    serving,
    standing_in,
)
from tests.bot.wechat.fake_account import FakeAccount, app_of

ROOT = Path(__file__).parents[4]
WECHAT_TOKEN = "t0kenOfTheCallback"
AES_KEY = "K3yK3yK3yK3yK3yK3yK3yK3yK3yK3yK3yK3yK3yK3yK"


@dataclass
class Run:
    """A finished command."""

    code: int
    out: str
    err: str

    def line(self, subject: str) -> str:
        """What was said of one subject, mark first."""
        found = re.findall(rf"^([✓✗–] {subject}：.*)$", self.out, re.MULTILINE)
        assert len(found) == 1, self.out + self.err
        return str(found[0])


@dataclass
class House:
    """A service that runs, the platform it belongs to, and an operator's shell. ``account`` is None: not set up."""

    platform: StandIn
    folder: Path
    address: str = ""
    account: FakeAccount | None = None

    def run(self, command: str, **settings: str | None) -> Run:
        """``shenbao wechat COMMAND``; a setting of None is not set."""
        given = {
            "WECHAT_TOKEN": WECHAT_TOKEN,
            "WECHAT_APP_ID": APP_ID,
            "WECHAT_APP_SECRET": SECRET,
            "WECHAT_ENCODING_AES_KEY": AES_KEY,
            "WECHAT_API_URL": self.platform.address,
            "PUBLIC_URL": self.address,
            "DATABASE_URL": f"sqlite:///{self.folder / 'talks.db'}",
        } | settings
        clean = {name: value for name, value in os.environ.items() if not name.startswith("SHENBAO_")}
        chosen = {f"SHENBAO_{name}": value for name, value in given.items() if value is not None}
        done = subprocess.run(
            [sys.executable, "-m", "bot.cli", *command.split()],
            cwd=self.folder,
            env=clean | chosen | {"PYTHONPATH": str(ROOT), "no_proxy": "127.0.0.1"},
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        run = Run(done.returncode, done.stdout, done.stderr)
        for secret in (WECHAT_TOKEN, SECRET, AES_KEY, self.platform.token or SECRET):
            assert secret not in run.out + run.err
        assert "Traceback" not in run.err, run.err
        return run


def account_in(mode: Mode, token: str = WECHAT_TOKEN, aes_key: str = AES_KEY, late: float = 0.0) -> FakeAccount:
    """The running service's account; ``late`` in seconds is how much its clock is."""
    envelope = Envelope(mode, token, APP_ID, aes_key)
    return FakeAccount(envelope, Freshness(lambda: time.time() - late))


@pytest.fixture
def open_house(tmp_path: Path) -> Iterator[Callable[..., House]]:
    """``open_house(account)``, or with another application where the callback should be."""
    with ExitStack() as stack:

        def opened(account: FakeAccount | None = None, app: ASGIApp | None = None) -> House:
            house = House(stack.enter_context(standing_in()), tmp_path, account=account)
            if app is None:
                shown = app_of(account) if account is not None else app_of(account_in("safe"))
                if account is None:
                    shown.state.account = None
                app = shown
            house.address = stack.enter_context(serving(app))
            return house

        yield opened


@pytest.mark.parametrize("mode", ["safe", "compatible", "plain"])
def test_a_healthy_house(open_house: Callable[..., House], mode: Mode) -> None:
    house = open_house(account_in(mode))
    assert house.run("db upgrade").code == 0
    run = house.run("wechat doctor", WECHAT_MODE=mode)
    assert run.code == 0, run.out
    for subject in ("令牌", "AppID", "AppSecret", "消息加解密密钥", "数据库", "回调", "伪造的请求", "消息收发", "时钟",
                    "access_token", "自定义菜单"):  # fmt: skip
        assert run.line(subject).startswith("✓"), run.out
    assert "✗" not in run.out
    assert house.account is not None
    assert [incoming.event for incoming in house.account.heard] == ["shenbao_doctor"]
    assert house.account.heard[0].sealed == (mode != "plain")
    assert [asked.body["force_refresh"] for asked in house.platform.to(TOKEN)] == [False], "nobody is disturbed"
    assert house.platform.menu is None
    assert house.platform.sent == []


def test_nothing_set_up(open_house: Callable[..., House]) -> None:
    nothing = dict.fromkeys(
        ("WECHAT_TOKEN", "WECHAT_APP_ID", "WECHAT_APP_SECRET", "WECHAT_ENCODING_AES_KEY", "PUBLIC_URL")
    )
    house = open_house()
    run = house.run("wechat doctor", **nothing)
    assert run.code == 1
    for name in ("TOKEN", "APP_ID", "APP_SECRET", "ENCODING_AES_KEY"):
        assert f"没有设 SHENBAO_WECHAT_{name}。" in run.out
    assert run.line("对外网址").startswith("✗")
    assert "shenbao db upgrade" in run.line("数据库")
    assert list(house.folder.iterdir()) == [], "looking makes nothing"
    assert house.platform.asked == []


@pytest.mark.parametrize(
    ("settings", "named"),
    [
        ({"WECHAT_TOKEN": "no good!"}, "SHENBAO_WECHAT_TOKEN"),
        ({"WECHAT_ENCODING_AES_KEY": "tooshort"}, "SHENBAO_WECHAT_ENCODING_AES_KEY"),
        ({"WECHAT_APP_SECRET": None}, "SHENBAO_WECHAT_APP_SECRET"),
        ({"WECHAT_TOKN": "x"}, "SHENBAO_WECHAT_TOKN"),
    ],
)
def test_a_setting_that_cannot_be_right(
    open_house: Callable[..., House], settings: dict[str, str | None], named: str
) -> None:
    run = open_house(account_in("safe")).run("wechat doctor", **settings)
    assert run.code == 1
    assert re.search(rf"^✗ 设置：.*{named}", run.out, re.MULTILINE), run.out


@pytest.mark.parametrize(
    ("account", "subject", "words"),
    [
        (account_in("safe", token="another"), "回调", "SHENBAO_WECHAT_TOKEN"),
        (account_in("safe", aes_key="A" * 43), "消息收发", "SHENBAO_WECHAT_ENCODING_AES_KEY"),
        (account_in("plain"), "消息收发", "SHENBAO_WECHAT_MODE"),
        (account_in("safe", late=3600), "回调", "NTP"),
        (account_in("safe", late=-3600), "回调", "NTP"),
        (None, "回调", "没有公众号的设置"),
    ],
)
def test_a_service_that_runs_with_other_settings(
    open_house: Callable[..., House], account: FakeAccount | None, subject: str, words: str
) -> None:
    run = open_house(account).run("wechat doctor")
    assert run.code == 1
    assert run.line(subject).startswith("✗")
    assert words in run.line(subject)
    assert run.line("access_token").startswith("✓"), "one fault does not hide the rest"


async def _redirects(scope: Scope, receive: Receive, send: Send) -> None:
    await RedirectResponse("https://example.cn/wechat", 301)(scope, receive, send)


async def _echoes(scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG001 - an application's shape
    """Somebody's page that gives back whatever it is asked, signed or not."""
    echo = re.search(rb"echostr=(\w+)", scope["query_string"])
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": echo[1] if echo else b""})


@pytest.mark.parametrize(
    ("app", "subject", "words"),
    [(_redirects, "回调", "不跟随跳转"), (_echoes, "伪造的请求", "可能不是本服务")],
)
def test_something_else_at_the_address(
    open_house: Callable[..., House], app: ASGIApp, subject: str, words: str
) -> None:
    run = open_house(app=app).run("wechat doctor")
    assert run.code == 1
    assert words in run.line(subject)


def test_nobody_at_the_address(open_house: Callable[..., House]) -> None:
    run = open_house().run("wechat doctor", PUBLIC_URL=closed_port())
    assert run.code == 1
    assert "连不上" in run.line("回调")


def test_a_platform_that_makes_difficulties(open_house: Callable[..., House]) -> None:
    house = open_house(account_in("safe"))
    house.platform.always_on[TOKEN] = refuses(40164, "invalid ip 203.0.113.9, not in whitelist")
    house.platform.skew = -600
    run = house.run("wechat doctor")
    assert run.code == 1
    assert "203.0.113.9" in run.line("access_token")
    assert run.line("access_token").startswith("✗")
    assert "快 60" in run.line("时钟").replace("59", "60")
    assert run.line("自定义菜单").startswith("–")
    del house.platform.always_on[TOKEN]
    house.platform.always_on[MENU_GET] = refuses(48001)
    house.platform.skew = 0
    run = house.run("wechat doctor", WECHAT_CUSTOMER_SERVICE="true")
    assert run.line("自定义菜单").startswith("✗")
    assert "未认证" in run.line("自定义菜单")
    assert "48001" in run.line("客服消息")
    wrong_secret = house.run("wechat doctor", WECHAT_APP_SECRET="0" * 32)
    assert "SHENBAO_WECHAT_APP_SECRET" in wrong_secret.line("access_token")
    away = house.run("wechat doctor", WECHAT_API_URL=closed_port())
    assert away.line("时钟").startswith("✗")
    assert away.line("access_token").startswith("✗")


def test_a_database_that_is_not_right(open_house: Callable[..., House]) -> None:
    house = open_house(account_in("safe"))
    gone = house.run("wechat doctor", DATABASE_URL="postgresql://u:hunter2@127.0.0.1:1/d")
    assert gone.code == 1
    assert gone.line("数据库").startswith("✗")
    assert "hunter2" not in gone.out + gone.err
    (house.folder / "talks.db").write_bytes(b"this is no database at all, whatever its name" * 100)
    assert house.run("wechat doctor").line("数据库").startswith("✗")
    (house.folder / "talks.db").unlink()
    (house.folder / "talks.db").touch()
    assert "shenbao db upgrade" in house.run("wechat doctor").line("数据库")


def test_a_postgresql_that_may_only_be_read(open_house: Callable[..., House], postgres_server: str) -> None:
    import psycopg  # noqa: PLC0415 - only where it is installed

    with psycopg.connect(postgres_server, autocommit=True) as connection:
        connection.execute("CREATE DATABASE doctored")
    url = postgres_server.replace("/postgres?", "/doctored?")
    house = open_house(account_in("safe"))
    assert house.run("db upgrade", DATABASE_URL=url).code == 0
    assert house.run("wechat doctor", DATABASE_URL=url).line("数据库").startswith("✓")
    with psycopg.connect(postgres_server, autocommit=True) as connection:
        connection.execute("ALTER DATABASE doctored SET default_transaction_read_only = on")
    assert "read-only" in house.run("wechat doctor", DATABASE_URL=url).line("数据库")


def test_the_menu_is_pushed_through_the_shared_token(open_house: Callable[..., House]) -> None:
    house = open_house(account_in("safe"))
    shown = house.run("wechat menu --dry-run", PUBLIC_URL="https://example.cn")
    assert shown.code == 0
    assert house.platform.asked == []
    for _ in range(2):
        pushed = house.run("wechat menu", PUBLIC_URL="https://example.cn")
        assert pushed.code == 0, pushed.err
        assert "已推送" in pushed.out
    assert len(house.platform.to(TOKEN)) == 1
    assert house.platform.menu is not None
    names = [button["name"] for button in house.platform.menu["button"]]
    assert names == ["提问", "资格预检", "材料与时间"]
    for name in names:
        assert name in shown.out
    assert b"\\u" not in house.platform.to(MENU_CREATE)[0].raw


@pytest.mark.parametrize(("fault", "words"), [(refuses(48001), "未认证"), (says(b"", 502), "HTTP 502")])
def test_a_menu_that_is_not_taken(open_house: Callable[..., House], fault: Callable[[], object], words: str) -> None:
    house = open_house(account_in("safe"))
    house.platform.always_on[MENU_CREATE] = fault  # type: ignore[assignment]
    refused = house.run("wechat menu")
    assert refused.code == 1
    assert words in refused.err
    without = house.run(
        "wechat menu", WECHAT_TOKEN=None, WECHAT_APP_ID=None, WECHAT_APP_SECRET=None, WECHAT_ENCODING_AES_KEY=None
    )
    assert without.code == 1
    assert "shenbao wechat doctor" in without.err
