"""Scenes of answers that say less, or something else, than their words by themselves would."""

from __future__ import annotations

import pytest

from dialogs.moves import Left, Why


class TestCuttingIn:
    @pytest.mark.parametrize("said", ["不是,等等,问我这个干嘛", "不是，问这个干啥", "等等，为啥问这个"])
    def test_a_protest_asks_why_and_answers_nothing(self, talk, said):
        scene = talk("precheck", "leader").until("carbon_market_role").say(said)
        assert scene.moves[0] == Why("carbon_market_role")
        assert "carbon_market_role" not in scene.facts

    @pytest.mark.parametrize("said", ["不是，我想想", "等等，不是", "不是，等一下，我看看"])
    def test_not_so_before_something_else_is_none_of_several_kinds(self, talk, said):
        scene = talk("precheck", "leader").until("carbon_market_role").say(said)
        assert "carbon_market_role" not in scene.facts
        assert scene.asked.fact == "carbon_market_role"

    @pytest.mark.parametrize("said", ["都不是", "不是，都不在名单里", "没有"])
    def test_none_of_them_is_still_an_answer(self, talk, said):
        scene = talk("precheck", "leader").until("carbon_market_role").say(said)
        assert scene.facts["carbon_market_role"] == "none"

    @pytest.mark.parametrize("said", ["行了不弄了", "不是,退出,不弄了", "不是，退出，我不查了", "俺不弄了"])
    def test_who_has_had_enough_is_let_go(self, talk, said):
        scene = talk("precheck", "tech").usual().say(said)
        assert isinstance(scene.last, Left)
