"""An event as a line: the same again, and nothing else than it where a byte is wrong."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from topline.coding import Coded, Event, Flagged, How, Settled, Unknown, reply_key
from topline.coding.events import KINDS
from topline.coding.reply_key import is_reply_key
from topline.coding.written import LATEST, events_in, line_of
from topline.survey import ToplineError

TEXT = st.text(st.characters(exclude_categories=("C", "Z")), min_size=1, max_size=20)
KEYS = st.builds(reply_key, st.text(max_size=20), st.text(max_size=5))
VALUES = {
    "replies": st.lists(KEYS, min_size=1, max_size=4, unique=True).map(tuple),
    "codes": st.frozensets(TEXT, max_size=3),
    "how": st.sampled_from(How),
    "cannot": st.booleans(),
    "is_in": st.booleans(),
    "second": st.booleans(),
    "examples": st.lists(TEXT, max_size=2).map(tuple),
    "parts": st.just(()),
    "events": st.lists(st.integers(1, LATEST), max_size=3).map(tuple),
    "letter": st.sampled_from(["", "a", "é"]),
}


@st.composite
def events(draw: st.DrawFn) -> Event:
    kind = draw(st.sampled_from(sorted(KINDS.values(), key=lambda one: one.KIND)))
    own = [name for name in kind.__dataclass_fields__ if name not in Event.__dataclass_fields__]
    seq = draw(st.integers(1, LATEST))
    stamp = {"at": draw(st.integers(1, LATEST)), "seq": seq, "step": draw(st.sampled_from([seq, 1])), "time": 1764.125}
    said = {name: draw(VALUES.get(name, TEXT)) for name in own}
    return kind(question=draw(st.text(max_size=9)), coder="ann", **stamp, **said)


@given(events())
def test_an_event_is_read_as_it_was_written(event: Event) -> None:
    line = line_of(event)
    assert line.count(b"\n") == 1
    assert line.endswith(b"\n")
    assert events_in(line[:-1], "ann") == ((event,), "")


@settings(max_examples=60)
@given(events(), st.data())
def test_a_flipped_byte_is_never_read_as_something_else(event: Event, data: st.DataObject) -> None:
    line = bytearray(line_of(event)[:-1])
    at = data.draw(st.integers(0, len(line) - 1))
    line[at] ^= data.draw(st.integers(1, 255))
    read, wrong = events_in(bytes(line), "ann")
    assert not read
    assert wrong


@given(events(), events(), st.integers(0, 255).filter(lambda byte: byte != 10))
def test_two_lines_whose_end_was_damaged_are_found_again(one: Event, other: Event, byte: int) -> None:
    read, wrong = events_in(line_of(one)[:-1] + bytes([byte]) + line_of(other)[:-1], "ann")
    assert read == (one, other)
    assert wrong


CODED = Coded(question="how", at=1, coder="ann", seq=1, step=1, replies=(reply_key("yes", "7"),), codes=frozenset("a"))


def _said(said: bytes) -> tuple[tuple[Event, ...], str]:
    from zlib import crc32

    return events_in(b"%08x %s" % (crc32(said), said), "ann")


@pytest.mark.parametrize(
    ("said", "wrong"),
    [
        (b"{", "it is no JSON"),
        (b"[" * 100_000, "it is no JSON"),
        (b"[]", "it is no event"),
        (b'{"kind":"coded"}', "seq is no number from 1"),
        (b'{"kind":"coded","question":"q","at":1,"seq":true,"time":0}', "seq is no number from 1"),
        (b'{"kind":"coded","question":"q","at":9007199254740993,"seq":1,"time":0}', "at is no number from 1"),
        (b'{"kind":"coded","question":7,"at":1,"seq":1,"time":0}', "question is no text of up to 10,000 characters"),
        (b'{"kind":"coded","question":"q","at":1,"seq":1,"time":NaN}', "time is no time"),
        (b'{"kind":"coded","question":"q","at":1,"seq":1,"time":0,"codes":[]}', "coded has no replies"),
        (b'{"kind":"coded","question":"q","at":1,"seq":1,"time":0,"codes":[[]],"replies":["x"]}', "replies are no"),
        (b'{"kind":"net removed","question":"q","at":1,"seq":1,"time":0,"net":7}', "net is no text"),
        (b'{"kind":"code renamed","question":"q","at":1,"seq":1,"time":0,"code":"a","label":" "}', "label is empty"),
    ],
)
def test_what_does_not_hold_says_why(said: bytes, wrong: str) -> None:
    read, why = _said(said)
    assert not read
    assert why.startswith(wrong)


def test_a_kind_of_a_later_version_is_kept_as_unknown() -> None:
    (event,), wrong = _said(b'{"kind":"painted","question":"how","at":4,"seq":9,"time":1,"colour":"red"}')
    assert isinstance(event, Unknown)
    assert (event.kind, event.at, event.seq, event.said["colour"], wrong) == ("painted", 4, 9, "red", "")


def test_words_of_a_later_version_in_a_known_kind_are_passed_over() -> None:
    body = line_of(CODED)[9:-1].replace(b'"kind"', b'"colour":"red","kind"')
    assert _said(body) == ((CODED,), "")


def test_what_steers_a_terminal_is_taken_out_of_what_is_shown() -> None:
    note = "a\x1b[31mb\u202ec\nd\u00a0e👩\u200d🔧"
    (event,), _ = events_in(
        line_of(Flagged(question="how", at=1, seq=1, step=1, replies=CODED.replies, note=note))[:-1], "a"
    )
    assert isinstance(event, Flagged)
    assert event.note == "a\ufffd[31mb\ufffdc\nd e👩\u200d🔧"


def test_what_could_not_be_read_again_is_not_written() -> None:
    with pytest.raises(ValueError, match="replies are no replies"):
        line_of(replace(CODED, replies=()))
    with pytest.raises(ValueError, match="note is no text of up to 10,000 characters"):
        line_of(Settled(question="q", at=1, seq=1, step=1, replies=CODED.replies, codes=frozenset(), note="x" * 10_001))
    assert issubclass(ToplineError, Exception)


def test_a_reply_is_known_by_its_text_and_who_gave_it() -> None:
    assert reply_key(" I look them up \n", "7") == reply_key("I look them up", "7")
    assert len({reply_key(text, who) for text in ("Yes", "yes", "") for who in ("", "7", "8")}) == 9
    assert is_reply_key(reply_key("\ud800"))
    assert not is_reply_key("7")
