"""Faults an officer can make in a notice's folder, one by one, and what is to be told of each."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Fault:
    """``old`` becomes ``new`` in ``file``; the problem is then told for the line that holds ``at``.

    ``at`` is looked for in ``told_in``, the same file where that is empty; ``problems`` counts all that are told.
    """

    name: str
    file: str
    old: str
    new: str
    at: str
    says: tuple[str, ...]
    told_in: str = ""
    problems: int = 1


TECH, LEADER, REGION = "programmes/tech.yaml", "programmes/leader.yaml", "programmes/region.yaml"
PAPERS = "faq/a.yaml"

FAULTS = (
    # What cannot be read at all, and what is not as its model wants it.
    Fault("a tab", "facts.yaml", "  short: 单位类型", "\tshort: 单位类型", "\tshort", ("不是合法的 YAML", "制表符")),
    Fault("a quote mark left open", PAPERS, "id: papers", 'id: "papers', 'id: "papers', ("YAML",)),
    Fault("a control character", PAPERS, "什么时候截止", "什么时候\x07截止", "\x07", ("控制字符",)),
    Fault("a misspelt key", TECH, "advice:", "advise:", "advise:", ("advise", "检查拼写")),
    Fault("a word not on the list", TECH, "kind: hard", "kind: firm", "kind: firm", ("「firm」不可用", "hard、soft")),
    Fault("no such day", "notice.yaml", "day: 2023-08-31", "day: 2023-08-32", "2023-08-32", ("不是日期", "2023-08-31")),
    Fault("a number for a text", "facts.yaml", "short: 单位类型", "short: 12", "short: 12", ("应为文字",)),
    Fault("no wording", PAPERS, "[要交什么材料]", "[]", "wordings: []", ("至少要 1 项",)),
    Fault("a day's bands on a choice", "facts.yaml", "kind: event", "kind: choice", "name: last_env_penalty",
          ("bands",)),
    Fault("a key written twice", PAPERS, "  matter: 申报材料", "  matter: 甲\n  matter: 乙", "matter: 乙",
          ("写了两次",)),
    # The text and its documents.
    Fault("a title not in the text", "notice.yaml", "title: 2023年北京市低碳领跑者", "title: 2022年北京市低碳领跑者",
          "key: leader", ("2022年北京市低碳领跑者试点工作方案", "找不到")),
    Fault("a title twice", "notice.txt", "特此通知。", "特此通知。\n\n2023 年北京市低碳领跑者试点工作方案\n",
          "key: leader", ("只出现一次",), told_in="notice.yaml"),
    Fault("text above the first title", "notice.txt", "北京市生态环境局关于开展", "附件\n\n北京市生态环境局关于开展",
          "附件", ("第一个标题之前",)),
    Fault("one key for two documents", "notice.yaml", "key: region", "key: leader", "气候友好型区域试点工作方案",
          ("文件代号「leader」重复",)),
    # Citations.
    Fault("no such clause", PAPERS, "clause: tech.3.1", "clause: tech.3.9", "tech.3.9",
          ("没有条款「tech.3.9」", "这句话在 tech.3.1")),
    Fault("neither clause nor quote", PAPERS, "{clause: tech.3.1, quote: 营业执照复印件}",
          "{clause: tech.3.9, quote: 无}",
          "tech.3.9", ("没有条款「tech.3.9」", "tech.3.1、tech.3.2")),
    Fault("a quote of another clause", PAPERS, "clause: notice.3", "clause: notice.4", "clause: notice.4",
          ("不在条款 notice.4（通知 · 四、支持政策）里", "这句话在 notice.3（通知 · 三、征集时间）")),
    Fault("a quote nowhere", PAPERS, "至2023年8月31日截止}", "至2023年8月30日截止}", "8月30日截止}",
          ("通知里没有这句话", "从「0日截止」起与原文不同")),
    Fault("an empty quote", PAPERS, "quote: 营业执照复印件", 'quote: ""', 'quote: ""', ("引文是空的",)),
    Fault("a particular misquoted", "notice.yaml", "quote: 联系人：胡婧、祁圻", "quote: 联系人：胡婧、祁析", "祁析",
          ("引文「联系人：胡婧、祁析」不在条款 notice.contact",)),
    Fault("a criterion misquoted", TECH, "quote: 在本市登记注册", "quote: 在本市登记的", "quote: 在本市登记的",
          ("不在条款 tech.2.1",)),
    Fault("an evaluative row misquoted", LEADER, "quote: 单位碳排放强度应达到行业领先水平",
          "quote: 单位碳排放强度应领先",
          "id: L4", ("不在条款 leader.3.2",)),
    Fault("a row of the checklist misquoted", REGION, "quote: 区生态环境部门出具推荐意见", "quote: 区里出具推荐意见",
          "quote: 区里出具推荐意见", ("不在条款 region.3.1",)),
    Fault("a clause claimed that is not there", TECH, "clause: tech.1.8", "clause: tech.1.9", "tech.1.9",
          ("没有条款「tech.1.9」", "tech.1.8"), problems=2),
    Fault("a criterion without a clause", TECH, "    clause: tech.2.2\n    quote: 申报项目在", "    quote: 申报项目在",
          "id: T2a", ("clause：缺少这一项",), problems=2),
    Fault("another programme's clause", LEADER, "clause: leader.3.4\n    quote: 未发生突发环境事件",
          "clause: tech.2.1\n    quote: 未发生突发环境事件", "clause: tech.2.1", ("属于试点 tech",), problems=2),
    Fault("an answer without a clause", PAPERS, "    cites:\n      - {clause: notice.2",
          "    kites:\n      - {clause: notice.2",
          "kites", ("不认识的项",)),
    # Facts and tables.
    Fault("an unknown fact in a table", TECH, "{when: {project_role: [user", "{when: {role: [user", "{when: {role",
          ("没有情况「role」", "project_role")),
    Fault("an unknown class in a table", TECH, "[user, both]", "[user, all]", "[user, all]",
          ("没有「all」这种取值", "user、supplier、both、investor_operator")),
    Fault("one for true", TECH, "registered_in_beijing: [true]", "registered_in_beijing: [1]", "beijing: [1]",
          ("没有「1」这种取值", "true、false")),
    Fault("an unknown fact in the checklist", TECH, "unless: {applied_in_2022:", "unless: {applied_in_2021:",
          "applied_in_2021", ("没有情况「applied_in_2021」",)),
    Fault("an unknown class in the checklist", REGION, "{district_recommendation: [obtained]}",
          "{district_recommendation: [got]}", "[got]", ("没有「got」这种取值", "obtained")),
    Fault("an unknown fact offered", TECH, "[technology_field]", "[technology]", "[technology]",
          ("没有情况「technology」",)),
    Fault("an unknown fact in asked_when", "facts.yaml", "asked_when: {fact: last_safety_accident",
          "asked_when: {fact: safety_accident", "{fact: safety_accident", ("没有情况「safety_accident」",)),
    Fault("an unknown class in asked_when", "facts.yaml", "among: [subdistrict_or_park, unknown]",
          "among: [park, unknown]",
          "among: [park", ("没有「park」这种取值",)),
    Fault("a question waiting for itself", "facts.yaml",
          "asked_when: {fact: last_safety_accident, among: [recent, between",
          "asked_when: {fact: safety_accident_level, among: [major, larger", "{fact: safety_accident_level",
          ("永远问不到",), problems=3),
    Fault("an unknown fact to derive from", "facts.yaml", "    fact: applicant_type\n", "    fact: applicant\n",
          "derived:", ("没有情况「applicant」",)),
    Fault("an unknown class to derive from", "facts.yaml", "{enterprise: true", "{firm: true", "{firm: true",
          ("没有「firm」这种取值",)),
    Fault("a table with a hole", LEADER, "[national_key, beijing_key, reporting_unit, none]}, then: met",
          "[national_key, beijing_key, reporting_unit]}, then: met",
          "cases:\n      - {when: {carbon_market_role: [national",
          ("L1b", "carbon_market_role 为 none 时没有一行适用")),
    Fault("a row never reached", REGION, "      - {then: not_applicable}\n",
          "      - {then: not_applicable}\n      - {then: unmet}  # idle\n", "# idle", ("R1b", "第 4 行永远用不到")),
    Fault("one value twice", "facts.yaml", "{value: both, label", "{value: user, label", "label: 既供应",
          ("选项「user」重复",), problems=2),
    Fault("one phrase for two values", "facts.yaml", "phrases: [部分在北京,", "phrases: [市内, 部分在北京,",
          "部分在北京市内",
          ("「市内」同属选项「beijing」和「partly」",)),
    # Ids and wordings.
    Fault("one id for two entries", "faq/b.yaml", "id: amount", "id: papers", "id: papers",
          ("问答的 id「papers」重复", "faq/a.yaml:11")),
    Fault("one id for two criteria", TECH, "id: T4,", "id: L4,", "id: L4,", ("条件的 id「L4」重复", LEADER)),
    Fault("one name for two facts", "facts.yaml", "name: area_last_env_incident", "name: last_env_incident",
          "name: last_env_incident\n  short: 辖区", ("情况的 name「last_env_incident」重复", "facts.yaml:"),
          problems=3),
    Fault("one wording in two entries", "faq/b.yaml", "[给多少钱]", "[给多少钱, 请问低碳领跑者什么时候截止？]",
          "请问低碳",
          ("「请问低碳领跑者什么时候截止？」与 faq/a.yaml:4「deadline」的 wordings 重复",)),
    Fault("a wording that is another matter", "faq/b.yaml", "[给多少钱]", "[申报材料]", "[申报材料]",
          ("faq/a.yaml:12「papers」的 matter 重复",)),
    Fault("one matter for two entries", "faq/b.yaml", "matter: 资金数额", "matter: 截止时间", "matter: 截止时间",
          ("faq/a.yaml:2「deadline」的 matter 重复",)),
    # Answers.
    Fault("an unknown pilot", PAPERS, "    tech:\n", "    techno:\n", "techno:",
          ("「techno」不可用", "tech、leader、region、finance")),
    Fault("no such placeholder", PAPERS, "{时间提示}", "{电话}", "text: |",
          ("没有占位「{电话}」", "{热线}", "{时间提示}")),
    Fault("a brace left open", PAPERS, "{时间提示}", "{时间提示", "text: |", ("花括号没有配对",)),
    Fault("a wide brace", "faq/b.yaml", "{热线}", "｛热线｝", "text:", ("半角",)),
    Fault("a placeholder nobody fills", TECH, "unmet: 请由实际应用", "unmet: 请致电{热线}，由实际应用",
          "请致电{热线}，由",
          ("不填占位",)),
    Fault("an answer too long for a phone", PAPERS, "征集到", "征集到" * 250, "text: |", ("最多 600",)),
    Fault("an answer that rests on nothing", "faq/b.yaml", "  kind: silent\n", "", "answer:", ("没有引用条款",)),
    # Days.
    Fault("opening after closing", "notice.yaml", "opens:\n  day: 2023-07-10", "opens:\n  day: 2023-09-10",
          "day: 2023-09-10", ("开始日 2023-09-10 晚于截止日 2023-08-31",), problems=2),
    Fault("a day its clause does not name", "notice.yaml", "day: 2023-08-31", "day: 2023-08-30", "2023-08-30",
          ("notice.3 里都没有2023年8月30日",)),
    Fault("at once, but later", "notice.yaml", "opens:\n  day: 2023-07-10", "opens:\n  day: 2023-07-11", "2023-07-11",
          ("应与印发日 2023-07-10 相同",)),
    Fault("a band ending before it begins", "facts.yaml", "first: 2022-07-01", "first: 2024-07-01", "first: 2024-07-01",
          ("起始日 2024-07-01 晚于终止日 2023-12-31",), problems=2),
    Fault("a band its condition does not name", "facts.yaml", "last: 2023-12-31", "last: 2023-12-30",
          "last: 2023-12-30",
          ("commissioned_on", "都没有2023年12月30日")),
    Fault("an answer for a band that no file has", "facts.yaml", "  band_weights: {before: 15",
          "  band_answers: {before: nothing_such, after: papers}\n  band_weights: {before: 15", "nothing_such",
          ("没有问答「nothing_such」",)),
    Fault("an answer for a band there is not", "facts.yaml", "  band_weights: {before: 15",
          "  band_answers: {long_before: papers}\n  band_weights: {before: 15", "name: commissioned_on",
          ("band_answers", "long_before")),
    Fault("a look-back its condition does not name", "facts.yaml", "{kind: look_back, years: 3",
          "{kind: look_back, years: 2",
          "years: 2", ("last_env_penalty", "没有近 2 年")),
    # Pilots, words, districts, menu.
    Fault("a programme without a file", "notice.yaml", "short: 通知}", "short: 通知, programme: city}",
          "programme: city",
          ("试点 city 没有文件",), problems=2),
    Fault("a programme not listed", "notice.yaml", ", programme: region}", "}", "key: region",
          ("试点 region 没有列在 notice.yaml", "tech、leader"), told_in=REGION),
    Fault("a name for two pilots", "words.yaml", "names: [气候投融资试点,", "names: [气候投融资试点, 领跑者试点,",
          "names: [气候投融资试点", ("「领跑者试点」同属试点 leader 和 finance",)),
    Fault("a word in two groups", "words.yaml", "synonyms:\n", "synonyms:\n  - [甲, 乙]\n  - [丙, 乙]\n", "[丙, 乙]",
          ("「乙」同在「甲」和「丙」",)),
    Fault("a district nobody can choose", "districts.csv", ",海淀区,", ",海定区,", "海定区",
          ("「海定区」不是", "海淀区")),
    Fault("a menu's item that does two things", "menu.yaml", "says: 有哪几类试点}",
          "says: 有哪几类试点, opens: /notice}",
          "opens: /notice}", ("只写一个",)),
)  # fmt: skip
