"""The desk's cookies: for this host only, out of reach of scripts, and never sent along from another site."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

SESSION = "shenbao_desk"
BEFORE_LOGIN = "shenbao_desk_login"


def read(request: Request, name: str) -> str:
    """The cookie's value, empty where there is none."""
    return request.cookies.get(_called(request, name), "")


def put(request: Request, response: Response, name: str, value: str) -> None:
    """Set it until the browser is closed; the server ends it earlier."""
    response.set_cookie(
        _called(request, name), value, path="/", httponly=True, samesite="strict", secure=_encrypted(request)
    )


def take_back(request: Request, response: Response, name: str) -> None:
    """Have the browser forget it."""
    response.delete_cookie(
        _called(request, name), path="/", httponly=True, samesite="strict", secure=_encrypted(request)
    )


def _called(request: Request, name: str) -> str:
    # With the prefix the browser itself refuses a cookie planted by a neighbouring host or over plain HTTP (RFC 6265bis
    # 4.1.3.2); on plain HTTP, as in a trial on one's own machine, it would refuse ours too.
    return f"__Host-{name}" if _encrypted(request) else name


def _encrypted(request: Request) -> bool:
    return request.url.scheme == "https"
