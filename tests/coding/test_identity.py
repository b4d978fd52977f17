"""Codes stay with their replies: in another order, another format, the next wave, and where texts have changed."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import polars as pl
import pyreadstat
import pytest

from topline.analysis import tabulate
from topline.coding import Codeframe, Desk, Journals, codes_folder
from topline.coding.opening import RESERVED, open_coded
from topline.coding.pile import pile_of
from topline.coding.reply_key import respondent_id
from topline.engine import Engine
from topline.readers import Source
from topline.survey import Sql, Table, View, What

from .surveyed import WHY, Coder, surveyed

ROWS: list[dict[str, object]] = [
    {"id": number, "area": ("north", "south")[number % 2], "why": f"because of {word} and more, said {number}"}
    for number, word in enumerate("price taste smell colour price taste smell price".split(), 10)  # noqa: SIM905
]


def text(number: int) -> str:
    return next(str(row["why"]) for row in ROWS if row["id"] == number)


def coded_once(folder: Path) -> Path:
    file = surveyed(folder, ROWS)
    coder = Coder(file)
    coder.adds("price", "taste")
    coder.codes([(one, text(one)) for one in (10, 14, 17)], "price")
    coder.codes([(one, text(one)) for one in (11, 14)], "taste")
    coder.gives_up([(12, text(12))])
    return file


KEPT = {10: ["price"], 11: ["taste"], 12: [], 14: ["taste"], 17: ["price"]}
"""What a coder gave last holds."""


def codes_in(source: Source) -> dict[int, list[str] | None]:
    """The codes by respondent."""
    with Engine(source.replies, source.survey) as engine:
        column = source.survey["why"].codes
        rows = engine.query(Sql(f'select try_cast(trim("id"::varchar) as double)::int, "{column}" from replies'))
    return {who: codes for who, codes in rows if codes is not None}


def table_of(source: Source, name: str = "why") -> Table:
    with Engine(source.replies, source.survey) as engine:
        return tabulate(View(What.TOPLINE, name), engine)


def missing(table: Table) -> dict[str, int]:
    return {item.label: item.count for item in table.missing}


def as_sav(file: Path, rows: Sequence[dict[str, object]]) -> None:
    frame = pl.DataFrame(rows).with_columns(pl.col("id").cast(pl.Float64))
    pyreadstat.write_sav(frame, file)


@pytest.mark.parametrize("ending", ["csv", "xlsx", "parquet", "sav"])
def test_a_re_export_in_another_order_and_format_keeps_its_codes(tmp_path: Path, ending: str) -> None:
    file = coded_once(tmp_path)
    assert codes_in(open_coded(file)) == KEPT
    file.unlink()
    again = tmp_path / f"survey.{ending}"
    if ending == "sav":
        as_sav(again, ROWS[::-1])
    else:
        surveyed(tmp_path, ROWS[::-1], name=again.name)
    assert codes_in(open_coded(again)) == KEPT


@pytest.mark.parametrize("dtype", [pl.Int64, pl.Float64, pl.String, pl.UInt16, pl.Decimal(10, 2)], ids=str)
def test_ids_are_the_same_however_they_are_stored(tmp_path: Path, dtype: pl.DataType) -> None:
    file = coded_once(tmp_path)
    file.unlink()
    again = tmp_path / "survey.parquet"
    pl.DataFrame(ROWS).with_columns(pl.col("id").cast(dtype)).write_parquet(again)
    assert codes_in(open_coded(again)) == KEPT


@pytest.mark.parametrize("stored", [12, 12.0, "12", " 12 ", "12.0", "12.00", "12."])
def test_a_number_is_the_same_id_however_it_is_written(stored: object) -> None:
    assert respondent_id(stored) == "12"


@pytest.mark.parametrize("stored", ["012", "12.5", "1.2.0", "a12", "12a", 12.5, 10**30, "v1.0"])
def test_other_ids_stay_as_they_are(stored: object) -> None:
    assert respondent_id(stored) == str(stored)


def test_nothing_is_no_id() -> None:
    assert {respondent_id(stored) for stored in (None, float("nan"), "", "  ")} == {""}


def test_ids_that_were_written_with_a_point_or_spaces_are_the_same(tmp_path: Path) -> None:
    file = coded_once(tmp_path)
    for written in ("{}.0", " {} ", '"{}"'):
        head = "id,area,why\n"
        lines = (f'{written.format(row["id"])},{row["area"]},"{row["why"]}"\n' for row in ROWS)
        file.write_text(head + "".join(lines))
        assert codes_in(open_coded(file)) == KEPT, written


def test_a_changed_reply_keeps_its_codes_and_is_flagged(tmp_path: Path) -> None:
    file = coded_once(tmp_path)
    rows = [{**row, "why": "something else by now"} if row["id"] == 10 else row for row in ROWS]
    surveyed(tmp_path, rows)
    source = open_coded(file)
    assert codes_in(source) == KEPT
    plain = source.uncoded
    assert plain is not None
    pile = pile_of(plain.replies, plain.survey, plain.survey["why"])
    start = Codeframe.of(plain.survey["why"], RESERVED)
    state = Desk(Journals(codes_folder(file)), "why", start, pile.keys).state
    assert state.totals.changed == 1
    assert [one.reply for one in state.told() if one.is_changed] == [pile.keys[0]]


def test_the_next_wave_is_coded_as_far_as_it_was_and_says_what_is_not(tmp_path: Path) -> None:
    file = coded_once(tmp_path)
    more: list[dict[str, object]] = [{"id": one, "area": "north", "why": f"new here {one}"} for one in range(50, 60)]
    surveyed(tmp_path, [*more, *ROWS, {"id": 99, "area": "south", "why": None}])
    source = open_coded(file)
    assert codes_in(source) == KEPT
    table = table_of(source)
    assert (table.base.text, table.base.unweighted) == ("coded", 4)
    assert missing(table) == {"Not coded yet": 13, "Can't be coded": 1, "No answer": 1}
    assert {"Base: coded, n=4", "Missing: Not coded yet 13", "Missing: Can't be coded 1"} <= set(table.footer)


def test_without_ids_equal_texts_share_their_codes(tmp_path: Path) -> None:
    said = ["networking"] * 3 + ["calls", " networking ", "Networking", ""]
    rows: list[dict[str, object]] = [{"area": "n", "why": one} for one in said]
    file = surveyed(tmp_path, rows, stated='[question.why]\nkind = "open"\n')
    coder = Coder(file)
    coder.adds("net")
    coder.codes([(None, "networking")], "net")
    table = table_of(open_coded(file))
    assert (table.base.unweighted, table.rows[0].cells[0].count) == (4, 4)
    assert missing(table) == {"Not coded yet": 2, "No answer": 1}


def test_rows_of_the_same_respondent_and_text_share_codes_and_other_texts_do_not(tmp_path: Path) -> None:
    rows: list[dict[str, object]] = [
        {"id": 7, "why": "twice the same"},
        {"id": 7, "why": "twice the same"},
        {"id": 7, "why": "something else entirely"},
        {"id": 8, "why": "twice the same"},
    ]
    file = surveyed(tmp_path, rows)
    coder = Coder(file)
    coder.adds("a")
    coder.codes([(7, "twice the same")], "a")
    source = open_coded(file)
    with Engine(source.replies, source.survey) as engine:
        assert engine.query(Sql('select "why_codes" from replies')) == [(["a"],), (["a"],), (None,), (None,)]


def test_conflicting_codes_both_count_until_they_are_settled(tmp_path: Path) -> None:
    file = coded_once(tmp_path)
    other = Coder(file, "ben")
    other.codes([(10, text(10))], "taste")
    other.gives_up([(11, text(11))])
    assert codes_in(open_coded(file)) == {**KEPT, 10: ["price", "taste"]}


def test_who_was_asked_stays_the_base_but_for_those_who_wait_for_a_code(tmp_path: Path) -> None:
    stated = WHY + 'base = "area = \'north\'"\nbase_text = "in the north"\n'
    rows: list[dict[str, object]] = [*ROWS, {"id": 30, "area": "north", "why": None}]
    file = surveyed(tmp_path, rows, stated=stated)
    coder = Coder(file)
    coder.adds("price")
    coder.codes([(10, text(10)), (11, text(11))], "price")
    coder.gives_up([(12, text(12))])
    table = table_of(open_coded(file))
    assert (table.base.text, table.base.unweighted) == ("in the north, less those not coded yet", 3)
    assert table.rows[0].cells[0].count == 1
    wanted = {
        "Not coded yet": 2,
        "Can't be coded": 1,
        "Not asked": 0,
        "No answer": 1,
        "Answered without being asked": 4,
    }
    assert missing(table) == {label: n for label, n in wanted.items() if n}
    coder.codes([(one, text(one)) for one in range(13, 18)], "price")
    table = table_of(open_coded(file))
    assert (table.base.text, table.base.unweighted) == ("in the north", 5), "nobody waits any more"


def test_codes_that_are_a_column_of_the_data_count_as_ever(tmp_path: Path) -> None:
    file = tmp_path / "survey.parquet"
    codes = pl.Series([["a"], [], None, ["a"], None], dtype=pl.List(pl.String))
    pl.DataFrame({"id": range(5), "why": ["x", "y", "z", "u", None], "given": codes}).write_parquet(file)
    options = '[question.why.options]\na = "Alpha"\n'
    (tmp_path / "survey.topline.toml").write_text(f'{WHY}codes = "given"\n{options}')
    table = table_of(open_coded(file))
    assert (table.base.text, table.base.unweighted) == ("answered", 4)
    assert missing(table) == {"No answer": 1}
    coder = Coder(file)
    coder.codes([(1, "y")], "a")
    table = table_of(open_coded(file))
    assert (table.base.text, table.base.unweighted, table.rows[0].cells[0].count) == ("coded", 3, 3)
    assert missing(table) == {"Not coded yet": 1, "No answer": 1}


def test_codes_for_what_is_no_open_question_here_are_told(tmp_path: Path) -> None:
    file = coded_once(tmp_path)
    Coder(file, "ben", question="gone").codes([(1, "x")], "a")
    source = open_coded(file)
    assert any("codes for 'gone', which is no open question here" in one for one in source.survey.warnings)
    assert codes_in(source) == KEPT
