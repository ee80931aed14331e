"""What is always in view stands in the notice, at the clause named beside it."""

from __future__ import annotations

from datetime import date

from bot.desk.facts import facts
from tests.bot.desk.office import notice


def test_each_fact_stands_in_its_clause() -> None:
    shown = {fact.label: fact for fact in facts(notice, date(2023, 8, 20))}
    for label in ("纸质材料", "电子材料"):
        assert shown[label].text in notice.clauses[shown[label].clause].text
    for phone in shown["咨询电话"].text.split("、"):
        assert phone in notice.clauses[shown["咨询电话"].clause].text
    assert shown["联系人"].plain == f"联系人：{shown['联系人'].text}\n依据：{shown['联系人'].path}"


def test_the_window_is_told_as_of_the_day() -> None:
    def window(day: date) -> str:
        return facts(notice, day)[0].text

    assert window(date(2023, 8, 20)).startswith("2023年7月10日至2023年8月31日。")
    assert "还有11天" in window(date(2023, 8, 20))
    assert "最后一天" in window(date(2023, 8, 31))
    assert "已于2023年8月31日截止" in window(date(2023, 9, 1))
