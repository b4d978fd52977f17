"""The journals of a folder: what is added, what others see of it, and what a damaged byte costs."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from topline.coding import CodeAdded, Coded, CodingError, Journals, reply_key
from topline.coding.written import line_of


def coded(number: int, codes: str = "a") -> Coded:
    return Coded(question="how", replies=(reply_key(f"reply {number}", str(number)),), codes=frozenset(codes))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "wave1.codes"


def test_what_was_added_is_stamped_and_seen_by_all(folder: Path) -> None:
    ann, bob = Journals(folder, "ann", now=lambda: 1764.5), Journals(folder, "bob", now=lambda: 3.0)
    one, two = ann.append(coded(1), coded(2))
    assert [(event.at, event.coder, event.seq, event.step, event.time) for event in (one, two)] == [
        (1, "ann", 1, 1, 1764.5),
        (2, "ann", 2, 1, 1764.5),
    ]
    news = bob.poll()
    assert news.events == (one, two)
    assert not news.faults
    (three,) = bob.append(coded(1, "b"))
    assert (three.at, three.coder, three.seq) == (3, "bob", 1), "later than all that it could know of"
    assert ann.poll().events == (three,)
    assert not ann.poll()
    assert not bob.poll()
    assert Journals(folder).poll().events == (one, two, three)


def test_two_sessions_of_a_coder_number_their_events_together(folder: Path) -> None:
    here, there = Journals(folder, "ann"), Journals(folder, "ann")
    given = [one for number in range(4) for one in (here if number % 2 else there).append(coded(number))]
    assert [(event.at, event.seq) for event in given] == [(1, 1), (2, 2), (3, 3), (4, 4)]
    assert here.poll().events == (given[0], given[2])
    assert there.poll().events == (given[1], given[3])


def test_a_torn_line_is_closed_by_the_next_and_costs_itself_alone(folder: Path) -> None:
    ann, bob = Journals(folder, "ann"), Journals(folder, "bob")
    ann.append(coded(1))
    bob.poll()
    with ann.own.open("ab") as file:
        file.write(b'12345678 {"kind":"co')
    assert not bob.poll(), "it may still be written"
    (second,) = Journals(folder, "ann").append(coded(2))
    news = bob.poll()
    assert news.events == (second,)
    assert [(fault.file, fault.line) for fault in news.faults] == [(ann.own, 2)]
    assert second.seq == 3, "the number of a damaged line is not given again"
    assert str(news.faults[0]) == f"{ann.own}, line 2: it is damaged, and is passed over"


def test_a_line_that_lacks_its_end_alone_is_whole_again_with_the_next(folder: Path) -> None:
    ann = Journals(folder, "ann")
    ann.append(coded(1), coded(2))
    ann.own.write_bytes(ann.own.read_bytes()[:-1])
    Journals(folder, "ann").append(coded(3))
    news = Journals(folder).poll()
    assert [event.seq for event in news.events] == [1, 2, 3]
    assert not news.faults


@settings(max_examples=150)
@given(data=st.data())
def test_a_byte_that_is_wrong_or_missing_anywhere_costs_its_line_at_most(
    data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("x")
    written = [line_of(_stamped(coded(number, "ab"), number)) for number in range(1, 6)]
    whole = bytearray(b"".join(written))
    at = data.draw(st.integers(0, len(whole) - 1))
    if data.draw(st.booleans()):
        whole[at] ^= data.draw(st.integers(1, 255))
    else:
        del whole[at]
    (folder / "ann.jsonl").write_bytes(whole)
    journals = Journals(folder, "bob")
    read = journals.poll().events
    (folder / "ann.jsonl").rename(folder / "bob.jsonl")
    journals = Journals(folder, "bob")
    (added,) = journals.append(coded(9))
    seqs = [event.seq for event in Journals(folder).poll().events if event != added]
    assert len(seqs) >= 4
    assert set(seqs) <= {1, 2, 3, 4, 5}
    assert {event.seq for event in read} <= set(seqs)
    assert added.seq not in seqs


def _stamped(event: Coded, number: int) -> Coded:
    from dataclasses import replace

    return replace(event, at=number, seq=number, step=number)


def test_a_journal_that_was_replaced_is_read_from_the_beginning(folder: Path) -> None:
    ann, bob = Journals(folder, "ann"), Journals(folder, "bob")
    (one,) = ann.append(coded(1))
    (mine,) = bob.append(coded(2))
    assert bob.poll().events == (one,)
    content = ann.own.read_bytes()
    ann.own.unlink()
    news = bob.poll()
    assert news.afresh
    assert news.events == (mine,)
    ann.own.write_bytes(content * 2)
    assert set(bob.poll().events) == {one}
    os.truncate(ann.own, len(content))
    news = bob.poll()
    assert news.afresh
    assert set(news.events) == {one, mine}


def test_own_journal_that_was_replaced_takes_nothing_until_it_is_read_anew(folder: Path) -> None:
    ann = Journals(folder, "ann")
    ann.append(coded(1))
    ann.own.rename(folder / "old.jsonl")
    (folder / "ann.jsonl").touch()
    with pytest.raises(CodingError, match=r"nothing was saved: .* was replaced meanwhile"):
        ann.append(coded(2))
    assert ann.own.read_bytes() == b""
    assert ann.poll().afresh
    assert ann.append(coded(2))[0].seq == 1


def test_a_link_in_place_of_a_journal_is_neither_read_nor_written(folder: Path, tmp_path: Path) -> None:
    folder.mkdir()
    aim = tmp_path / "aim"
    aim.write_bytes(line_of(_stamped(coded(1), 1)))
    before = aim.read_bytes()
    (folder / "ann.jsonl").symlink_to(aim)
    with pytest.raises(CodingError, match="it is a link; move it away"):
        Journals(folder, "ann")
    bob = Journals(folder, "bob")
    news = bob.poll()
    assert not news.events
    assert [fault.what for fault in news.faults] == ["it cannot be read: it is a link; ask ann to mend that"]
    assert not bob.poll(), "it is told once"
    (folder / "bob.jsonl").symlink_to(aim)
    with pytest.raises(CodingError, match="it is a link"):
        bob.append(coded(2))
    assert aim.read_bytes() == before


def test_a_link_in_place_of_the_folder_is_refused(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "aim").mkdir()
    folder.symlink_to(tmp_path / "aim")
    for coder in ("ann", ""):
        with pytest.raises(CodingError, match="it is a link; move it away"):
            Journals(folder, coder)
    assert not list((tmp_path / "aim").iterdir())


@pytest.mark.parametrize("make", [os.mkdir, os.mkfifo])
def test_what_is_no_file_is_neither_read_nor_written(folder: Path, make: object) -> None:
    folder.mkdir()
    make(folder / "ann.jsonl")  # type: ignore[operator]
    with pytest.raises(CodingError):
        Journals(folder, "ann")
    faults = Journals(folder, "bob").poll().faults
    assert [fault.line for fault in faults] == [0]


def test_what_is_called_as_no_coder_is_told_of(folder: Path) -> None:
    folder.mkdir()
    (folder / "a b.jsonl").write_bytes(line_of(_stamped(coded(1), 1)))
    (folder / "notes.txt").write_text("mine")
    news = Journals(folder).poll()
    assert not news.events
    assert [fault.what for fault in news.faults] == ["no coder is called so, and it is not read"]


def test_a_folder_that_is_not_there_has_no_journals_and_none_is_made_by_reading(folder: Path) -> None:
    journals = Journals(folder)
    assert not journals.poll()
    with pytest.raises(CodingError, match="reading only"):
        journals.append(coded(1))
    assert not folder.exists()


def test_the_folder_is_open_to_whom_the_one_around_it_is_and_a_journal_to_its_readers(tmp_path: Path) -> None:
    shared = tmp_path / "shared"
    shared.mkdir()
    shared.chmod(0o770)
    before = os.umask(0o027)
    try:
        ann = Journals(shared / "wave1.codes", "ann")
        ann.append(coded(1))
    finally:
        os.umask(before)
    assert stat.S_IMODE(ann.folder.stat().st_mode) == 0o770
    assert stat.S_IMODE(ann.own.stat().st_mode) == 0o640
    assert [one.name for one in ann.folder.iterdir()] == ["ann.jsonl"], "nothing is left of the trial"


def test_a_held_journal_is_waited_for_and_then_told(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import fcntl

    from topline.coding import appending

    monkeypatch.setattr(appending, "PATIENCE", 0.0)
    ann = Journals(folder, "ann")
    ann.append(coded(1))
    with ann.own.open("ab") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        with pytest.raises(CodingError, match="another session of yours holds"):
            ann.append(coded(2))
    assert ann.append(coded(2))[0].seq == 2


def test_an_event_that_cannot_be_is_refused_and_nothing_is_written(folder: Path) -> None:
    ann = Journals(folder, "ann")
    with pytest.raises(ValueError, match="label is empty"):
        ann.append(coded(1), CodeAdded(question="how", code="a", label=""))
    assert ann.own.read_bytes() == b""
    assert ann.append(coded(1))[0].seq == 1


def test_a_line_that_its_writer_takes_back_is_read_by_nobody(folder: Path) -> None:
    ann, bob = Journals(folder, "ann"), Journals(folder, "bob")
    (one,) = ann.append(coded(1))
    size = ann.own.stat().st_size
    with ann.own.open("ab") as file:
        file.write(b'12345678 {"kind":"coded","half":"written"')
    assert bob.poll().events == (one,)
    os.truncate(ann.own, size)
    later = ann.append(coded(2), coded(3))
    news = bob.poll()
    assert news.events == later
    assert not news.faults


def test_a_line_too_long_to_be_an_event_is_passed_over(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from topline.coding import reading

    monkeypatch.setattr(reading, "CHUNK", 64)
    monkeypatch.setattr(reading, "LONGEST_LINE", 1024)
    folder.mkdir()
    (folder / "ann.jsonl").write_bytes(b"x" * 5000)
    bob = Journals(folder, "bob")
    assert not bob.poll()
    (added,) = Journals(folder, "ann").append(coded(1))
    news = bob.poll()
    assert news.events == (added,)
    assert [fault.line for fault in news.faults] == [1]


def test_a_folder_that_cannot_be_read_any_more_is_told_of_once_and_takes_no_code_back(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Journals(folder, "ann").append(coded(1))
    bob = Journals(folder, "bob")
    assert len(bob.poll().events) == 1

    def refused(_: Path) -> None:
        raise PermissionError(13, "Permission denied")

    with monkeypatch.context() as context:
        context.setattr(Path, "iterdir", refused)
        news = bob.poll()
        assert [str(fault) for fault in news.faults] == [
            f"{folder}: it cannot be read: permission denied; codes in it may be missing here"
        ]
        assert (news.events, news.afresh) == ((), False)
        assert not bob.poll()
        assert Journals(folder).poll().faults
    Journals(folder, "ann").append(coded(2))
    assert [event.seq for event in bob.poll().events] == [2]
