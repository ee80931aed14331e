"""What the platform writes on the outside of every request: when, a nonce, and the signatures over both."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from bot.channels.web.refusal import Refusal

_SHAPES = {
    "timestamp": re.compile(r"[0-9]{1,12}"),
    "nonce": re.compile(r"[!-~]{1,64}"),  # digits in practice, but nowhere promised
    "signature": re.compile(r"[0-9a-f]{40}"),
    "msg_signature": re.compile(r"[0-9a-f]{40}"),
}


@dataclass(frozen=True, slots=True)
class Stamp:
    """``timestamp`` as it was written, in seconds since 1970; a signature is empty where there is none."""

    timestamp: str
    nonce: str
    signature: str
    message_signature: str

    @classmethod
    def of(cls, query: Mapping[str, str]) -> Stamp:
        """The stamp of a request's query. Refusal 400 names a parameter that is missing or misshapen."""
        given = {name: query.get(name, "") for name in _SHAPES}
        for name, shape in _SHAPES.items():
            optional = name.endswith("signature")  # which of the two is needed is the envelope's matter
            if not given[name] and not optional:
                raise Refusal(400, "missing_parameter", f"地址里缺少参数 {name}。", parameter=name)
            if given[name] and not shape.fullmatch(given[name]):
                raise Refusal(400, "bad_parameter", f"地址里的参数 {name} 写法不对。", parameter=name)
        return cls(given["timestamp"], given["nonce"], given["signature"], given["msg_signature"])
