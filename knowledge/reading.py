"""Reading a question: which pilot it names, what is left once names and courtesies are taken out."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache

from knowledge.dividing import is_keyword
from knowledge.normalise import normalise
from knowledge.phrases import any_of
from knowledge.sounds import syllable
from knowledge.words import Words

_EMPTY = re.compile(
    r"^[\W的那呢吗啊呀吧是了这个就也都还我们咱你您请说问想要一下哪类种试点方面情况如果换成给有样同边]*$"
)
_YES_NO = re.compile(r"^(?:[\W\d好的嗯哦对是否不有没无行可以了吧呢啊呀哈清楚知道确定]|跳过|下一题|随便|都行)*$")
_ASKS = re.compile(
    r"[?？吗么呢谁啥几咋]|[不没]有?[啊呀呐呢嘛哈了的\s]*$|(.)[不没]\1|(?:对|是)吧[\s]*$|没(?:关系|问题|影响|事(?:吧|$))|什么|怎|哪|多少|多久|多长|如何|是否|能否|可否|告诉|告知|直接[说讲]|说说|介绍|列|给我|发我|念[给一下]|报一|[查问]一?下|check|\w{2}还是\w{2,}(?=[?？]|$)"
)
_ASKS_OUTRIGHT = re.compile(
    r"[吗么呢谁啥咋]|(?<![这那好前近过])几|什么|怎|哪|多少|多久|多长|如何|是否|能否|可否|[行能成要会算是有够用]不|([一-鿿])[不没]\1"
    r"|[到过了完好]没有?(?=[?？]|$)|\w{2}还是\w{2,}(?=[?？]|$)|告诉我|告知我|直接[说讲]"
)
_CHINESE = re.compile("[一-鿿]")
_ENGLISH_WORD = re.compile(r"[a-z][a-z'-]*")
_ENGLISH_PHRASE = re.compile(r"[a-z][a-z'-]*(?: [a-z][a-z'-]*)+")
_LONG_ENGLISH_WORD = re.compile(r"(?<![a-z0-9])[a-z]{4,}(?![a-z0-9])")
# Words that may be typed pinyin, whatever else they may be.
_PINYIN = re.compile(
    "(?:(?:[zcs]h|[bpmfdtnlgkhjqxrzcsyw])?"
    "(?:i?ang|i?ong|uang|[iu]?an|i?ao|[ie]ng|[iu]ai|uo|ua|ou|ie|i[anu]|u[inae]|ei|en|ai|er|ia|a|o|e|i|u|v)n?)+"
)
_NUMBER = r"\d{1,2}[.、)](?!\d)"
# 2023年10月 opens nothing.
_AFTER_OPENING = (
    r"(?<!年)(?:的|吧|啊|呢|哈|呀|哦|嘛|[\s,，。、!:：])*"
    r"|(?<=年)(?![\d一二三四五六七八九十上下底初末前后])的?[\s,]*"
)
SOUNDING = 3
# A pilot's name of as many characters is known though one is wrong; not 第四类试点, which is then another.
SPELT = 5
_NUMBERED = re.compile("[一二三四]")
LONGEST_PHRASE = 4
RECENT = 64


@dataclass(frozen=True, slots=True)
class Question:
    """A question as read.

    ``pilots`` are named outright, in order of mention; ``hinted`` only suggested by a word such as 居委会. ``matter``
    is the text without the pilots' names and without courtesies; empty when nothing else was said. ``bare``: hints
    taken out too, nothing is left (「那社区的呢」), so that it can only go on with what was asked before.
    """

    text: str
    matter: str
    pilots: tuple[str, ...]
    hinted: tuple[str, ...]
    bare: bool


class Reader:
    """Reads questions in the vocabulary of one notice."""

    def __init__(self, words: Words, mend: Callable[[str], str] = str) -> None:
        """``mend`` puts slips of typing right in a normalised text; by default nothing is mended."""
        self._recent = lru_cache(maxsize=RECENT)(self._read)
        self._mend = mend
        owners = {normalise(name): pilot for pilot, group in words.pilots.items() for name in group.names}
        self._owners = owners
        self._names = any_of(owners)
        self._long_names = [
            (name, [syllable(character) for character in name], len(set(name)) - _most_wrong(name))
            for name in sorted(owners, key=len, reverse=True)
            if len(name) >= SPELT and not _NUMBERED.search(name)
        ]
        self._in_long_names = frozenset(character for name, _, _ in self._long_names for character in name)
        self._fewest_needed = min((needed for _, _, needed in self._long_names), default=0)
        self._hints = {
            pilot: any_of(map(normalise, (*group.hints, *group.subjects))) for pilot, group in words.pilots.items()
        }
        self._noise = any_of(map(normalise, words.noise))
        openings = any_of(map(normalise, (*words.openings, *words.noise))).pattern
        self._opening = re.compile(f"(?:[@#\\s]*(?:{openings}|{_NUMBER})(?:{_AFTER_OPENING}))+")
        closings = any_of(map(normalise, words.closings)).pattern
        self._closing = re.compile(
            f"(?:(?:[\\s,，。?？!(（]+(?:{openings})|[\\s,，。?？!(（]*(?:{closings}))[的了吧啊呢呀\\s,，。!?？)）]*)+$"
        )
        self._any_hint = any_of(normalise(hint) for group in words.pilots.values() for hint in group.hints)
        self._by_sound = _by_sound((*owners, *map(normalise, words.domain)))
        self._beginnings = frozenset(sound[0] for alike in self._by_sound.values() for sound in alike)
        self._rewrites = [(normalise(rewrite.slip), normalise(rewrite.meant)) for rewrite in words.rewrites]
        self._english = {normalise(rewrite.slip): rewrite.meant for rewrite in words.english}

    def read(self, text: str) -> Question:
        """What a text says; the steps of one turn ask for the same text again and again."""
        return self._recent(text)

    def _read(self, text: str) -> Question:
        said = self._from_english(normalise(text))
        for slip, meant in self._rewrites:
            said = said.replace(slip, meant)
        said = self._resounded(self._mend(said))
        if not self._names.search(said):
            said = self._respelt(said)
        pilots = tuple(dict.fromkeys(self._owners[found] for found in self._names.findall(said)))
        hinted = tuple(pilot for pilot, hints in self._hints.items() if hints.search(said))
        matter = self._noise.sub("", self._names.sub("", said)).strip(" ,，。、?？!！~的")
        bare = bool((pilots or hinted) and _EMPTY.match(self._any_hint.sub("", matter)))
        says_nothing = _EMPTY.match(matter) or (pilots and _YES_NO.match(matter))
        return Question(said, "" if says_nothing else matter, pilots, hinted, bool(bare or (pilots and says_nothing)))

    def without_frame(self, text: str) -> str:
        """A message without its opening (我们想报低碳试点，…) and the like at its end, normalised; empty where it has
        neither, or nothing else.
        """
        said = normalise(text)
        closing = self._closing.search(said)
        rest = said[: closing.start()] if closing else said
        opening = self._opening.match(rest)
        rest = rest[opening.end() :].strip() if opening else rest
        return rest if rest != said else ""

    def without_hints(self, matter: str) -> str:
        """A question's matter without the words that hint at a pilot: 还能报技术吗 asks 还能报吗."""
        return self._any_hint.sub("", matter)

    def says_little(self, text: str) -> bool:
        """Whether a text is a mere 是, 没有, 12, 跳过: an answer to something, never a question."""
        question = self.read(text)
        return bool(_YES_NO.match(question.matter or question.text)) and not question.pilots

    def asks(self, piece: str) -> bool:
        """Whether a piece of a text looks like a question rather than part of a story."""
        return bool(_ASKS.search(self._from_english(piece)))

    def may_ask(self, piece: str) -> bool:
        """Whether a piece asks, or is a keyword that may stand for a question."""
        return self.asks(piece) or is_keyword(self._from_english(piece))

    def _resounded(self, said: str) -> str:
        """Names and words of the field written with other characters of the same sound, put right: 领泡者, 盖张."""
        sounds = list(map(syllable, said))
        begins = [start for start, sound in enumerate(sounds) if sound in self._beginnings]
        for length, meant_by in self._by_sound.items():
            for start in begins:
                meant = meant_by.get(tuple(sounds[start : start + length]))
                if meant is not None and said[start : start + length] not in meant:
                    said = said[:start] + meant[0] + said[start + length :]
        return said

    def _respelt(self, said: str) -> str:
        """The first pilot's name with one wrong character, and any that sound alike, put right: 先近低碳支术."""
        written_at_all = self._in_long_names.intersection(said)
        if len(written_at_all) < self._fewest_needed:
            return said
        for name, sounds, needed in self._long_names:
            if len(written_at_all.intersection(name)) < needed:
                continue
            for start in range(len(said) - len(name) + 1):
                written = said[start : start + len(name)]
                wrong = [place for place, character in enumerate(written) if character != name[place]]
                unlike = [place for place in wrong if syllable(written[place]) != sounds[place]]
                if len(wrong) <= _most_wrong(name) and len(unlike) < 2:
                    return said.replace(written, name)
        return said

    def asks_outright(self, piece: str) -> bool:
        """Whether a piece is a question beyond doubt; 没 and 不 alone may belong to a story."""
        return bool(_ASKS_OUTRIGHT.search(piece))

    def _from_english(self, said: str) -> str:
        """English in the Chinese words of its matter: a question typed in it, or known words among Chinese ones."""
        words = _ENGLISH_WORD.findall(said)
        if words and _CHINESE.search(said):
            said = _ENGLISH_PHRASE.sub(lambda phrase: self._phrase_in_chinese(phrase[0]), said)
            return _LONG_ENGLISH_WORD.sub(lambda word: self._english.get(word[0], word[0]), said)
        if not words or _CHINESE.search(said):
            return said
        meant: list[str] = []
        unknown: list[str] = []
        start = 0
        while start < len(words):
            length = next(n for n in range(LONGEST_PHRASE, 0, -1) if n == 1 or self._phrase(words, start, n))
            known = self._phrase(words, start, length)
            (meant if known else unknown).append(known or words[start])
            start += length
        if len(unknown) > 1 and all(map(_PINYIN.fullmatch, unknown)):
            meant.append(f" {' '.join(unknown)}")  # tech pilot de shenbao tiaojian
        return "".join(dict.fromkeys(meant)) or said

    def _phrase_in_chinese(self, phrase: str) -> str:
        """English words in the midst of Chinese, known as they stand together: carbon capture."""
        words = phrase.split(" ")
        for length in range(min(LONGEST_PHRASE, len(words)), 1, -1):
            for start in range(len(words) - length + 1):
                if meant := self._phrase(words, start, length):
                    return phrase.replace(" ".join(words[start : start + length]), meant)
        return phrase

    def _phrase(self, words: list[str], start: int, length: int) -> str:
        """What ``length`` English words mean together; empty if they are not known together."""
        return self._english.get(" ".join(words[start : start + length]), "")


def _most_wrong(name: str) -> int:
    """How many characters of a pilot's name may be others."""
    return (len(name) - 1) // 2


def _by_sound(names: Iterable[str]) -> dict[int, dict[tuple[str, ...], tuple[str, ...]]]:
    """Names of three characters and more by length and sound; shorter ones sound like too much else."""
    found: dict[int, dict[tuple[str, ...], tuple[str, ...]]] = {}
    for name in names:
        sound = tuple(map(syllable, name))
        if len(name) >= SOUNDING and all(sound):
            alike = found.setdefault(len(name), {})
            alike[sound] = (*alike.get(sound, ()), name)
    return dict(sorted(found.items(), reverse=True))
