"""The channel's own sentences: complete, and a mistake in the file named with its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.channels.wechat.wording import FILE, load_wording
from bot.content import ContentError


@pytest.mark.parametrize(
    ("sentence", "instead", "said"),
    [
        ("sources: 依据：{clauses}", "sources: 依据：{clause}", "不认识的 {clause}，这一句可用：{clauses}"),
        ("number: 请回复序号：", "number: 请回复{序号}：", "不认识的 {序号}，这一句可用：无"),
        ("number: 请回复序号：", "number: 请回复{序号：", "花括号没有配对"),
        ("number: 请回复序号：\n", "", "缺少这一项"),
        ("number: 请回复序号：", "number: 请回复序号：\nnumer: 多的", "不认识的项"),
        ("number: 请回复序号：", "number: ''", "至少要 1 个字"),
    ],
)
def test_a_mistake_is_named_with_its_line(tmp_path: Path, sentence: str, instead: str, said: str) -> None:
    text = FILE.read_text(encoding="utf-8")
    assert sentence in text
    changed = tmp_path / "wording.yaml"
    changed.write_text(text.replace(sentence, instead), encoding="utf-8")
    with pytest.raises(ContentError, match=r"^wechat/wording\.yaml:\d+: ") as caught:
        load_wording(changed)
    assert said in str(caught.value)


def test_the_line_is_the_sentences() -> None:
    lines = FILE.read_text(encoding="utf-8").splitlines()
    assert load_wording().number == lines[[line.startswith("number:") for line in lines].index(True)][8:]
