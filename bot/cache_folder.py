"""The user's own cache folder: what can be made again, kept so that it need not be."""

from __future__ import annotations

import logging
import os
import tempfile
from pathlib import Path

log = logging.getLogger("shenbao.cache")


def cache_folder() -> Path:
    """``~/.cache/shenbao``, or where ``XDG_CACHE_HOME`` says."""
    base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(base) / "shenbao"


def keep(path: Path, content: str) -> None:
    """Write a file of the cache. Beside and moved into place, so that another process never reads half a file."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with tempfile.NamedTemporaryFile("w", dir=path.parent, delete=False, encoding="utf-8") as file:
            file.write(content)
        Path(file.name).replace(path)
    except OSError as reason:  # no cache is no fault: the next start does the work again
        log.info("%s not kept: %s", path.name, type(reason).__name__)
