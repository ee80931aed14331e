"""Whether the platform's API can be reached, agrees on the time, gives a token, and lets the account have a menu."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator
from email.utils import parsedate_to_datetime

from bot.channels.wechat.api.access_token import StableToken
from bot.channels.wechat.api.errors import NoMenu, WechatError
from bot.channels.wechat.api.exchange import Exchange, open_exchange
from bot.channels.wechat.doctor.finding import Finding, right, unsure, wrong
from bot.channels.wechat.freshness import CLOCKS_DIFFER
from bot.clock import now
from bot.settings import Settings


async def platform_findings(settings: Settings) -> AsyncIterator[Finding]:
    """Four lines; needs a whole account in the settings.

    The token is asked for afresh, without force and past the database: that shows that it can be had today, with
    the secret as it is set now, and disturbs no process that uses it.
    """
    assert settings.wechat_app_id is not None
    assert settings.wechat_app_secret is not None
    async with open_exchange(settings.wechat_api_url) as exchange:
        yield await _clock(exchange)
        source = StableToken(exchange, settings.wechat_app_id, settings.wechat_app_secret.get_secret_value())
        try:
            token = await source.fetch(now())
        except WechatError as fault:
            yield wrong("access_token", str(fault))
            yield unsure("自定义菜单", "等 access_token 能取得了再查")
        else:
            yield right("access_token", "可以取得")
            yield await _menu(exchange, token.value)
    if settings.wechat_customer_service:
        words = "不发消息无从查起；若日志里出现错误码 48001，请把 SHENBAO_WECHAT_CUSTOMER_SERVICE 设为 false"
        yield unsure("客服消息", words)
    else:
        yield unsure("客服消息", "没有启用，较长的内容由用户回复“更多”来取")


async def _clock(exchange: Exchange) -> Finding:
    before = time.time()
    try:
        answer = await exchange.send("GET", "/cgi-bin/getcallbackip")  # any path will do: it is the Date that counts
    except WechatError as fault:
        return wrong("时钟", str(fault))
    try:
        theirs = parsedate_to_datetime(answer.headers.get("date", "")).timestamp()
    except ValueError:
        return unsure("时钟", "微信接口的答复里没有时间，无法比较")
    ahead = (before + time.time()) / 2 - theirs
    if abs(ahead) <= CLOCKS_DIFFER:
        return right("时钟", f"与微信相差不到 {max(1, round(abs(ahead)) + 1)} 秒")
    words = f"本机比微信{'快' if ahead > 0 else '慢'} {abs(ahead):.0f} 秒，消息会被当作过期或伪造的拒绝，请校准（NTP）"
    return wrong("时钟", words)


async def _menu(exchange: Exchange, token: str) -> Finding:
    try:
        await exchange.ask("GET", "/cgi-bin/menu/get", token=token)
    except NoMenu:
        return right("自定义菜单", "有权限，还没有推送过，可运行 shenbao wechat menu")
    except WechatError as fault:
        return wrong("自定义菜单", str(fault))
    return right("自定义菜单", "有权限，已有菜单；改过 menu.yaml 后再运行 shenbao wechat menu")
