"""What a person sees of a text message, and what their taps say: read with the standard library's HTML parser.

Shares no code with the channel: a tag the parser finds is one a client might show as a link.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from html.parser import HTMLParser
from urllib.parse import parse_qs, urlsplit

from bot.manner import Manner, Spoken
from bot.replies import Reply

_ENTITY = re.compile(r"&#?\w+;|&#|&(?:lt|gt|amp|quot)", re.IGNORECASE)  # a lenient reader does without the semicolon


class Screen(HTMLParser):
    """``shown`` is the visible text, ``taps`` the visible words of each link with what a tap says,

    ``pages`` those with the address they open, ``strange`` every other tag.
    """

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=False)
        self.shown = ""
        self.taps: dict[str, str] = {}
        self.pages: dict[str, str] = {}
        self.strange: list[str] = []
        self._href = ""
        self._words = ""
        self.strange += _ENTITY.findall(re.sub('href="[^"]*"', "", text))
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag != "a" or [name for name, _ in attrs] != ["href"] or self._href:
            self.strange.append(tag)
        self._href, self._words = dict(attrs).get("href") or "", ""

    def handle_endtag(self, tag: str) -> None:
        if tag != "a" or not self._href:
            self.strange.append(f"/{tag}")
        if self._href.startswith("weixin://bizmsgmenu?"):
            (content,) = parse_qs(urlsplit(self._href).query, strict_parsing=True)["msgmenucontent"]
            self.taps[self._words] = content
        else:
            self.pages[self._words] = self._href
        self._href = ""

    def handle_data(self, data: str) -> None:
        self.shown += data
        self._words += data

    def handle_comment(self, data: str) -> None:
        self.strange.append(f"!--{data}")

    def handle_decl(self, decl: str) -> None:
        self.strange.append(f"!{decl}")

    def handle_pi(self, data: str) -> None:
        self.strange.append(f"?{data}")

    def unknown_decl(self, data: str) -> None:
        self.strange.append(f"![{data}")

    def handle_entityref(self, name: str) -> None:
        self.handle_data(f"&{name}")

    def handle_charref(self, name: str) -> None:
        self.handle_data(f"&#{name}")


def all_pages(manner: Manner, replies: Sequence[Reply], tokens: Sequence[str] = ()) -> list[str]:
    """The pages a person gets who asks for 更多 until there are none."""
    spoken: Spoken | None = manner.speak(replies, tokens)
    pages = []
    while spoken is not None:
        pages.append(spoken.text)
        spoken = manner.more("更多", spoken.rest)
    return pages
