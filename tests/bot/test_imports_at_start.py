"""What a server's start must not import: large packages that the desk needs now and then, and most servers never."""

from __future__ import annotations



