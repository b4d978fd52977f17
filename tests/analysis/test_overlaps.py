"""How many people are in two columns of a banner question of several answers, all pairs from one statement."""

from __future__ import annotations

from collections.abc import Callable
from itertools import combinations
from pathlib import Path
from unittest.mock import patch

import polars
import pytest

from topline.analysis import count_table
from topline.analysis.association import overlaps
from topline.analysis.counts import count_flags
from topline.engine import Engine
from topline.engine.store import plan_of
from topline.engine.storing import make
from topline.statistics import effective_base
from topline.survey import All, Kind, Option, Question, Role, Slice, Storage, View, What, banner_question

Opened = Callable[..., Engine]
BRANDS = tuple(f"b{at}" for at in range(30))
REPLIES = polars.DataFrame(
    {
        "impact": [("yes", "no", None)[at % 3] for at in range(120)],
        "hours": [at * 7 % 40 for at in range(120)],
        # One of them is not in the codebook, and some are said twice.
        "likes": [[f"l{n}" for n in range(6) if (at >> n) & 1] * (1 + at % 2) or None for at in range(120)],
        "brands": [[BRANDS[(at * 3 + n * n) % 30] for n in range(at % 6)] for at in range(120)],
        "w": [0.5 + at % 4 for at in range(120)],
    }
)
QUESTIONS = (
    Question("impact", Kind.SINGLE, options=(Option("yes", "Yes"), Option("no", "No"))),
    Question("hours", Kind.NUMERIC, storage=Storage.INTEGER),
    Question("likes", Kind.MULTI, options=tuple(Option(f"l{n}", f"L{n}") for n in range(5))),
    Question("brands", Kind.MULTI, options=tuple(Option(code, code) for code in BRANDS)),
    Question("w", Kind.NUMERIC, storage=Storage.REAL, role=Role.WEIGHT),
)


@pytest.mark.parametrize("weight", ["", "w"])
@pytest.mark.parametrize("banner", ["likes", "brands", "impact/likes", "hours/impact/likes", "brands/likes"])
@pytest.mark.parametrize("is_stored", [False, True])
def test_every_pair_within_the_same_answers_has_the_people_of_both(
    banner: str, weight: str, is_stored: bool, opened: Opened, tmp_path: Path
) -> None:
    engine = opened(REPLIES, *QUESTIONS)
    if is_stored:
        engine.is_large = True
        plan = plan_of(tmp_path / "replies0.parquet", engine.survey, engine.selected)
        assert plan
        make(plan, tmp_path / "replies.store")
        assert engine.adopt(tmp_path / "replies.store")
        assert engine.survey["likes"].bits
    table = count_table(View(What.CROSSTAB, "impact", columns=(banner,), slice=Slice(weight=weight)), engine)
    pairs = [
        pair for pair in combinations(range(1, len(table.columns)), 2)
        if len({table.columns[at].family for at in pair}) == 1
    ]  # fmt: skip
    both = [All(tuple(c for at in pair if (c := table.columns[at].condition) is not None)) for pair in pairs]
    people = table.columns[0].base.slice
    expected = {
        pair: pytest.approx(effective_base(tally.weighted, tally.squared))
        for pair, tally in zip(pairs, count_flags(engine, people, both)[None][1:], strict=True)
        if tally.n
    }
    assert expected
    assert dict(table.overlaps) == expected


@pytest.mark.parametrize("banner", ["brands", "hours/impact/likes"])
def test_what_is_asked_grows_with_the_answers_and_not_with_their_pairs(banner: str, opened: Opened) -> None:
    engine = opened(REPLIES, *QUESTIONS)
    table = count_table(View(What.CROSSTAB, "impact", columns=(banner,)), engine)
    asked = []
    with patch.object(Engine, "query", autospec=True, side_effect=lambda _, sql, cancel: asked.append(sql) or []):
        overlaps(engine, Slice(), [banner_question(banner, engine.survey)], table.columns, None)
    assert len(asked) == 1
    assert len(asked[0].parameters) < len(table.columns)
