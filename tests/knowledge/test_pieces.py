"""A clause in pieces to quote by: together they are the clause, and each can be quoted."""

from __future__ import annotations

from bot.notices import load_notice
from knowledge.citation import quoted_in
from knowledge.pieces import pieces, quote_of


def test_pieces_end_at_marks_and_brackets_stand_alone() -> None:
    assert pieces("纸质版一式五份（正式盖章件），报送至：市中心。") == (
        "纸质版一式五份",
        "（正式盖章件），",
        "报送至：",
        "市中心。",
    )
    assert quote_of("（正式盖章件），\n报送至：") == "（正式盖章件），报送至"


def test_of_every_clause_nothing_is_lost_and_every_piece_can_be_quoted() -> None:
    for clause in load_notice().clauses.values():
        assert "".join(pieces(clause.text)) == clause.text
        for piece in pieces(clause.text):
            quote = quote_of(piece)
            assert not quote or quoted_in(quote, clause)
