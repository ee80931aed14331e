"""From counts to panels: the numbers of each chart and of its table, reckoned by hand."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest

from bot.figures.chart import Chart, Panel
from bot.figures.days import Days
from bot.figures.names import names_of
from bot.figures.panels import panels, questions, shares
from bot.memory.counting import NO_PILOT
from bot.memory.figures import Counts, TurnCount
from bot.notices import Notices

SATURDAY, SUNDAY = date(2023, 8, 19), date(2023, 8, 20)
DAYS = Days(SATURDAY, SUNDAY)
COUNTS = Counts(
    turns=Counter(
        {
            TurnCount(SATURDAY, "web", NO_PILOT, "answered"): 6,
            TurnCount(SATURDAY, "wechat", "tech", "clarified"): 1,
            TurnCount(SUNDAY, "wechat", "tech", "no_match"): 2,
            TurnCount(SUNDAY, "wechat", "tech", "handed_over"): 1,
            TurnCount(SUNDAY, "wechat", "leader", "in_dialog"): 5,
            TurnCount(SUNDAY, "jsonl", "next_year", "error"): 1,
        }
    ),
    hours=Counter({9: 10, 23: 6}),
    thumbs=Counter({(SATURDAY, True): 3, (SUNDAY, False): 1}),
    left=Counter({"applicant_type": 3, "gone_fact": 1}),
    verdicts=Counter({("tech", "ineligible"): 2, ("tech", "verify"): 1, ("leader", "verify"): 4}),
    deciding=Counter({("tech", "tech.2.5"): 2, ("leader", "gone.1"): 1}),
    marks=Counter({"passed_on": 1, "answered": 3}),
    talks=4,
)


def drawn(notices: Notices, counts: Counts = COUNTS, days: Days = DAYS) -> dict[str, Panel]:
    names = names_of(next(iter(notices.values())))
    return {panel.key: panel for panel in panels(counts, days, "day", names)}


def chart_of(panel: Panel) -> Chart:
    assert panel.chart is not None
    return panel.chart


def test_shares_are_of_questions_only() -> None:
    assert questions(COUNTS) == 10
    assert shares(COUNTS) == {"答复": 0.6, "反问": 0.1, "不作答": 0.2, "转人工": 0.1}


def test_the_trend_tells_each_day_and_all(notices: Notices) -> None:
    trend = drawn(notices)["trend"]
    assert trend.table.head == ("时间", "答复", "反问", "不作答", "转人工", "预检对话", "不受理、出错", "合计")
    assert trend.table.rows == (
        ("2023-08-19　周六", "6", "1", "0", "0", "0", "0", "7"),
        ("2023-08-20　周日", "0", "0", "2", "1", "5", "1", "9"),
        ("合计", "6", "1", "2", "1", "5", "1", "16"),
    )
    chart = chart_of(trend)
    assert {series.name: series.values for series in chart.series}["预检对话"] == (0, 5)
    assert chart.told == "每天问答条数，按结果分。共 16 条，最多的是2023-08-20　周日，9 条。"


def test_a_share_without_questions_is_none(notices: Notices) -> None:
    shared = drawn(notices, days=Days(date(2023, 8, 18), SUNDAY))["shares"]
    assert shared.table.rows[0] == ("2023-08-18　周五", "0", "—", "—", "—", "—")
    assert shared.table.rows[1] == ("2023-08-19　周六", "7", "85.7%", "14.3%", "0.0%", "0.0%")
    assert shared.table.rows[-1] == ("全部", "10", "60.0%", "10.0%", "20.0%", "10.0%")
    assert chart_of(shared).series[0].values[0] is None


@pytest.mark.parametrize(
    ("key", "rows"),
    [
        (
            "channel",
            [
                ("微信", "0", "1", "2", "1", "5", "0", "9", "0.0%"),
                ("网页", "6", "0", "0", "0", "0", "0", "6", "100.0%"),
                ("批量测试", "0", "0", "0", "0", "0", "1", "1", "—"),
            ],
        ),
        (
            "thumbs",
            [
                ("2023-08-19　周六", "3", "0", "100.0%"),
                ("2023-08-20　周日", "0", "1", "0.0%"),
                ("合计", "3", "1", "75.0%"),
            ],
        ),
        ("left", [("单位类型", "3", "75.0%"), ("gone_fact", "1", "25.0%")]),
        ("deciding", [("先进低碳技术项目试点工作方案 · 二、申报条件 · 5", "2", "66.7%"), ("gone.1", "1", "33.3%")]),
        ("marks", [("已答", "3", "75.0%"), ("转办", "1", "25.0%")]),
    ],
)  # fmt: skip
def test_each_table_tells_what_was_counted(notices: Notices, key: str, rows: list[tuple[str, ...]]) -> None:
    assert list(drawn(notices)[key].table.rows) == rows


def test_verdicts_stand_by_pilot_from_yes_to_no(notices: Notices) -> None:
    table = drawn(notices)["verdicts"].table
    assert table.head == ("试点", "需核实", "不符合", "合计")
    assert [row[1:] for row in table.rows] == [("4", "0", "4"), ("1", "2", "3")]


def test_hours_are_all_there(notices: Notices) -> None:
    hours = drawn(notices)["hours"]
    assert len(hours.table.rows) == 24
    assert hours.table.rows[9] == ("09:00—09:59", "10")
    assert chart_of(hours).told.endswith("最多的是 9 点，10 条。")


def test_the_chart_has_the_numbers_of_its_table(notices: Notices) -> None:
    """Fails when one of the two leaves something out that the other tells."""
    for key, panel in drawn(notices).items():
        chart = chart_of(panel)
        drawn_total = sum(value or 0 for series in chart.series for value in series.values)
        if key == "shares":
            continue
        last = panel.table.head.index("合计") if "合计" in panel.table.head else None
        if key == "thumbs":
            told = [sum(map(int, row[1:3])) for row in panel.table.rows[:-1]]
        elif last is not None:
            told = [int(row[last]) for row in panel.table.rows if row[0] != "合计"]
        else:
            told = [int(row[1]) for row in panel.table.rows]
        assert sum(told) == drawn_total, key


def test_of_nothing_nothing_is_drawn(notices: Notices) -> None:
    empty = drawn(notices, Counts())
    assert set(empty) == {"trend", "shares", "channel", "pilot", "hours", "thumbs", "left", "verdicts", "deciding"}
    assert {(panel.chart, panel.table.rows, panel.note) for panel in empty.values()} == {(None, (), "这段时间没有。")}


def test_a_series_of_another_length_is_no_chart(notices: Notices) -> None:
    chart = chart_of(drawn(notices)["trend"])
    with pytest.raises(ValueError, match="as many values"):
        Chart(**(chart.model_dump() | {"labels": ("一",)}))
