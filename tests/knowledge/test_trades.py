"""Trades by the person's own words: each finds its class, and the class its place beside the three sectors."""

from __future__ import annotations

import csv
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.industry import standard
from bot.notices import load_notice
from knowledge.trades.desk import TradeDesk, WhichTrade
from knowledge.trades.judging import Judgement, nearest
from knowledge.trades.standard import IndustryClass, Standard
from knowledge.trades.table import Standing, Trade

TABLE = list(csv.DictReader((Path(__file__).parent / "trades.csv").read_text(encoding="utf-8").splitlines()))
LEADER = {"yes": Standing.inside, "no": Standing.outside, "depends": Standing.unsettled}
PUT = ("{}", "我们是{}", "{}能报领跑者吗", "你好，请问{}可以申报吗", "我们是一家{}，想报名", "{}算哪一类")


@cache
def desk_in_use() -> TradeDesk:
    """One desk for all scenes, and for all examples of a property."""
    found = load_notice().trades
    assert found is not None
    return found


@pytest.fixture(scope="module")
def desk() -> TradeDesk:
    return desk_in_use()


def told(desk: TradeDesk, text: str) -> Judgement:
    finding = desk.find(text)
    assert finding is not None, text
    assert isinstance(finding.what, Judgement), text
    return finding.what


def codes(judgement: Judgement) -> list[str]:
    return [each.code for each in judgement.classes]


@pytest.mark.parametrize("row", TABLE, ids=lambda row: row["word"])
def test_a_word_for_a_trade_finds_its_classes_and_its_standing(row: dict[str, str], desk: TradeDesk) -> None:
    for put in PUT:
        finding = desk.find(put.format(row["word"]))
        assert finding is not None, put
        assert finding.alone
        if row["leader"] == "which":
            assert finding.what == WhichTrade(row["word"], tuple(row["means"].split()))
            continue
        assert isinstance(finding.what, Judgement)
        assert " ".join(codes(finding.what)) == row["codes"]
        assert "、".join(each.name for each in finding.what.classes) == row["means"]
        assert finding.what.standing is LEADER[row["leader"]]


def test_the_table_spreads_over_the_economy(desk: TradeDesk) -> None:
    """Words of at least 250 trades, from fields and mines to courts, in every section but 国际组织."""
    divisions = {code[:2] for row in TABLE for code in row["codes"].split()}
    begins = (1, 6, 13, 44, 47, 51, 53, 61, 63, 66, 70, 71, 73, 76, 80, 83, 84, 86, 91, 97)
    for begin, end in pairwise(begins):
        assert any(begin <= int(division) < end for division in divisions), begin
    assert len(divisions) >= 70
    assert len(desk.table.trades) >= 250


def test_every_code_of_the_table_stands_in_the_standard(desk: TradeDesk) -> None:
    table = desk.table
    rows = [*table.trades, *table.sectors, *table.fields, *table.applicants, *table.shifts]
    used = {code for row in rows for code in row.codes} | set(table.making)
    assert used - set(standard()) == {""}


def test_the_classes_inside_are_the_notices_three_sectors_and_no_more(desk: TradeDesk) -> None:
    """leader.1: 计算机、通信和其他电子设备制造业，电力生产业，高等学校."""
    inside = {
        code: sector.sector
        for code in standard()
        if len(code) == 4 and (sector := nearest(desk.table.sectors, code)).standing is Standing.inside
    }
    by_name = {
        "electronics": {code for code in standard() if code.startswith("39") and len(code) == 4},
        "power_generation": {"4411", "4412", "4413", "4414", "4415", "4416", "4417", "4419"},
        "higher_education": {"8341"},
    }
    assert inside == {code: sector for sector, held in by_name.items() for code in held}
    assert standard()["39"].name == "计算机、通信和其他电子设备制造业"
    assert (standard()["441"].name, standard()["8341"].name) == ("电力生产", "普通高等教育")


FALSE_FRIENDS = [
    ("热电联产", "锅炉房供热"), ("热电厂", "热力公司"), ("发电厂", "电网公司"), ("发电公司", "配电公司"),
    ("发电公司", "售电公司"), ("光伏电站", "光伏组件厂"), ("光伏电站", "光伏安装公司"), ("风电场", "风机厂"),
    ("水电站", "换电站"), ("抽水蓄能", "储能电池厂"), ("芯片厂", "半导体设备厂"), ("传感器厂", "仪器仪表厂"),
    ("服务器厂", "数据中心"), ("电脑厂", "软件公司"), ("手机厂", "电信公司"), ("通信设备厂", "通信运营商"),
    ("电子厂", "电子商务公司"), ("电子元件厂", "电池厂"), ("服务机器人厂", "工业机器人厂"), ("职业大学", "职高"),
    ("高职", "中专"), ("大学", "研究院"), ("高等学校", "老年大学"), ("大学", "培训学校"), ("发电厂", "发电机厂"),
    ("电厂", "变电站"), ("发电厂", "供电设备厂"),
    ("做路由器的", "卖路由器的"), ("手机厂", "手机维修店"), ("服务器厂", "服务器租赁公司"),
    ("电子元件厂", "电子元件贸易公司"), ("面板厂", "光伏玻璃厂"), ("液晶屏", "太阳能板"),
    ("抽水蓄能电站", "抽水蓄能电站设计公司"), ("垃圾焚烧发电厂", "垃圾填埋场"),
]  # fmt: skip


@pytest.mark.parametrize(("inside", "outside"), FALSE_FRIENDS)
def test_near_words_far_apart(inside: str, outside: str, desk: TradeDesk) -> None:
    assert told(desk, f"我们是{inside}，能报领跑者吗").standing is Standing.inside
    assert told(desk, f"我们是{outside}，能报领跑者吗").standing is Standing.outside


@pytest.mark.parametrize(
    ("text", "why"),
    [("电厂检修公司", "只给别人的电站做检修维护的"), ("光伏电站的运维公司", "只给别人的电站做检修维护的"),
     ("我们做芯片研发", "只做研发设计"), ("垃圾焚烧厂", "主营处理垃圾的"), ("技师学院", "中等职业学校教育"),
     ("芯片设计公司", "不在电子设备制造业（39）里"), ("电大", "没有列出包括哪些")],
)  # fmt: skip
def test_where_it_depends_it_says_on_what(text: str, why: str, desk: TradeDesk) -> None:
    judgement = told(desk, text)
    assert judgement.standing is Standing.unsettled
    assert judgement.sector is None
    assert why in judgement.stands


@pytest.mark.parametrize(
    "text",
    ["钢厂要交什么材料", "隔壁水泥厂老冒烟怎么举报", "我们水泥厂去年被罚过", "给电厂做检修的能报吗", "手机上能填表吗",
     "我们不是发电厂", "我们既有钢厂又有水泥厂", "大学生能报名吗", "", "？？", "截止时间", "修酒店的"],
)  # fmt: skip
def test_a_trade_that_is_only_mentioned_is_not_told(text: str, desk: TradeDesk) -> None:
    assert desk.find(text) is None


def test_what_somebody_is_not_leaves_what_they_are(desk: TradeDesk) -> None:
    assert codes(told(desk, "本单位是研究院，不是大学，想争取领跑者")) == ["7310", "7320"]
    assert codes(told(desk, "我们是不是电厂")) == ["441"]


def test_a_trade_in_one_piece_of_a_longer_text_is_told_but_not_alone(desk: TradeDesk) -> None:
    finding = desk.find("我们厂是做路由器的，一年产值三个亿，能不能报领跑者")
    assert finding is not None
    assert not finding.alone
    assert isinstance(finding.what, Judgement)
    assert codes(finding.what) == ["3922", "3921"]


@pytest.mark.parametrize(
    ("text", "kind", "field"),
    [("职业大学", "university", 8), ("幼儿园", "institution", 8), ("卫生院", "institution", 8),
     ("园区管委会", "subdistrict_or_park", 8), ("业委会", "subdistrict_or_park", 8),
     ("镇政府", "subdistrict_or_park", 8), ("钢厂", "enterprise", 8), ("设计院", "enterprise", 2),
     ("换电站", "enterprise", 3), ("热力站", "enterprise", 1), ("云计算公司", "enterprise", 5),
     ("再生资源公司", "enterprise", 7), ("公交公司", "enterprise", 3), ("光伏电站", "enterprise", 1)],
)  # fmt: skip
def test_a_trade_tells_the_kind_of_applicant_and_the_likely_field(
    text: str, kind: str, field: int, desk: TradeDesk
) -> None:
    judgement = told(desk, text)
    assert (judgement.applicant.kind, judgement.field.field) == (kind, field)
    assert judgement.answer("region").text.startswith("不可以")


@pytest.mark.parametrize(
    ("text", "code"),
    [("我们做木地板的", "2034"), ("眼镜厂", "3587"), ("窗帘厂能报吗", "1773"), ("殡葬公司", "808"),
     ("食用菌厂", "1372"),
     ("我们是生产轴承钢球的厂", None), ("扣子厂", None), ("技术公司", None), ("我们", None), ("能报吗", None)],
)  # fmt: skip
def test_a_trade_nobody_listed_is_guessed_by_the_names_of_classes(text: str, code: str | None, desk: TradeDesk) -> None:
    guessed = desk.guess(text)
    assert (codes(guessed)[0] if guessed else None) == code
    assert guessed is None or guessed.guessed


def test_a_business_of_no_known_trade_is_called_by_its_name_and_nothing_is_settled(desk: TradeDesk) -> None:
    unknown = desk.unknown("扣子厂能报领跑者吗")
    assert unknown is not None
    assert (unknown.word, unknown.classes, unknown.standing, unknown.sector) == (
        "扣子厂", (), Standing.unsettled, None,
    )  # fmt: skip
    assert desk.is_foreign("扣子厂能报吗", ["芯片厂能报吗"])
    assert not desk.is_foreign("扣子厂能报吗", ["做扣子的"])
    assert desk.unknown("最后一天是几号") is None


def test_every_curated_entry_that_gives_way_exists_in_the_notice(desk: TradeDesk) -> None:
    known = {entry.id for entry in load_notice().faq}
    assert set(desk.table.instead_of) <= known
    assert set(desk.table.beside_more) <= set(desk.table.instead_of)


@given(st.text(max_size=40))
def test_no_text_breaks_the_desk(text: str) -> None:
    finding = desk_in_use().find(text)
    assert finding is None or isinstance(finding.what, Judgement | WhichTrade)
    guessed = desk_in_use().guess(text)
    assert guessed is None or guessed.classes


def test_a_code_given_twice_is_refused() -> None:
    with pytest.raises(ValueError, match="twice"):
        Standard([IndustryClass("39", "电子"), IndustryClass("39", "电子")])


@pytest.mark.parametrize("wrong", [{"words": ["甲"]}, {"words": ["甲"], "codes": ["39"], "which": ["乙"]}])
def test_a_trade_means_classes_or_other_trades_but_not_both_and_not_nothing(wrong: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="codes"):
        Trade.model_validate(wrong)
