"""The first notice, read once for all scenes."""

from __future__ import annotations

from pathlib import Path

import pytest

from knowledge.clauses import Clauses
from knowledge.outline import DocumentTitle, parse_notice

FOLDER = Path(__file__).parents[2] / "knowledge" / "notices" / "beijing-2023-82"
TITLES = (
    DocumentTitle("notice", "北京市生态环境局关于开展2023年北京市低碳试点工作的通知"),
    DocumentTitle("tech", "2023年北京市先进低碳技术项目试点工作方案"),
    DocumentTitle("leader", "2023年北京市低碳领跑者试点工作方案"),
    DocumentTitle("region", "2023年北京市气候友好型区域试点工作方案"),
)


@pytest.fixture(scope="session")
def notice_text() -> str:
    return (FOLDER / "notice.txt").read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def titles() -> tuple[DocumentTitle, ...]:
    return TITLES


@pytest.fixture(scope="session")
def clauses(notice_text: str) -> Clauses:
    return parse_notice(notice_text, TITLES)
