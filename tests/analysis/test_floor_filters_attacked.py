"""An attacker takes down every table of two or three questions in every filter by an answer of theirs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import combinations
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import pytest

from topline.analysis import tabulate
from topline.analysis.floor import WithheldError
from topline.engine import Engine
from topline.survey import Base, Chose, Net, Not, Slice, Survey, View, What

from .attacker import Answers, Attacker, Group, told
from .test_floor_attacked import ANSWERED, POSSIBLE, ROWS, TOOLS, both, drawn, everyone, has, survey, ticked, written

MORE_ROWS: dict[str, Group] = {
    **ROWS,
    **{f"side: {code}": has("side", code) for code in ("left", "right")},
    "one: XYZ": has("one", "x", "y", "z"),
    "other: PQ": has("other", "p", "q"),
    "side: nowhere": lambda answers: False,
}
Filter = tuple[str, Slice, Group]


def more_nets(small: Survey) -> Survey:
    """The same survey with nets that overlap."""
    nets = {
        "one": (Net("WX", ("w", "x")), Net("XYZ", ("x", "y", "z"))),
        "other": (Net("PQ", ("p", "q")),),
    }
    return replace(small, questions=tuple(replace(one, nets=nets.get(one.name, one.nets)) for one in small))


def filters(names: Sequence[str]) -> Iterator[Filter]:
    """Everyone; those of each answer, and of each two, and all others."""
    yield "", Slice(), everyone
    for name in names:
        codes = [str(code) for code in (TOOLS if name == "tools" else POSSIBLE[name]) if code is not None]
        for some in (*((code,) for code in codes), *combinations(codes, 2)):
            group = ticked(*some) if name == "tools" else has(name, *some)
            yield name, Slice((Chose(name, some),)), group
            yield name, Slice((Not(Chose(name, some)),)), lambda answers, group=group: not group(answers)  # type: ignore[misc]


def asked(names: Sequence[str]) -> Iterator[View]:
    for rows in names:
        yield View(What.TOPLINE, rows)
        for column in names:
            if column != rows or rows == "tools":
                yield View(What.CROSSTAB, rows, (column,))


def small_groups(names: Sequence[str]) -> list[tuple[str, Group]]:
    """Every answer and every combination of answers to different questions, each given or not."""
    single = [(name, said, group) for name in names for said, group in MORE_ROWS.items() if said.startswith(f"{name}:")]
    single += [
        (name, f"not {said}", lambda answers, group=group: not group(answers))  # type: ignore[misc]
        for name, said, group in single
    ]
    found = []
    for size in range(1, len(names) + 1):
        for some in combinations(single, size):
            if len({name for name, _, _ in some}) == size:
                found.append((" and ".join(said for _, said, _ in some), both(*(group for _, _, group in some))))
    return found


def differing(attacker: Attacker, groups: Sequence[tuple[str, Group]]) -> list[tuple[str, Group]]:
    """Of groups that are the same people whatever they answered, one."""
    return list({attacker.line(group).tobytes(): (said, group) for said, group in groups}.values())


def attacked(names: Sequence[str], seed: int, small: Survey, replies: list[Answers]) -> Attacker:
    attacker = Attacker({name: POSSIBLE[name] for name in names}, len(replies))
    with TemporaryDirectory() as folder:
        path = written(replies, Path(folder) / "replies.parquet")
        with Engine(path, small) as engine:
            for view in asked(names):
                for name, slice_, inside in filters(names):
                    for base in (Base.ANSWERED, Base.EVERYONE) if name != view.rows or name == "tools" else ():
                        try:
                            table = tabulate(replace(view, slice=slice_, base=base), engine)
                        except WithheldError:
                            continue
                        of = ANSWERED.get(view.rows, everyone) if table.base.text == "answered" else everyone
                        attacker.read(table, inside, of, MORE_ROWS)
    return attacker


@pytest.mark.parametrize(
    ("names", "seed"),
    [
        # A filter by an answer of the columns tells what their table withholds.
        (("one", "other"), 0),
        (("one", "other"), 21),
        # Those who gave none of several answers, by the answers to another question.
        (("one", "tools"), 11),
        (("one", "tools"), 28),
        # A filter that leaves out an answer that is set apart.
        (("one", "other", "side"), 26),
    ],
)
def test_no_small_group_can_be_worked_out_from_all_filters_together(names: Sequence[str], seed: int) -> None:
    choose = Random(seed)
    floor, replies = choose.choice((3, 4, 5)), drawn(choose)
    attacker = attacked(names, seed, more_nets(survey(floor, len(replies))), replies)
    assert told(attacker, differing(attacker, small_groups(names)), replies, floor) == []
