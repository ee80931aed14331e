"""A setting is read from the environment, and a bad one stops the program with its name."""

from __future__ import annotations

import os
import stat
from datetime import date
from pathlib import Path

import pytest

from bot.secret_key import secret_key
from bot.settings import Settings, SettingsError, load_settings, unknown_settings


def test_without_any_setting_the_bundled_notice_and_sqlite_are_used() -> None:
    settings = load_settings()
    assert settings.database_url == "sqlite+aiosqlite:///./shenbao.db"
    assert settings.host == "127.0.0.1", "nobody outside reaches it unless told to"
    assert [folder.name for folder in settings.notices] == ["beijing-2023-82"]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("sqlite:////var/lib/s.db", "sqlite+aiosqlite:////var/lib/s.db"),
        ("sqlite+aiosqlite:///s.db", "sqlite+aiosqlite:///s.db"),
        ("postgresql://u:p@h/d", "postgresql+psycopg://u:p@h/d"),
        ("postgres://u@h/d", "postgresql+psycopg://u@h/d"),
        ("postgresql+psycopg://u@h/d?sslmode=require", "postgresql+psycopg://u@h/d?sslmode=require"),
    ],
)
def test_a_plain_url_is_mapped_to_its_driver(monkeypatch: pytest.MonkeyPatch, written: str, meant: str) -> None:
    if written.startswith("postgres"):
        pytest.importorskip("psycopg", reason="PostgreSQL's driver is not installed (extra: postgres)")
    monkeypatch.setenv("SHENBAO_DATABASE_URL", written)
    assert load_settings().database_url == meant


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("PORT", "eighty", ("'eighty'", "65535")),
        ("PORT", "70000", ("'70000'", "65535")),
        ("DATABASE_URL", "mysql://h/d", ("mysql://h/d", "sqlite:///", "postgresql://")),
        ("DATABASE_URL", "shenbao.db", ("shenbao.db", "sqlite:///")),
        ("DATABASE_URL", "sqlite://shenbao.db", ("三条斜线",)),
        ("DATABASE_URL", "sqlite:///:memory:", ("写明文件",)),
        ("DATABASE_URL", "sqlite:///", ("写明文件",)),
        ("NOTICES", "/no/such/folder", ("/no/such/folder", "notice.yaml")),
        ("TODAY", "20230820", ("'20230820'", "YYYY-MM-DD")),
        ("TODAY", "2023-02-30", ("2023-02-30", "YYYY-MM-DD")),
        ("TEXT_LIMIT", "5", ("'5'", "20000")),
        ("WECHAT_TOKEN", "令牌", ("令牌（Token）",)),
        ("WECHAT_ENCODING_AES_KEY", "tooshort", ("43", "不显示")),
        ("WECHAT_MODE", "open", ("'open'", "safe")),
        ("PUBLIC_URL", "sb.example.cn", ("'sb.example.cn'", "https://")),
    ],
)
def test_a_bad_setting_is_named_with_its_value_and_what_is_allowed(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, told: tuple[str, ...]
) -> None:
    monkeypatch.setenv(f"SHENBAO_{name}", value)
    with pytest.raises(SettingsError) as caught:
        load_settings()
    for part in (f"SHENBAO_{name}", *told):
        assert part in str(caught.value)


def test_every_bad_setting_is_named_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHENBAO_PORT", "x")
    monkeypatch.setenv("SHENBAO_TODAY", "y")
    with pytest.raises(SettingsError) as caught:
        load_settings()
    assert "SHENBAO_PORT" in str(caught.value)
    assert "SHENBAO_TODAY" in str(caught.value)


def test_secrets_are_never_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHENBAO_SECRET_KEY", "tooshort")
    monkeypatch.setenv("SHENBAO_DATABASE_URL", "oracle://scott:tiger@h/d?password=tiger")
    with pytest.raises(SettingsError) as caught:
        load_settings()
    assert "SHENBAO_SECRET_KEY" in str(caught.value)
    assert "tooshort" not in str(caught.value)
    assert "tiger" not in str(caught.value)


def test_an_empty_setting_counts_as_unset(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in Settings.model_fields:
        monkeypatch.setenv(f"SHENBAO_{name.upper()}", "")
    assert load_settings().port == 8000


def test_the_command_line_wins_over_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHENBAO_PORT", "9000")
    assert load_settings(port=9001, today=date(2023, 8, 20)).port == 9001
    assert load_settings(port=None).port == 9000


def test_several_notices_are_named_like_a_path(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    monkeypatch.setenv("SHENBAO_NOTICES", os.pathsep.join([str(tmp_path / "a"), str(tmp_path / "b")]))
    assert load_settings().notices == (tmp_path / "a", tmp_path / "b")


def test_a_misspelt_setting_does_not_pass_in_silence() -> None:
    (warning,) = unknown_settings({"SHENBAO_PROT": "80", "SHENBAO_PORT": "80", "HOME": "/root"})
    assert "SHENBAO_PROT" in warning
    assert "SHENBAO_PORT" in warning


def test_the_key_is_made_once_beside_the_database_for_its_owner_only(tmp_path: Path) -> None:
    settings = load_settings(database_url=f"sqlite:///{tmp_path / 'talks.db'}")
    key = secret_key(settings)
    file = tmp_path / "talks.db.key"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert secret_key(settings) == key
    assert len(key) >= 32
    assert [path.name for path in tmp_path.iterdir()] == ["talks.db.key"], "no draft is left behind"


def test_a_given_key_is_used_and_not_written(tmp_path: Path) -> None:
    settings = load_settings(database_url=f"sqlite:///{tmp_path / 't.db'}", secret_key="0123456789abcdef")
    assert secret_key(settings) == b"0123456789abcdef"
    assert list(tmp_path.iterdir()) == []


ACCOUNT = {
    "WECHAT_TOKEN": "token2023",
    "WECHAT_APP_ID": "wx1234567890abcdef",
    "WECHAT_APP_SECRET": "0123456789abcdef0123456789abcdef",
    "WECHAT_ENCODING_AES_KEY": "a" * 43,
}


@pytest.mark.parametrize("missing", ACCOUNT)
def test_half_an_account_is_refused_and_what_is_missing_is_named(monkeypatch: pytest.MonkeyPatch, missing: str) -> None:
    for name, value in ACCOUNT.items():
        if name != missing:
            monkeypatch.setenv(f"SHENBAO_{name}", value)
    with pytest.raises(SettingsError) as caught:
        load_settings()
    assert str(caught.value) == f"公众号的设置不全，还缺 SHENBAO_{missing}"


def test_an_account_in_plain_mode_needs_no_key(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in ACCOUNT.items():
        if name != "WECHAT_ENCODING_AES_KEY":
            monkeypatch.setenv(f"SHENBAO_{name}", value)
    monkeypatch.setenv("SHENBAO_WECHAT_MODE", "plain")
    assert load_settings().wechat


def test_a_secret_is_not_shown_when_it_is_wrong(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHENBAO_WECHAT_APP_SECRET", "not a secret!")
    with pytest.raises(SettingsError) as caught:
        load_settings()
    assert "not a secret" not in str(caught.value)
