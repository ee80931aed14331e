"""Proof that a form came from our own page: a token no other site can know, and the browser's word where it gives it.

A form carries it as the field ``csrf``, a script as the header ``X-CSRF-Token``.
"""

from __future__ import annotations

import hashlib
import hmac

from starlette.requests import Request

from bot.channels.web.refusal import Refusal

FIELD = "csrf"
HEADER = "x-csrf-token"


def check(request: Request, given: str, expected: str) -> None:
    """Raises Refusal (403) unless the token fits and the browser does not name another site as the sender."""
    if request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        raise Refusal(403, "other_site", "只接受本页面发出的内容。")
    if not hmac.compare_digest(given.encode(), expected.encode()):
        raise Refusal(403, "stale_form", "页面已过期，请刷新后再试。")


def before_login(key: bytes, cookie: str) -> str:
    """The token of the login form, for whoever holds ``cookie``: there is no session yet that could hold one."""
    return hmac.new(key, f"login\0{cookie}".encode(), hashlib.sha256).hexdigest()
