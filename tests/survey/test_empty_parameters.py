"""A parameter without a value means any: of a filter, the smallest condition that it stands in is left out."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from topline.survey import All, ExpressionError, Kind, Option, Question, Survey, read_expression

SURVEY = Survey(
    "s",
    (
        Question("role", Kind.SINGLE, options=tuple(Option(code, code) for code in ("VP", "Manager", "Director"))),
        Question("region", Kind.SINGLE, options=tuple(Option(code, code) for code in ("EMEA", "APAC"))),
        Question("how", Kind.OPEN),
        Question("years", Kind.NUMERIC, storage="integer"),  # type: ignore[arg-type]
    ),
)


@pytest.mark.parametrize(
    ("written", "left"),
    [
        ("role = $x", ""),
        ("role != $x", ""),
        ("not role = $x", ""),
        ("how contains $x", ""),
        ("years >= $x", ""),
        ("role in ($x)", ""),
        ("role in ('VP', $x)", "role in ('VP')"),
        ("role in ($y, $x)", "role in ($y)"),
        ("role = $x and region = 'EMEA'", "region = 'EMEA'"),
        ("region = 'EMEA' or role = $x", "region = 'EMEA'"),
        ("region = 'EMEA' and (role = $x or years > 3) and how is answered",
         "region = 'EMEA' and years > 3 and how is answered"),
        ("region = 'EMEA' and not (role = $x or years > $x)", "region = 'EMEA'"),
        ("role = $x or role = $y", "role = $y"),
        ("role = $y and region = 'EMEA'", "role = $y and region = 'EMEA'"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("empty", ["", "  "])
def test_the_smallest_condition_goes(written: str, left: str, empty: str) -> None:
    values = {"x": empty, "y": "VP"}
    meant = read_expression(left, SURVEY, values) if left else All(())
    assert read_expression(written, SURVEY, values) == meant


def test_an_empty_list_stays_what_it_is() -> None:
    assert read_expression("role in ()", SURVEY, {"x": ""}) == read_expression("role in ()", SURVEY)


def test_a_parameter_that_nobody_declared_is_still_a_fault() -> None:
    with pytest.raises(ExpressionError, match=r"no value for \$z"):
        read_expression("role = $z", SURVEY, {"x": ""})


LEAVES = st.sampled_from(
    ["role = $a", "region = $b", "years >= 4", "how contains $a", "how is answered", "role in ($a, $b)"]
)
EXPRESSIONS = st.recursive(
    LEAVES,
    lambda inner: (
        inner.map(lambda part: f"not ({part})")
        | st.lists(inner, min_size=2, max_size=3).map(lambda parts: "(" + " and ".join(parts) + ")")
        | st.lists(inner, min_size=2, max_size=3).map(lambda parts: "(" + " or ".join(parts) + ")")
    ),
    max_leaves=8,
)


@given(EXPRESSIONS)
def test_no_expression_fails_for_want_of_values(text: str) -> None:
    said = read_expression(text, SURVEY, {"a": "", "b": ""}).expression()
    assert "role" not in said
    assert "region" not in said
