"""Calls the callback as the platform would: the check of the address, a forged one, and a message without effect."""

from __future__ import annotations

import hashlib
import secrets
import time
from collections.abc import AsyncIterator

import httpx

from bot.channels.wechat import payload
from bot.channels.wechat.doctor.finding import Finding, Mark, right, unsure, wrong
from bot.channels.wechat.doctor.settings import callback_url
from bot.channels.wechat.envelope import Envelope
from bot.settings import Settings

PATIENCE = 5.0  # seconds, the platform's own

_EVENT = "shenbao_doctor"  # a kind of event that nobody knows, and that must be answered with success
_CODES = {  # of the callback's refusals
    "stale": "本机与服务所在机器的时间不一致，请校准（NTP）",
    "future": "本机与服务所在机器的时间不一致，请校准（NTP）",
    "no_account": "正在运行的服务没有公众号的设置，请给它设好 SHENBAO_WECHAT_… 后重启",
    "plain_refused": "正在运行的服务用的是安全模式，与这里的 SHENBAO_WECHAT_MODE 不同，请改成一致后重启",
    "sealed_refused": "正在运行的服务用的是明文模式，与这里的 SHENBAO_WECHAT_MODE 不同，请改成一致后重启",
    "bad_padding": "正在运行的服务用的密钥与这里的 SHENBAO_WECHAT_ENCODING_AES_KEY 不同，请改成一致后重启",
}


async def callback_findings(settings: Settings) -> AsyncIterator[Finding]:
    """Three lines; needs a public URL and a whole account in the settings."""
    assert settings.wechat_token is not None
    url = callback_url(settings.public_url)
    token = settings.wechat_token.get_secret_value()
    async with httpx.AsyncClient(timeout=PATIENCE) as http:
        reached = await _address(http, url, token)
        yield reached
        if reached.mark is not Mark.right:
            yield unsure("伪造的请求", "等回调能访问了再查")
            yield unsure("消息收发", "等回调能访问了再查")
            return
        yield await _forged(http, url, token)
        yield await _message(http, url, settings, token)


async def _address(http: httpx.AsyncClient, url: str, token: str) -> Finding:
    echo = secrets.token_hex(8)
    answer = await _ask(http, "GET", url, _stamped(token) | {"echostr": echo})
    if isinstance(answer, str):
        return wrong("回调", answer)
    if answer.status_code == httpx.codes.OK and answer.text == echo:
        return right("回调", f"{url} 可以访问，签名校验通过")
    return wrong("回调", f"{url} {_said(answer)}")


async def _forged(http: httpx.AsyncClient, url: str, token: str) -> Finding:
    echo = secrets.token_hex(8)
    query = _stamped(token) | {"signature": hashlib.sha1(secrets.token_bytes(8)).hexdigest(), "echostr": echo}
    answer = await _ask(http, "GET", url, query)
    if isinstance(answer, str):
        return wrong("伪造的请求", answer)
    if answer.is_client_error:
        return right("伪造的请求", f"签名不对时被拒绝（HTTP {answer.status_code}）")
    return wrong("伪造的请求", f"签名不对也得到 HTTP {answer.status_code}：这个网址上可能不是本服务，请检查反向代理")


async def _message(http: httpx.AsyncClient, url: str, settings: Settings, token: str) -> Finding:
    now = int(time.time())
    body = payload.write(
        "xml",
        {
            "ToUserName": "doctor",
            "FromUserName": "doctor",
            "CreateTime": now,
            "MsgType": "event",
            "Event": _EVENT,
        },
    )
    query = _stamped(token)
    how = "明文"
    if settings.wechat_mode != "plain":
        how = "加密"
        sealed = _envelope(settings, token).seal(body, int(query["timestamp"]), query["nonce"])
        body = payload.write("xml", {"ToUserName": "doctor", "Encrypt": sealed.encrypt})
        query |= {"encrypt_type": "aes", "msg_signature": sealed.signature}
    answer = await _ask(http, "POST", url, query, body)
    if isinstance(answer, str):
        return wrong("消息收发", answer)
    if answer.status_code == httpx.codes.OK and answer.text in ("success", ""):
        return right("消息收发", f"一条没有作用的{how}消息被正确验签{'、解密' if how == '加密' else ''}并答复 success")
    return wrong("消息收发", f"{how}消息 {_said(answer)}")


def _envelope(settings: Settings, token: str) -> Envelope:
    assert settings.wechat_app_id is not None
    assert settings.wechat_encoding_aes_key is not None
    return Envelope("safe", token, settings.wechat_app_id, settings.wechat_encoding_aes_key.get_secret_value())


def _stamped(token: str) -> dict[str, str]:
    """A query as the platform signs it, by its page on the check of the address; not by the code under examination."""
    timestamp, nonce = str(int(time.time())), str(secrets.randbelow(10**9))
    signature = hashlib.sha1("".join(sorted((token, timestamp, nonce))).encode()).hexdigest()
    return {"signature": signature, "timestamp": timestamp, "nonce": nonce}


async def _ask(
    http: httpx.AsyncClient, method: str, url: str, query: dict[str, str], body: bytes | None = None
) -> httpx.Response | str:
    """The answer, or in words why there is none."""
    try:
        return await http.request(method, url, params=query, content=body)
    except httpx.TimeoutException:
        return f"{url} 在 {PATIENCE:g} 秒内没有答复，微信也只等 {PATIENCE:g} 秒；请检查服务是否在运行、防火墙是否放行"
    except httpx.ConnectError as fault:
        if "CERTIFICATE" in str(fault).upper():
            return f"{url} 的证书不被信任，请检查证书是否过期、证书链是否完整、域名是否相符"
        return f"连不上 {url}，请检查服务是否在运行、域名解析、反向代理和防火墙"
    except httpx.HTTPError as fault:
        return f"访问 {url} 时出错（{type(fault).__name__}），请检查反向代理"


def _said(answer: httpx.Response) -> str:
    """What a wrong answer means."""
    status = answer.status_code
    remedy = _CODES.get(_code(answer), "")
    if answer.is_redirect:
        remedy = "微信不跟随跳转，请把 SHENBAO_PUBLIC_URL 和公众号后台的服务器地址写成跳转后的网址"
    elif not remedy and status == httpx.codes.FORBIDDEN:
        remedy = "正在运行的服务用的令牌与这里的 SHENBAO_WECHAT_TOKEN 不同，请改成一致后重启"
    elif not remedy and answer.is_server_error:
        remedy = "反向代理连不上服务，或服务出错，请看服务日志"
    return f"答复了 HTTP {status}：{remedy or '不是本服务应有的答复，请检查反向代理把 /wechat 转到了哪里'}"


def _code(answer: httpx.Response) -> str:
    try:
        return str(answer.json()["error"]["code"])
    except (ValueError, KeyError, TypeError):
        return ""
