"""The filter language: what it means, how it speaks of mistakes, and that it gives back what conditions write."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, timedelta

import polars
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from topline.engine import Engine, Windows
from topline.survey import (
    All,
    Answered,
    AnyOf,
    Asked,
    Blank,
    Chose,
    Condition,
    Contains,
    ExpressionError,
    HasWords,
    Kind,
    Matches,
    MissingKind,
    Not,
    Option,
    Question,
    Slice,
    Storage,
    Survey,
    Within,
    WordCount,
    chose,
    read_expression,
)
from topline.survey.expression import MOST_QUOTED

MARCH = datetime(2024, 3, 1)
DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("text", "condition"),
    [
        ("role = 'm'", Chose("role", ("m",))),
        ("role = manager", Chose("role", ("m",))),
        ("role = 'vice  PRESIDENT'", Chose("role", ("v",))),
        ("Role = executives", Chose("role", ("d", "v"))),
        ("\"What is your role?\" in (manager, executives, 'd')", Chose("role", ("m", "d", "v"))),
        ("role in ()", Chose("role", ())),
        ("role != m", Not(Chose("role", ("m",)))),
        ("role <> m", Not(Chose("role", ("m",)))),
        ("tools = 'it''s \"new\"'", Chose("tools", ('it\'s "new"',))),
        ("how = selling", Chose("how", ("research",))),
        ("agree = 2", Chose("agree", ("2",))),
        ("happy = TRUE", Chose("happy", ("true",))),
        ("respondent = 0042", Chose("respondent", ("0042",))),
        ("income = 10", Within("income", 10, 10, high_included=True)),
        ("income in (1, 2.5)", AnyOf(tuple(Within("income", n, n, high_included=True) for n in (1, 2.5)))),
        ("income >= 1e3", Within("income", 1000)),
        ("income > -.5", Within("income", -0.5, low_included=False)),
        ("income < 10", Within("income", high=10)),
        ("income <= 10", Within("income", high=10, high_included=True)),
        ("children = 99", Chose("children", ("99",))),
        ("children = 'no answer'", Chose("children", ("99",))),
        ("children > 9007199254740993", Within("children", 9007199254740993, low_included=False)),
        ("moved = '2024-03-01'", Within("moved", MARCH, MARCH + DAY)),
        ("moved > '2024-03-01'", Within("moved", MARCH + DAY)),
        ("moved <= '2024-03-01'", Within("moved", high=MARCH + DAY)),
        ("moved <= '2024-03-01 00:00:00'", Within("moved", high=MARCH, high_included=True)),
        ("income from 10 to 20", Within("income", 10, 20, high_included=True)),
        ("income FROM over -1 TO under 1e3", Within("income", -1, 1000, low_included=False)),
        ("moved from '2024-03-01' to '2024-03-02'", Within("moved", MARCH, MARCH + 2 * DAY)),
        ("moved from over '2024-03-01' to under '2024-03-03'", Within("moved", MARCH + DAY, MARCH + 2 * DAY)),
        ("moved > '2024-03-01 02:00+02:00'", Within("moved", MARCH, low_included=False)),
        ("how contains 'Linked''In'", Contains("how", "Linked'In")),
        ("how has 'social media'", HasWords("how", "social media")),
        (r"how matches 'coach\w*|it''s'", Matches("how", r"coach\w*|it's")),
        ("role = code 'mauve'", Chose("role", ("mauve",), unlisted=True)),
        ("role in (m, code 'M')", Chose("role", ("m", "M"), unlisted=True)),
        ("role != code 'Manager'", Not(Chose("role", ("Manager",), unlisted=True))),
        ("children = code '7'", Chose("children", ("7",), unlisted=True)),
        ("everyone", All(())),
        ("not nobody", Not(AnyOf(()))),
        ("how is answered", Answered("how")),
        ("how IS NOT missing", Answered("how")),
        ("how is missing", Not(Answered("how"))),
        ("how is blank", Blank("how")),
        ("tools is asked", Asked("tools")),
        ("words how >= 3", WordCount("how", 3)),
        ("words how > 3", WordCount("how", 4)),
        ("words how < 3", WordCount("how", high=2)),
        ("words how <= 3", WordCount("how", high=3)),
        ("words how = 3", WordCount("how", 3, 3)),
        ("words how from 3 to 5", WordCount("how", 3, 5)),
        ("not role = m and how is answered", All((Not(Chose("role", ("m",))), Answered("how")))),
        (
            "role = m or role = d AND how is blank",
            AnyOf((Chose("role", ("m",)), All((Chose("role", ("d",)), Blank("how"))))),
        ),
        ("not (role=m or(how is blank))", Not(AnyOf((Chose("role", ("m",)), Blank("how"))))),
    ],
)
def test_an_expression_means_a_condition(text: str, condition: Condition, survey: Survey) -> None:
    assert read_expression(text, survey) == condition


def test_a_parameter_stands_for_its_value_and_never_for_more(survey: Survey) -> None:
    hostile = "m' or role = 'd"
    assert read_expression("role = $who", survey, {"who": "Manager"}) == Chose("role", ("m",))
    assert read_expression("how contains $who", survey, {"who": hostile}) == Contains("how", hostile)
    with pytest.raises(ExpressionError, match="no value for \\$who; give one as who=VALUE"):
        read_expression("role = $who", survey)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("role = ", "something is missing at the end"),
        ("", "something is missing at the end"),
        ("role == 'm'", "use one = at character 7, near \"= 'm'\""),
        ("how like 'x'", "use contains for a part of a text at character 5"),
        ('role in ("it\'s")', "values stand in single quotes, 'it''s' at character 10"),
        ('role = "Manager"', "values stand in single quotes, 'Manager' at character 8"),
        ("rol = 'm'", "character 1: no question 'rol'; nearest: role"),
        ("role = 'm' tools = x", "not understood at character 12, near 'tools = x'"),
        ("role = 'm", 'not understood at character 8, near "\'m"'),
        ("roel = 'm'", "character 1: no question 'roel'; nearest: role"),
        ("how is blank and xyzzy = 1", "character 18: no question 'xyzzy'; `topline list FILE` shows them all"),
        ("role = 'Vice presidant'", "character 8: role has no answer 'Vice presidant'; nearest: Vice president"),
        ("role in (m, 'Manger')", "character 13: role has no answer 'Manger'; nearest: Manager"),
        ("happy = perhaps", "happy has no answer 'perhaps'; it has: true, false"),
        ("agree = five", "agree has no answer 'five'; it has: 1, 2, 3"),
        ("income = much", "character 10: income holds numbers; 'much' is none"),
        ("moved > '1 March'", "moved holds dates such as 2018-09-30; '1 March' is none"),
        ("role > 3", "only numbers and dates can be compared with < and >"),
        ("words how > 2.5", "a number of words is whole"),
        ("words role > 2", "role has no words to count; it is no open question"),
        ("role = xyzzy", "it has: Manager, Director, Vice president, Don't know, Executives; a code that it does not"),
        ("how matches '(a'", "character 14: the pattern '(a' cannot be read: this ( is never closed"),
        ("how matches 'it''s [z-a]'", 'character 21: the pattern "it\'s [z-a]" cannot be read: z-a goes backwards'),
        ("how matches $p", "no value for $p"),
        ("how contains '\udcff'", "character 15: this is no text in UTF-8"),
        ("income from 3", "something is missing at the end"),
        ("income from 3 to much", "character 18: income holds numbers; 'much' is none"),
        ("words how from 1 to 2.5", "a number of words is whole"),
        ("not " * 101 + "how is blank", "more than 100 conditions stand within one another"),
        ("(" * 101 + "how is blank or (role = m and role = x" + ")" * 102, "role has no answer 'x'"),
    ],
)
def test_a_mistake_is_told_in_one_line_with_its_place(text: str, words: str, survey: Survey) -> None:
    with pytest.raises(ExpressionError) as caught:
        read_expression(text, survey)
    assert words in str(caught.value)
    assert (f"filter {text!r}" if len(text) <= MOST_QUOTED else "…") in str(caught.value)
    assert len(str(caught.value)) < 500
    assert "\n" not in str(caught.value)


def test_a_mistake_knows_its_place_and_says_it_without_the_filter(survey: Survey) -> None:
    for text, at, what in (
        ("role = m and roel = m", 13, "no question 'roel'"),
        ("role = m or", 11, "something is missing"),
        ("how matches 'a**'", 15, "* repeats a repetition"),
    ):
        with pytest.raises(ExpressionError) as caught:
            read_expression(text, survey)
        assert (caught.value.at, what in caught.value.what, text in caught.value.what) == (at, True, False)


def test_words_of_the_language_name_questions_where_they_can_mean_nothing_else() -> None:
    names = ("everyone", "nobody", "code", "from", "to", "over", "under", "has", "matches")
    survey = Survey("x", tuple(Question(name, Kind.NUMERIC, storage=Storage.REAL) for name in names))
    for name in names:
        assert read_expression(f"{name} > 1 and {name} from 1 to 2", survey) == All(
            (Within(name, 1, low_included=False), Within(name, 1, 2, high_included=True))
        )


def test_a_value_that_cannot_be_stored_is_told() -> None:
    unlisted = Survey("x", (Question("n", Kind.SINGLE, storage=Storage.INTEGER),))
    assert read_expression("n = 3", unlisted) == Chose("n", ("3",))
    with pytest.raises(ExpressionError, match="n has no answer 'three'; it holds integer values"):
        read_expression("n = three", unlisted)


TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=8) | st.sampled_from(
    ["and", "not", "not1", "words2", "in", "a·b", "1st", "$x", "x y", "it's", 'say "hi"', "1", "-1e3", "()", ""]
)


@given(TEXTS, st.lists(TEXTS, min_size=1, max_size=3, unique=True), TEXTS)
def test_any_name_and_any_value_can_be_written_and_read(name: str, codes: list[str], text: str) -> None:
    single = Question(name, Kind.SINGLE, "asked", options=tuple(Option(code, "label") for code in codes))
    survey = Survey("Hostile", (single,))
    for condition in (
        Chose(name, tuple(codes)),
        Chose(name, (codes[0],)),
        chose(single, *dict.fromkeys((text, *codes))),
        Contains(name, text),
        HasWords(name, text),
        Matches(name, re.escape(text)),
        Answered(name),
        Blank(name),
        Asked(name),
        Not(Answered(name)),
    ):
        assert read_expression(condition.expression(), survey) == condition
    verbatim = Survey("Hostile", (Question(name, Kind.OPEN),))
    for count in (WordCount(name, 2), WordCount(name, high=2), WordCount(name, 2, 2), WordCount(name, 2, 5)):
        assert read_expression(count.expression(), verbatim) == count


CODES = ("and", "it's", 'a "b"', "", " ", "1", "$p", "(x, y)", "日本", "%")
HOSTILE = Survey(
    "Hostile",
    (
        Question("not", Kind.SINGLE, column="c0", options=tuple(Option(code, f"label {code}") for code in CODES)),
        Question(
            'say "hi"', Kind.MULTI, column="c1", base="\"not\" != 'and'", options=tuple(Option(c, c) for c in CODES)
        ),
        Question("a·b", Kind.NUMERIC, column="c2", storage=Storage.REAL),
        Question(
            "words",
            Kind.NUMERIC,
            column="c3",
            storage=Storage.INTEGER,
            options=(Option("99", "Refused", MissingKind.REFUSED), Option("98", "Unknown", MissingKind.DONT_KNOW)),
        ),
        Question("日 付", Kind.DATE, column="c4", storage=Storage.DATE),
        Question("it's", Kind.OPEN, column="c5"),
    ),
    respondents=60,
)


@pytest.fixture(scope="module")
def windows(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Windows]:
    """Sixty replies to the hostile survey."""
    path = tmp_path_factory.mktemp("hostile") / "it's.parquet"
    polars.DataFrame(
        {
            "c0": [(*CODES, None, "unlisted")[n % 12] for n in range(60)],
            "c1": [None if n % 7 == 0 else [CODES[n % 10], CODES[n * 3 % 10]] for n in range(60)],
            "c2": [(0.0, 0.1, -1e300, 2**53 + 2.0, float("nan"), None, 1e-300)[n % 7] for n in range(60)],
            "c3": [(0, 1, 99, 98, None, 2**53 + 1, -(2**53) - 1)[n % 7] for n in range(60)],
            "c4": [None if n % 9 == 0 else MARCH + timedelta(hours=7 * n, microseconds=n % 2) for n in range(60)],
            "c5": [("", None, "it's 100%", "two\nlines here", " ", "x")[n % 6] for n in range(60)],
        }
    ).write_parquet(path)
    with Engine(path, HOSTILE) as engine:
        yield Windows(engine)


REALS = st.none() | st.floats(allow_nan=False, allow_infinity=False) | st.sampled_from([0, 0.1, -1e300, 2**53 + 2])
WHOLES = st.none() | st.sampled_from([0, 1, 99, 2**53, 2**53 + 1, -(2**53) - 1]) | st.integers(-(2**62), 2**62)
MOMENTS = st.none() | st.integers(-10, 500).map(lambda n: MARCH + timedelta(hours=n, microseconds=n % 2))
LENGTHS = st.none() | st.integers(0, 4)
NAMES = st.sampled_from([question.name for question in HOSTILE])
CHOSEN = st.lists(st.sampled_from(CODES), max_size=3, unique=True).map(tuple)
LEAVES = st.one_of(
    st.builds(Chose, st.sampled_from(["not", 'say "hi"']), CHOSEN),
    st.lists(st.sampled_from([*CODES, "unlisted", "LABEL and"]), min_size=1, max_size=3, unique=True).map(
        lambda codes: chose(HOSTILE["not"], *codes)
    ),
    st.builds(Chose, st.just("words"), st.sampled_from([("99",), ("98", "99")])),
    st.builds(Chose, st.just("words"), st.sampled_from([("0",), ("1", "99"), ()]), st.just(True)),
    st.builds(Within, st.just("a·b"), REALS, REALS, st.booleans(), st.booleans()),
    st.builds(Within, st.just("words"), WHOLES, WHOLES, st.booleans(), st.booleans()),
    st.builds(Within, st.just("日 付"), MOMENTS, MOMENTS, st.booleans(), st.booleans()),
    st.builds(Contains, st.sampled_from(["it's", "not", 'say "hi"']), st.sampled_from(["'", "%", "\n", "T", ""])),
    st.builds(HasWords, st.sampled_from(["it's", "not"]), st.sampled_from(["it's", "lines TWO", "100%", " ", "日"])),
    st.builds(Matches, st.sampled_from(["it's", 'say "hi"']), st.sampled_from(["'s? ", r"^\w+$", "", "(two|x)"])),
    st.builds(Answered, NAMES),
    st.builds(Blank, NAMES),
    st.builds(Asked, NAMES),
    st.builds(WordCount, st.just("it's"), LENGTHS, LENGTHS),
).filter(lambda leaf: not isinstance(leaf, (Within, WordCount)) or (leaf.low, leaf.high) != (None, None))
CONDITIONS = st.recursive(
    LEAVES,
    lambda inner: (
        st.builds(Not, inner)
        | st.builds(All, st.just(()) | st.lists(inner, min_size=2, max_size=3).map(tuple))
        | st.builds(AnyOf, st.just(()) | st.lists(inner, min_size=2, max_size=3).map(tuple))
    ),
    max_leaves=12,
)


@settings(max_examples=300)
@given(CONDITIONS)
def test_what_a_condition_writes_is_read_as_that_condition(condition: Condition) -> None:
    assert read_expression(condition.expression(), HOSTILE) == condition


@settings(max_examples=40)
@given(CONDITIONS, st.sampled_from([All, AnyOf]))
def test_a_group_of_one_is_its_part(condition: Condition, group: type[All] | type[AnyOf]) -> None:
    alone = group((condition,))
    assert read_expression(alone.expression(), HOSTILE) == condition
    beside = All((Blank("not"), alone))
    assert read_expression(beside.expression(), HOSTILE) == All((Blank("not"), condition))


@settings(max_examples=80)
@given(CONDITIONS)
def test_what_was_written_and_read_opens_the_same_people(windows: Windows, condition: Condition) -> None:
    read = read_expression(condition.expression(), HOSTILE)
    found, meant = (windows.window(Slice((one,)), (), limit=60) for one in (read, condition))
    assert [reply.row for reply in found.replies] == [reply.row for reply in meant.replies]
