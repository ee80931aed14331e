"""Scenes of answers that say less, or something else, than their words by themselves would."""

from __future__ import annotations

import pytest

from dialogs.moves import Left, WhichToChange, Why
from dialogs.readings import Problem, ProblemKind


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


class TestABareDateForAnEarlierAnswer:
    def test_it_makes_no_date_of_a_denial(self, talk):
        scene = talk("precheck", "tech").until("last_env_penalty").say("没有")
        scene.say("我改一下，是2021年9月12号")
        assert isinstance(scene.last, WhichToChange)
        assert scene.facts["last_env_penalty"] == "none"

    def test_nor_once_the_result_is_out(self, talk):
        scene = talk("precheck", "region", opening="我们是村委会").answer()
        denied = [fact for fact, value in scene.facts.items() if value == "none"]
        scene.say("不对，是2021年9月12号")
        assert isinstance(scene.last, WhichToChange)
        assert {scene.facts[fact] for fact in denied} == {"none"}

    def test_it_changes_the_only_date_there_is(self, talk):
        scene = talk("precheck", "tech").until("commissioned_on").usual().until("last_safety_accident")
        scene.say("我改一下，是2023年9月12号")
        assert scene.facts["commissioned_on"] == "2023-09-12"
        assert scene.asked.fact == "last_safety_accident"

    def test_of_two_dates_the_one_just_told(self, talk):
        scene = talk("precheck", "tech", opening="项目2023年9月1日建成")
        scene.until("last_env_penalty").say("2019年3月5日", "不对，是2019年5月3日")
        assert scene.facts["last_env_penalty"] == "2019-05-03"
        assert scene.facts["commissioned_on"] == "2023-09-01"


class TestABranchElsewhere:
    def test_it_is_not_what_the_applicant_is(self, talk):
        scene = talk("precheck", "tech", opening="我们是公司").say("在北京注册", "我改一下，注册地是廊坊")
        assert scene.facts["registered_in_beijing"] is False
        scene.say("不对，还是北京，廊坊是分厂")
        assert scene.facts["applicant_type"] == "enterprise"
        assert scene.facts["registered_in_beijing"] is True

    def test_told_beside_the_kind_it_leaves_the_kind(self, talk):
        scene = talk("precheck", "tech").until("applicant_type").say("我们是公司，廊坊是分厂")
        assert scene.facts["applicant_type"] == "enterprise"

    @pytest.mark.parametrize("said", ["北京分公司", "我们是廊坊的分厂"])
    def test_a_branch_may_still_be_the_applicant(self, talk, said):
        scene = talk("precheck", "tech").until("applicant_type").say(said)
        assert scene.facts["applicant_type"] == "branch"


class TestADateGuessedAt:
    @pytest.mark.parametrize("said", ["不知道，早些年河边倒过油，大概前年夏天", "记不清了，好像是前年夏天"])
    def test_a_season_guessed_at_is_asked_again_and_then_left_open(self, talk, said):
        scene = talk("precheck", "region", opening="我们是村委会").until("area_last_env_incident").say(said)
        assert scene.asked.fact == "area_last_env_incident"
        assert scene.asked.problem.kind is ProblemKind.vague
        scene.say(said)
        assert scene.facts["area_last_env_incident"] == "unknown"

    @pytest.mark.parametrize("said", ["前年夏天", "不记得是哪天了，大概2021年7月"])
    def test_what_is_known_well_enough_is_taken(self, talk, said):
        scene = talk("precheck", "region", opening="我们是村委会").until("area_last_env_incident").say(said)
        assert scene.facts["area_last_env_incident"].startswith("2021-08")


class TestNothingThatMeansEither:
    @pytest.mark.parametrize("said", ["没有", "没有过", "都没有", "没"])
    def test_no_delay_or_not_in_time_is_asked(self, talk, said):
        scene = talk("precheck", "leader").until("always_surrendered_on_time").say(said)
        assert scene.asked.fact == "always_surrendered_on_time"
        assert scene.asked.problem == Problem(ProblemKind.which, (True, False))

    @pytest.mark.parametrize(
        ("said", "kept"),
        [
            ("没有，都按时", True),
            ("没有逾期", True),
            ("没有，逾期过一次", False),
            ("不是", False),
            ("否", False),
            ("2", False),
        ],
    )
    def test_what_says_which_is_taken(self, talk, said, kept):
        scene = talk("precheck", "leader").until("always_surrendered_on_time").say(said)
        assert scene.facts["always_surrendered_on_time"] is kept

    @pytest.mark.parametrize("said", ["那履约那条是是，每年都按时", "履约那条是是"])
    def test_the_item_is_corrected_by_its_name_after_the_result(self, talk, said):
        scene = talk("precheck", "leader").until("always_surrendered_on_time").say("否", "到此为止", said)
        assert scene.facts["always_surrendered_on_time"] is True

    def test_and_while_another_is_asked(self, talk):
        scene = talk("precheck", "leader").until("always_surrendered_on_time").say("是")
        scene.until("always_reported_on_time").say("那履约那条是是，每年都按时")
        assert "always_reported_on_time" not in scene.facts


class TestAnUncleAtTheVillage:
    @pytest.mark.parametrize(
        "said", ["俺改一下，领导小组有了，昨儿开会定的", "咱改一下，领导小组有了", "俺们领导小组有了，昨儿开会定的"]
    )
    def test_he_is_heard_like_anybody(self, talk, said):
        scene = talk("precheck", "region", opening="俺们是村委会").until("leading_body").say("没有", said)
        assert scene.facts["applicant_type"] == "village_committee"
        assert scene.facts["leading_body"] == "yes"


class TestAnApplicantThatIsNoLegalPerson:
    @pytest.mark.parametrize("said", ["医院是分院 没独立法人", "医院分院，没有独立法人资格"])
    def test_a_kind_that_would_be_one_is_asked_again(self, talk, said):
        scene = talk("precheck", "tech").until("applicant_type").say(said)
        assert "applicant_type" not in scene.facts
        assert scene.asked.fact == "applicant_type"
        assert {"institution", "branch"} <= set(scene.asked.problem.values)
        scene.say("不清楚")
        assert scene.facts["legal_person"] is False

    def test_told_later_it_puts_the_kind_in_question(self, talk):
        scene = talk("precheck", "tech", opening="我们是医院").say("我们没有独立法人资格")
        assert scene.asked.fact == "applicant_type"
        assert scene.asked.problem.kind is ProblemKind.contradiction
        scene.say("分支机构")
        assert scene.facts["applicant_type"] == "branch"

    def test_it_opens_no_talk_with_that_kind(self, talk):
        scene = talk("precheck", "tech", opening="我们是医院，没有独立法人资格，没被罚过")
        assert scene.facts == {"last_env_penalty": "none"}

    @pytest.mark.parametrize(
        ("said", "kind"), [("分公司，没有独立法人资格", "branch"), ("公司，有独立法人资格", "enterprise")]
    )
    def test_a_kind_that_agrees_is_taken(self, talk, said, kind):
        scene = talk("precheck", "tech").until("applicant_type").say(said)
        assert scene.facts["applicant_type"] == kind
