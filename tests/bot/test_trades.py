"""People name their business in their own words and hear what the notice says to it, with the class it rests on."""

from __future__ import annotations

from datetime import date

import pytest

from bot.conversation import Turn
from bot.notices import Notices
from bot.replies import Outcome
from knowledge.citation import quoted_in
from tests.bot.talking import talk_on

IN_THE_WINDOW = date(2023, 8, 1)
LEADER, TECH, REGION = "低碳领跑者试点：", "先进低碳技术项目试点：", "气候友好型区域试点："


def talk(notices: Notices, *texts: str) -> Turn:
    return talk_on(IN_THE_WINDOW, notices, *texts)


def said(turn: Turn) -> str:
    return "\n".join(reply.text for reply in turn.replies)


def line(turn: Turn, beginning: str) -> str:
    """What a line of the reply goes on with."""
    return next(each.removeprefix(beginning) for each in said(turn).splitlines() if each.startswith(beginning))


@pytest.mark.parametrize(
    ("text", "first", "named"),
    [("我们做路由器的能报领跑者吗", "可以", "通信终端设备制造（3922）"),
     ("抽水蓄能电站能报领跑者吗", "可以", "水力发电（4413）"),
     ("职业大学能报领跑者吗", "可以", "普通高等教育（8341）"), ("热电厂能报领跑者吗", "可以", "热电联产（4412）"),
     ("热力站能报领跑者吗", "不可以", "热力生产和供应（4430）"), ("配电公司能报领跑者吗", "不可以", "电力供应（4420）"),
     ("光伏组件厂能报领跑者吗", "不可以", "光伏设备及元器件制造（3825）"),
     ("云计算公司能报领跑者吗", "不可以", "互联网数据服务（6450）"),
     ("职高能报领跑者吗", "不可以", "中等职业学校教育（8336）"), ("卖路由器的能报领跑者吗", "不可以", "批发业（51）"),
     ("电站运维能报领跑者吗", "要看", "电气设备修理（4350）"),
     ("眼镜厂能报领跑者吗", "不可以", "您说的「眼镜厂」可能是眼镜制造（3587）")],
)  # fmt: skip
def test_the_first_word_is_the_verdict_and_the_class_is_named(
    text: str, first: str, named: str, notices: Notices
) -> None:
    turn = talk(notices, text)
    assert (turn.step, turn.outcome) == ("trade", Outcome.answered)
    assert said(turn).startswith(f"{first}。" if first != "可以" else "可以对照申报。")
    assert named in said(turn)
    assert "《国民经济行业分类》（GB/T 4754—2017）" in said(turn)
    assert "是否属于以受理意见为准" in said(turn)
    assert "leader.1" in {cited.anchor for cited in turn.replies[0].citations}


def test_a_steel_works_hears_that_the_technology_pilot_is_open_to_it(notices: Notices) -> None:
    turn = talk(notices, "我是钢厂")
    assert said(turn).startswith("要看申报哪类试点。")
    assert line(turn, LEADER).startswith("不可以。")
    assert "炼钢（3120）" in line(turn, LEADER)
    assert "没有限定行业" in line(turn, TECH)
    assert line(turn, REGION).startswith("不可以，申报主体是社区居委会、村委会")
    assert {cited.anchor for cited in turn.replies[0].citations} == {"leader.1", "tech.2.1", "tech.1.8", "region.1.1"}
    assert turn.replies[0].choices == ("资格预检",)


@pytest.mark.parametrize(
    ("text", "tech", "region"),
    [("幼儿园", "可以对照申报。", "不可以，"), ("卫生院", "可以对照申报。", "不可以，"), 
     ("设计院能报吗", "要看项目。", "不可以，"),
     ("园区管委会", "要看由谁申报。", "不可以，"), ("业委会", "要核实。", "不可以由业委会作主体"),
     ("我们是物业公司", "要看项目。", "不可以由物业作主体"),
     ("镇政府", "要看", "不可以由街道、乡镇作主体")],
)  # fmt: skip
def test_who_is_no_maker_hears_what_is_open_to_its_kind(text: str, tech: str, region: str, notices: Notices) -> None:
    turn = talk(notices, text)
    assert turn.step == "trade"
    assert line(turn, TECH).startswith(tech)
    assert line(turn, REGION).startswith(region)


def test_a_word_for_several_trades_is_asked_back_and_a_number_answers(notices: Notices) -> None:
    asked = talk(notices, "我们是电站，能报领跑者吗")
    assert asked.outcome is Outcome.clarified
    assert "换电站" in asked.replies[0].choices
    assert "光伏电站" in asked.replies[0].choices
    number = asked.replies[0].choices.index("换电站") + 1
    turn = talk(notices, "我们是电站，能报领跑者吗", str(number))
    assert said(turn).startswith("不可以。")
    assert "机动车充电销售（5267）" in said(turn)
    assert said(talk(notices, "我们是电站，能报领跑者吗", "光伏电站")).startswith("可以对照申报。")


@pytest.mark.parametrize("word", ["路由器", "卖路由器的", "眼镜厂"])
def test_a_pilots_name_goes_on_with_the_trade(word: str, notices: Notices) -> None:
    turn = talk(notices, word, "那技术的呢")
    assert turn.step == "trade"
    assert said(turn).startswith("要看项目。")
    assert word.strip("卖的") in said(turn)


def test_the_pilot_of_the_talk_holds_for_a_trade_told_later(notices: Notices) -> None:
    turn = talk(notices, "领跑者有什么条件", "我们是做传感器的")
    assert said(turn).startswith("可以对照申报。")
    assert "敏感元件及传感器制造（3983）" in said(turn)


@pytest.mark.parametrize(
    "text",
    ["隔壁水泥厂老冒烟怎么举报", "我们水泥厂去年被罚过能报吗", "钢厂要交什么材料", "居委会能报吗", "学校能申报吗"],
)
def test_another_matter_keeps_its_curated_answer(text: str, notices: Notices) -> None:
    assert talk(notices, text).step == "faq"


@pytest.mark.parametrize(
    ("text", "matter"),
    [
        ("我们热力公司想报技术项目，除了执照还得备啥", "materials_list"),
        ("我们是电子厂，领跑者要盖几个章", "stamp_kind"),
        ("供暖公司，打地热井给居民烧暖气的，技术里头归到哪一堆", None),
        ("做路由器的，领跑者有没有我们的份", None),
    ],
)
def test_what_is_asked_besides_the_trade_is_what_is_answered(text: str, matter: str | None, notices: Notices) -> None:
    turn = talk(notices, text)
    assert (turn.matter if matter else (turn.matter or "").startswith("trade:")) == (matter or True)


def test_a_business_nobody_can_place_is_not_taken_for_its_neighbour(notices: Notices) -> None:
    """扣子厂 is near 传感器厂 by its last character only."""
    turn = talk(notices, "扣子厂能报领跑者吗")
    assert said(turn).startswith("要看。")
    assert "我没有对上" in said(turn)


@pytest.mark.parametrize(
    ("text", "sector"),
    [("做路由器的", "electronics"), ("我们是抽水蓄能电站", "power_generation"), ("职业大学", "higher_education"),
     ("热力站", "heat_supply"), ("增量配电网", "power_grid"), ("光伏组件厂", "other"), ("电子商务公司", "other")],
)  # fmt: skip
def test_a_trade_answers_the_dialogs_question_for_the_sector(text: str, sector: str, notices: Notices) -> None:
    begun = talk(notices, "低碳领跑者资格预检")
    assert begun.replies[-1].asks == "sector"
    turn = talk(notices, "低碳领跑者资格预检", text)
    assert turn.step == "dialog"
    assert turn.state.answers["sector"] == sector


def test_a_question_about_a_trade_in_the_dialog_is_answered_and_the_dialog_goes_on(notices: Notices) -> None:
    turn = talk(notices, "低碳领跑者资格预检", "光伏组件厂算电子吗")
    assert turn.step == "trade"
    assert turn.replies[0].text.startswith("不可以。")
    assert turn.replies[-1].asks == "sector"


def test_every_answer_to_a_trade_fits_a_phone_and_quotes_the_notice(notices: Notices) -> None:
    """Words that a curated entry on another matter has word for word (燃料电池, a technology) stay with it."""
    notice = next(iter(notices.values()))
    assert notice.trade_table is not None
    for trade in notice.trade_table.trades:
        for text in (trade.words[0], f"我们是{trade.words[0]}，能报领跑者吗"):
            turn = talk(notices, text)
            assert turn.step == "trade" or turn.confidence == 1.0, text
            assert len(said(turn)) <= 600, text
            for cited in turn.replies[0].citations:
                assert quoted_in(cited.quote, notice.clauses[cited.anchor])


@pytest.mark.parametrize("again", ["算不算电子", "属于哪个领域"])
def test_what_it_counts_as_asked_after_a_trade_is_about_that_trade(notices: Notices, again: str) -> None:
    turn = talk(notices, "我们是造芯片的", again)
    assert (turn.step, turn.matter) == ("trade", "trade:造芯片")
    assert "集成电路制造" in said(turn)


def test_another_question_after_a_trade_is_answered_for_itself(notices: Notices) -> None:
    assert talk(notices, "我们是造芯片的", "截止哪天").matter == "deadline"


@pytest.mark.parametrize("text", ["我们是风电场，注册在北京，能报领跑者吗", "热电厂，登记在怀柔，领跑者收不收"])
def test_where_one_is_registered_in_the_city_stands_beside_the_trade(notices: Notices, text: str) -> None:
    turn = talk(notices, text)
    assert turn.step == "trade"
    assert "电力生产业" in said(turn)


def test_one_registered_elsewhere_hears_of_that_first(notices: Notices) -> None:
    assert talk(notices, "我们是风电场，公司注册在河北，能报领跑者吗").matter == "registered_outside"


def test_asking_which_bank_is_not_being_one(notices: Notices) -> None:
    assert talk(notices, "推荐给哪家银行").step == "faq"
