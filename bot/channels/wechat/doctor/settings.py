"""Whether the settings of the official account are there and can be right."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

from bot.channels.wechat.doctor.finding import Finding, right, unsure, wrong
from bot.settings import PREFIX, Settings

_NAMES = {
    "wechat_token": "令牌",
    "wechat_app_id": "AppID",
    "wechat_app_secret": "AppSecret",
    "wechat_encoding_aes_key": "消息加解密密钥",
}
_STANDARD_PORTS = (None, 80, 443)


def settings_findings(settings: Settings) -> Iterator[Finding]:
    """Settings that were read are well formed already (``Settings`` refuses others): here it is what is missing."""
    for name, words in _NAMES.items():
        variable = PREFIX + name.upper()
        if getattr(settings, name) is not None:
            yield right(words, f"{variable} 已设，写法正确")
        elif name == "wechat_encoding_aes_key" and settings.wechat_mode == "plain":
            yield unsure(words, f"明文模式用不到 {variable}；建议在公众号后台改用安全模式")
        else:
            yield wrong(words, f"没有设 {variable}。应为：{Settings.model_fields[name].description}")
    yield _public_url(settings.public_url)


def _public_url(url: str) -> Finding:
    name = "对外网址"
    variable = f"{PREFIX}PUBLIC_URL"
    if not url:
        words = Settings.model_fields["public_url"].description
        return wrong(name, f"没有设 {variable}，回调无从检查，回复里也没有预检结论的链接。应为：{words}")
    address = urlsplit(url)
    if address.port not in _STANDARD_PORTS:
        return unsure(name, f"{url} 带端口 {address.port}；微信只访问 80 和 443 端口，正式使用前要去掉")
    if address.scheme != "https":
        return unsure(name, f"{url} 不是 https；微信能访问，但经过的网络看得到预检结论，建议改用 https")
    return right(name, f"{url}，公众号后台「服务器地址」应填 {callback_url(url)}")


def callback_url(public_url: str) -> str:
    """The address the platform calls."""
    return f"{public_url.rstrip('/')}/wechat"
