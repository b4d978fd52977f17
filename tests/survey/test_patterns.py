"""Patterns: what cannot be read is told with its place, and the engine is of the same opinion."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import polars
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from topline.engine import Engine, Windows
from topline.survey import Kind, Matches, Question, Slice, Survey, ToplineError
from topline.survey.patterns import LONGEST, PatternFault, fault_in


@pytest.mark.parametrize(
    ("pattern", "at", "words"),
    [
        ("a(b", 1, "never closed"),
        ("a(b(c)", 1, "never closed"),
        ("a)b", 1, "closes nothing"),
        ("a[b", 1, "never closed"),
        ("[]", 0, "never closed"),
        ("*a", 0, "nothing before it to repeat"),
        ("a|+", 2, "nothing before it"),
        ("a**", 2, "repeats a repetition"),
        ("a{2}{3}", 4, "repeats a repetition"),
        ("a{3,2}", 1, "from fewer to more"),
        ("a{1001}", 1, "1,000 at most"),
        ("((a{100}){100}){2}", 9, "more than 1,000"),
        ("a(?=b)", 1, "cannot be used here"),
        ("(?<n>a)", 0, "cannot be used here"),
        ("(?P<n>a)(?P<n>b)", 8, "two groups are called 'n'"),
        (r"(a)\1", 3, "means nothing here"),
        (r"a\Z", 1, "means nothing here"),
        ("a\\", 1, "stands for nothing"),
        ("[z-a]", 1, "goes backwards"),
        (r"[a-\d]", 3, "means nothing here"),
        ("[[:letters:]]", 1, "no class"),
        (r"\pX", 0, "no category 'X'"),
        (r"\p", 0, "written like"),
        (r"\x{110000}", 0, "no character"),
        ("a" * (LONGEST + 1), LONGEST, "at most 1,000 characters"),
    ],
)
def test_a_fault_has_a_place_and_a_reason(pattern: str, at: int, words: str) -> None:
    fault = fault_in(pattern)
    assert isinstance(fault, PatternFault)
    assert (fault.at, words in fault.what) == (at, True), fault


@pytest.mark.parametrize(
    "pattern",
    ["", r"coach\w*", "a|", "(?i)a", "(?i:a)b*?", "[]a]", "[^]a-]", "a{,5}", "a{1", "{", r"\Qa(b\E+", r"\pL\p{Greek}+",
     r"[[:alpha:]\d\pN]", r"\x41\x{e9}\101\n", r"^\bx\b$", r"\.\_\ ", "日本+", "(?P<name>a)", "a{0}", "x{1000}"],
)  # fmt: skip
def test_what_can_be_read_has_no_fault(pattern: str) -> None:
    assert fault_in(pattern) is None


PIECES = st.sampled_from(
    r"a b é - ^ $ . * + ? { } {2} {1,3} {0} {2,} {3,1} {100} {1001} {01} {,2} [ [^ ] ( ) | "  # noqa: SIM905
    r"(?: (?i) (?-s) (?P<n> (?= (?-) (?) [:alpha:] [:foo:] [[:^digit:]] :] \- \] 0 \x41 \x{41} \x \x{110000} "
    r"\ \d \W \b \pL \p{Lu} \pX \Q \E \1 \12 \0 \8 \n \_ \é \z \Z \A \C".split()
) | st.characters(exclude_categories=["Cs"])


@pytest.fixture(scope="module")
def windows(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Windows]:
    """One reply."""
    path: Path = tmp_path_factory.mktemp("patterns") / "replies.parquet"
    polars.DataFrame({"how": ["anything"]}).write_parquet(path)
    with Engine(path, Survey("x", (Question("how", Kind.OPEN),), respondents=1)) as engine:
        yield Windows(engine)


@settings(max_examples=400)
@given(st.lists(PIECES, max_size=7).map("".join))
@example("a(?i)*")
@example("a*(?i)*")
@example("(|a)*")
def test_the_engine_reads_what_has_no_fault_and_refuses_what_has_one(windows: Windows, pattern: str) -> None:
    people = Slice((Matches("how", pattern),))
    if fault_in(pattern) is None:
        assert windows.count(people) in (0, 1)
    else:
        with pytest.raises(ToplineError):
            windows.count(people)


def test_a_pattern_too_large_for_the_engine_is_refused_in_one_line(windows: Windows) -> None:
    pattern = r"(?:\pL{900}\pN{900}\pM{900}\pS{900}\pP{900}){1}" * 20
    assert fault_in(pattern) is None
    with pytest.raises(ToplineError) as caught:
        windows.count(Slice((Matches("how", pattern),)))
    assert "\n" not in str(caught.value)
    assert str(caught.value).startswith("a pattern or a value is refused: pattern too large")
