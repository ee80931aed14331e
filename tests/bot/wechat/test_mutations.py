"""Damaged requests get one clear 4xx or an ordinary answer; an exception would come through to the test."""

from __future__ import annotations

import itertools
import random
from collections import Counter

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.bot.wechat.fake_account import account_of, app_of
from tests.bot.wechat.mutations import CHANGES, mutated
from tests.bot.wechat.platform import Form, Mode, Platform

EVERY_WAY = list(itertools.product(("plain", "compatible", "safe"), ("xml", "json")))


@pytest.mark.parametrize(("mode", "form"), EVERY_WAY)
async def test_no_damage_does_harm(mode: Mode, form: Form) -> None:
    platform = Platform(mode=mode, form=form)
    transport = httpx.ASGITransport(app_of(account_of(platform)))
    chance = random.Random(f"{mode} {form}")
    codes: Counter[str] = Counter()
    async with httpx.AsyncClient(transport=transport, base_url="http://here") as client:
        for _ in range(400):
            request = mutated(chance, platform, "oyORnuP8q7ou2gfYjqLzSIWZf0rs")
            answer = await client.post("/wechat", params=request.query, content=request.body)
            if answer.status_code == 200:
                platform.read(answer.content)
                codes["200"] += 1
            else:
                assert 400 <= answer.status_code < 500
                error = answer.json()["error"]
                assert error["message"]
                codes[error["code"]] += 1
    # The damage reaches every layer, not only the first check.
    everywhere = {"200", "bad_parameter", "bad_signature", "body_too_large", "bad_charset", "missing_field"}
    assert everywhere | {f"bad_{form}"} <= set(codes)


@given(body=st.binary(max_size=2000), seed=st.integers(), change=st.sampled_from(CHANGES))
@settings(deadline=None)
def test_any_change_of_any_bytes_gives_bytes(body: bytes, seed: int, change: object) -> None:
    assert isinstance(change(random.Random(seed), body), bytes)  # type: ignore[operator]
