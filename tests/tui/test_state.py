"""Where a survey was left off: written whole, private and without replies; read back exactly, or not at all."""

from __future__ import annotations

import json
import os
import stat
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from topline.cli.explorer import sample_path
from topline.readers import open_source
from topline.readers.folders import STATE
from topline.survey import Net, Slice, View, What, read_expression
from topline.survey.view import Base, Chart, Order, Percent, Period
from topline.tui.action import Place
from topline.tui.desk import Desk, History, Trail
from topline.tui.left_off import VERSION, LeftOff
from topline.tui.state import KEPT, history_of, told_history

SURVEY = open_source(sample_path()).survey
FIRST = Desk(Place.TOPLINE, View(What.RESPONSE), View(What.REPLIES, slice=Slice().narrowed(SURVEY.replied)))
CONDITIONS = tuple(
    read_expression(said, SURVEY)
    for said in (
        "role = 'VP'",
        "role in ('VP', 'Director') and not how contains 'it''s'",
        "years >= 10",
        "replied < '2018-09-30'",
        "how is answered",
    )
)
NAMES = st.sampled_from([question.name for question in SURVEY])
SLICES = st.builds(
    Slice,
    st.lists(st.sampled_from(CONDITIONS), max_size=3, unique=True).map(tuple),
    st.sampled_from(["", "LinkedIn", "a [b] 'c' \"d\" \x1b \ud800"]),
    st.sampled_from(["", "weight"]),
)
FIELDS = st.lists(NAMES, max_size=3, unique=True).map(tuple)
TOPLINES = st.builds(
    View,
    st.just(What.TOPLINE),
    NAMES,
    slice=SLICES,
    against=st.none() | SLICES.map(lambda people: replace(people, search="")),
    base=st.none() | st.sampled_from(Base),
    order=st.sampled_from(Order),
    zeros=st.booleans(),
    sort=st.sampled_from(["", "mean", "Agree, either way"]),
    chart=st.none() | st.sampled_from(Chart),
    title=st.text(max_size=5),
)
CROSSTABS = (
    st.builds(
        View,
        st.just(What.CROSSTAB),
        NAMES | st.just(""),
        FIELDS,
        SLICES,
        percent=st.sampled_from(Percent),
        sort=st.sampled_from(["", "role = 'VP'"]),
        stub=FIELDS,
        transposed=st.booleans(),
    )
    | st.builds(
        View,
        st.just(What.CROSSTAB),
        st.just("how"),
        st.just(("role",)),
        nets=st.sampled_from([(), (Net("Digital", ("research", "news")), Net("Any", ("other",)))]),
    )
    | st.builds(View, st.just(What.CROSSTAB), st.just("years"), st.just(("role",)), bands=st.just((3, 7.5)))
)
TRENDS = st.builds(
    View,
    st.just(What.TREND),
    NAMES,
    st.sampled_from([("replied",), ("role",)]),
    SLICES,
    period=st.none() | st.sampled_from(Period),
    chart=st.sampled_from([None, Chart.PLOT]),
)
REPLIES = st.builds(
    View, st.just(What.REPLIES), slice=SLICES, fields=FIELDS, sort=st.sampled_from(["", "role", "-years"])
)
QUERIES = st.builds(
    View,
    st.just(What.SQL),
    sql=st.sampled_from(["", "select * from responses where role = $role"]),
    arguments=st.sampled_from([(), (("role", "VP"), ("n", "3"))]),
)
PLACES = st.sampled_from([Place.TOPLINE, Place.CROSSTAB, Place.REPLIES, Place.REPLY, Place.CODING, Place.QUERIES])
DESKS = st.builds(
    Desk,
    PLACES,
    TOPLINES | st.just(FIRST.topline),
    REPLIES,
    CROSSTABS | TRENDS,
    QUERIES,
    st.integers(0, 10**7),
    coding=st.sampled_from(["", "how"]),
    profile=FIELDS,
    fields=FIELDS,
)
WAYS = st.lists(DESKS, max_size=3).map(tuple)
TRAILS = st.builds(Trail, DESKS, WAYS, WAYS)
STEPS = st.lists(st.tuples(st.text(max_size=9), TRAILS), max_size=3).map(tuple)
HISTORIES = st.builds(History, TRAILS, STEPS, STEPS)


def parts(history: History) -> tuple[object, ...]:
    return history.trail, history.changes, history.undone


def test_nested_columns_are_read_back() -> None:
    nested = replace(FIRST, crosstab=View(What.CROSSTAB, "impact", ("policy/role", "region")))
    history = History(Trail(nested))
    said = json.loads(json.dumps(told_history(history)))
    assert parts(history_of(said, SURVEY, FIRST)) == parts(history)


@given(HISTORIES)
def test_a_history_is_read_back_as_it_was(history: History) -> None:
    said = json.loads(json.dumps(told_history(history)))
    assert parts(history_of(said, SURVEY, FIRST)) == parts(history)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5) | st.sampled_from([*Place, *What, "desks", "role"]),
    lambda parts: st.lists(parts, max_size=3) | st.dictionaries(st.text(max_size=5), parts, max_size=3),
    max_leaves=8,
)


@st.composite
def damaged(draw: st.DrawFn) -> object:
    """A history in which something, somewhere, is something else."""
    said = json.loads(json.dumps(told_history(draw(HISTORIES))))
    at = said
    for _ in range(draw(st.integers(0, 6))):
        keys = list(at) if isinstance(at, dict) else list(range(len(at)))
        inner = [key for key in keys if isinstance(at[key], (dict, list)) and at[key]]
        if not inner:
            break
        at = at[draw(st.sampled_from(inner))]
    key = draw(st.sampled_from(list(at) if isinstance(at, dict) else list(range(len(at)))))
    at[key] = draw(JSON)
    return said


def test_whatever_a_state_says_nothing_comes_of_it_but_a_desk(tmp_path: Path) -> None:
    file = survey_file(tmp_path)
    place = kept(file)

    @given(damaged() | JSON)
    def check(said: object) -> None:
        whole = json.loads(place.read_text())
        whole = whole | said if isinstance(said, dict) else said
        place.write_text(json.dumps(whole))
        recalled = LeftOff(file).recall(SURVEY, FIRST)
        assert isinstance(recalled.history.desk, Desk)
        recalled.history.desk.view.command("file")
        told_history(recalled.history)
        place.write_text(json.dumps(fresh))

    fresh = json.loads(place.read_text())
    check()


def survey_file(folder: Path) -> Path:
    file = folder / "survey.parquet"
    file.write_bytes(sample_path().read_bytes())
    return file


AWAY = replace(FIRST, place=Place.REPLY, topline=View(What.TOPLINE, "role"), position=7)
LATER = History(Trail(AWAY, (FIRST,)), (("base", Trail(FIRST)),))


def kept(file: Path, history: History = LATER, **settings: str) -> Path:
    """Keep a history; gives back the file it is in."""
    assert LeftOff(file).keep(history, "topline-light", **settings) == ""
    return next(Path(os.environ[STATE]).rglob("*.json"))


def test_it_is_kept_whole_for_its_owner_alone_and_nothing_lies_beside_it(tmp_path: Path) -> None:
    place = kept(survey_file(tmp_path))
    assert stat.S_IMODE(place.stat().st_mode) == 0o600
    assert stat.S_IMODE(place.parent.stat().st_mode) == 0o700
    assert list(place.parent.iterdir()) == [place]


def test_what_was_left_is_found_again(tmp_path: Path) -> None:
    file = survey_file(tmp_path)
    kept(file)
    left_off = LeftOff(file)
    recalled = left_off.recall(SURVEY, FIRST)
    assert parts(recalled.history) == parts(LATER)
    assert recalled.said == "where you left off; --fresh starts anew"
    assert left_off.theme == "topline-light"


def test_each_survey_has_its_own(tmp_path: Path) -> None:
    kept(survey_file(tmp_path))
    other = tmp_path / "other.parquet"
    other.write_bytes(sample_path().read_bytes())
    assert LeftOff(other).recall(SURVEY, FIRST).history.desk == FIRST
    link = tmp_path / "link.parquet"
    link.symlink_to(tmp_path / "survey.parquet")
    assert LeftOff(link).recall(SURVEY, FIRST).history.desk == AWAY


def test_fresh_starts_anew(tmp_path: Path) -> None:
    file = survey_file(tmp_path)
    kept(file)
    left_off = LeftOff(file, fresh=True)
    assert (left_off.theme, parts(left_off.recall(SURVEY, FIRST).history)) == ("", (Trail(FIRST), (), ()))


def test_something_else_first_leaves_the_way_back(tmp_path: Path) -> None:
    file = survey_file(tmp_path)
    kept(file)
    history = LeftOff(file).recall(SURVEY, FIRST, elsewhere=True).history
    assert history.desk == FIRST
    assert history.back()
    assert history.desk == AWAY


def test_after_a_fault_it_does_not_go_where_the_fault_was(tmp_path: Path) -> None:
    file = survey_file(tmp_path)
    kept(file, ended="fault")
    recalled = LeftOff(file).recall(SURVEY, FIRST)
    assert recalled.history.desk == FIRST
    assert "ended by a fault; go back" in recalled.said
    assert recalled.history.back()
    assert recalled.history.desk == AWAY


def test_other_replies_in_the_same_file_have_other_positions(tmp_path: Path) -> None:
    file = survey_file(tmp_path)
    kept(file)
    file.write_bytes(file.read_bytes() + b"more")
    history = LeftOff(file).recall(SURVEY, FIRST).history
    assert history.desk == replace(AWAY, place=Place.REPLIES, position=0)
    assert parts(history)[1:] == ((), ())


def test_a_view_of_a_question_that_is_gone_is_left_out(tmp_path: Path) -> None:
    file = survey_file(tmp_path)
    kept(file)
    without = replace(SURVEY, questions=tuple(question for question in SURVEY if question.name != "role"))
    assert LeftOff(file).recall(without, FIRST).history.desk == replace(AWAY, topline=FIRST.topline)


def test_only_so_much_is_kept(tmp_path: Path) -> None:
    history = History(FIRST)
    for position in range(3 * KEPT):
        history.mark()
        history.change("position", replace(FIRST, position=position))
    place = kept(survey_file(tmp_path), history)
    assert place.stat().st_size < 100_000
    found = LeftOff(tmp_path / "survey.parquet").recall(SURVEY, FIRST).history
    assert len(found.changes) == len(found.trail.moves) == KEPT
    assert found.desk == history.desk


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "its file is damaged"),
        (b'{"topline": 1, "des', "its file is damaged"),
        (b"\xff\xfe\x00", "its file is damaged"),
        (b"[" * 100_000, "its file is damaged"),
        (b"3", "its file is damaged"),
        (b'{"topline": %d}' % (VERSION + 1), "another version of topline wrote it"),
        (b"{}", "another version of topline wrote it"),
        (b'{"topline": %d}' % VERSION, "its file is damaged"),
        (None, "Is a directory"),
    ],
    ids=range(9),
)
def test_what_cannot_be_read_is_said_and_done_without(content: bytes | None, said: str, tmp_path: Path) -> None:
    file = survey_file(tmp_path)
    place = kept(file)
    place.unlink()
    if content is None:
        place.mkdir()
    else:
        place.write_bytes(content)
    left_off = LeftOff(file)
    recalled = left_off.recall(SURVEY, FIRST)
    assert parts(recalled.history) == (Trail(FIRST), (), ())
    assert recalled.said == f"where you left off could not be restored: {said}"
    assert left_off.theme == ""


def test_where_nothing_can_be_written_it_says_why(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(STATE, "/dev/null/state")
    left_off = LeftOff(tmp_path / "survey.parquet")
    assert left_off.recall(SURVEY, FIRST).said == ""
    assert left_off.keep(LATER, "").startswith("where you are cannot be kept: ")


def test_what_has_not_changed_is_not_written_again(tmp_path: Path) -> None:
    left_off = LeftOff(survey_file(tmp_path))
    left_off.keep(LATER, "")
    place = next(Path(os.environ[STATE]).rglob("*.json"))
    place.unlink()
    assert left_off.keep(LATER, "") == ""
    assert not place.exists()
    left_off.keep(History(FIRST), "")
    assert place.exists()


def test_what_comes_after_the_end_is_not_kept(tmp_path: Path) -> None:
    file = survey_file(tmp_path)
    left_off = LeftOff(file)
    assert left_off.keep(History(FIRST), "") == ""
    assert left_off.keep(LATER, "", ended="") == ""
    assert left_off.keep(History(FIRST), "") == "", "a thread that began before the end"
    assert LeftOff(file).recall(SURVEY, FIRST).history.desk == AWAY


def test_an_end_that_changes_nothing_is_the_end_all_the_same(tmp_path: Path) -> None:
    file = survey_file(tmp_path)
    left_off = LeftOff(file)
    left_off.keep(LATER, "")
    left_off.keep(LATER, "", ended="")
    left_off.keep(History(FIRST), "")
    assert LeftOff(file).recall(SURVEY, FIRST).history.desk == AWAY
