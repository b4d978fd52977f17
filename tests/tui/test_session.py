"""The session: what was counted once is there at once, however it is shown."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from topline.cli.explorer import sample_path
from topline.readers import open_source
from topline.survey import Chart, Chose, Order, Percent, Slice, View, What
from topline.tui.session import Session

CROSSED = View(What.CROSSTAB, "how", ("policy",))
PLAIN = View(What.TOPLINE, "how")
PEOPLE = Slice((Chose("impact", ("Yes",)),))


@pytest.fixture
def session() -> Iterator[Session]:
    opened = Session(open_source(sample_path()), sample_path())
    yield opened
    opened.close()


@pytest.mark.parametrize(
    "shown",
    [
        replace(CROSSED, percent=Percent.ROW),
        replace(CROSSED, percent=Percent.NONE, chart=Chart.BARS),
        replace(CROSSED, order=Order.COUNT, sort="policy = 'Banned'", zeros=False, title="Mine"),
        replace(PLAIN, order=Order.COUNT),
        replace(PLAIN, zeros=False, chart=Chart.BARS),
    ],
)
def test_another_way_to_show_a_table_needs_no_count(
    session: Session, shown: View, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = session.table(shown.counted)
    monkeypatch.setattr(session._engine, "query", lambda *_: pytest.fail("counted anew"))
    known = session.known(shown)
    assert known is not None
    assert known.view == shown
    assert session.table(shown) == known
    assert known.columns == first.columns
    assert {row.code: row.cells[0].count for row in known.rows}.items() <= {
        row.code: row.cells[0].count for row in first.rows
    }.items()


def test_other_people_are_counted_anew(session: Session) -> None:
    session.table(CROSSED)
    assert session.known(CROSSED.of(Slice((Chose("role", ("VP",)),)))) is None
    assert session.known(replace(CROSSED, columns=("role",))) is None
    session.table(PLAIN)
    assert session.known(replace(PLAIN, against=Slice())) is None


def test_replies_of_many_questions_are_read_with_those_beside_them(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    view = View(What.REPLIES, slice=PEOPLE, sort="-role")
    alone = [session.person_at(view, position)[0] for position in (40, 41, 30)]
    monkeypatch.setattr("topline.tui.session.WIDE", 1)
    first = session.person_at(view, 40)
    with monkeypatch.context() as patched:
        patched.setattr("topline.analysis.persons", lambda *_: pytest.fail("read anew"))
        found = [first, session.person_at(view, 41)]
    found.append(session.person_at(view, 30))
    assert [person for person, _ in found] == alone
    total = first[1]
    assert session.person_at(view, total - 1)[0] is not None
    assert session.person_at(view, total) == (None, total)
