"""What people answer, and what is taken from it, asked on 20 August 2023."""

from __future__ import annotations

from datetime import date

import pytest

from dialogs.choice_answers import bare_denial, either_way
from dialogs.reading import read_answer
from dialogs.readings import Answered, Reading, Roughly, Unclear
from dialogs.spans import Span
from eligibility.facts import FactSheet


def rough(first: str, last: str, hedged: bool = False) -> Roughly:
    return Roughly(Span(date.fromisoformat(first), date.fromisoformat(last)), hedged)


# fact asked about, what it comes to (a value, a span, the name of a problem, None for no answer), ways of saying it
SAID: list[tuple[str, Reading | str | None, list[str]]] = [
    (
        "registered_in_beijing",
        Answered(True),
        [
            "1", "１", "一", "①", "1️⃣", "是", "是的", "对", "在北京", "北京", "海淀", "在海淀注册的",
            "在北京注册，办公在河北", "是，但分公司在河北", "是，在北京市登记注册", "营业执照是北京的",
            "是北京的公司", "嗯", "yes", "注册在朝阳区",
        ],
    ),
    (
        "registered_in_beijing",
        Answered(False),
        [
            "第二个", "选2", "2.", "2。", "不是", "否", "没有", "我们在河北注册", "没在北京注册，在河北",
            "不在北京", "注册地是天津", "在外地", "外地", "河北", "我们在河北注册，可以申报吗？",
            "我们公司注册地在石家庄", "没有在北京注册", "上海的公司", "不", "no", "辽宁朝阳",
            "不在北京，在天津",
        ],
    ),
    ("registered_in_beijing", Answered("unknown"), ["3", "不清楚", "不知道", "不确定", "说不好", "没查过"]),
    ("registered_in_beijing", "out_of_range", ["4"]),
    (
        "registered_in_beijing",
        Answered(True, hedged=True),
        [
            "应该算吧", "应该算吧？", "应该是", "算吧", "好像是", "不太清楚，应该是北京",
        ],
    ),
    ("registered_in_beijing", "double_negation", ["不是没有", "不是没在北京注册"]),
    (
        "registered_in_beijing",
        None,
        [
            "我们总部在河北", "办公室在海淀", "在北京注册吗", "是不是要在北京注册", "可以申报吗？",
            "什么时候截止", "如果在河北注册呢", "打算在北京注册", "北京大学", "哈哈", "。",
        ],
    ),
    (
        "applicant_type",
        Answered("enterprise"),
        [
            "1", "企业", "我们是一家科技有限公司", "公司", "企业法人（公司）", "1. 企业法人（公司）",
        ],
    ),
    ("applicant_type", Answered("branch"), ["有限公司北京分公司", "我们是分公司"]),
    ("applicant_type", Answered("university"), ["高校", "大学", "北京大学", "高等学效"]),
    ("applicant_type", Answered("community_committee"), ["居委会", "我们是海淀区的社区居委会"]),
    ("applicant_type", Answered("village_committee"), ["村委会"]),
    ("applicant_type", Answered("subdistrict_or_park"), ["物业公司", "街道办", "管委会"]),
    ("applicant_type", Answered("individual"), ["自然人"]),
    ("applicant_type", Answered("unincorporated"), ["个人独资", "个体户", "合伙企业"]),
    ("applicant_type", Answered("institution"), ["不是企业，是事业单位", "医院", "研究所", "三", "第3个"]),
    ("applicant_type", "several", ["企业或者事业单位", "公司和大学", "1或2"]),
    ("applicant_type", Answered("enterprise", hedged=True), ["应该是企业吧"]),
    ("applicant_type", None, ["什么是企业法人", "不是", "是"]),
    ("applicant_type", Answered("unknown"), ["不清楚"]),
    (
        "last_env_penalty",
        Answered("none"),
        [
            "没有", "没有被罚过", "没有受过处罚", "无", "从来没有", "从没被处罚过", "没有没有", "1",
            "成立以来没有过", "没有被环保处罚过", "处罚没有", "没有，母公司2021年3月被罚过", "第一个",
            "没被罚", "没有任何处罚记录", "没有受到过行政处罚", "未受到处罚", "没有收到处罚决定书",
            "没有受过环保方面的处罚", "我们没有环保处罚",
        ],
    ),
    ("last_env_penalty", "when", ["有", "被罚过", "没带处罚决定书"]),
    ("last_env_penalty", rough("2022-03-01", "2022-03-31"), ["去年3月被罚过"]),
    ("last_env_penalty", Answered("2021-03-05"), ["2021年3月5日", "21年3月5号", "2021年3月5日罚过，没有别的"]),
    ("last_env_penalty", rough("2021-03-01", "2021-03-31"), ["2021年3月"]),
    ("last_env_penalty", "vague", ["前几年", "3月"]),
    ("last_env_penalty", rough("2022-01-01", "2022-12-31"), ["2022年", "去年", "去年罚过"]),
    ("last_env_penalty", "limited", ["近三年没有", "三年内没有被处罚", "今年没有"]),
    ("last_env_penalty", "several", ["没有，2021年3月5日"]),
    ("last_env_penalty", "double_negation", ["不是没有"]),
    ("last_env_penalty", Answered("order_only"), ["只有责令改正", "没有处罚，只有责令改正", "2"]),
    ("last_env_penalty", Answered("none", hedged=True), ["应该没有吧", "好像没有"]),
    ("last_env_penalty", Answered("unknown"), ["不清楚", "3", "不知道有没有"]),
    ("last_env_penalty", "out_of_range", ["4"]),
    ("last_env_penalty", "future", ["明年3月", "2023-09-01"]),
    ("last_env_penalty", "no_such_day", ["2月30日"]),
    ("last_env_penalty", rough("1949-10-01", "2019-12-31"), ["2019年以前"]),
    ("last_env_penalty", rough("2021-01-29", "2021-05-01", hedged=True), ["记不清了，大概2021年3月"]),
    ("last_env_penalty", Answered("2023-08-17"), ["三天前"]),
    (
        "last_safety_accident",
        Answered("none"),
        [
            "没有", "没发生过", "没出过事", "无事故", "未发生生产安全责任事故", "从未发生过安全事故",
        ],
    ),
    ("last_safety_accident", "limited", ["没有发生过重大事故", "没有重大安全事故"]),
    ("last_safety_accident", "when", ["有一般事故"]),
    ("last_safety_accident", Answered("2022-06-18"), ["2022年6月18日"]),
    ("commissioned_on", Answered("2023-10-31"), ["2023年10月31日"]),
    ("commissioned_on", rough("2023-11-01", "2023-12-31"), ["预计年底"]),
    ("commissioned_on", rough("2023-10-01", "2023-10-31"), ["今年10月"]),
    ("commissioned_on", rough("2024-03-01", "2024-03-31"), ["明年3月"]),
    ("commissioned_on", Answered("undecided"), ["还没定", "1", "待定"]),
    ("commissioned_on", rough("2023-10-01", "2024-01-31", hedged=True), ["没定，大概年底"]),
    ("commissioned_on", Answered("unknown"), ["不确定"]),
    ("commissioned_on", rough("2022-03-01", "2022-03-31"), ["去年3月建成的"]),
    ("commissioned_on", "when", ["已经建成了", "没有"]),
    (
        "commissioned_on",
        "unfinished",
        [
            "还没建成", "还在试运行", "试运行还没完", "去年10月建成的，还在试运行", "去年10月建成还在试运行",
            "正在调试", "今年3月开始试运行", "没试运行完", "还在建", "在施工",
        ],
    ),
    (
        "commissioned_on",
        rough("2022-09-01", "2022-09-30"),
        [
            "2022年6月投用，9月完成试运行", "2022年7月投用，2022年9月完成试运行",
        ],
    ),
    (
        "commissioned_on",
        rough("2023-03-01", "2023-03-31"),
        [
            "去年12月建成，今年3月试运行完成", "去年12月建成今年3月试运行完成",
        ],
    ),
    ("commissioned_on", rough("2023-01-01", "2023-01-31"), ["2022年12月投产，1月试运行结束"]),
    ("commissioned_on", rough("2023-10-01", "2023-10-31"), ["去年10月建成，还在试运行，预计今年10月完成"]),
    ("commissioned_on", rough("2022-01-01", "2022-12-31"), ["去年"]),
    (
        "commissioned_on",
        "vague",
        [
            "大概去年", "10月底", "预计10月", "2021年3月或者6月",
        ],
    ),
    ("commissioned_on", Answered("2023-03-05"), ["不是2022年，是2023年3月5日"]),
    ("commissioned_on", rough("2023-09-01", "2023-09-30"), ["下个月"]),
    ("commissioned_on", rough("2023-11-04", "2023-12-06"), ["三个月后"]),
    ("project_location", Answered("beijing"), ["1", "北京", "在海淀", "通州区", "本市"]),
    ("project_location", Answered("outside"), ["不在北京", "河北", "廊坊", "没在北京"]),
    ("project_location", Answered("partly"), ["部分在北京", "部分在北京，部分在河北", "京津冀"]),
    ("project_location", "several", ["北京和河北都有"]),
    ("project_role", Answered("user"), ["自己用", "我们是业主", "技术应用方", "建设方"]),
    ("project_role", Answered("both"), ["都是", "既供应又应用"]),
    ("project_role", Answered("supplier"), ["供应商", "设备供应商", "只是卖设备的"]),
    ("project_role", Answered("investor_operator"), ["EMC", "合同能源管理", "emc"]),
    ("always_reported_on_time", Answered(True), ["都按时", "没有逾期", "没有补交过", "是", "每年都按时交"]),
    (
        "always_reported_on_time",
        Answered(False),
        [
            "没有按时", "有逾期", "逾期过一次", "否", "不是每年", "有一年晚交",
        ],
    ),
    ("always_reported_on_time", Answered(True, hedged=True), ["应该都按时了吧"]),
    ("leading_body", Answered("yes"), ["有村里领导小组，书记当组长", "有个小组，书记牵头"]),
    ("leading_body", Answered("yes"), ["有", "有领导小组", "已经成立了", "成立了领导小组", "是"]),
    ("leading_body", Answered("no"), ["没有", "没有领导小组", "没成立", "还没有"]),
    ("leading_body", Answered("in_progress"), ["正在筹备", "准备成立", "筹建中", "还没成立，正在筹备"]),
    ("leading_body", "double_negation", ["不是没有"]),
    ("carbon_market_role", Answered("none"), ["都不是", "不在名单里", "没有"]),
    ("carbon_market_role", Answered("reporting_unit"), ["一般报告单位"]),
    ("carbon_market_role", Answered("national_key"), ["全国碳市场"]),
    ("carbon_market_role", Answered("beijing_key"), ["北京市重点碳排放单位"]),
    ("carbon_market_role", "which", ["是"]),
    ("applied_in_2022", Answered("no"), ["没有", "没申报过", "去年没报过", "第一次"]),
    ("applied_in_2022", Answered("not_excellent"), ["申报过但没评上"]),
    ("applied_in_2022", Answered("excellent"), ["评上优秀了"]),
    ("applied_in_2022", Answered("other_project"), ["另一个项目"]),
    ("applied_in_2022", "which", ["有"]),
    ("sector", Answered("power_generation"), ["发电", "我们是电厂", "热电联产"]),
    ("sector", Answered("electronics"), ["芯片", "我们主要是做芯片封装的"]),
    ("sector", Answered("other"), ["软件公司", "其他", "都不是"]),
    ("sector", Answered("heat_supply"), ["供热公司"]),
    ("sector", Answered("higher_education"), ["大学"]),
    ("sector", Answered("power_grid"), ["电网公司"]),
    ("district", Answered("海淀区"), ["海淀"]),
    ("district", Answered("朝阳区"), ["朝阳区"]),
    ("district", Answered("北京经济技术开发区"), ["经开区", "亦庄", "17"]),
    ("district", Answered("outside"), ["不在北京", "河北", "18"]),
    ("district", Answered("东城区"), ["1"]),
    ("district", Answered("unknown"), ["19"]),
    ("district", "out_of_range", ["20"]),
    ("district", "several", ["海淀或者朝阳"]),
    ("district", Answered("石景山区"), ["石景山"]),
    ("committee_in_urban_area", Answered(True), ["是", "在城区"]),
    ("committee_in_urban_area", Answered(False), ["不在城区", "郊区", "镇里的", "不是城区", "远郊"]),
    ("committee_in_urban_area", Answered("unknown"), ["3"]),
    ("technology_field", Answered(1), ["光伏", "储能"]),
    ("technology_field", Answered(8), ["8", "第8类", "其他"]),
    ("technology_field", Answered("unknown"), ["9", "不知道"]),
    ("technology_field", Answered(2), ["2类"]),
    ("safety_accident_level", Answered("ordinary"), ["一般", "一般事故", "1"]),
    ("safety_accident_level", Answered("larger"), ["较大", "较大事固"]),
    ("safety_accident_level", Answered("major"), ["重大"]),
    ("safety_accident_level", Answered("extraordinary"), ["特别重大"]),
    ("safety_accident_level", Answered("unknown"), ["不清楚"]),
    ("safety_accident_level", None, ["不是重大"]),
    ("district_recommendation", Answered("none"), ["还没有", "没联系", "没有"]),
    ("district_recommendation", Answered("obtained"), ["已经推荐了", "拿到了"]),
    ("district_recommendation", Answered("contacted"), ["联系过了"]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("fact", "expected", "said"), [(fact, expected, said) for fact, expected, many in SAID for said in many]
)
def test_an_answer_is_read_as_meant(
    sheet: FactSheet, today: date, fact: str, expected: Reading | str | None, said: str
) -> None:
    reading = read_answer(sheet[fact], said, today)
    if isinstance(expected, str):
        assert isinstance(reading, Unclear)
        assert reading.problem.kind.value == expected
    else:
        assert reading == expected


def test_every_label_number_and_phrase_of_every_choice_is_that_choice(sheet: FactSheet, today: date) -> None:
    for spec in sheet.values():
        for number, choice in enumerate(spec.choices, start=1):
            for said in (choice.label, str(number), f"选{number}", f"{number}. {choice.label}", *choice.phrases):
                if either_way(spec) and bare_denial(said):
                    continue  # asked again, see test_heard_aright.py
                assert read_answer(spec, said, today) == Answered(choice.value), (spec.name, said)


def test_unknown_is_the_last_number_of_every_question(sheet: FactSheet, today: date) -> None:
    for spec in sheet.values():
        for said in (str(len(spec.choices) + 1), "不清楚", "不知道", "不太清楚", "说不好", "没查过", "我也不确定"):
            assert read_answer(spec, said, today) == Answered("unknown"), (spec.name, said)


def test_no_question_is_an_answer(sheet: FactSheet, today: date) -> None:
    asked = (
        "什么时候截止？",
        "在哪里申报",
        "要交多少份材料",
        "为什么要这个",
        "有什么要求吗",
        "外地公司可以报吗？",
        "怎么算处罚",
    )
    for spec in sheet.values():
        for said in asked:
            assert read_answer(spec, said, today) is None, (spec.name, said)
