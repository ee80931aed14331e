"""What stands in a reply's bubble: its text without what the page shows in another way beside it."""

from __future__ import annotations

import re

from bot.replies import Reply

# A question's number and how many follow: the page has a bar for them.
_COUNTED = re.compile(r"^第\d+题（[^）]*）：", re.MULTILINE)
# A verdict in words, from its heading to its disclaimer: the page has a card for it.
_TOLD = re.compile(r"^【预检结论】.*?^依据[^\n]*答复为准。(?:\n|\Z)", re.MULTILINE | re.DOTALL)
# Of a ranking the heading stays; the cards are in its order.
_RANKED = re.compile(r"^【([^】\n]*)】([^\n]*)：\n.*?^依据[^\n]*答复为准。(?:\n|\Z)", re.MULTILINE | re.DOTALL)


def bubble(reply: Reply) -> str:
    """The text for the bubble, empty where the cards say it all. A text of another shape stays whole."""
    text = reply.text
    if reply.progress is not None:
        text = _COUNTED.sub("", text, count=1)
    if len(reply.verdicts) == 1:
        text = _TOLD.sub("", text, count=1)
    elif reply.verdicts:
        text = _RANKED.sub(r"\1，\2。\n", text, count=1)
    return text.strip()
