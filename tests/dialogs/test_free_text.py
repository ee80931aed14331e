"""One's circumstances told in a sentence: its facts are those of its fragments, in any order, with any fillers."""

from __future__ import annotations

from collections.abc import Mapping

from hypothesis import given, settings
from hypothesis import strategies as st

from dialogs.readings import Answered
from dialogs.spans import Span, month_of, year_of
from dialogs.volunteered import read_facts
from eligibility.facts import Value
from tests.rules import SUNDAY, load_rulebook

Said = Mapping[str, Value | Span | None]
"""None: spoken of, but not told."""
SHEET = load_rulebook().facts

FRAGMENTS: list[tuple[str, Said]] = [
    ("我们是企业", {"applicant_type": "enterprise"}),
    ("我司系股份公司", {"applicant_type": "enterprise"}),
    ("企业一枚", {"applicant_type": "enterprise"}),
    ("国有企业", {"applicant_type": "enterprise"}),
    ("外企", {"applicant_type": "enterprise"}),
    ("我们分公司", {"applicant_type": "branch"}),
    ("事业单位", {"applicant_type": "institution"}),
    ("我们不是企业", {"applicant_type": None}),
    ("在北京注册", {"registered_in_beijing": True}),
    ("公司注册在海淀", {"registered_in_beijing": True}),
    ("营业执照在朝阳", {"registered_in_beijing": True}),
    ("在京注册", {"registered_in_beijing": True}),
    ("注册地：北京大兴", {"registered_in_beijing": True}),
    ("注册地是石家庄", {"registered_in_beijing": False}),
    ("办公在海淀", {}),
    ("在亦庄有个办公室", {}),
    ("母公司在河北注册", {"registered_in_beijing": None}),
    ("打算在北京注册子公司", {"registered_in_beijing": None}),
    ("有独立法人资格", {"legal_person": True}),
    ("项目也在北京", {"project_location": "beijing"}),
    ("项目建在房山", {"project_location": "beijing"}),
    ("项目在廊坊", {"project_location": "outside"}),
    ("项目一部分在天津", {"project_location": "partly"}),
    ("自己投自己用", {"project_role": "user"}),
    ("供应设备给别人用的", {"project_role": "supplier"}),
    ("走合同能源管理", {"project_role": "investor_operator"}),
    ("去年11月建成并且调试完了", {"commissioned_on": month_of(2022, 11)}),
    ("2022年8月投用", {"commissioned_on": month_of(2022, 8)}),
    ("预计2023年10月完成试运行", {"commissioned_on": month_of(2023, 10)}),
    ("要到2024年3月才投用", {"commissioned_on": month_of(2024, 3)}),
    ("没被罚过", {"last_env_penalty": "none"}),
    ("无环保处罚", {"last_env_penalty": "none"}),
    ("2020年12月被罚过一次", {"last_env_penalty": month_of(2020, 12)}),
    ("2019年有过一次环保罚款", {"last_env_penalty": year_of(2019)}),
    ("只收到过责令改正通知书", {"last_env_penalty": "order_only"}),
    ("近三年无环保处罚", {"last_env_penalty": None}),
    ("客户被罚过", {"last_env_penalty": None}),
    ("前年被税务局罚过款", {"last_env_penalty": None}),
    ("被消防罚过款", {"last_env_penalty": None}),
    ("没发生过突发环境事件", {"last_env_incident": "none"}),
    ("没出过安全事故", {"last_safety_accident": "none"}),
    ("三年里没出过安全事故", {"last_safety_accident": None}),
    ("没出过环境事件也没出过安全事故", {"last_env_incident": "none", "last_safety_accident": "none"}),
    ("环境事件没有", {"last_env_incident": "none"}),
    ("第一次申报", {"applied_in_2022": "no"}),
    ("2022年报过没评上", {"applied_in_2022": "not_excellent"}),
    ("去年已经评上了", {"applied_in_2022": "excellent"}),
    ("在本市重点名单里", {"carbon_market_role": "beijing_key"}),
    ("全国碳市场名单里", {"carbon_market_role": "national_key"}),
    ("碳市场里是一般报告单位", {"carbon_market_role": "reporting_unit"}),
    ("没进碳市场名单", {"carbon_market_role": "none"}),
    ("是重点排放单位", {"carbon_market_role": None}),
    ("每年都按时履约", {"always_surrendered_on_time": True}),
    ("报告有一年补交过", {"always_reported_on_time": False}),
    ("报告履约都按时", {"always_reported_on_time": True, "always_surrendered_on_time": True}),
    ("有专门的领导小组", {"leading_body": "yes"}),
    ("还没有领导小组", {"leading_body": "no"}),
    ("正在筹建领导小组", {"leading_body": "in_progress"}),
    ("区里已经推荐了", {"district_recommendation": "obtained"}),
]
FILLERS = [
    "说一下情况", "其他都还好", "规模不大", "员工两百人", "主要想减碳", "老板很支持", "成立二十年了", "谢谢",
    "注册资本1000万", "没别的问题", "去年营收不错",
]  # fmt: skip
WISHES = ["想报领跑者", "想试试技术试点", "拟申报技术试点", "帮看看", "想申报", "我们能不能报技术试点"]
MARKS = ["，", "。", "；", "\n", ", "]


def values(text: str, wanted: frozenset[str] | None = None) -> Said:
    told = read_facts(SHEET, text, SUNDAY, wanted)
    return {name: one.value if isinstance(one, Answered) else one.span for name, one in told.items()}


def _contradicts(facts: Said, told: Said) -> bool:
    """我们分公司, 有独立法人资格: one of the two is wrong, and which is for a question."""
    both = {**told, **facts}
    known = {name: value for name, value in both.items() if isinstance(value, str | bool)}
    settled = {name: SHEET.settled_by_source(name, known) for name in known}
    return any(settled[name] not in (None, value) for name, value in known.items())


@st.composite
def sentences(draw: st.DrawFn) -> tuple[str, Said]:
    """A list of circumstances no two of which speak of the same fact, and the facts they tell."""
    told: dict[str, Value | Span | None] = {}
    said: list[str] = []
    for text, facts in draw(st.lists(st.sampled_from(FRAGMENTS), min_size=1, max_size=6)):
        if not facts.keys() & told.keys() and not _contradicts(facts, told):
            told |= facts
            said.append(text)
    fillers = draw(st.lists(st.sampled_from(FILLERS), min_size=1, max_size=3, unique=True))
    said = [*draw(st.permutations([*dict.fromkeys(said), *fillers])), draw(st.sampled_from(WISHES))]
    return draw(st.sampled_from(MARKS)).join(said), {name: value for name, value in told.items() if value is not None}


@given(sentences())
@settings(max_examples=200, deadline=None)
def test_a_sentence_tells_what_its_fragments_tell(case: tuple[str, Said]) -> None:
    text, told = case
    assert values(text) == told
