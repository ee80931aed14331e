"""What is wrong with a content file, in the words of the officer who edits it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

LONGEST_SHOWN = 30

# By the type of pydantic's error; {names} are filled from the error's context, {input} is the value that came.
_MESSAGES = {
    "missing": "缺少这一项",
    "extra_forbidden": "不认识的项，请检查拼写",
    "string_type": "应为文字；如果写的是数字、日期、yes、no，请加引号",
    "int_type": "应为整数",
    "int_parsing": "应为整数",
    "float_type": "应为数字",
    "float_parsing": "应为数字",
    "bool_type": "应为 true 或 false",
    "date_type": "应为日期，写成 2023-08-31 这样",
    "date_parsing": "「{input}」不是日期，应写成 2023-08-31 这样",
    "date_from_datetime_parsing": "「{input}」不是日期，应写成 2023-08-31 这样",
    "literal_error": "「{input}」不可用，可用：{expected}",
    "enum": "「{input}」不可用，可用：{expected}",
    "union_tag_invalid": "「{tag}」不可用，可用：{expected_tags}",
    "union_tag_not_found": "缺少 kind",
    "string_pattern_mismatch": "「{input}」的写法不对，要符合 {pattern}",
    "string_too_short": "至少要 {min_length} 个字",
    "string_too_long": "最多 {max_length} 个字",
    "too_short": "至少要 {min_length} 项",
    "too_long": "最多 {max_length} 项",
    "tuple_type": "应为列表，每项以「- 」开头",
    "list_type": "应为列表，每项以「- 」开头",
    "dict_type": "应为「名称: 内容」的形式",
    "model_type": "应为「名称: 内容」的形式",
    "model_attributes_type": "应为「名称: 内容」的形式",
}

# By a part of the YAML parser's own message.
_YAML = {
    "mapping values are not allowed": "文字里有冒号时要加引号，或者缩进不对",
    "expected <document start>": "缩进不对，或者多出了一行",
    "found a tab character": "缩进请用空格，不能用制表符",
    "cannot start any token": "缩进请用空格，不能用制表符；以 @、` 等符号开头的文字要加引号",
    "could not find expected ':'": "缺少冒号，或者冒号后没有空格",
    "did not find expected key": "缩进不对，或者引号、括号没有配对",
    "did not find expected '-' indicator": "列表项没有对齐，或者缺少「- 」",
    "did not find expected ',' or": "括号没有配对，或者缺少逗号",
    "did not find expected node content": "逗号或括号多了",
    "unexpected end of stream": "引号没有配对",
    "undefined alias": "以 * 开头的文字要加引号",
    "could not determine a constructor": "以 ! 开头的文字要加引号",
    "did not find expected alphabetic": "以 & 或 * 开头的文字要加引号",
}


def explain(error: Mapping[str, Any]) -> str:
    """One pydantic error (an item of ``ValidationError.errors()``): what is wrong and what is allowed."""
    message = _MESSAGES.get(error["type"])
    if message is None:
        return str(error["msg"]).removeprefix("Value error, ")
    context = {name: _listed(value) for name, value in error.get("ctx", {}).items()}
    return message.format_map({"input": shorten(str(error.get("input"))), **context})


def explain_yaml(problem: str) -> str:
    """What the YAML parser complains of, with the usual cause."""
    return next((said for part, said in _YAML.items() if part in problem), problem)


def explain_unreadable(reason: OSError | UnicodeDecodeError) -> str:
    """Why a file cannot be read as text."""
    if isinstance(reason, FileNotFoundError):
        return "没有这个文件"
    if isinstance(reason, UnicodeDecodeError):
        return f"不是 UTF-8 编码的文字（第 {reason.start + 1} 个字节起），请另存为 UTF-8"
    return f"读不了这个文件：{reason.strerror}"


def shorten(text: str) -> str:
    """The text on one line, cut to what fits a message."""
    line = " ".join(text.split())
    return line if len(line) <= LONGEST_SHOWN else f"{line[: LONGEST_SHOWN - 1]}…"


def _listed(value: object) -> str:
    """'a', 'b' or 'c' → a、b、c."""
    text = str(value)
    names = re.findall(r"'([^']*)'", text)
    return "、".join(names) if names else text
