"""Settings from ``SHENBAO_*`` environment variables; a bad one stops the program and is named.

Every setting is a field of :class:`Settings`; its description says, in Chinese, what is allowed.
"""

from __future__ import annotations

import difflib
import os
import re
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field, SecretStr, ValidationError, ValidationInfo, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from bot.clock import parse_day
from bot.database_url import allowed_urls, async_url, without_password

PREFIX = "SHENBAO_"
NOTICES = Path(__file__).resolve().parent.parent / "knowledge" / "notices"


_WRITTEN = {  # how the platform's console writes them
    "wechat_token": r"[A-Za-z0-9]{3,32}",
    "wechat_encoding_aes_key": r"[A-Za-z0-9]{43}",
    "wechat_app_secret": r"[A-Za-z0-9]{16,64}",
}


class SettingsError(ValueError):
    """A setting that cannot be used; the message names it, its value (unless secret) and what is allowed."""


class Settings(BaseSettings):
    """Everything an operator may set. Frozen: a changed setting means a restart."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, frozen=True, extra="ignore", validate_default=True, env_ignore_empty=True
    )

    database_url: str = Field("sqlite:///./shenbao.db", description=allowed_urls())
    notices: Annotated[tuple[Path, ...], NoDecode] = Field(
        (), description=f"通知文件夹（内有 notice.yaml），多个用 {os.pathsep} 隔开；不设则用自带的通知"
    )
    secret_key: SecretStr | None = Field(
        None, min_length=16, description="至少16个字符的随机串；不设则自动生成并保存在数据库旁的 .key 文件里"
    )
    host: str = Field("127.0.0.1", min_length=1, description="监听地址，如 127.0.0.1 或 0.0.0.0")
    port: int = Field(8000, ge=0, le=65535, description="监听端口，0 到 65535 的整数（0 为任取一个）")
    today: date | None = Field(None, description="演示用的固定日期，写成 YYYY-MM-DD；不设则按北京时间的当天")
    log_format: Literal["text", "json"] = Field(
        "text", description="程序日志的写法：text（给人看）或 json（每行一个对象，给日志系统收）"
    )
    public_url: str = Field(
        "", pattern=r"^(https?://[^\s/]+(/[^\s?#]*)?)?$", description="本服务对外的网址，如 https://sb.example.cn；链接都从它写起"
    )
    wechat_token: SecretStr | None = Field(
        None, description="公众号后台“服务器配置”里的令牌（Token），3 到 32 个字母或数字"
    )
    wechat_app_id: str | None = Field(
        None, pattern=r"^[A-Za-z0-9_-]{6,64}$", description="公众号的 AppID，如 wx 开头的18位字母数字"
    )
    wechat_encoding_aes_key: SecretStr | None = Field(
        None, description="消息加解密密钥（EncodingAESKey），43 个字母或数字"
    )
    wechat_app_secret: SecretStr | None = Field(
        None, description="公众号的 AppSecret，32 个字母或数字"
    )
    wechat_mode: Literal["plain", "compatible", "safe"] = Field(
        "safe", description="消息加解密方式：plain（明文）、compatible（兼容）或 safe（安全），与公众号后台一致"
    )
    wechat_customer_service: bool = Field(
        False, description="公众号有客服接口权限写 true：较长的内容会接着主动发出；没有写 false：由用户回复“更多”来取"
    )
    wechat_api_url: str = Field(
        "https://api.weixin.qq.com", pattern=r"^https?://[^\s/]+$", description="微信接口的地址，一般不用改"
    )
    wechat_deadline: float = Field(4.0, gt=0, le=4.5, description="多少秒内必须答复微信，大于 0，不超过 4.5")
    queue_limit: int = Field(500, ge=1, le=100000, description="最多多少条消息同时等候处理，再多就请人稍后再发")
    turns_per_minute: int = Field(30, ge=1, le=10000, description="每人每分钟最多发多少条消息，1 到 10000 的整数")
    text_limit: int = Field(2000, ge=100, le=20000, description="一条消息最多多少个字，100 到 20000 的整数")
    talk_code_hours: int = Field(
        168, ge=1, le=720, description="机器人给申请人的接续码管多少小时，1 到 720 的整数；打热线报出，坐席凭它打开对话"
    )
    desk_code_hours: int = Field(
        24, ge=1, le=168, description="热线给来电人的接续码管多少小时，1 到 168 的整数；在对话里发出，就接着做预检"
    )
    retention_days: int = Field(
        180, ge=1, le=3650, description="问答记录保存多少天，1 到 3650 的整数；到期自动清除，只留每天的计数"
    )

    @field_validator("database_url")
    @classmethod
    def _database_url(cls, value: str) -> str:
        return async_url(value)

    @field_validator("notices", mode="before")
    @classmethod
    def _split_folders(cls, value: Any) -> Any:
        if isinstance(value, str):
            return tuple(part for part in value.split(os.pathsep) if part)
        return value

    @field_validator("notices")
    @classmethod
    def _folders_exist(cls, value: tuple[Path, ...]) -> tuple[Path, ...]:
        folders = value or tuple(sorted(file.parent for file in NOTICES.glob("*/notice.yaml")))
        for folder in folders:
            if not folder.is_dir():
                raise ValueError(f"没有文件夹 {folder}")
        return folders

    @field_validator(*_WRITTEN)
    @classmethod
    def _as_the_console_writes_it(cls, value: SecretStr | None, info: ValidationInfo) -> SecretStr | None:
        if value is not None and not re.fullmatch(_WRITTEN[str(info.field_name)], value.get_secret_value()):
            raise ValueError("写法不对")
        return value

    @model_validator(mode="after")
    def _wechat_is_whole(self) -> Settings:
        """Half an account would start and then answer nobody."""
        needed = ["wechat_token", "wechat_app_id", "wechat_app_secret"]
        if self.wechat_mode != "plain":
            needed.append("wechat_encoding_aes_key")
        missing = [PREFIX + name.upper() for name in needed if getattr(self, name) is None]
        if 0 < len(missing) < len(needed):
            raise ValueError(f"公众号的设置不全，还缺 {'、'.join(missing)}")
        return self

    @property
    def wechat(self) -> bool:
        """True when an official account is set."""
        return self.wechat_token is not None

    @field_validator("today", mode="before")
    @classmethod
    def _today(cls, value: Any) -> Any:
        return parse_day(value) if isinstance(value, str) else value


def load_settings(**changes: Any) -> Settings:
    """Read the settings from the environment; ``changes`` (from the command line) win over it.

    Raises SettingsError naming every setting that is wrong.
    """
    given = {name: value for name, value in changes.items() if value is not None}
    try:
        return Settings(**given)
    except ValidationError as fault:
        raise SettingsError("\n".join(_line(error) for error in fault.errors())) from None


def _line(error: Mapping[str, Any]) -> str:
    reason = str(error.get("ctx", {}).get("error", "")) if error["type"] == "value_error" else ""
    if not error["loc"]:
        return reason
    name = str(error["loc"][0])
    field = Settings.model_fields.get(name)
    if name == "secret_key" or name in _WRITTEN:
        shown = "（保密，不显示）"
    elif name == "database_url":
        shown = without_password(str(error["input"]))
    else:
        shown = repr(str(error["input"]))
    allowed = field.description if field else ""
    return f"设置 {PREFIX}{name.upper()} 的值 {shown} 不能用{f'（{reason}）' if reason else ''}。应为：{allowed}"


def unknown_settings(environ: Mapping[str, str] | None = None) -> Iterable[str]:
    """One warning for each ``SHENBAO_*`` variable that is no setting: a misspelt one must not pass in silence."""
    known = {PREFIX + name.upper() for name in Settings.model_fields}
    for variable in sorted(os.environ if environ is None else environ):
        if variable.upper().startswith(PREFIX) and variable.upper() not in known:
            close = difflib.get_close_matches(variable.upper(), sorted(known), n=1)
            yield f"没有 {variable} 这项设置" + (f"，是否想写 {close[0]}？" if close else "。")
