"""Scenes of going back and of changing one's mind."""

from __future__ import annotations

import pytest

from dialogs.moves import Ask, Changed, Finished, NothingToUndo, Settled, Undone, WhichToChange


class TestBack:
    def test_one_step_back_forgets_one_answer_and_asks_it_again(self, talk):
        scene = talk("precheck", "tech").usual()
        second, facts = scene.asked.fact, scene.facts
        scene.usual().say("上一步")
        assert scene.moves[0] == Undone((second,))
        assert scene.asked.fact == second
        assert scene.facts == facts

    def test_all_the_way_back_there_is_nothing_to_undo(self, talk):
        scene = talk("precheck", "tech")
        first = scene.asked.fact
        scene.usual().usual().usual().say("上一步", "上一步", "上一步")
        assert scene.facts == {}
        scene.say("上一步")
        assert scene.moves[0] == NothingToUndo()
        assert scene.asked.fact == first

    def test_what_opened_the_talk_stays(self, talk):
        scene = talk("precheck", "tech", opening="我们在北京注册").say("上一步")
        assert scene.moves[0] == NothingToUndo()
        assert scene.facts == {"registered_in_beijing": True}

    def test_back_from_the_result(self, talk):
        scene = talk("precheck", "tech").answer()
        last = scene.state.log[-1].fact
        scene.say("上一步")
        assert scene.asked.fact == last

    def test_back_from_the_first_no(self, talk):
        scene = talk("precheck", "tech").until("applicant_type").say("个人")
        assert isinstance(scene.last, Settled)
        scene.say("上一步", "企业")
        assert isinstance(scene.last, Ask)
        assert scene.facts["applicant_type"] == "enterprise"

    def test_back_undoes_a_correction(self, talk):
        scene = talk("precheck", "tech").until("applicant_type").say("企业", "我改一下，单位类型是医院", "上一步")
        assert scene.facts["applicant_type"] == "enterprise"

    def test_back_and_forth_is_as_if_nothing_had_been(self, talk):
        scene = talk("precheck", "tech").usual().usual().usual()
        question, facts = scene.asked.fact, scene.facts
        scene.say("上一步").usual()
        assert (scene.asked.fact, scene.facts) == (question, facts)


class TestAfterAFirstNo:
    @pytest.mark.parametrize(
        ("answer", "said", "value"),
        [
            ("没有", "正在筹建", "in_progress"),
            ("没有", "不对，正在筹建", "in_progress"),
        ],
    )
    def test_another_choice_takes_the_place_of_the_answer_that_led_to_it(self, talk, answer, said, value):
        scene = talk("precheck", "region").until("applicant_type").say("村委会").until("leading_body").say(answer)
        assert isinstance(scene.last, Settled)
        scene.say(said)
        assert scene.facts["leading_body"] == value
        assert not isinstance(scene.last, Settled)

    @pytest.mark.parametrize("said", ["2019年5月", "那如果是2019年5月呢", "哦不对是2019年5月", "应该是2019年5月"])
    def test_another_day_takes_the_place_of_the_one_that_led_to_it(self, talk, said):
        scene = talk("precheck", "leader").until("last_env_penalty").say("2021年3月5日")
        assert isinstance(scene.last, Settled)
        scene.say(said)
        assert scene.facts["last_env_penalty"].startswith("2019-05")

    def test_a_month_alone_asks_for_its_year(self, talk):
        scene = talk("precheck", "leader").until("last_env_penalty").say("2021年3月5日", "3月")
        assert scene.asked.fact == "last_env_penalty"
        assert scene.asked.current == "2021-03-05"

    @pytest.mark.parametrize("said", ["2019年5月的处罚算吗", "社区要推荐吗"])
    def test_a_question_is_none_of_it(self, talk, said):
        scene = talk("precheck", "leader").until("last_env_penalty").say("2021年3月5日", said)
        assert scene.facts["last_env_penalty"] == "2021-03-05"


class TestChange:
    @pytest.mark.parametrize(
        "said",
        [
            "我改一下，注册地是天津",
            "改注册地为天津",
            "把注册地改成天津",
            "不对，我们在天津注册",
            "刚才说错了，注册地是天津",
            "更正：注册在天津",
        ],
    )
    def test_fact_and_value_in_one_breath(self, talk, said):
        scene = talk("precheck", "tech", opening="我们在北京注册").usual().say(said)
        assert scene.facts["registered_in_beijing"] is False
        changed = scene.moves[0]
        assert isinstance(changed, Changed)
        assert (changed.fact, changed.before, changed.taken.value) == ("registered_in_beijing", True, False)
        assert isinstance(scene.last, Settled)

    @pytest.mark.parametrize("said", ["改第1题", "改第一题", "改单位类型", "我想改一下单位类型", "第1题选错了"])
    def test_only_what_is_named_and_then_asked(self, talk, said):
        scene = talk("precheck", "tech", opening="我们是公司").usual().say(said)
        assert scene.asked.fact == "applicant_type"
        assert scene.asked.number == 1
        assert scene.asked.current == "enterprise"
        scene.say("医院")
        assert isinstance(scene.moves[0], Changed)
        assert scene.facts["applicant_type"] == "institution"

    def test_a_number_with_its_new_value(self, talk):
        scene = talk("precheck", "tech", opening="我们是公司").say("第1题改成事业单位")
        assert scene.facts["applicant_type"] == "institution"

    def test_a_number_there_is_no_answer_for_lists_the_answers(self, talk):
        scene = talk("precheck", "tech", opening="我们是公司").say("改第9题")
        assert scene.last == WhichToChange(((1, "applicant_type", "enterprise"),), unknown=9)
        scene.say("1")
        assert scene.asked.fact == "applicant_type"

    def test_which_one_is_asked_where_nothing_is_named(self, talk):
        scene = talk("precheck", "tech", opening="我们是公司").usual().say("我改一下")
        assert isinstance(scene.last, WhichToChange)
        scene.say("单位类型")
        assert scene.asked.fact == "applicant_type"

    def test_a_change_of_mind_about_changing(self, talk):
        scene = talk("precheck", "tech").usual()
        open_question, facts = scene.asked.fact, scene.facts
        for way_out in ("上一步", "跳过"):
            scene.say("改第1题", way_out)
            assert (scene.asked.fact, scene.facts) == (open_question, facts)

    def test_nothing_answered_nothing_to_change(self, talk):
        scene = talk("precheck", "tech").say("改")
        assert scene.moves[0] == WhichToChange(())
        assert isinstance(scene.last, Ask)

    def test_no_alone_takes_back_the_last_answer(self, talk):
        scene = talk("precheck", "tech")
        first = scene.asked.fact
        scene.usual().say("不对")
        assert scene.facts == {}
        assert scene.asked.fact == first

    def test_only_the_new_value_finds_its_fact(self, talk):
        scene = talk("precheck", "tech", opening="我们是公司").say("不对，是医院")
        assert scene.facts["applicant_type"] == "institution"

    def test_the_same_again_changes_nothing(self, talk):
        scene = talk("precheck", "tech", opening="我们是公司").say("改单位类型为企业")
        changed = scene.moves[0]
        assert isinstance(changed, Changed)
        assert changed.before == changed.taken.value
        assert len(scene.state.log) == 1

    def test_an_answer_that_lost_its_ground_goes_and_comes_back_with_it(self, talk):
        scene = talk("precheck", "leader").answer(carbon_market_role="北京市重点", always_surrendered_on_time="按时")
        assert scene.facts["always_reported_on_time"] is True
        scene.say("我改一下，是一般报告单位")
        assert "always_reported_on_time" not in scene.facts
        scene.say("改碳市场名单为北京市重点排放单位")
        assert scene.facts["always_reported_on_time"] is True

    def test_a_better_answer_after_the_result_gives_a_better_result(self, talk):
        scene = talk("precheck", "tech", opening="我们在河北注册").say("继续看完").answer()
        assert isinstance(scene.last, Finished)
        scene.say("我改一下，注册地是北京")
        assert isinstance(scene.last, Finished)
        assert scene.last.verdicts[0].result.value == "provisionally_eligible"

    def test_a_change_is_made_where_it_belongs_not_to_the_latest_answer(self, talk):
        scene = talk("precheck", "region", opening="我们是村委会").answer()
        scene.say("我改一下，2021年村里出过一次安全事故")
        assert scene.facts["area_last_safety_accident"] == "2021-12-31"
        assert scene.asked.fact == "area_safety_accident_level"
        scene.say("一般事故", "我改一下，辖区去年5月发生过突发环境事件")
        assert scene.facts["area_last_env_incident"] == "2022-05-31"
        assert scene.facts["area_last_safety_accident"] == "2021-12-31"

    @pytest.mark.parametrize("said", ["我改一下，去问问书记再说", "改一下那个什么来着", "我想改一下，随便"])
    def test_a_change_not_understood_lists_the_answers(self, talk, said):
        scene = talk("precheck", "tech", opening="我们是公司").usual().say(said)
        assert scene.heard.understood
        assert isinstance(scene.last, WhichToChange)
        assert [fact for _, fact, _ in scene.last.answers] == list(scene.facts)

    @pytest.mark.parametrize("said", ["改材料可以吗", "修改申报表怎么办"])
    def test_a_question_about_changing_is_left_to_others(self, talk, said):
        assert not talk("precheck", "tech", opening="我们是公司").usual().say(said).heard.understood

    def test_behind_the_list_the_open_question_can_be_answered(self, talk):
        scene = talk("precheck", "tech", opening="我们是公司")
        open_question = scene.asked.fact
        scene.say("改一下那个什么来着", "自己建设、使用" if open_question == "project_role" else "1")
        assert isinstance(scene.last, Ask)

    def test_going_on_drops_the_wish_to_change(self, talk):
        scene = talk("precheck", "tech").usual()
        open_question, facts = scene.asked.fact, scene.facts
        scene.say("改第1题", "继续")
        assert (scene.asked.fact, scene.facts) == (open_question, facts)

    def test_an_answer_about_changes_is_no_change(self, talk):
        scene = talk("precheck", "tech").until("last_env_penalty").say("只有责令改正")
        assert scene.facts["last_env_penalty"] == "order_only"
