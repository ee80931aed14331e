"""Styles and scripts, under an address that changes with their content, so that a browser may keep them for good."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

FOLDER = Path(__file__).parent / "static"


@cache
def version(folder: Path = FOLDER) -> str:
    """Twelve hex digits over the name and content of every file in the folder."""
    digest = hashlib.sha256()
    for file in sorted(path for path in folder.rglob("*") if path.is_file()):
        digest.update(file.relative_to(folder).as_posix().encode())
        digest.update(file.read_bytes())
    return digest.hexdigest()[:12]


def url(path: str) -> str:
    """The address of a file in the static folder: ``url("css/chat.css")``."""
    return f"/static/{version()}/{path}"


@cache
def modules(*without: str) -> tuple[str, ...]:
    """The addresses of all scripts but those named, so that a page can ask for them at once, not one by one."""
    names = sorted(path.name for path in (FOLDER / "js").glob("*.js"))
    return tuple(url(f"js/{name}") for name in names if name not in without)


class VersionedFiles(StaticFiles):
    """Serves ``<version>/<path>``. A page from before an update still gets its files, only not for keeps."""

    def __init__(self, folder: Path = FOLDER) -> None:
        super().__init__(directory=folder)
        self._version = version(folder)

    async def get_response(self, path: str, scope: Scope) -> Response:
        asked, slash, rest = path.partition("/")
        if not slash:
            raise HTTPException(404)
        response = await super().get_response(rest, scope)
        lasting = asked == self._version
        response.headers["Cache-Control"] = "public, max-age=31536000, immutable" if lasting else "no-cache"
        return response
