"""The fields of a form as a browser sends them (``application/x-www-form-urlencoded``)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from urllib.parse import parse_qs

from starlette.requests import Request

from bot.channels.web.refusal import Refusal

MOST_FIELDS = 1000


class Fields(Mapping[str, str]):
    """A field's last value by its name, line ends as ``\\n``; ``all`` gives every value of a repeated one."""

    def __init__(self, values: Mapping[str, list[str]]) -> None:
        self._values = values

    def __getitem__(self, name: str) -> str:
        return self._values[name][-1]

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)

    def all(self, name: str) -> list[str]:
        """Every value given under the name, in order."""
        return list(self._values.get(name, ()))


async def fields(request: Request) -> Fields:
    """The fields of the request's body; empty for a body of another kind. Raises Refusal (422) for a damaged one."""
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != "application/x-www-form-urlencoded":
        return Fields({})
    try:
        text = (await request.body()).decode("utf-8")
        parsed = parse_qs(text, keep_blank_values=True, errors="strict", max_num_fields=MOST_FIELDS)
    except ValueError:  # not UTF-8, or too many fields
        raise Refusal(422, "bad_form", "表单内容读不出来，请刷新页面后再试。") from None
    return Fields({name: [value.replace("\r\n", "\n") for value in values] for name, values in parsed.items()})
