"""A whole utterance that is another fact's answer: 「公司」, 「密云的」, 「没发生过」 while something else is asked."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

from dialogs.choice_answers import denying
from dialogs.numerals import tidy
from dialogs.phrases import wordings
from dialogs.places import INSIDE, is_place, pure_place
from dialogs.readings import Answered
from dialogs.topics import without_twins
from dialogs.wording import asks, hedged, parts, plain
from eligibility.facts import FactSheet, FactSpec, Value

_ADVERBS = re.compile(r"^(?:都|也|还|一直|真的?|确实|从来?)+(?=没)")


def alone_told(
    sheet: FactSheet, text: str, asked: FactSpec | None, wanted: Collection[str] | None = None
) -> Mapping[str, Answered]:
    """The facts of which ``text`` is a choice word for word, nothing else being said; empty for most texts.

    Taken are only kinds of applicant and the like, a district, and the denial of something that has happened: a bare
    yes, no or place would answer anything.
    """
    if any(map(asks, parts(text))):
        return {}
    line = tidy(text)
    said = (line, plain(line), _ADVERBS.sub("", plain(line)))
    of_places = asked is not None and is_place("".join(choice.label for choice in asked.choices))
    if of_places and pure_place(plain(line)) is not None:
        return {}
    found: dict[str, Value] = {}
    for spec in sheet.values():
        if spec is asked or spec.asked_when is not None or (wanted is not None and spec.name not in wanted):
            continue
        values = {spoken.value for spoken in wordings(spec.choices) if spoken.phrase in said and not spoken.general}
        if len(values) == 1 and _tells(spec, value := values.pop(), plain(line)):
            found[spec.name] = value
    return {name: Answered(found[name], hedged(line)) for name in without_twins(sheet, tuple(found), wanted)}


def _tells(spec: FactSpec, value: Value, said: str) -> bool:
    if spec.kind == "event":
        return value == denying(spec) and len(said) > 2
    if spec.kind != "choice" or denying(spec) is not None:
        return False
    if any(is_place(choice.label) for choice in spec.choices):
        return pure_place(spec.label(value)) == INSIDE and sum(is_place(choice.label) for choice in spec.choices) > 2
    return len(said) >= 2 and not said.startswith(("其", "都", "以上"))
