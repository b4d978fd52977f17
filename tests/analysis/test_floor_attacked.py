"""An attacker takes down every number that small surveys show under a privacy floor, and finds no small group."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import polars as pl
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from topline.analysis import tabulate
from topline.analysis.floor import WithheldError
from topline.engine import Engine
from topline.survey import (
    Base,
    Chose,
    Kind,
    MissingKind,
    Net,
    Not,
    Option,
    Question,
    Slice,
    Survey,
    View,
    What,
)

from .attacker import Answers, Attacker, Group, told

ONE = ("w", "x", "y", "z")
OTHER = ("p", "q", "r")
TOOLS = ("h", "k")
SETS = (None, frozenset(), frozenset("h"), frozenset("k"), frozenset("hk"))
WAITS, CANNOT = "waits", "cannot"
"""A reply that waits to be coded, and one that cannot be."""
POSSIBLE: dict[str, list[object]] = {
    "one": [*ONE, "dk", None],
    "other": [*OTHER, None],
    "tools": list(SETS),
    "said": [None, WAITS, CANNOT, *SETS[2:]],
    "side": ["left", "right"],
}
LEFT = Chose("side", ("left",))
Asked = tuple[str, tuple[str, ...]]
PAIRS: dict[str, Sequence[Asked]] = {
    "one answer by one answer": (("one", ()), ("other", ()), ("one", ("other",)), ("other", ("one",))),
    "one answer by several": (("one", ()), ("tools", ()), ("one", ("tools",)), ("tools", ("one",))),
    "coded replies alone": (("said", ()),),
    "coded replies by one answer": (("said", ()), ("other", ()), ("said", ("other",)), ("other", ("said",))),
    "several answers alone": (("tools", ()), ("tools", ("tools",))),
}


def survey(floor: int, people: int) -> Survey:
    return Survey(
        "Small",
        respondents=people,
        min_base=floor,
        questions=(
            Question(
                "one",
                Kind.SINGLE,
                options=(*(Option(code, code) for code in ONE), Option("dk", "dk", MissingKind.DONT_KNOW)),
                nets=(Net("WX", ("w", "x")),),
            ),
            Question("other", Kind.SINGLE, options=tuple(Option(code, code) for code in OTHER)),
            Question(
                "tools", Kind.MULTI, options=tuple(Option(code, code) for code in TOOLS), nets=(Net("HK", TOOLS),)
            ),
            Question(
                "said",
                Kind.OPEN,
                codes="said_codes",
                coded_here=True,
                has_uncoded=True,
                options=tuple(Option(code, code) for code in TOOLS),
                nets=(Net("HK", TOOLS),),
            ),
            Question("side", Kind.SINGLE, options=(Option("left", "left"), Option("right", "right"))),
        ),
    )  # fmt: skip


def has(question: str, *codes: object) -> Group:
    return lambda answers: answers[question] in codes


def ticked(*codes: str) -> Group:
    return lambda answers: bool(frozenset(codes) & (answers["tools"] or frozenset()))  # type: ignore[operator]


def mentioned(*codes: str) -> Group:
    return lambda answers: bool(frozenset(codes) & said_codes(answers))


def said_codes(answers: Answers) -> frozenset[str]:
    return answers["said"] if isinstance(answers["said"], frozenset) else frozenset()


ROWS: dict[str, Group] = {
    **{f"one: {code}": has("one", code) for code in (*ONE, "dk")},
    "one: WX": has("one", "w", "x"),
    "one: No answer": has("one", None),
    "one: nowhere": has("one", "dk", None),
    **{f"other: {code}": has("other", code) for code in OTHER},
    "other: No answer": has("other", None),
    "other: nowhere": has("other", None),
    **{f"tools: {code}": ticked(code) for code in TOOLS},
    "tools: HK": ticked(*TOOLS),
    "tools: No answer": has("tools", None),
    **{f"said: {code}": mentioned(code) for code in TOOLS},
    "said: HK": mentioned(*TOOLS),
    "said: No answer": has("said", None),
    "said: Not coded yet": has("said", WAITS),
    "said: Can't be coded": has("said", CANNOT),
}
ANSWERED = {"one": has("one", *ONE), "other": has("other", *OTHER), "tools": has("tools", *SETS[1:])}
CODED = mentioned(*TOOLS)


def everyone(answers: Answers) -> bool:
    return True


def drawn(choose: random.Random) -> list[Answers]:
    """Replies of a small survey in which some answers are rare."""

    def skewed(answers: Sequence[object]) -> Callable[[], object]:
        weights = [choose.choice((0.02, 0.05, 0.2, 1, 1, 3)) for _ in answers]
        return lambda: choose.choices(answers, weights)[0]

    ways = {name: skewed(answers) for name, answers in POSSIBLE.items()}
    return [{name: way() for name, way in ways.items()} for _ in range(choose.randint(8, 70))]


def written(replies: Sequence[Answers], path: Path) -> Path:
    sets = [None if reply["tools"] is None else sorted(reply["tools"]) for reply in replies]  # type: ignore[call-overload]
    columns: dict[str, list[object]] = {name: [reply[name] for reply in replies] for name in POSSIBLE}
    columns |= {"tools": [*sets], "said": [None if reply["said"] is None else "words" for reply in replies]}
    columns["said_codes"] = [None if reply["said"] in (None, WAITS) else sorted(said_codes(reply)) for reply in replies]
    types = {name: pl.List(pl.String) if name in ("tools", "said_codes") else pl.String for name in columns}
    pl.DataFrame(columns, schema=types).write_parquet(path)
    return path


def both(*groups: Group) -> Group:
    return lambda answers: all(group(answers) for group in groups)


def small_groups(asked: Sequence[Asked]) -> list[tuple[str, Group]]:
    """Every answer and every pair of answers to different questions, given or not, on either side of the filter."""
    names = [question for question, by in asked if not by]
    of = {name: [(said, group) for said, group in ROWS.items() if said.startswith(f"{name}:")] for name in names}
    single = [pair for pairs in of.values() for pair in pairs]
    single += [(f"not {said}", lambda answers, group=group: not group(answers)) for said, group in single]
    if len(names) > 1:
        first, second = (
            [(said, group) for said, group in single if said.removeprefix("not ").startswith(f"{name}:")]
            for name in names
        )
        single += [(f"{a} and {b}", both(one, other)) for a, one in first for b, other in second]
    sides = [(f"{said}, {side}", both(group, has("side", side))) for said, group in single for side in POSSIBLE["side"]]
    return single + sides


@pytest.mark.parametrize("asked", PAIRS.values(), ids=PAIRS.keys())
@settings(max_examples=4, deadline=None, derandomize=True)
@given(st.integers(0, 10_000))
@example(1009)
@example(1022)
@example(1027)
def test_no_small_group_can_be_worked_out_from_all_tables_together(asked: Sequence[Asked], seed: int) -> None:
    choose = random.Random(seed)
    floor, replies = choose.choice((3, 4, 5)), drawn(choose)
    attacker = Attacker({name: answers for name, answers in POSSIBLE.items() if _is_in(name, asked)}, len(replies))
    slices = (
        (Slice(), everyone),
        (Slice((LEFT,)), has("side", "left")),
        (Slice((Not(LEFT),)), has("side", "right")),
    )
    with TemporaryDirectory() as folder:
        path = written(replies, Path(folder) / "replies.parquet")
        with Engine(path, survey(floor, len(replies))) as engine:
            for slice_, inside in slices:
                for question, by in asked:
                    for base in (Base.ANSWERED, Base.CODED, Base.EVERYONE):
                        view = View(What.CROSSTAB if by else What.TOPLINE, question, by, slice_, base=base)
                        try:
                            table = tabulate(view, engine)
                        except WithheldError:
                            continue
                        assert question != "said" or table.base.text != "answered"
                        of = {"answered": ANSWERED.get(question, everyone), "coded": CODED}.get(
                            table.base.text, everyone
                        )
                        attacker.read(table, inside, of, ROWS)
    found = small_groups(asked)
    assert told(attacker, found, replies, floor) == []


def _is_in(name: str, asked: Sequence[Asked]) -> bool:
    return name == "side" or any(name == question for question, _ in asked)


def test_the_attacker_finds_small_groups_where_there_is_no_floor() -> None:
    replies: list[Answers] = [
        {"one": "w" if number else "x", "other": "p", "tools": None, "said": None, "side": "left"}
        for number in range(20)
    ]
    attacker = Attacker({"one": POSSIBLE["one"]}, len(replies))
    with TemporaryDirectory() as folder:
        path = written(replies, Path(folder) / "replies.parquet")
        with Engine(path, survey(0, len(replies))) as engine:
            attacker.read(tabulate(View(What.TOPLINE, "one"), engine), everyone, ANSWERED["one"], ROWS)
    assert told(attacker, [("x", ROWS["one: x"])], replies, 5) == ["x: 1"]
