"""Writing a correction beside the replies, and taking it back: the survey file is whole at every moment."""

from __future__ import annotations

import os
import stat
from dataclasses import replace
from pathlib import Path

import pytest

from topline.export import Correction, ExportError, correction_of
from topline.survey import Kind, Option, Question, Role, Survey, SurveyFileError

QUESTION = Question("role", Kind.SINGLE, "Your role?", options=(Option("VP", "VP"), Option("x", "x")))
SURVEY = Survey("s", (QUESTION, Question("mail", Kind.OPEN, role=Role.PERSONAL)))


@pytest.fixture
def replies(tmp_path: Path) -> Path:
    path = tmp_path / "s.csv"
    path.write_text("role\nVP\n")
    path.chmod(0o640)
    return path


def correction(replies: Path, **wanted: object) -> Correction:
    found = correction_of(replies, SURVEY, QUESTION, replace(QUESTION, **wanted))  # type: ignore[arg-type]
    assert found is not None
    return found


def test_a_file_is_made_with_only_what_was_corrected_and_removed_again(replies: Path) -> None:
    made = correction(replies, kind=Kind.SCALE)
    made.write()
    path = replies.with_name("s.topline.toml")
    assert path.read_text() == '[question.role]\nkind = "scale"\n'
    assert stat.S_IMODE(path.stat().st_mode) == 0o640, "whoever may read the replies may read what stands beside them"
    made.taken_back.write()
    assert list(replies.parent.iterdir()) == [replies]


def test_what_stood_there_comes_back_byte_by_byte(replies: Path) -> None:
    path = replies.with_name("s.topline.toml")
    path.write_bytes(b"title = 'x' # mine\r\n")
    path.chmod(0o600)
    made = correction(replies, text="Role?", role=Role.PERSONAL)
    made.write()
    assert path.read_bytes() == (
        b'title = \'x\' # mine\r\npersonal = ["mail", "role"]\r\n\r\n[question.role]\r\ntext = "Role?"\r\n'
    )
    made.taken_back.write()
    assert path.read_bytes() == b"title = 'x' # mine\r\n"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_what_is_as_it_was_needs_no_correction(replies: Path) -> None:
    assert correction_of(replies, SURVEY, QUESTION, QUESTION) is None
    also = correction_of(replies, SURVEY, QUESTION, QUESTION, {"apart": True})
    assert also is not None
    assert also.after == "[question.role]\napart = true\n"


def test_what_somebody_changes_meanwhile_is_left_alone(replies: Path) -> None:
    made = correction(replies, kind=Kind.SCALE)
    path = replies.with_name("s.topline.toml")
    path.write_text("title = 'theirs'\n")
    with pytest.raises(ExportError, match="somebody is changing it"):
        made.write()
    with pytest.raises(ExportError, match="somebody is changing it"):
        made.taken_back.write()
    assert path.read_text() == "title = 'theirs'\n"


def test_what_is_not_in_order_or_cannot_be_written_is_said(replies: Path) -> None:
    path = replies.with_name("s.topline.toml")
    path.write_text("titel = 3\n")
    with pytest.raises(SurveyFileError, match=r"s\.topline\.toml, line 1: unknown key 'titel'"):
        correction(replies, kind=Kind.SCALE)
    path.unlink()
    path.symlink_to(replies)
    with pytest.raises(ExportError, match=r"is a link; it is left alone; copy s\.csv to a folder of yours"):
        correction(replies, kind=Kind.SCALE)
    path.unlink()
    if os.geteuid():
        replies.parent.chmod(0o500)
        with pytest.raises(ExportError, match="you may not write to"):
            correction(replies, kind=Kind.SCALE)
        replies.parent.chmod(0o700)
