"""Rankings that have a column for each rank: a question for each item, whatever called the columns ranks."""

from collections.abc import Callable, Sequence
from pathlib import Path

import polars
import pytest

from topline.readers import formats
from topline.readers.assembled import questions_of
from topline.readers.columns import ReadColumn
from topline.readers.rankings import with_rankings
from topline.readers.raw import RawColumn, RawGroup, RawTable, Together
from topline.readers.understood import understood
from topline.survey import Kind, MissingKind, Option, SurveyFile

LIME = "id,submitdate,lastpage,startlanguage"
ORDERS = ("Tea,Milk,Cocoa", "Milk,Tea,", "N/A,N/A,N/A", "Cocoa,,", "Tea,Cocoa,Milk", ",,")
TEA, MILK, COCOA = (
    ["1", "2", None, None, "1", None],
    ["2", "1", None, None, "3", None],
    ["3", None, None, "1", "2", None],
)


def read(path: Path) -> list[ReadColumn]:
    return questions_of(understood(formats.read_table(path, path.name, lambda _: None), path), SurveyFile(""))


def ranked(columns: Sequence[ReadColumn]) -> dict[str, list[str | None]]:
    """The ranks of every item of a ranking, by what the item is called."""
    return {one.question.label: one.values.cast(polars.String).to_list() for one in columns if one.question.grid}


@pytest.mark.parametrize(
    ("style", "grid"),
    [
        ("like[{}]", "like"),
        ("Which do you like? [Rank {}]", "Which do you like?"),
        ("Which do you like? [Rang {}]", "Which do you like?"),
        ("like[{}]. Which do you like? [Classement {}]", "Which do you like?"),
        ("Which do you like? - Choice {}", "Which do you like?"),
    ],
)
def test_columns_of_ranks_are_a_question_for_each_item(written: Callable[..., Path], style: str, grid: str) -> None:
    header = ",".join(f'"{style.format(rank, rank)}"' for rank in (1, 2, 3))
    rows = [f"{at},2024-05-13 10:00:00,3,en,{order}" for at, order in enumerate(ORDERS, 1)]
    columns = read(written("\n".join([f"{LIME},{header}", *rows])))
    assert ranked(columns) == {"Tea": TEA, "Milk": MILK, "Cocoa": COCOA}
    assert {one.question.grid for one in columns if one.question.grid} == {grid}
    assert {one.question.kind for one in columns if one.question.grid} == {Kind.SINGLE}
    assert {one.question.label for one in columns if one.question.ranks} == {"Tea", "Milk", "Cocoa"}


@pytest.mark.parametrize(
    ("headers", "rows"),
    [
        (("like[1]", "like[2]"), ["Tea,Tea", "Milk,Tea", "Tea,Milk", "Milk,Milk"]),
        (("like[1]", "like[2]"), ["Tea,Milk", ",Tea", "Tea,Milk", "Milk,Tea"]),
        (("Like [Shop 1]", "Like [Shop 2]"), ["Tea,Milk", "Milk,Tea", "Tea,Milk", "Milk,Tea"]),
        (("Like [Rank 2]", "Like [Rank 3]"), ["Tea,Milk", "Milk,Tea", "Tea,Milk", "Milk,Tea"]),
    ],
    ids=["the same twice", "a rank left out", "no ranks", "not from the first"],
)
def test_other_columns_with_numbers_are_no_ranks(
    written: Callable[..., Path], headers: tuple[str, str], rows: list[str]
) -> None:
    table = "\n".join([f"{LIME},{','.join(headers)}", *(f"1,2024-05-13 10:00:00,3,en,{row}" for row in rows)])
    path = written(table)
    found = understood(formats.read_table(path, path.name, lambda _: None), path)
    assert [group.how for group in found.groups] == [Together.GRID]


def test_ranks_as_packages_get_them_of_limesurvey(written: Callable[..., Path]) -> None:
    """The label of a variable begins with the rank: [M], made after what its SPSS export is known to write."""
    texts = [f"[Rank {rank}] Which do you like?" for rank in (1, 2)]
    cells = (["A1", "A2", "A1"], ["A2", "A1", None])
    labels = (Option("A1", "Tea"), Option("A2", "Milk"), Option("A3", "Cocoa"))
    columns = [
        RawColumn(f"like_{at + 1}", polars.Series(held, dtype=polars.String), at, f"like_{at + 1}", text, labels)
        for at, (held, text) in enumerate(zip(cells, texts, strict=True))
    ]
    table = understood(RawTable(tuple(columns), 3), written("", "none.sav"))
    assert ranked(questions_of(table, SurveyFile(""))) == {
        "Tea": ["1", "2", "1"],
        "Milk": ["2", "1", None],
        "Cocoa": [None, None, None],
    }


def test_what_is_set_apart_stands_at_every_item() -> None:
    apart = Option("-9", "Refused", MissingKind.REFUSED)
    cells = ([2, 1, -9], [1, 2, -9])
    columns = tuple(
        RawColumn(f"r{at}", polars.Series(held), at, options=(Option("1", "Tea"), Option("2", "Milk"), apart))
        for at, held in enumerate(cells)
    )
    group = RawGroup(Together.RANKS, (0, 1), "Which?", ("Rank 1", "Rank 2"), "told")
    table = with_rankings(RawTable(columns, 3, (group,)))
    assert [column.cells.to_list() for column in table.columns] == [["2", "1", "-9"], ["1", "2", "-9"]]
    tea, _ = questions_of(table, SurveyFile(""))
    assert (tea.question.answered, tea.question.option("-9").missing) == (2, MissingKind.REFUSED)
