"""What can go wrong with the platform's API, each as a type of its own, in words for the operator.

The platform's own sentence is not passed on, for it may hold anything; its request number (rid) is, which is what
the platform's support asks for. Codes: the platform's page 「全局返回码」.
"""

from __future__ import annotations

import ipaddress
import re
from typing import ClassVar


class WechatError(Exception):
    """Something is wrong with the platform's API; the message (Chinese) says what, and what to do about it."""


class Unreachable(WechatError):
    """No answer: not connected, cut off, or too late. Whether the platform took the request is unknown."""


class Unintelligible(WechatError):
    """An answer that is none of the platform's: a server error, a redirect, broken JSON."""


class TokenBusy(WechatError):
    """Another process has been fetching the access token for too long."""


class Refusal(WechatError):
    """The platform said no. ``code`` is its errcode; ``words`` what that means for the operator."""

    words: ClassVar[str] = "平台没有接受这次请求，含义见平台文档「全局返回码」"

    def __init__(self, code: int, rid: str = "", detail: str = "") -> None:
        self.code = code
        number = f"，平台的请求编号 {rid}" if rid else ""
        super().__init__(f"微信接口返回 {code}：{self.words}{detail}（错误码 {code}{number}）")


class PlatformBusy(Refusal):
    """-1: to be tried again."""

    words = "平台繁忙，稍后会再试"


class TokenRefused(Refusal):
    """40001, 40014, 42001: the access token is not, or no longer, the right one."""

    words = "access_token 无效或已过期。若反复出现，请确认没有别的程序在强制刷新同一公众号的 access_token"


class SecretRefused(Refusal):
    """40013, 40125, 41002, 41004, and 40001 where a token is asked for: AppID and AppSecret do not fit."""

    words = "AppID 或 AppSecret 不对，请与公众号后台核对 SHENBAO_WECHAT_APP_ID 和 SHENBAO_WECHAT_APP_SECRET"


class AddressRefused(Refusal):
    """40164, 61004: this machine's address is not on the account's allow-list. ``address`` is empty if not told."""

    words = "本机的出口地址不在公众号的 IP 白名单里，请在公众号后台「基本配置 → IP白名单」里加上"

    def __init__(self, code: int, rid: str = "", address: str = "") -> None:
        self.address = address
        super().__init__(code, rid, f" {address}" if address else "本机的公网地址")


class QuotaExhausted(Refusal):
    """45009 for the day, 45011 for the minute."""

    words = "接口调用次数已用完，需等额度恢复（每日额度在零点恢复），也可在公众号后台申请提高"


class WindowClosed(Refusal):
    """45015: the person has not written within 48 hours."""

    words = "已超过可以主动发消息的时限，要等用户再发来消息"


class CountExhausted(Refusal):
    """45047: as many messages as the platform allows have gone out since the person last wrote."""

    words = "可以主动发的条数已用完，要等用户再发来消息"


class NotPermitted(Refusal):
    """48001, 48004: the account lacks this interface."""

    words = (
        "公众号没有这个接口的权限（未认证的订阅号没有自定义菜单和客服消息；被封禁的接口见公众号后台通知）。"
        "若是客服消息，请把 SHENBAO_WECHAT_CUSTOMER_SERVICE 设为 false"
    )


class RecipientGone(Refusal):
    """40003, 43004: not, or no longer, a follower of this account."""

    words = "收信人没有或不再关注本公众号"


class TooLong(Refusal):
    """45002."""

    words = "消息内容超过平台的长度限制"


class NoMenu(Refusal):
    """46003: no custom menu has been pushed yet."""

    words = "公众号还没有自定义菜单，可用 shenbao wechat menu 推送"


_TYPES: dict[int, type[Refusal]] = {
    -1: PlatformBusy,
    40001: TokenRefused,
    40014: TokenRefused,
    42001: TokenRefused,
    40013: SecretRefused,
    40125: SecretRefused,
    41002: SecretRefused,
    41004: SecretRefused,
    45009: QuotaExhausted,
    45011: QuotaExhausted,
    45015: WindowClosed,
    45047: CountExhausted,
    48001: NotPermitted,
    48004: NotPermitted,
    40003: RecipientGone,
    43004: RecipientGone,
    45002: TooLong,
    46003: NoMenu,
}


def refusal(code: int, message: str) -> Refusal:
    """The platform's errcode (not 0) and errmsg as an error."""
    found = re.search(r"rid:\s*([0-9a-f-]{1,64})", message)
    rid = found[1] if found else ""
    if code in (40164, 61004):
        return AddressRefused(code, rid, _address(message))
    return _TYPES.get(code, Refusal)(code, rid)


def _address(message: str) -> str:
    """The address in 「invalid ip 203.0.113.9 ipv6 ::ffff:203.0.113.9, not in whitelist」."""
    for word in re.findall(r"[0-9A-Fa-f.:]{2,45}", message):
        try:
            return str(ipaddress.ip_address(word.strip(".")))
        except ValueError:
            continue
    return ""
