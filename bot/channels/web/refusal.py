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
