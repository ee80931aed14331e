"""Which day people mean, said on Sunday 20 August 2023."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogs.dates import parse_date
from dialogs.spans import FAR_AHEAD, LONG_AGO, Day, NoSuchDay, Span, Vague, Vagueness

TODAY = date(2023, 8, 20)


def day(iso: str) -> Day:
    return Day(date.fromisoformat(iso))


def span(first: str, last: str) -> Span:
    return Span(date.fromisoformat(first), date.fromisoformat(last))


@pytest.mark.parametrize(
    "said",
    [
        "2021-03-05", "2021-3-5", "2021/3/5", "2021.3.5", "20210305", "2021年3月5日", "2021年3月5号",
        "2021 年 3 月 5 日", "２０２１年３月５日", "二〇二一年三月五日", "二零二一年三月五号",
        "二0二一年三月五日", "21年3月5日", "21.3.5", "2021 3 5", "2021-03-05 10:30", "2021-03-05T10:00:00",
        "2021年3月5", "2021年三月五", "前年3月5号", "前年的3月5日", "就是2021年3月5日吧",
        "处罚决定书是2021年3月5日的", "最近一次是2021年3月5日", "2021年3月5日，对，2021年3月5日",
    ],
)  # fmt: skip
def test_a_full_date_is_that_day(said: str) -> None:
    assert parse_date(said, TODAY) == day("2021-03-05")


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("昨天", "2023-08-19"), ("前天", "2023-08-18"), ("大前天", "2023-08-17"),
        ("今天刚罚的", "2023-08-20"), ("三天前", "2023-08-17"), ("10天前", "2023-08-10"),
        ("十天以前", "2023-08-10"), ("5天后", "2023-08-25"), ("上周三", "2023-08-09"),
        ("上个星期三", "2023-08-09"), ("这周五", "2023-08-18"), ("下周一", "2023-08-21"),
        ("上个月5号", "2023-07-05"), ("本月五号", "2023-08-05"), ("下个月1日", "2023-09-01"),
        ("去年12月31日", "2022-12-31"), ("明年1月1日", "2024-01-01"), ("98年7月1日", "1998-07-01"),
        ("2024年2月29日", "2024-02-29"),
    ],
)  # fmt: skip
def test_a_day_told_from_today(said: str, expected: str) -> None:
    assert parse_date(said, TODAY) == day(expected)


@pytest.mark.parametrize(
    ("said", "first", "last"),
    [
        ("21年3月", "2021-03-01", "2021-03-31"), ("2021-03", "2021-03-01", "2021-03-31"),
        ("2021.3", "2021-03-01", "2021-03-31"), ("202103", "2021-03-01", "2021-03-31"),
        ("二〇二三年三月", "2023-03-01", "2023-03-31"), ("去年3月建成的", "2022-03-01", "2022-03-31"),
        ("去年三月份", "2022-03-01", "2022-03-31"), ("今年6月", "2023-06-01", "2023-06-30"),
        ("上个月", "2023-07-01", "2023-07-31"), ("这个月", "2023-08-01", "2023-08-31"),
        ("2024年2月", "2024-02-01", "2024-02-29"), ("2021年3月上旬", "2021-03-01", "2021-03-10"),
        ("2021年3月底", "2021-03-21", "2021-03-31"), ("上月底", "2023-07-21", "2023-07-31"),
        ("月底", "2023-08-21", "2023-08-31"), ("前年底", "2021-11-01", "2021-12-31"),
        ("2019年底", "2019-11-01", "2019-12-31"), ("2019年年底", "2019-11-01", "2019-12-31"),
        ("2019底", "2019-11-01", "2019-12-31"), ("2022年初", "2022-01-01", "2022-03-31"),
        ("去年年中", "2022-05-01", "2022-08-31"), ("2021年上半年", "2021-01-01", "2021-06-30"),
        ("去年下半年", "2022-07-01", "2022-12-31"), ("2021年第三季度", "2021-07-01", "2021-09-30"),
        ("2021年Q3", "2021-07-01", "2021-09-30"), ("今年一季度", "2023-01-01", "2023-03-31"),
        ("预计年底", "2023-11-01", "2023-12-31"), ("下半年投产", "2023-07-01", "2023-12-31"),
        ("2021年夏天", "2021-06-01", "2021-08-31"), ("2021年冬天", "2021-01-01", "2022-02-28"),
        ("上周", "2023-08-07", "2023-08-13"), ("两周前", "2023-08-03", "2023-08-09"),
        ("两个月前", "2023-06-04", "2023-07-06"), ("半个月前", "2023-07-31", "2023-08-10"),
        ("2021年3月，去年之前的", "2021-03-01", "2021-03-31"),
    ],
)  # fmt: skip
def test_a_month_or_part_of_a_year_is_a_span_of_days(said: str, first: str, last: str) -> None:
    assert parse_date(said, TODAY) == span(first, last)


def test_before_and_after_leave_one_end_open() -> None:
    assert parse_date("2019年以前", TODAY) == Span(LONG_AGO, date(2019, 12, 31))
    assert parse_date("2019年12月31日前", TODAY) == Span(LONG_AGO, date(2019, 12, 31))
    assert parse_date("2024年以后", TODAY) == Span(date(2024, 1, 1), FAR_AHEAD)


def test_roughly_widens_what_it_stands_beside() -> None:
    assert parse_date("2021年3月5日左右", TODAY) == span("2021-02-18", "2021-03-20")
    assert parse_date("大概2021年3月", TODAY) == span("2021-01-29", "2021-05-01")


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ("2021年", "year_only"), ("2021", "year_only"), ("去年", "year_only"), ("是2021年的事", "year_only"),
        ("98年", "year_only"), ("最近一次是去年", "year_only"), ("3月5日", "no_year"), ("3月", "no_year"),
        ("2月29日", "no_year"), ("年底建成的", "no_year"), ("5号", "no_month"), ("前几年", "loose"),
        ("大概去年", "loose"), ("去年左右", "loose"), ("两三年前", "loose"), ("三年前", "loose"),
        ("很久以前", "loose"), ("最近", "loose"), ("刚建成", "loose"), ("疫情期间", "loose"),
        ("一年多前", "loose"), ("前阵子", "loose"), ("2021年3月或者6月", "several"),
        ("2021年3月5日和2022年6月1日", "several"), ("2022年7月到2023年9月", "several"),
    ],
)  # fmt: skip
def test_a_vague_date_says_why(said: str, why: str) -> None:
    reading = parse_date(said, TODAY)
    assert isinstance(reading, Vague)
    assert reading.why is Vagueness(why)


def test_a_year_keeps_at_least_its_bounds() -> None:
    assert parse_date("去年", TODAY) == Vague(Vagueness.year_only, span("2022-01-01", "2022-12-31"))


@pytest.mark.parametrize(
    "said",
    [
        "2月30日",
        "2021年2月29日",
        "2021-13-01",
        "20210231",
        "2021年4月31号",
        "2021.0.5",
        "二〇二一年十三月",
        "上上个月31号",
    ],
)
def test_a_day_no_calendar_has_is_named(said: str) -> None:
    assert isinstance(parse_date(said, TODAY), NoSuchDay)


@pytest.mark.parametrize(
    "said",
    [
        "", "没有", "1", "第2个", "2、3", "不清楚", "13800138000", "京环函〔2023〕82号", "在北京注册",
        "68455013", "3.5", "一般事故", "中国石化", "公司在初级阶段", "有3个项目", "周到", "第8类",
    ],
)  # fmt: skip
def test_what_speaks_of_no_date_gives_none(said: str) -> None:
    assert parse_date(said, TODAY) is None


DAYS = st.dates(min_value=date(1990, 1, 1), max_value=date(2049, 12, 31))
DIGITS = "〇一二三四五六七八九"


def _small(number: int) -> str:
    tens, units = divmod(number, 10)
    return ("" if tens == 0 else "十" if tens == 1 else DIGITS[tens] + "十") + (DIGITS[units] if units else "")


@given(
    DAYS,
    st.sampled_from(
        ["{y}-{m:02}-{d:02}", "{y}/{m}/{d}", "{y}.{m}.{d}", "{y}{m:02}{d:02}", "{y}年{m}月{d}日", "{y}年{m}月{d}号"]
    ),
)
def test_every_day_survives_every_way_of_writing_it(on: date, form: str) -> None:
    assert parse_date(form.format(y=on.year, m=on.month, d=on.day), TODAY) == Day(on)


@given(DAYS)
def test_every_day_survives_chinese_numerals(on: date) -> None:
    year = "".join(DIGITS[int(digit)] for digit in str(on.year))
    assert parse_date(f"{year}年{_small(on.month)}月{_small(on.day)}日", TODAY) == Day(on)


@given(DAYS)
def test_a_month_holds_each_of_its_days(on: date) -> None:
    reading = parse_date(f"{on.year}年{on.month}月", TODAY)
    assert isinstance(reading, Span)
    assert reading.first <= on <= reading.last
    assert (reading.first - timedelta(days=1)).month != on.month
    assert (reading.last + timedelta(days=1)).month != on.month


@given(DAYS, st.integers(min_value=0, max_value=400))
def test_days_ago_counts_back_from_today(today: date, count: int) -> None:
    assert parse_date(f"{count}天前", today) == Day(today - timedelta(days=count))


@given(
    st.text(
        alphabet=st.sampled_from("0123456789〇一二三十年月日号前后底初上下半去今个周天季度-/. 以大概左右"), max_size=14
    ),
    DAYS,
)
def test_no_jumble_of_date_words_raises(text: str, today: date) -> None:
    parse_date(text, today)


@given(st.text(), DAYS)
def test_no_text_raises(text: str, today: date) -> None:
    parse_date(text, today)
