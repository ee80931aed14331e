"""Links in a text message, and text that cannot become one.

A WeChat client shows ``<a href="…">…</a>`` in a text as a link and every other ``<`` as it stands. So what comes from
content or from people loses only the ``<`` that could begin a tag.
"""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import quote

# bizmsgmenu is undocumented but widely used: a tap sends the content back as an ordinary text message.
_TAP = '<a href="weixin://bizmsgmenu?msgmenucontent={content}&msgmenuid=1">{words}</a>'
_PAGE = '<a href="{url}">{words}</a>'
LONGEST = 500
"""Bytes. No link of ours is longer, so that each fits a page."""

LINK = r'<a href="[^"<>]*">[^<>]*</a>'
"""The pattern of a link of ours."""

_MARKS = re.compile("[<&]|]]>")
_TAG = re.compile(r"<(?=[\s\u200b-\u200f\ufeff]*[A-Za-z/!?])")
_ENTITY = re.compile(r"&(?=#|\w+;|lt|gt|amp|quot)", re.IGNORECASE)
# What XML 1.0 cannot carry, halves of surrogate pairs among it.
_NOT_XML = re.compile(r"[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def harmless(text: str) -> str:
    """The text as it can stand in a message: nothing in it is taken for a tag, an entity or the end of CDATA."""
    text = _NOT_XML.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    if not _MARKS.search(text):
        return text
    return _ENTITY.sub("＆", _TAG.sub("＜", text)).replace("]]>", "]]＞")


@lru_cache(1024)  # the same few hundred choices are shown over and over
def tappable(words: str) -> str:
    """``words`` as a link that says them when tapped; plain where the link would be too long.

    The content is the words and not their number: a link of long ago must not answer today's question.
    """
    shown = label(words)
    link = _TAP.format(content=quote(words, safe="", errors="ignore"), words=shown)
    return _fitting(link, shown) if shown else ""


def page(url: str, words: str) -> str:
    """``words`` leading to ``url``; where the link would be too long, empty."""
    return _fitting(_PAGE.format(url=quote(url, safe=":/?#[]@!$&'()*+,;=%~-._"), words=label(words)), "")


@lru_cache(1024)
def label(words: str) -> str:
    """``words`` on one line, as they stand in a link or a list."""
    return re.sub("[<>]", lambda mark: "＜＞"["<>".index(mark[0])], " ".join(harmless(words).split()))


def _fitting(link: str, otherwise: str) -> str:
    return link if len(link.encode()) <= LONGEST else otherwise
