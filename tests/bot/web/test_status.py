"""Alive, ready and counted, over HTTP; the counts are not for the world."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace

import httpx
import pytest
from fastapi import FastAPI

from bot.app import create_app
from bot.channels.web.site import Site
from bot.health import Condition
from bot.metrics import Metrics
from bot.settings import Settings, load_settings
from tests.bot.web.stage import Stage


class Examined:
    """A health that finds what it is told to find."""

    condition = Condition(owed_replies=2)

    async def look(self) -> Condition:
        return self.condition


@pytest.fixture
def health() -> Examined:
    return Examined()


@pytest.fixture
def metrics() -> Metrics:
    return Metrics()


@pytest.fixture
def app(stage: Stage, health: Examined, metrics: Metrics) -> FastAPI:
    @asynccontextmanager
    async def opened(settings: Settings) -> AsyncIterator[Site]:
        async with stage.open(settings) as site:
            yield replace(site, health=health, metrics=metrics)

    return create_app(load_settings(), opened)


async def test_a_healthy_house_is_alive_and_ready(client: httpx.AsyncClient) -> None:
    for path in ("/healthz", "/healthz/live", "/healthz/ready"):
        got = await client.get(path)
        assert (got.status_code, got.json()) == (200, {"status": "ok"})
        assert got.headers["cache-control"] == "no-store"
        assert (await client.head(path)).status_code == 200


async def test_without_its_database_it_is_alive_but_not_ready_and_says_why(
    client: httpx.AsyncClient, health: Examined
) -> None:
    health.condition = Condition("数据库在 1 秒内没有应答")
    assert (await client.get("/healthz/live")).status_code == 200
    for path in ("/healthz", "/healthz/ready"):
        got = await client.get(path)
        assert got.status_code == 503
        assert got.json() == {"status": "unready", "reason": "数据库在 1 秒内没有应答"}
    health.condition = Condition()
    assert (await client.get("/healthz")).status_code == 200


async def test_the_counts_are_read_with_the_state_of_the_database(
    client: httpx.AsyncClient, metrics: Metrics, health: Examined
) -> None:
    metrics.turn("wechat", "answered", 0.01)
    got = await client.get("/metrics")
    assert got.headers["content-type"].startswith("text/plain")
    assert 'shenbao_turns_total{channel="wechat",outcome="answered"} 1.0' in got.text
    assert "shenbao_database_up 1.0" in got.text
    assert "shenbao_owed_replies 2.0" in got.text
    health.condition = Condition("数据库不可用（OperationalError）")
    assert "shenbao_database_up 0.0" in (await client.get("/metrics")).text


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("127.0.0.1", 200),
        ("::1", 200),
        ("10.0.0.7", 200),
        ("172.18.0.3", 200),
        ("8.8.8.8", 404),
        ("2400:3200::1", 404),
        ("a-socket-of-the-file-system", 404),
    ],
)
async def test_the_counts_are_for_this_machine_and_private_networks_only(
    app: FastAPI, address: str, status: int
) -> None:
    transport = httpx.ASGITransport(app, client=(address, 4711))
    async with app.router.lifespan_context(app), httpx.AsyncClient(transport=transport, base_url="http://here") as it:
        assert (await it.get("/metrics")).status_code == status
