"""Reading a file again after a correction: given up, or failed, it leaves the survey file as it was."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
from rich.cells import cell_len

from topline.engine import Cancel, QueryCancelledError
from topline.export import Correction
from topline.readers import ReadingCancelledError, open_source
from topline.survey import Kind, Option, Question, Survey, ToplineError
from topline.tui.screens.correction_words import Wanted, common_stem
from topline.tui.tasks import correcting
from topline.tui.tasks.correcting import Correcting
from topline.tui.widgets.report_list import both_ends


@pytest.fixture
def correction(tmp_path: Path) -> Correction:
    file = tmp_path / "s.csv"
    file.write_text("id,colour\n1,red\n2,blue\n")
    beside = tmp_path / "s.topline.toml"
    beside.write_text("title = 'before'\n")
    return Correction(beside, "title = 'before'\n", "title = 'after'\n", file)


def task(correction: Correction, *, leaving: bool = False) -> Correcting:
    app: Any = SimpleNamespace(is_leaving=leaving, min_base=0, newest_session=SimpleNamespace(file=correction.beside))
    return Correcting(app)


def test_what_is_read_again_is_what_was_corrected(correction: Correction) -> None:
    reread = task(correction)._reread(correction, None, Cancel())
    assert reread.session.survey.title == "after"
    assert reread.correction is correction
    reread.session.close()


@pytest.mark.parametrize("leaving", [False, True])
def test_a_reading_that_is_given_up_takes_the_correction_back_unless_the_person_leaves(
    correction: Correction, monkeypatch: pytest.MonkeyPatch, leaving: bool
) -> None:
    def given_up(path: Path, **settings: Any) -> None:
        assert correction.path.read_text() == correction.after
        raise ReadingCancelledError("given up")

    monkeypatch.setattr(correcting, "open_coded", given_up)
    with pytest.raises(QueryCancelledError):
        task(correction, leaving=leaving)._reread(correction, None, Cancel())
    assert correction.path.read_text() == (correction.after if leaving else correction.before)


def test_a_reading_that_is_given_up_at_the_very_end_is_closed(
    correction: Correction, monkeypatch: pytest.MonkeyPatch
) -> None:
    cancel = Cancel()

    def opened(path: Path, **settings: Any) -> Any:
        source = open_source(path, **settings)
        cancel.cancel()
        return source

    monkeypatch.setattr(correcting, "open_coded", lambda path, **settings: opened(path))
    with pytest.raises(QueryCancelledError):
        task(correction)._reread(correction, None, cancel)
    assert correction.path.read_text() == correction.before


def test_what_cannot_be_proved_is_said_in_one_line(correction: Correction) -> None:
    def prove(session: object, cancel: Cancel) -> None:
        raise ToplineError("it is no number")

    with pytest.raises(ToplineError, match=r"^not saved: it is no number; s\.topline\.toml is as it was$"):
        task(correction)._reread(correction, cast(Any, prove), Cancel())
    assert correction.path.read_text() == correction.before


def test_the_report_is_told_what_is_being_read(
    correction: Correction, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TOPLINE_CACHE", str(tmp_path / "nothing kept"))
    told: list[Any] = []
    doing = task(correction)
    doing._report = cast(Any, SimpleNamespace(is_attached=True, post_message=told.append))
    doing._reread(correction, None, Cancel()).session.close()
    words = [message.words for message in told]
    assert "writing the replies" in words
    assert "looking at what belongs together" in words


def test_a_base_that_could_no_longer_be_read_is_refused(correction: Correction) -> None:
    options = (Option("red", "red"), Option("blue", "blue"))
    before = Survey(
        "s", (Question("colour", Kind.SINGLE, options=options), Question("b", Kind.OPEN, base="colour = 'red'"))
    )
    now = replace(before.questions[0], options=(Option("red", "Rot"), options[1]))
    broken = Survey("s", (now, replace(before.questions[1], base="colour = 'Grün'")))
    wanted = Wanted(before.questions[0], now)
    with pytest.raises(ToplineError, match="the base of b could no longer be read: colour = 'Grün'"):
        correcting._prove(wanted, before, cast(Any, SimpleNamespace(survey=broken)), Cancel())


@pytest.mark.parametrize(
    ("text", "width", "shown"),
    [("short", 8, "short   "), ("q7_a_very_long_name_1", 11, "q7_a_…ame_1"), ("日本語の名前です", 9, "日本…です")],
)
def test_a_long_name_shows_both_its_ends(text: str, width: int, shown: str) -> None:
    found = both_ends(text, width)
    assert cell_len(found) == width
    assert found.split("…")[0] == shown.split("…")[0]
    assert found.split("…")[1:] == shown.split("…")[1:]


@pytest.mark.parametrize(
    ("texts", "stem"),
    [
        (["q4_1", "q4_2"], "q4"),
        (["Which? [a]", "Which? [b]"], "Which?"),
        (["Uses: a", "Uses: a b"], "Uses: a"),
        (["a", "b"], ""),
        (["q0007_0001", "q0007_0002"], "q0007"),
        (["q4_1", "q4_10"], "q4"),
        (["Uses phone", "Uses photo"], "Uses"),
        (["item1", "item2"], "item"),
        (["usesPhone", "usesTablet"], "uses"),
        (["usable", "used"], ""),
        (["same", "same"], "same"),
        (["日本 - 1", "日本 - 2"], "日本"),
    ],
)
def test_what_texts_have_in_common_at_their_beginning(texts: list[str], stem: str) -> None:
    assert common_stem(texts) == stem
