"""Circumstances written as a list: under a heading (「领跑者预审：…」), or each name with its value (「处罚：无」)."""

from __future__ import annotations

import re
import unicodedata

from dialogs.numerals import tidy
from dialogs.topics import named_facts
from eligibility.facts import FactSheet

_HEAD = re.compile(r"(?P<head>[^,。;!?…()\n:]+):(?!\d)")
_NAME_AND_VALUE = re.compile(r"(?P<name>[^\s,。;!?…():]{2,10})[^\S\n]+(?P<value>都?有|无|没有?|是|否)(?=$|[\s,。;!])")
# Without either there is nothing of the kind, as in most texts.
_PARTS = re.compile(r"[:\s]")


def listed(sheet: FactSheet, text: str) -> str:
    """``text`` with each heading parted from what stands under it, and each bare 有 or 无 joined to the name before it.

    A name is what holds a cue of a fact: 「处罚：无」 stays together, 「领跑者预审：企业」 does not.
    """
    text = unicodedata.normalize("NFKC", text)
    if not _PARTS.search(text):
        return text
    text = _HEAD.sub(lambda match: match[0] if _names(sheet, match["head"]) else f"{match['head']},", text)
    return _NAME_AND_VALUE.sub(
        lambda match: match["name"] + match["value"] if _names(sheet, match["name"]) else match[0], text
    )


def _names(sheet: FactSheet, head: str) -> bool:
    return bool(named_facts(sheet, tidy(head)))
