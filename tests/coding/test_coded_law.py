"""The law for codes given through journals: what a cell counts, it opens, and it counts what the journals say."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from topline.analysis import bases_of, tabulate
from topline.coding import (
    CodeAdded,
    Coded,
    CodeDeleted,
    Codeframe,
    CodeMerged,
    Desk,
    Event,
    Flagged,
    Journals,
    NetAdded,
    Settled,
    codes_folder,
    reply_key,
)
from topline.coding.opening import RESERVED, open_coded
from topline.coding.pile import pile_of
from topline.engine import Engine, Windows
from topline.survey import Slice, Table, View, What, read_expression

STATED = """\
id = "id"
weight = "w"
[question.why]
kind = "open"
{base}
[question.area]
kind = "single"
[question.area.options]
north = "North"
south = "South"
"""
BASE = "base = \"area = 'north'\""
TEXTS = ("one", "another", "a third", "more", "", None)
CODES = ("a", "b", "c", "unlisted")
ROWS = st.lists(
    st.tuples(st.sampled_from(TEXTS), st.sampled_from(["north", "south", None]), st.sampled_from([0.5, 1.0, 2.5])),
    min_size=1,
    max_size=25,
)
GIVEN = st.lists(
    st.tuples(
        st.sampled_from(["anna", "ben"]),
        st.sampled_from(["codes", "codes", "codes", "cannot", "settles", "of another text"]),
        st.integers(0, 24),
        st.frozensets(st.sampled_from(CODES), max_size=2),
    ),
    max_size=25,
)
FRAME = st.lists(
    st.sampled_from([CodeMerged(question="why", code="a", into="b"), CodeDeleted(question="why", code="c")]), max_size=2
)


def every_door(table: Table) -> Iterator[tuple[str, int, Slice]]:
    for column in table.columns:
        yield f"base of {column.label}", column.base.unweighted, column.base.slice
    for row in table.rows:
        for column, cell in zip(table.columns, row.cells, strict=True):
            assert cell.slice is not None
            yield f"{row.label} x {column.label}", cell.count, cell.slice
    for item in table.missing:
        yield item.label, item.count, item.slice


@settings(max_examples=8, deadline=None)
@given(ROWS, GIVEN, FRAME, st.booleans())
def test_every_cell_of_a_coded_question_opens_as_many_replies_as_it_counts(
    rows: list[tuple[str | None, str | None, float]],
    given_: list[tuple[str, str, int, frozenset[str]]],
    frame: list[Event],
    has_base: bool,
) -> None:
    with TemporaryDirectory() as folder:
        file = Path(folder) / "survey.parquet"
        table = pl.DataFrame(rows, schema={"why": pl.String, "area": pl.String, "w": pl.Float64}, orient="row")
        table.with_row_index("id").write_parquet(file)
        file.with_name("survey.topline.toml").write_text(STATED.format(base=BASE if has_base else ""))
        coders = {name: Journals(codes_folder(file), name) for name in ("anna", "ben")}
        coders["anna"].append(
            NetAdded(question="why", net="n", label="Net"),
            *(CodeAdded(question="why", code=code, label=code, net="n" if code != "c" else "") for code in "abc"),
        )
        for coder, does, row, codes in given_:
            at = row % len(rows)
            said = rows[at][0] or ""
            key = reply_key("what was said before" if does == "of another text" else said, str(at))
            match does:
                case "cannot":
                    event: Event = Flagged(question="why", replies=(key,), cannot=True)
                case "settles":
                    event = Settled(question="why", replies=(key,), codes=codes)
                case _:
                    event = Coded(question="why", replies=(key,), codes=codes)
            coders[coder].append(event)
        coders["ben"].append(*frame)
        assert_lawful(file)


def assert_lawful(file: Path) -> None:
    """Every number of many tables opens as many replies, and the codes are counted as the journals have them."""
    source = open_coded(file)
    survey = source.survey
    plain = source.uncoded
    assert plain is not None
    pile = pile_of(plain.replies, plain.survey, plain.survey["why"])
    state = Desk(Journals(codes_folder(file)), "why", Codeframe.of(plain.survey["why"], RESERVED), pile.keys).state
    with Engine(source.replies, survey) as engine:
        windows = Windows(engine)
        view = View(What.TOPLINE, "why")
        shapes = [replace(view, base=base) for base in (None, *bases_of(survey["why"], survey))]
        shapes += [View(What.TOPLINE, "why", slice=Slice(weight="w"))]
        shapes += [View(What.TOPLINE, "why", slice=Slice((read_expression("area = 'north'", survey),)))]
        shapes += [View(What.CROSSTAB, "why", ("area",)), View(What.CROSSTAB, "area", ("why",))]
        shapes += [View(What.CROSSTAB, "why", ("why", "area/why"), Slice(weight="w"))]
        for stage in ("coded", "uncoded", "uncodable"):
            people = Slice((read_expression(f"why is {stage}", survey),))
            shapes.append(View(What.CROSSTAB, "area", ("why",), people))
        for shape in shapes:
            for name, count, people in every_door(tabulate(shape, engine)):
                window = windows.window(people, (), limit=100)
                assert (window.total, len(window.replies)) == (count, count), f"{shape}: {name}"
        everyone = tabulate(View(What.TOPLINE, "why", base=bases_of(survey["why"], survey)[-1]), engine)
        stages = {
            stage: windows.window(Slice((read_expression(f"why is {stage}", survey),)), (), limit=100).total
            for stage in ("coded", "uncoded", "uncodable")
        }
    totals = state.totals
    assert stages == {"coded": totals.coded, "uncoded": totals.uncoded, "uncodable": totals.cannot}
    if not survey["why"].base:
        counts = {row.code: row.cells[0].count for row in everyone.rows if not row.net}
        assert counts == dict(state.counts)
