"""What a person lets slip does not reach the log; what they ask about does."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.masking import mask


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("我叫王小明，电话13800138000", "我叫[姓名]，电话[电话]"),
        ("我叫王小明想问一下截止时间", "我叫[姓名]想问一下截止时间"),
        ("我叫欧阳修远，手机 138 0013 8000", "我叫[姓名]，手机 [电话]"),
        ("我叫阿卜杜拉·买买提，问一下", "我叫[姓名]，问一下"),
        ("我叫Tom Li，问一下", "我叫[姓名]，问一下"),
        ("我是李雷，我们公司能报吗", "我是[姓名]，我们公司能报吗"),
        ("我是张伟老师", "我是[姓名]老师"),
        ("联系人：王芳 010-12345678", "联系人：[姓名] [电话]"),
        ("手机１３８００１３８０００", "手机[电话]"),
        ("+86-138-0013-8000", "[电话]"),
        ("（010）6845 5013打不通", None),
        ("010-68455013打不通", "[电话]打不通"),
        ("一三八零零一三八零零零", "[电话]"),
        ("身份证110101199003071234", "身份证[证件号]"),
        ("身份证11010119900307123x。", "身份证[证件号]。"),
        ("110101 19900307 123X", "[证件号]"),
        ("110101900307123", "[证件号]"),
        ("信用代码91110108MA01ABCD2X", "信用代码[证件号]"),
        ("护照E12345678", "护照[证件号]"),
        ("卡号6222 0210 0100 1234 567", "卡号[号码]"),
        ("发到zhang.san@example.com.cn了", "发到[邮箱]了"),
        ("ｚｓ＠example.com", "[邮箱]"),
        ("加微信号abc_12345", "加微信号[微信号]"),
        ("QQ 123456789", "QQ [号码]"),
    ],
)
def test_personal_data_is_masked(said: str, kept: str | None) -> None:
    if kept is None:
        assert "5013" not in mask(said)
    else:
        assert mask(said) == kept


@pytest.mark.parametrize(
    "said",
    [
        "我是高校的，能申报吗",
        "我是高校",
        "我是社区居委会",
        "我是企业，不是高等学校",
        "我是华能的",
        "我是石景山区的",
        "我是房山区的村委会",
        "我是全国重点排放单位",
        "我叫什么",
        "联系人是谁",
        "联系人和电话是什么",
        "姓名怎么填",
        "本人想申报",
        "2022年7月1日至2023年12月31日",
        "20230831截止吗",
        "京环函〔2023〕82号",
        "投资12345678元，减排5000000千克",
        "一式五份，共３份",
        "邮编100036",
    ],
)
def test_what_is_asked_about_stays_readable(said: str) -> None:
    assert mask(said).replace("３", "3") == said.replace("３", "3")


@given(st.text(), st.text(alphabet="，。 ；：吗呢的", max_size=3), st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True))
def test_a_mobile_phone_is_masked_wherever_it_stands(before: str, gap: str, phone: str) -> None:
    if before[-1:].isdigit() or (before[-1:].isascii() and before[-1:].isalnum()):
        before += "，"
    assert phone not in mask(before + gap + phone + "，谢谢")
