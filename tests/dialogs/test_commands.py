"""What is said to the dialog itself, and what only sounds like it."""

from __future__ import annotations

import pytest

from dialogs.commands import Change, Command, after_leaving, change_in, command_in, misspoke

SAID = {
    Command.why: ["为什么问", "为什么问这个", "为什么", "为啥要问这个？", "问这个干什么", "为什么要问处罚", "啥意思啊"],
    Command.back: ["上一步", "返回", "返回上一步", "上一题", "回到上一题", "撤销", "后退吧"],
    Command.skip: ["跳过", "先跳过", "跳过这题", "这题跳过", "下一题"],
    Command.restart: ["重来", "重新开始", "从头开始", "重新测一次", "我要重来"],
    Command.leave: ["退出", "不做了", "取消", "算了", "我不想做了", "结束预检", "退出吧"],
    Command.enough: ["到此为止", "就到这里", "不看了"],
    Command.go_on: ["不改了", "继续", "继续吧", "接着", "好，继续", "接着问"],
    Command.whole: ["继续看完", "看全部", "继续看", "看完吧"],
    Command.another: ["换一个项目", "再查一家公司", "再查一家", "换个项目", "再测一个项目", "换一家公司"],
    Command.more: ["逐条", "逐条结果", "结果呢", "先看结果", "更多", "详情", "查看详情", "为什么不符合"],
    Command.refine: ["完善清单", "补充材料清单", "我的材料清单"],
    Command.where: ["几题了", "第几题了", "还有几题", "还有多少个问题", "还要问多少题", "烦死了 问这么多干嘛"],
    Command.standing: ["那我们能报吗", "到底能不能报！！", "那我们算能报了？", "行 那俺村就能报啦？", "有戏吗"],
    Command.shown: ["结论再发一遍", "刚才结论能发我一份不", "我是说预检的结果，能不能保存或者再发一遍"],
}


@pytest.mark.parametrize(("command", "said"), [(command, said) for command, many in SAID.items() for said in many])
def test_a_command_is_recognised(command: Command, said: str) -> None:
    assert command_in(said) is command


@pytest.mark.parametrize(
    "said",
    [
        "另一个项目",
        "责令改正",
        "取消资格",
        "退出机制是什么",
        "结束时间",
        "没有",
        "是",
        "1",
        "整改过",
        "继续教育学院",
        "返回率",
        "什么时候结束",
        "可以",
        "能报几个",
        "结果什么时候出来",
        "",
    ],
)
def test_an_answer_or_a_question_is_no_command(said: str) -> None:
    assert command_in(said) is None


@pytest.mark.parametrize(
    ("said", "wish"),
    [
        ("改第2题", Change(2)), ("改第三题", Change(3)), ("我想修改一下第1题", Change(1)), ("第2题选错了", Change(2)),
        ("第2题改成不在北京", Change(2, "不在北京")), ("改第2题为不在北京", Change(2, "不在北京")),
        ("我改一下，注册地是天津", Change(words="注册地是天津")), ("改注册地", Change(words="注册地")),
        ("把注册地改成天津", Change(words="注册地是天津")), ("注册地改为天津", Change(words="注册地是天津")),
        ("更正：注册地是河北", Change(words="注册地是河北")), ("不对，我们是事业单位", Change(words="我们是事业单位")),
        ("刚才说错了，我们在河北注册", Change(words="我们在河北注册")), ("改成企业", Change(words="企业")),
        ("改", Change()), ("我改一下", Change()), ("不对", Change()), ("说错了", Change()), ("上一题选错了", Change()),
    ],
)  # fmt: skip
def test_a_wish_to_change_says_what_and_to_what(said: str, wish: Change) -> None:
    assert change_in(said) == wish


@pytest.mark.parametrize("said", ["责令改正", "整改", "改造项目", "改建", "改制过", "没有", "在北京", "我们是企业", ""])
def test_what_only_sounds_like_a_change_is_none(said: str) -> None:
    assert change_in(said) is None


def test_to_have_misspoken_is_more_than_to_want_a_change() -> None:
    assert misspoke("不对，我们是事业单位")
    assert not misspoke("改注册地")


@pytest.mark.parametrize(
    ("said", "rest"),
    [
        ("退出，给先进低碳技术做预检", "给先进低碳技术做预检"),
        ("不要这个了 领跑者 power plant 能报吗", "领跑者 power plant 能报吗"),
        ("不问了 转人工", "转人工"),
    ],
)
def test_who_leaves_for_something_else_is_asked_what(said: str, rest: str) -> None:
    assert after_leaving(said) == rest


@pytest.mark.parametrize("said", ["退出", "算了，没有", "不做了，退出", "没有，退出", "算了先跳过这题", ""])
def test_to_leave_and_no_more_or_to_answer_is_not_to_leave_for_something(said: str) -> None:
    assert after_leaving(said) == ""
