"""Scenes of the guided dialogs, from the first question to the result."""

from __future__ import annotations

from datetime import date

import pytest

from dialogs.flow import again, hear, start
from dialogs.moves import Ask, Details, Finished, Left, Materials, Restarted, Settled, Why
from dialogs.readings import ProblemKind
from dialogs.state import DialogState
from eligibility.rulebook import Rulebook
from eligibility.verdict import Result


class TestPrecheck:
    def test_a_sound_company_walks_through_to_a_provisional_yes(self, talk):
        scene = talk("precheck", "tech").answer()
        assert isinstance(scene.last, Finished)
        assert [verdict.result for verdict in scene.last.verdicts] == [Result.provisionally_eligible]
        assert scene.last.offered == ("technology_field",)
        assert not scene.last.more

    def test_the_first_no_is_shown_with_its_clause_before_going_on(self, talk):
        scene = talk("precheck", "tech", opening="我们是一家公司").say("我们在河北注册")
        assert isinstance(scene.last, Settled)
        assert [line.criterion.id for line in scene.last.verdict.deciding()] == ["T1b"]
        assert scene.last.remaining > 0

    @pytest.mark.parametrize("said", ["继续看完", "1", "是", "继续", "好的"])
    def test_going_on_asks_the_rest(self, talk, said):
        scene = talk("precheck", "tech", opening="我们在河北注册").say(said)
        assert isinstance(scene.last, Ask)
        scene.answer()
        assert isinstance(scene.last, Finished)
        assert scene.last.verdicts[0].result is Result.ineligible
        assert not scene.last.more
        assert {line.status.value for line in scene.last.verdicts[0].criteria} <= {"met", "unmet", "not_applicable"}

    @pytest.mark.parametrize("said", ["到此为止", "2", "不用了", "不看了", "跳过"])
    def test_stopping_there_shows_the_result(self, talk, said):
        scene = talk("precheck", "tech", opening="我们在河北注册").say(said)
        assert isinstance(scene.last, Finished)
        assert scene.last.more

    def test_the_whole_picture_can_still_be_had_later(self, talk):
        scene = talk("precheck", "tech", opening="我们在河北注册").say("到此为止", "继续看完")
        assert isinstance(scene.last, Ask)

    def test_a_no_on_the_last_question_ends_at_once(self, talk):
        scene = talk("precheck", "region").answer(district="不在北京")
        assert isinstance(scene.last, Settled | Finished)

    def test_the_questions_count_up_and_the_rest_counts_down(self, talk):
        scene = talk("precheck", "tech")
        numbers, rest = [], []
        while isinstance(scene.last, Ask):
            numbers.append(scene.last.number)
            rest.append(scene.last.remaining)
            scene.usual()
        assert numbers == list(range(1, len(numbers) + 1))
        assert rest[-1] == 0
        assert rest == sorted(rest, reverse=True)

    def test_the_first_question_is_not_called_the_last(self, talk):
        assert talk("precheck", "region").asked.remaining > 2

    def test_all_unknown_ends_in_verify(self, talk):
        scene = talk("precheck", "tech")
        for _ in range(20):
            if isinstance(scene.last, Ask):
                scene.say("不清楚")
        assert isinstance(scene.last, Finished)
        assert scene.last.verdicts[0].result is Result.verify


class TestWhich:
    def test_all_three_share_their_answers_and_come_out_best_first(self, talk):
        scene = talk("which").answer(sector="芯片", carbon_market_role="一般报告单位")
        assert isinstance(scene.last, Finished)
        ranks = [verdict.result.rank for verdict in scene.last.verdicts]
        assert ranks == sorted(ranks, reverse=True)
        assert {verdict.programme for verdict in scene.last.verdicts} == {"tech", "leader", "region"}
        assert scene.last.verdicts[-1].programme == "region"

    def test_a_settled_no_of_one_does_not_interrupt(self, talk):
        scene = talk("which").until("applicant_type").say("社区居委会")
        assert isinstance(scene.last, Ask)

    def test_no_fact_is_asked_twice(self, talk):
        scene = talk("which")
        asked = []
        while isinstance(scene.last, Ask):
            asked.append(scene.last.fact)
            scene.say("不清楚")
        assert len(asked) == len(set(asked))


class TestChecklist:
    def test_only_what_changes_a_row_is_asked(self, talk):
        scene = talk("checklist", "tech")
        asked = []
        while isinstance(scene.last, Ask):
            asked.append(scene.last.fact)
            scene.say("1")
        assert sorted(asked) == ["applicant_type", "applied_in_2022"]
        assert isinstance(scene.last, Finished)
        assert scene.last.kind == "checklist"

    def test_a_reapplicant_gets_the_short_list_without_a_second_question(self, talk):
        scene = talk("checklist", "tech").say("申报过，没评上")
        assert isinstance(scene.last, Finished)
        items = [row.item for row in scene.last.verdicts[0].checklist]
        assert "项目实施进展和成效报告" in items
        assert len(items) == 2

    def test_what_the_opening_words_told_is_not_asked(self, talk):
        scene = talk("checklist", "leader", opening="我们是大学")
        assert isinstance(scene.last, Finished)


    def test_asked_for_in_the_midst_of_a_precheck_it_is_shown_and_the_question_put_again(self, talk):
        scene = talk("precheck", "tech").usual()
        asked = scene.asked.fact
        scene.say("我的材料清单")
        assert isinstance(scene.moves[0], Materials)
        assert scene.moves[0].verdict is not None
        assert scene.asked.fact == asked

    def test_while_pilots_are_compared_it_comes_later(self, talk):
        scene = talk("which").usual().say("完善清单")
        assert scene.moves[0] == Materials(None)
        assert isinstance(scene.last, Ask)

    def test_after_a_no_nothing_is_asked_again_for_it(self, talk):
        scene = talk("precheck", "leader").say("都不是", "完善清单")
        assert isinstance(scene.moves[0], Materials)


class TestAnswering:
    def test_what_is_told_beside_the_question_is_kept_and_said_back(self, talk):
        scene = talk("precheck", "tech").say("我们是一家公司，去年10月投产，没有环境处罚")
        assert scene.facts == {
            "applicant_type": "enterprise",
            "commissioned_on": "2022-10-31",
            "last_env_penalty": "none",
        }
        assert {taken.fact for taken in scene.asked.heard} == set(scene.facts)

    def test_an_open_question_stays_open_while_others_are_told(self, talk):
        scene = talk("precheck", "tech").until("project_role")
        asked = scene.asked.fact
        scene.say("没有被罚过")
        assert scene.asked.fact == asked
        assert scene.facts["last_env_penalty"] == "none"

    def test_a_hedge_is_taken_and_marked(self, talk):
        scene = talk("precheck", "leader").answer(carbon_market_role="应该是一般报告单位吧")
        assert [given.fact for given in scene.state.log if given.hedged] == ["carbon_market_role"]

    def test_skipping_counts_as_not_known(self, talk):
        scene = talk("precheck", "tech")
        first = scene.asked.fact
        scene.say("跳过")
        assert scene.facts[first] == "unknown"

    def test_why_names_the_fact_and_puts_the_question_again(self, talk):
        scene = talk("precheck", "tech")
        asked = scene.asked.fact
        scene.say("为什么问这个")
        assert scene.moves == (Why(asked), scene.last)
        assert scene.asked.fact == asked

    def test_a_month_is_taken_where_all_its_days_come_to_the_same(self, talk):
        scene = talk("precheck", "tech", opening="去年10月投产的")
        assert scene.facts["commissioned_on"] == "2022-10-31"

    def test_a_month_that_could_go_either_way_is_asked_again_once(self, talk):
        scene = talk("precheck", "tech").until("last_env_penalty")
        scene.say("2020年8月")
        assert scene.asked.problem is not None
        assert scene.asked.problem.kind is ProblemKind.imprecise
        scene.say("就是2020年8月")
        assert scene.facts["last_env_penalty"] == "unknown"
        assert scene.state.log[-1].manner == "imprecise"

    def test_a_whole_year_is_taken_where_all_its_days_come_to_the_same(self, talk):
        scene = talk("precheck", "tech").until("last_env_penalty").say("去年罚过")
        assert scene.facts["last_env_penalty"] == "2022-12-31"

    def test_a_year_that_could_go_either_way_is_asked_again_once(self, talk):
        scene = talk("precheck", "tech").until("last_env_penalty").say("2020年")
        assert scene.asked.problem is not None
        assert scene.asked.problem.kind is ProblemKind.imprecise
        scene.say("2020年吧，记不清了")
        assert scene.facts["last_env_penalty"] == "unknown"

    @pytest.mark.parametrize(
        ("said", "first", "taken"),
        [
            ("预计10月", "2023-10-01", "2023-10-31"),
            ("五月份", "2023-05-01", "2023-05-31"),
            ("9月1日", "2023-09-01", None),
        ],
    )
    def test_a_month_without_its_year_is_put_into_the_likely_one_for_a_yes(self, talk, said, first, taken):
        scene = talk("precheck", "tech").until("commissioned_on").say(said)
        assert scene.asked.problem is not None
        assert scene.asked.problem.proposed is not None
        assert scene.asked.problem.proposed.first == date.fromisoformat(first)
        assert DialogState.model_validate_json(scene.state.model_dump_json()) == scene.state
        scene.say("是的")
        assert scene.facts["commissioned_on"] == (taken or first)

    def test_what_has_happened_is_put_into_the_past(self, talk):
        scene = talk("precheck", "tech").until("last_env_penalty").say("10月罚过一次", "对")
        assert scene.facts["last_env_penalty"] == "2022-10-31"

    def test_what_is_still_going_on_is_asked_for_its_end(self, talk):
        scene = talk("precheck", "tech").until("registered_in_beijing").say("去年10月建成的，还在试运行")
        assert scene.asked.fact == "commissioned_on"
        assert scene.asked.problem is not None
        assert scene.asked.problem.kind is ProblemKind.unfinished
        scene.say("今年9月底")
        assert scene.facts["commissioned_on"] == "2023-09-30"

    def test_what_is_known_already_is_said_back(self, talk):
        scene = talk("precheck", "tech", opening="没有被罚过")
        asked, facts = scene.asked.fact, scene.facts
        scene.say("没有被处罚过")
        assert scene.asked.fact == asked
        assert [taken.fact for taken in scene.asked.heard] == ["last_env_penalty"]
        assert scene.facts == facts

    def test_classes_are_no_numbers_where_there_are_none(self, talk):
        scene = talk("precheck", "tech").until("registered_in_beijing").say("第1类")
        assert "registered_in_beijing" not in scene.facts

    def test_two_choices_of_one_kind_ask_which(self, talk):
        scene = talk("precheck", "leader").until("carbon_market_role").say("重点排放单位")
        assert scene.asked.problem is not None
        assert scene.asked.problem.kind is ProblemKind.which
        assert set(scene.asked.problem.values) == {"national_key", "beijing_key"}

    def test_a_bare_word_corrects_a_no_that_came_of_a_wrong_number(self, talk):
        scene = talk("precheck", "region").say("3")
        assert isinstance(scene.last, Settled)
        scene.say("村里的")
        assert scene.facts["applicant_type"] == "village_committee"
        assert isinstance(scene.last, Ask)

    def test_what_was_read_out_of_a_sentence_is_said_back(self, talk):
        scene = talk("precheck", "region").say("村里有养猪场污染过一次")
        assert [taken.fact for taken in scene.asked.heard if taken.freely] == ["applicant_type"]

    def test_a_body_described_is_a_body(self, talk):
        scene = talk("precheck", "region", opening="我们是村委会").until("leading_body")
        scene.say("有村里领导小组，书记当组长")
        assert scene.facts["leading_body"] == "yes"

    def test_a_future_event_is_refused(self, talk):
        scene = talk("precheck", "tech").until("last_env_penalty")
        scene.say("2023年9月1日")
        assert scene.asked.problem is not None
        assert scene.asked.problem.kind is ProblemKind.future

    def test_what_contradicts_an_earlier_answer_is_not_taken(self, talk):
        scene = talk("precheck", "tech", opening="我们是一家公司").say("我们没有独立法人资格")
        assert "legal_person" not in scene.facts

    def test_nonsense_twice_offers_a_way_out(self, talk):
        scene = talk("precheck", "tech").say("哈哈")
        assert not scene.heard.understood
        assert not scene.asked.way_out
        scene.say("呵呵呵")
        assert not scene.heard.understood
        assert scene.asked.way_out
        assert scene.facts == {}

    def test_an_answer_forgives_earlier_nonsense(self, talk):
        scene = talk("precheck", "tech").say("哈哈", "呵呵").usual().say("嘿嘿")
        assert not scene.asked.way_out

    def test_a_question_is_left_to_others_and_the_open_one_can_be_put_again(self, talk, rulebook, today):
        scene = talk("precheck", "tech")
        before = scene.state
        assert not hear(before, "材料要交几份？", rulebook, today).understood
        (move,) = again(before, rulebook, today)
        assert isinstance(move, Ask)
        assert move.fact == before.pending
        assert move.problem is None


class TestEnding:
    def test_leaving_ends_the_dialog(self, talk):
        scene = talk("precheck", "tech").usual().say("退出")
        assert scene.heard.state is None
        assert scene.moves == (Left("precheck", 1),)

    def test_starting_again_forgets_everything(self, talk):
        scene = talk("precheck", "tech").usual().say("重来")
        assert scene.moves[0] == Restarted("precheck")
        assert scene.facts == {}

    def test_another_project_knows_nothing_of_the_first(self, talk):
        scene = talk("precheck", "tech").answer().say("再查一家公司")
        assert scene.moves[0] == Restarted("precheck", another=True, concluded=True)
        assert scene.facts == {}
        assert scene.state.log == ()

    def test_the_checklist_can_be_refined_after_the_result(self, talk):
        scene = talk("precheck", "tech").answer().say("完善清单")
        assert scene.asked.fact == "technology_field"
        scene.say("储能")
        assert isinstance(scene.last, Finished)
        assert scene.facts["technology_field"] == 1
        assert scene.last.offered == ()

    def test_more_shows_the_details(self, talk):
        scene = talk("precheck", "tech").answer().say("更多")
        assert isinstance(scene.moves[0], Details)

    def test_after_the_result_other_talk_is_left_to_others(self, talk):
        scene = talk("precheck", "tech").answer().say("谢谢")
        assert not scene.heard.understood
        assert scene.moves == ()

    def test_something_told_after_the_result_changes_it(self, talk):
        scene = talk("precheck", "tech").answer().say("其实我们注册在天津")
        assert scene.facts["registered_in_beijing"] is False
        assert isinstance(scene.last, Settled | Finished)
        assert "ineligible" in str(scene.last)


def test_a_state_survives_being_stored_at_every_step(talk):
    scene = talk("which")
    while isinstance(scene.last, Ask):
        assert DialogState.model_validate_json(scene.state.model_dump_json()) == scene.state
        scene.say("2023-06-30" if scene.book.facts[scene.last.fact].kind == "date" else "1")
    assert DialogState.model_validate_json(scene.state.model_dump_json()) == scene.state


def test_an_unknown_programme_is_named(rulebook: Rulebook, today: date) -> None:
    with pytest.raises(KeyError, match="finance"):
        start("precheck", ("finance",), rulebook, today)
