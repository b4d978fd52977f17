"""A coder at work: on the disk first, then in the state, and again after a restart."""

from __future__ import annotations

from pathlib import Path

import pytest

from topline.coding import Coded, Codeframe, CodingError, Desk, Journals, reply_key
from topline.survey import Kind, Option, Question

FRAME = Codeframe.of(Question("how", Kind.OPEN, options=(Option("a", "Ads"), Option("b", "Blogs"))))
KEYS = tuple(reply_key(str(number), str(number)) for number in range(4))


def desk(tmp_path: Path, coder: str, *, blind: bool = False) -> Desk:
    return Desk(Journals(tmp_path / "x.codes", coder), "how", FRAME, KEYS, blind=blind)


def code(one: Desk, number: int, codes: str) -> None:
    one.record(Coded(question="how", replies=(KEYS[number],), codes=frozenset(codes)))


def test_undo_goes_on_where_it_was_after_a_restart(tmp_path: Path) -> None:
    ann = desk(tmp_path, "ann")
    code(ann, 0, "a")
    code(ann, 1, "b")
    ann.undo()
    again = desk(tmp_path, "ann")
    assert again.state.counts == {"a": 1, "b": 0}
    assert [event.seq for event in again.redo()] == [2]
    assert again.state.counts == {"a": 1, "b": 1}
    assert not again.redo()
    assert [event.seq for event in again.undo() + again.undo()] == [2, 1]
    assert not again.undo()
    assert desk(tmp_path, "ann").state.totals.coded == 0


def test_coders_see_each_other_unless_they_are_blind(tmp_path: Path) -> None:
    ann, bob, blind = desk(tmp_path, "ann"), desk(tmp_path, "bob"), desk(tmp_path, "cy", blind=True)
    code(ann, 0, "a")
    assert bob.refresh()
    assert blind.refresh()
    assert not bob.refresh()
    assert (bob.state.counts["a"], blind.state.counts["a"]) == (1, 0)
    code(bob, 0, "b")
    assert ann.refresh()
    assert ann.state.reply(KEYS[0]).conflicting
    assert not ann.faults


def test_a_journal_that_is_gone_takes_its_codes_along(tmp_path: Path) -> None:
    ann, bob = desk(tmp_path, "ann"), desk(tmp_path, "bob")
    code(ann, 0, "a")
    code(bob, 1, "b")
    bob.refresh()
    before = bob.state.version
    ann.journals.own.unlink()
    assert bob.refresh()
    assert bob.state.counts == {"a": 0, "b": 1}
    assert bob.state.version > before


def test_what_could_not_be_kept_is_not_in_the_state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import errno

    from topline.coding import appending

    ann = desk(tmp_path, "ann")
    code(ann, 0, "a")

    def full(file: int, said: bytes) -> int:
        raise OSError(errno.EDQUOT, "quota")

    monkeypatch.setattr(appending.os, "write", full)
    with pytest.raises(CodingError, match="your quota of the disk is used up"):
        code(ann, 1, "b")
    with pytest.raises(CodingError):
        ann.undo()
    assert ann.state.counts == {"a": 1, "b": 0}
    monkeypatch.undo()
    code(ann, 1, "b")
    assert desk(tmp_path, "ann").state.counts == ann.state.counts == {"a": 1, "b": 1}
