"""Who is speaking: an opaque random cookie. Memory hashes it before it stores anything."""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

COOKIE = "shenbao"
HALF_A_YEAR = 180 * 24 * 3600
_OPAQUE = re.compile(r"[A-Za-z0-9_-]{32}")


@dataclass(frozen=True)
class Person:
    """The holder of a cookie. ``known`` is false on a first visit."""

    cookie: str
    known: bool

    def remember(self, request: Request, response: Response) -> None:
        """Set or renew the cookie on a response."""
        response.set_cookie(
            COOKIE,
            self.cookie,
            max_age=HALF_A_YEAR,
            path="/",
            httponly=True,
            samesite="lax",
            secure=request.url.scheme == "https",
        )


def person(request: Request) -> Person:
    """The person behind a request; anything but a cookie of our own making counts as none."""
    cookie = request.cookies.get(COOKIE, "")
    if _OPAQUE.fullmatch(cookie):
        return Person(cookie, known=True)
    return Person(secrets.token_urlsafe(24), known=False)
