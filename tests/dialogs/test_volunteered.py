"""Facts told unasked: taken where they are said, and nowhere else."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pytest

from dialogs.readings import Answered, ProblemKind, Roughly
from dialogs.spans import Span
from dialogs.volunteered import listen, read_facts
from eligibility.facts import FactSheet, Value


def values(told: Mapping[str, Answered | Roughly]) -> dict[str, Value | Span]:
    return {name: one.value if isinstance(one, Answered) else one.span for name, one in told.items()}


MARCH = Span(date(2022, 3, 1), date(2022, 3, 31))


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("我们在河北注册", {"registered_in_beijing": False}),
        ("注册地在石家庄", {"registered_in_beijing": False}),
        ("没在北京注册", {"registered_in_beijing": False}),
        ("公司注册在海淀", {"registered_in_beijing": True}),
        ("去年3月建成的", {"commissioned_on": MARCH}),
        ("没有被罚过", {"last_env_penalty": "none"}),
        ("2021年3月5日被环保局处罚过", {"last_env_penalty": "2021-03-05"}),
        ("我们是海淀区的社区居委会", {"applicant_type": "community_committee", "district": "海淀区"}),
        ("我们村在密云", {"district": "密云区"}),
        ("我们是一家芯片公司", {"applicant_type": "enterprise", "sector": "electronics"}),
        ("我们是大学", {"applicant_type": "university", "sector": "higher_education"}),
        ("没出过事故", {"last_safety_accident": "none"}),
        ("没被罚过也没出过事", {"last_env_penalty": "none", "last_safety_accident": "none"}),
        ("第一次申报", {"applied_in_2022": "no"}),
        ("没报过", {"applied_in_2022": "no"}),
        ("项目一部分在河北", {"project_location": "partly"}),
        ("项目一半在河北", {"project_location": "partly"}),
        ("项目全在北京", {"project_location": "beijing"}),
        ("自己用地热", {"project_role": "user"}),
        ("我们做地热供热的", {"sector": "heat_supply"}),
        ("去年被罚过", {"last_env_penalty": Span(date(2022, 1, 1), date(2022, 12, 31))}),
        ("去年12月建成，今年3月试运行完成", {"commissioned_on": Span(date(2023, 3, 1), date(2023, 3, 31))}),
        ("去年10月建成的，还在试运行", {}),
        ("辖区去年5月发生过突发环境事件", {"area_last_env_incident": Span(date(2022, 5, 1), date(2022, 5, 31))}),
        ("村里没出过安全事故", {"area_last_safety_accident": "none"}),
        ("我们是分公司", {"applicant_type": "branch"}),
        ("我是居委会的", {"applicant_type": "community_committee"}),
        ("我们是供应商", {"project_role": "supplier"}),
        ("项目在河北", {"project_location": "outside"}),
        ("项目在海淀，公司注册在北京", {"project_location": "beijing", "registered_in_beijing": True}),
        ("我们是街道办的", {"applicant_type": "subdistrict_or_park"}),
        ("居委会，东城的", {"applicant_type": "community_committee", "district": "东城区"}),
        ("有专门的领导小组", {"leading_body": "yes"}),
        ("我们村在平谷，没有成立领导小组，还在筹备", {"district": "平谷区", "leading_body": "in_progress"}),
        ("2020年12月被罚过一次，之后没有了", {"last_env_penalty": Span(date(2020, 12, 1), date(2020, 12, 31))}),
        ("我们在北京注册，没受过处罚，能报吗", {"registered_in_beijing": True, "last_env_penalty": "none"}),
        ("2022年5月因噪声被环保罚过2万，能报吗", {"last_env_penalty": Span(date(2022, 5, 1), date(2022, 5, 31))}),
        ("没有独立法人资格", {"legal_person": False}),
        ("每年都按时履约", {"always_surrendered_on_time": True}),
        ("去年没申报过", {"applied_in_2022": "no"}),
        ("辖区没有环境事件", {"area_last_env_incident": "none"}),
        (
            "没有处罚、环境事件和安全事故",
            {"last_env_penalty": "none", "last_env_incident": "none", "last_safety_accident": "none"},
        ),
        (
            "我们在河北注册，想申报先进低碳技术，可以吗？",
            {"registered_in_beijing": False},
        ),
        (
            "我们是电厂，在北京注册\n项目去年3月投产，没有环境处罚",
            {
                "sector": "power_generation",
                "registered_in_beijing": True,
                "commissioned_on": MARCH,
                "last_env_penalty": "none",
            },
        ),
        (
            "我们居委会在西城，有工作专班，打算申报，区里还没联系",
            {
                "applicant_type": "community_committee",
                "district": "西城区",
                "leading_body": "yes",
                "district_recommendation": "none",
            },
        ),
        ("我们公司在通州登记的，没罚过款", {
            "applicant_type": "enterprise", "registered_in_beijing": True, "last_env_penalty": "none",
        }),
        ("我们公司想报，我们是合伙企业", {"applicant_type": "unincorporated"}),
        ("经开区的社区，有领导小组", {
            "applicant_type": "community_committee", "district": "北京经济技术开发区", "leading_body": "yes",
        }),
        ("居委会，东城区，没出过环境事件", {
            "applicant_type": "community_committee", "district": "东城区", "last_env_incident": "none",
        }),
        ("我们居委会，有领导小组，想知道还差啥", {"applicant_type": "community_committee", "leading_body": "yes"}),
        ("个人独资企业，注册地大兴", {"applicant_type": "unincorporated", "registered_in_beijing": True}),
        ("去年报过这个项目没评上优秀，想再报", {"applied_in_2022": "not_excellent"}),
        ("全国碳市场没进，北京碳市场重点排放单位，想报", {"carbon_market_role": "beijing_key"}),
        ("2020年清缴晚了几天", {"always_surrendered_on_time": False}),
        ("还没投用，预计2023年10月20日", {"commissioned_on": "2023-10-20"}),
    ],
)  # fmt: skip
def test_what_is_said_unasked_is_taken(
    sheet: FactSheet, today: date, said: str, expected: dict[str, Value | Span]
) -> None:
    assert values(read_facts(sheet, said, today)) == expected


@pytest.mark.parametrize(
    "said",
    [
        "", "你好", "我们公司在海淀", "办公室在海淀", "公司在朝阳区办公", "母公司在河北注册",
        "分公司在河北注册", "如果我们在河北注册", "打算在北京注册", "在北京注册可以吗", "注册有什么要求",
        "有没有注册要求", "被罚过怎么办", "处罚怎么算", "没报过的可以报", "被罚款5万", "注册资本1000万",
        "企业，分公司", "联系街道，企业服务", "主管部门是街道，想申报", "三年里没出过事故",
        "前年被税务局罚过", "我们被罚过吗，想报",
        "社区里有个工厂", "我们想申报先进低碳技术", "什么时候截止", "2023年的通知", "我们学校在海淀",
        "三年没吃过环保罚单，想报", "我们公司的客户在河北",
        "什么是独立法人", "客户没有被处罚过", "项目申报要多少材料", "登记时间2020年3月5日",
    ],
)  # fmt: skip
def test_what_was_not_said_is_not_taken(sheet: FactSheet, today: date, said: str) -> None:
    assert values(read_facts(sheet, said, today)) == {}


REGION = {"applicant_type", "leading_body", "district", "area_last_env_incident", "area_last_safety_accident"}


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("没有发生过环境事件", {"area_last_env_incident": "none"}),
        ("我们村没出过事", {"area_last_safety_accident": "none"}),
    ],
)
def test_of_twins_the_one_the_talk_wants_is_meant(
    sheet: FactSheet, today: date, said: str, expected: dict[str, Value | Span]
) -> None:
    assert values(read_facts(sheet, said, today, REGION)) == expected


@pytest.mark.parametrize(
    ("pending", "said", "expected"),
    [
        ("registered_in_beijing", "没发生过", {"last_env_incident": "none", "last_safety_accident": "none"}),
        ("registered_in_beijing", "没被罚过", {"last_env_penalty": "none"}),
        ("applied_in_2022", "公司", {"applicant_type": "enterprise"}),
        ("leading_body", "密云的", {"district": "密云区"}),
        ("registered_in_beijing", "大学", {"applicant_type": "university", "sector": "higher_education"}),
        ("registered_in_beijing", "零", {}),
        ("registered_in_beijing", "其他", {}),
        ("project_location", "海淀", {}),
        ("registered_in_beijing", "公司呢", {}),
        ("registered_in_beijing", "没被罚过可以报么", {}),
    ],
)
def test_a_bare_answer_to_another_question(
    sheet: FactSheet, today: date, pending: str, said: str, expected: dict[str, Value | Span]
) -> None:
    assert values(listen(sheet, said, today, pending).others) == expected


def test_a_date_told_in_passing_that_cannot_be_taken_is_kept_as_a_doubt(sheet: FactSheet, today: date) -> None:
    told = listen(sheet, "去年10月建成的，还在试运行", today, "registered_in_beijing")
    assert told.others == {}
    assert told.doubtful["commissioned_on"].problem.kind is ProblemKind.unfinished


SHARED: list[tuple[str, str, Value | None, dict[str, Value | Span]]] = [
    (
        "registered_in_beijing",
        "是的，去年3月建成的，没有被罚过",
        True,
        {"commissioned_on": MARCH, "last_env_penalty": "none"},
    ),
    ("registered_in_beijing", "没有被罚过", None, {"last_env_penalty": "none"}),
    ("registered_in_beijing", "是，不过项目在河北", True, {"project_location": "outside"}),
    ("project_location", "我们是北京的公司", None, {"applicant_type": "enterprise"}),
    ("project_location", "注册在北京，项目在河北", "outside", {"registered_in_beijing": True}),
    ("last_env_penalty", "没有，去年3月建成的", "none", {"commissioned_on": MARCH}),
    ("last_env_penalty", "没有，也没有环境事件", "none", {"last_env_incident": "none"}),
    ("last_env_penalty", "去年3月建成的", None, {"commissioned_on": MARCH}),
    ("last_env_penalty", "在北京注册的", None, {"registered_in_beijing": True}),
    ("area_last_env_incident", "没有发生过突发环境事件", "none", {}),
    ("last_safety_accident", "没有安全事故，也没有环境事件", "none", {"last_env_incident": "none"}),
    (
        "leading_body",
        "有，我们是海淀区的社区居委会",
        "yes",
        {"applicant_type": "community_committee", "district": "海淀区"},
    ),
]


@pytest.mark.parametrize("case", SHARED, ids=[f"{pending}: {said}" for pending, said, _, _ in SHARED])
def test_an_utterance_is_shared_out_between_the_open_question_and_the_rest(
    sheet: FactSheet, today: date, case: tuple[str, str, Value | None, dict[str, Value | Span]]
) -> None:
    pending, said, answer, others = case
    told = listen(sheet, said, today, pending)
    assert (told.answer.value if isinstance(told.answer, Answered) else told.answer) == answer
    assert values(told.others) == others
