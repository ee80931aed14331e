"""Publications over the folder's entries: who answers, the folder or the desk."""

from __future__ import annotations

from knowledge.clauses import Clause, Clauses
from knowledge.faq import Cite, FaqAnswer, FaqEntry, FaqKind
from knowledge.holding_back import UNDER_REVIEW, lapsed
from knowledge.overlay import Overlaid, Publication, Standing, digest, overlaid

CLAUSES = Clauses([Clause("n.1", "n", "通知", ("一、报送",), "一、报送\n纸质材料一式五份。", 1, 2)])


def entry(id: str, text: str, quote: str = "一式五份") -> FaqEntry:
    answer = FaqAnswer(text=text, cites=(Cite(clause="n.1", quote=quote),))
    return FaqEntry(id=id, matter=id, wordings=(f"问{id}",), answer=answer)


COPIES, ADDRESS = entry("copies", "五份。"), entry("address", "海淀。")
FOLDER = (COPIES, ADDRESS)
FIVE = entry("copies", "一式五份，要盖章。")


def texts(laid: Overlaid) -> dict[str, str]:
    return {one.id: one.answer.text for one in laid.entries if one.answer}


def published(new: FaqEntry, *before: FaqEntry | None) -> Publication:
    return Publication(id=new.id, entry=new, before=frozenset(map(digest, before)))


def test_a_publication_stands_in_the_place_of_its_entry_and_a_new_one_at_the_end() -> None:
    laid = overlaid(FOLDER, [published(FIVE, COPIES), published(entry("new", "新。"), None)], CLAUSES)
    assert texts(laid) == {"copies": "一式五份，要盖章。", "address": "海淀。", "new": "新。"}
    assert list(laid.standings.values()) == [Standing.published, Standing.published]


def test_once_the_folder_says_the_same_it_is_the_folders_however_the_file_is_laid_out() -> None:
    in_file = entry("copies", "一式五份，要盖章。\n")
    laid = overlaid((in_file, ADDRESS), [published(FIVE, COPIES)], CLAUSES)
    assert laid.entries == (in_file, ADDRESS)
    assert laid.standings == {"copies": Standing.in_folder}


def test_a_folder_changed_to_something_else_since_counts() -> None:
    """Else a publication of last year would hide every later change of the file."""
    later = entry("copies", "六份。")
    laid = overlaid((later, ADDRESS), [published(FIVE, COPIES)], CLAUSES)
    assert texts(laid)["copies"] == "六份。"
    assert laid.standings == {"copies": Standing.overtaken}


def test_a_folder_that_has_only_caught_up_with_an_earlier_publication_does_not() -> None:
    newer = entry("copies", "五份，盖章，装订。")
    laid = overlaid((FIVE, ADDRESS), [published(newer, COPIES, FIVE)], CLAUSES)
    assert texts(laid)["copies"] == "五份，盖章，装订。"


def test_withdrawn_the_folders_own_answers_again() -> None:
    laid = overlaid(FOLDER, [Publication(id="copies", entry=None), Publication(id="new", entry=None)], CLAUSES)
    assert laid.entries == FOLDER
    assert set(laid.standings.values()) == {Standing.withdrawn}


def test_what_quotes_words_the_notice_does_not_hold_is_held_back() -> None:
    """Fails when a quote that is not in its clause is served, from the folder or from the desk."""
    wrong, gone = entry("address", "海淀。", "一式六份"), entry("new", "新。")
    gone = gone.model_copy(update={"answer": FaqAnswer(text="新。", cites=(Cite(clause="n.9", quote="一"),))})
    laid = overlaid((COPIES, wrong), [published(gone, None)], CLAUSES)
    assert texts(laid) == {"copies": "五份。", "address": UNDER_REVIEW, "new": UNDER_REVIEW}
    assert laid.standings == {"address": Standing.lapsed, "new": Standing.lapsed}
    assert {one.kind for one in laid.entries[1:]} == {FaqKind.silent}
    assert lapsed(wrong, CLAUSES) == (Cite(clause="n.1", quote="一式六份"),)
    assert lapsed(COPIES, CLAUSES) == ()
