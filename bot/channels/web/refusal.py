"""Requests that are turned away, each with a code for programs and a sentence for people."""

from __future__ import annotations

from starlette.responses import JSONResponse


class Refusal(Exception):
    """Turned away with an HTTP ``status``; ``code`` is stable, ``message`` is shown as it stands."""

    def __init__(self, status: int, code: str, message: str, **details: int | str) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.message = message
        self.details = details

    def response(self) -> JSONResponse:
        body = {"error": {"code": self.code, "message": self.message, **self.details}}
        return JSONResponse(body, status_code=self.status, headers={"Cache-Control": "no-store"})


def internal_error() -> Refusal:
    """What went wrong is ours: the asker learns that nothing is lost and may send it again."""
    return Refusal(500, "internal", "系统出了点问题，请稍后再试，或拨打热线咨询。")
