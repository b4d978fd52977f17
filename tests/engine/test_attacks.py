"""Attacks on the cage: every one is refused or killed, and neither the data nor the cage is any worse for it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from topline.engine import EngineError, SqlError, SqlKilledError, SqlRefusedError

from . import attacks
from .site import PERSON, SECRET, Site


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SECRET", SECRET)
        site = Site(tmp_path_factory.mktemp("site"), seconds=0.3)
        yield site
        site.cage.close()


def named(group: dict[str, str]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("statement", list(group.values()), ids=list(group))


def refused(site: Site, statement: str, kind: type[EngineError]) -> EngineError:
    with pytest.raises(kind) as caught:
        site.cage.run(site.filled(statement), personal=True)
    assert "\n" not in str(caught.value)
    assert SECRET not in str(caught.value)
    site.is_as_before()
    return caught.value


@named(attacks.FILES)
def test_files_are_out_of_reach(site: Site, statement: str) -> None:
    refused(site, statement, SqlRefusedError)


@named(attacks.CHANGES)
def test_nothing_is_changed(site: Site, statement: str) -> None:
    refused(site, statement, SqlError)


@named(attacks.SEVERAL)
def test_one_statement_at_a_time(site: Site, statement: str) -> None:
    refused(site, statement, SqlError)


@named(attacks.SECRETS)
def test_nothing_is_told_but_the_replies(site: Site, statement: str) -> None:
    refused(site, statement, SqlError)


@named(attacks.TOO_LONG)
def test_nesting_and_length_are_bounded(site: Site, statement: str) -> None:
    refused(site, statement, EngineError)


@named(attacks.BOMBS)
def test_bombs_are_stopped(site: Site, statement: str) -> None:
    refused(site, statement, SqlKilledError)


@pytest.mark.parametrize(("statement", "first"), list(attacks.HARMLESS.values()), ids=list(attacks.HARMLESS))
def test_what_only_looks_dangerous_runs(site: Site, statement: str, first: object) -> None:
    assert site.cage.run(statement, personal=True).rows[0][0] == first
    site.is_as_before()


PIECES = (
    *("select", "from", "responses", "where", "(", ")", "*", ",", ";", "--", "/*", "*/", "'", '"', "$$", "$a", "with"),
    *(
        "x as (",
        "union all",
        "1",
        "role",
        "year(",
        "read_text('{secret}')",
        "'{secret}'",
        "getenv('SECRET')",
        "lateral",
    ),
    *("recursive", "limit", "order by", "delete", "copy", "to", "pragma", "set", "e'\\'", "\n", "\0", "\u202e", "；"),
    *(
        "duckdb_settings()",
        "columns(*)",
        "lambda x:",
        "pivot",
        "describe",
        "::",
        "int",
        "query('select 1')",
        "{secret}",
    ),
)
WRITTEN = [
    statement
    for group in (attacks.FILES, attacks.CHANGES, attacks.SEVERAL, attacks.SECRETS)
    for statement in group.values()
] + [statement for statement, _ in attacks.HARMLESS.values()]


@st.composite
def mutated(draw: st.DrawFn) -> str:
    """Statements of the lists, cut, joined, and with pieces of others put into them."""
    words = " ".join(draw(st.lists(st.sampled_from(WRITTEN), min_size=1, max_size=2)))
    at = draw(st.lists(st.integers(0, len(words)), max_size=4))
    for place in sorted(at, reverse=True):
        words = words[:place] + draw(st.sampled_from(PIECES)) + words[place + draw(st.integers(0, 6)) :]
    return words


@settings(max_examples=150)
@given(statement=mutated() | st.lists(st.sampled_from(PIECES), max_size=12).map(" ".join))
def test_no_mutation_gets_out(site: Site, statement: str) -> None:
    try:
        result = site.cage.run(site.filled(statement), limit=50)
    except EngineError as error:
        told = str(error)
    else:
        told = str(result.rows)
    assert SECRET not in told
    assert PERSON not in told
    assert "root:" not in told


def test_after_all_of_this_nothing_is_different(site: Site) -> None:
    site.is_as_before()
