"""The counts as Prometheus reads them."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from prometheus_client.parser import text_string_to_metric_families

from bot.metrics import Metrics


def read(metrics: Metrics) -> dict[tuple[str, tuple[str, ...]], float]:
    """Every sample by name and values of labels."""
    return {
        (sample.name, tuple(sample.labels.values())): sample.value
        for family in text_string_to_metric_families(metrics.text().decode())
        for sample in family.samples
    }


def test_turns_are_counted_by_channel_and_outcome_with_their_time() -> None:
    metrics = Metrics()
    metrics.turn("wechat", "answered", 0.003)
    metrics.turn("wechat", "answered", 0.3)
    metrics.turn("web", "error", 4.5)
    counts = read(metrics)
    assert counts["shenbao_turns_total", ("wechat", "answered")] == 2
    assert counts["shenbao_turns_total", ("web", "error")] == 1
    assert counts["shenbao_turn_seconds_count", ("wechat",)] == 2
    assert counts["shenbao_turn_seconds_bucket", ("wechat", "0.005")] == 1
    assert counts["shenbao_turn_seconds_bucket", ("web", "4.0")] == 0
    assert counts["shenbao_turn_seconds_bucket", ("web", "5.0")] == 1


def test_what_was_not_taken_is_counted_by_its_reason_and_there_from_the_start() -> None:
    metrics = Metrics()
    reasons = ("limit", "queue", "replay", "late")
    assert [read(metrics)["shenbao_turned_away_total", (reason,)] for reason in reasons] == [0, 0, 0, 0]
    for happen in (metrics.limited, metrics.full, metrics.replayed, metrics.late):
        happen()
    assert [read(metrics)["shenbao_turned_away_total", (reason,)] for reason in reasons] == [1, 1, 1, 1]


def test_repeats_and_faults() -> None:
    metrics = Metrics()
    metrics.repeat("wechat")
    metrics.fault("OperationalError")
    counts = read(metrics)
    assert counts["shenbao_repeats_total", ("wechat",)] == 1
    assert counts["shenbao_faults_total", ("OperationalError",)] == 1


def test_the_queue_is_asked_when_it_is_read() -> None:
    metrics, waiting = Metrics(), ["a", "b"]
    metrics.watch_queue(lambda: len(waiting))
    assert read(metrics)["shenbao_queue_length", ()] == 2
    waiting.clear()
    assert read(metrics)["shenbao_queue_length", ()] == 0


def test_a_database_out_of_reach_keeps_the_last_known_debt() -> None:
    metrics = Metrics()
    metrics.database(up=True, owed_replies=3)
    metrics.database(up=False, owed_replies=None)
    counts = read(metrics)
    assert (counts["shenbao_database_up", ()], counts["shenbao_owed_replies", ()]) == (0, 3)


def test_the_memory_of_the_process_can_be_watched() -> None:
    assert read(Metrics())["shenbao_process_resident_memory_bytes", ()] > 1_000_000


def test_two_processes_in_one_do_not_count_together() -> None:
    one, other = Metrics(), Metrics()
    one.limited()
    assert read(other)["shenbao_turned_away_total", ("limit",)] == 0


@given(st.text(), st.text(), st.text())
def test_no_persons_words_become_a_label(channel: str, outcome: str, kind: str) -> None:
    metrics = Metrics()
    metrics.turn(channel, outcome + "13800138000", 0.1)
    metrics.repeat("o6_bmjrPTlm6_2sgVt7hMZOPfL2M" + channel)
    metrics.fault(kind + "@qq.com")
    counts = read(metrics)
    assert [labels for name, labels in counts if name == "shenbao_repeats_total"] == [("other",)]
    assert [labels for name, labels in counts if name == "shenbao_faults_total"] == [("other",)]
    assert b"13800138000" not in metrics.text()
