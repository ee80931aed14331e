"""What a folder's YAML files hold, kept on disk: reading YAML is a sixth of a start, and files seldom change.

Plain JSON in the user's own cache folder, by the digest of each file's text: nothing in it is executed, a changed
file is read anew, and the models check what comes from here as they check any file.
"""

from __future__ import annotations

import hashlib
import json
from functools import cached_property
from pathlib import Path
from typing import Any

from bot.cache_folder import cache_folder, keep


class KeptContent:
    """One folder's. ``save`` writes what was new, and forgets what was not asked for."""

    def __init__(self, folder: Path) -> None:
        name = hashlib.sha256(str(folder.resolve()).encode()).hexdigest()[:16]
        self._path = cache_folder() / f"content-{name}.json"
        self._seen: dict[str, Any] = {}

    def data_of(self, text: str) -> Any:
        """What a file of this text holds; None where that is not known."""
        key = _digest(text)
        if key in self._kept:
            self._seen[key] = self._kept[key]
        return self._seen.get(key)

    def keep(self, text: str, data: Any) -> None:
        """Remember it, if JSON can say it without loss."""
        if json.loads(json.dumps(data, default=str)) == data:
            self._seen[_digest(text)] = data

    def save(self) -> None:
        """Write the file, if anything changed."""
        if self._seen.keys() != self._kept.keys():
            keep(self._path, json.dumps(self._seen, ensure_ascii=False, separators=(",", ":")))

    @cached_property
    def _kept(self) -> dict[str, Any]:
        try:
            kept = json.loads(self._path.read_bytes())
        except (OSError, ValueError):
            return {}
        return kept if isinstance(kept, dict) else {}


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:32]
