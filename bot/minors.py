"""People under fourteen: heard from their own words, and not served questions about themselves.

Data about a child of that age needs the parents' consent (Personal Information Protection Law, article 31), which
nobody can give here. So their own case is not looked at and their words are not kept; what the notice says is
everybody's to ask, for a class project as for anything else.
"""

from __future__ import annotations

import re

from bot.replies import Outcome, Reply
from bot.speaking.wording import say
from bot.turn import Hearing, Turn
from dialogs.numerals import NUMERAL, whole
from knowledge.normalise import normalise

OF_AGE = 14
STEP = "minor"

_PUPIL = 12  # what a primary-school pupil is taken for
_SELF = r"(?:我|本人|俺)"
# No alternative begins another: nothing here can be read in two ways, so no text takes long.
_BE = (
    r"(?:今年|现在|目前|年龄|年纪|的|是|为|才|只有?|刚|还|已经?|也|就|了|正?在|[,，、]"
    r"|一?[个名]|小学生|中学生|初中生|学生|小孩|小朋友|未成年人?)*"
)
_NOT_YET = r"(?P<not_yet>快要?|马上|即将|将|还?不到|不满|未满|没满|还?没到|还没满|还差[^,，]{1,4}到?)?"
_CHILD = r"(?:的|小)?(?:学生|孩子?|小孩|儿子|女儿|娃|小朋友)?"
_PARENT = rf"{_CHILD}的?(?:家长|爸|妈|父|母|老师|教师|校长|班主任|监护人|儿子|女儿|弟|妹)"
_AGE = re.compile(
    rf"(?:{_SELF}{_BE}|^{_BE}){_NOT_YET}满?(?P<age>{NUMERAL})周?岁(?:半|多|了)*(?!数|以[上下]|的?时候|那年|{_PARENT})"
)
_SCHOOL = re.compile(
    rf"{_SELF}{_BE}(?:小学生|[上读念]小学|[上读念]?(?:(?:小学)?[一二三四五六]年级|初一)(?:的?学生)?)"
    rf"(?=$|[\s,，。;；!！?？了]|能|可|想|要)(?!{_PARENT})"
)
# What every text has that _SCHOOL finds something in: few have it, and it is found at once.
_OF_SCHOOL = re.compile("小学|年级|初一")

_APPLY = r"(?:申报|申请|报名|报|参加|参与|参评|评选|评|做|当|加入)"
_OTHERS = (
    r"(?:企业|公司|单位|学校|社区|村|园区|项目|机构|别人|谁|什么|哪|老师|家长|爸|妈|父母|大人|他|她|人家|个人|居民|大家|商场|医院|工厂|银行)"
)
_CAN = r"(?:能不能|可不可以|可以不可以|能否|可否|是否可以|是否能|能|可以|让不让|让|够不够)"
_OWN = re.compile(
    rf"{_CAN}(?:我|自己)?(?:也|来|去|直接|自己|一个人|独立|单独|不能)*{_APPLY}"
    rf"|(?:我|自己)[^,，。?？]{{0,3}}(?:想|要|打算|准备|希望)(?:也|自己|来|去|直接)*{_APPLY}"
    r"|(?:我|自己)[^,，。?？]{0,4}(?:符合|适合|够格|够资格|有资格|够条件)|适合我|有没有资格|够不够格|够格吗"
    rf"|帮我(?:{_APPLY}|看看我|查查我|预检)|(?:我|^)(?:可以|能|能不能|可不可以|行不行|行|可以不)(?:吗|嘛|么|呢|的话)?[?。]?$"
)
_OWN_FOR_SURE = re.compile(rf"(?:我|自己)(?:也|自己|一个人)*(?:{_CAN}|想|要)(?:也|自己|来|去)*{_APPLY}")
_PROJECT = re.compile(r"作业|课题|研究性|班级|班里|班上|社会实践|手抄报|演讲|小论文|作文|课上|老师布置|调查|小报|读书")


def age_said(text: str) -> int | None:
    """The age in years that somebody gives as their own, None where no text does; 「我儿子12岁」 is another's."""
    said = normalise(text).replace(" ", "")
    if "岁" in said and (found := _AGE.search(said)) is not None and (years := whole(found["age"])) is not None:
        return years - 1 if found["not_yet"] else years
    return _PUPIL if _OF_SCHOOL.search(said) and _SCHOOL.search(said) else None


def without_age(text: str) -> str:
    """What is asked, without the words that tell the age and what it is asked for: 「做班级作业，」."""
    said = normalise(text).replace(" ", "")
    for pattern in (_AGE, _SCHOOL):
        said = pattern.sub("", said, count=1)
    parts = [part for part in re.split("[,，。;；!！]", said.lstrip("的了")) if part.strip("、 ")]
    asked = [part for part in parts if not _PROJECT.search(part)]
    return "，".join(asked if asked and not about_oneself(said) else parts)


def about_oneself(text: str) -> bool:
    """Whether a question, asked by a child, is about the child's own case rather than about what the notice says."""
    said = normalise(text).replace(" ", "")
    if _PROJECT.search(said):
        return bool(_OWN_FOR_SURE.search(said))
    return any(not re.search(_OTHERS, said[: found.start()].rpartition(",")[2]) for found in _OWN.finditer(said))


def minor(heard: Hearing) -> Turn | None:
    """A child's question about itself, its age alone, or its answer in an open dialog: turned away kindly."""
    if not heard.state.young:
        return None
    if heard.text and not about_oneself(heard.text) and heard.state.dialog is None:
        return None
    return turned_away(heard)


def turned_away(heard: Hearing) -> Turn:
    """With the hotline, and what may be asked all the same. An open dialog is over, and what was told in it."""
    reply = Reply(kind="decline", text=say("minor", hotline=heard.notice.particulars.hotline.value))
    state = heard.state.model_copy(update={"dialog": None, "pending": None, "answers": {}})
    return Turn(Outcome.refused, (reply,), state, STEP)
