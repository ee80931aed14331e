"""The page's one style sheet, which stands in it, and the policy that lets a browser take this one and no other."""

from __future__ import annotations

import base64
import hashlib
from pathlib import Path

STYLE = (Path(__file__).parent / "templates" / "report.css").read_text(encoding="utf-8")
_DIGEST = base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()
POLICY = (
    f"default-src 'none'; style-src 'sha256-{_DIGEST}'; img-src data:; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
