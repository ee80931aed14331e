"""Payloads in both forms: any text comes out as it went in, and what is not wanted is named."""

from __future__ import annotations

import json
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.web.refusal import Refusal
from bot.channels.wechat import payload
from bot.channels.wechat.payload import Form
from tests.bot.wechat.platform import Platform, parse_flat

FORMS: list[Form] = ["xml", "json"]
# What XML can carry. A carriage return comes out of it as a line feed, by its rules; the platform sends none.
CARRIED = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff"))
BILLION = (
    '<!DOCTYPE xml [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>'
    "<xml><Content>&c;</Content></xml>"
)


def refused(body: bytes) -> str:
    with pytest.raises(Refusal) as turned:
        payload.read(body)
    assert 400 <= turned.value.status < 500
    return turned.value.code


@pytest.mark.parametrize("form", FORMS)
@given(text=CARRIED | st.sampled_from(["]]>", "]]]]>>", "a]]", "]]>]]>", "<![CDATA[", "&lt;", "\n", "\t"]))
def test_any_text_comes_out_as_it_went_in(form: Form, text: str) -> None:
    platform = Platform(form=form)
    written = payload.write(form, {"Content": text, "CreateTime": 1})
    theirs = parse_flat(written.decode()) if form == "xml" else json.loads(written)
    assert theirs["Content"] == text
    assert payload.read(platform.write({"Content": text})) == (form, {"Content": text})
    assert payload.read(written) == (form, {"Content": text, "CreateTime": "1"})


@pytest.mark.parametrize("form", FORMS)
@given(text=st.text(st.characters()))
def test_what_cannot_be_written_is_left_out(form: Form, text: str) -> None:
    """Control characters and halves of surrogate pairs: a reply without them is better than none."""
    _, fields = payload.read(payload.write(form, {"Content": text}))
    kept = text.replace("\r\n", "\n").replace("\r", "\n") if form == "xml" else text
    assert fields["Content"] in kept or len(fields["Content"]) < len(kept)


def test_line_feeds_and_indentation_between_fields_are_nothing() -> None:
    body = b'\xef\xbb\xbf  <?xml version="1.0"?>\n<xml>\n  <A><![CDATA[ 1 ]]></A>\n  <B>2<![CDATA[3]]>4</B>\n</xml>\n'
    assert payload.read(body) == ("xml", {"A": " 1 ", "B": "234"})


def test_only_the_outermost_fields_are_looked_at() -> None:
    xml = b"<xml><A>1</A><List><A>2</A><B>3</B></List>stray<C/></xml>"
    assert payload.read(xml) == ("xml", {"A": "1", "C": ""})
    assert payload.read(b'{"A": 1, "List": {"A": 2}, "N": null, "T": true, "L": [1], "F": 1.5}') == (
        "json",
        {"A": "1", "F": "1.5"},
    )


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (b"", "empty_body"),
        (b" \n ", "empty_body"),
        (b"success", "unknown_form"),
        (b"[1]", "unknown_form"),
        (b"<xml><A>1</A>", "bad_xml"),
        (b"<xml><A>1</B></xml>", "bad_xml"),
        (b"<xml></xml><xml></xml>", "bad_xml"),
        (b"<xml><A>\x00</A></xml>", "bad_xml"),
        (b"<xml><A>&nbsp;</A></xml>", "bad_xml"),
        (b"<html><A>1</A></html>", "bad_root"),
        (b"<xml><A>1</A><A>2</A></xml>", "repeated_field"),
        (b'{"A": "1", "A": "2"}', "repeated_field"),
        (b'{"A": "1"', "bad_json"),
        (b'{"A": NaN}', "bad_json"),
        (b'{"A": ' + b"9" * 5000 + b"}", "bad_json"),
        (b'{"A": "1"}<xml></xml>', "bad_json"),
        (b'<xml>{"A": "1"}', "bad_xml"),
        ("<xml><A>申报</A></xml>".encode("gb18030"), "bad_charset"),
        ("<xml><A>申报</A></xml>".encode("utf-16"), "bad_charset"),
        (b"<xml><A>\xed\xa0\x80</A></xml>", "bad_charset"),
        (b"<xml>" + b"<a>" * 80_000, "too_deep"),
        (b"<xml><l>" + b"<a/>" * 60_000 + b"</l></xml>", "too_many_elements"),
        (b'{"A": [' + b"{}," * 80_000 + b"{}]}", "too_many_elements"),
        (b"{" + b",".join(b'"%d":1' % number for number in range(20_000)) + b"}", "too_many_elements"),
        (b'{"A": ' + b"[" * 200_000, "too_deep"),
        (b'{"A": ' + b"[" * 9 + b"]" * 9 + b"}", "too_deep"),
        (BILLION.encode(), "doctype"),
        (b'<!DOCTYPE xml SYSTEM "file:///etc/passwd"><xml></xml>', "doctype"),
        (b'<!DOCTYPE xml [<!ENTITY % p SYSTEM "http://127.0.0.1/x"> %p;]><xml></xml>', "doctype"),
    ],
)
def test_what_is_wrong_is_named(body: bytes, expected: str) -> None:
    assert refused(body) == expected


def test_a_declared_encoding_changes_nothing() -> None:
    body = '<?xml version="1.0" encoding="gb2312"?><xml><A>申报</A></xml>'.encode()
    assert payload.read(body) == ("xml", {"A": "申报"})


def test_half_a_surrogate_pair_in_json_becomes_a_question_mark() -> None:
    assert payload.read(rb'{"A": "a\ud83d"}') == ("json", {"A": "a?"})
    assert payload.read(rb'{"A": "\ud83c\udf31"}') == ("json", {"A": "🌱"})


@given(body=st.binary(max_size=300) | st.text().map(str.encode) | st.text().map(lambda text: f"<xml>{text}".encode()))
def test_any_bytes_are_read_or_refused(body: bytes) -> None:
    with suppress(Refusal):
        form, fields = payload.read(body)
        assert form in FORMS
        assert all(isinstance(value, str) for value in fields.values())
