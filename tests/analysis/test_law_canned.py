"""The law over canned queries: what each query of the sample counts, its doors open; what it lists, its slice has."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from topline.analysis import obstacle, tabulate, view_of
from topline.cli.explorer import sample_path
from topline.engine import Cage, Engine, Identity, Windows
from topline.readers import open_source
from topline.survey import CannedQuery, Chose, Role, Slice, Survey, What, code_of

from .test_law import every_door

SOURCE = open_source(sample_path())
QUERIES = SOURCE.survey.queries


@pytest.fixture(scope="module")
def engine() -> Iterator[Engine]:
    with Engine(SOURCE.replies, SOURCE.survey) as engine:
        yield engine


@pytest.fixture(scope="module")
def cage() -> Iterator[Cage]:
    with Cage(SOURCE.replies, SOURCE.survey) as cage:
        yield cage


def given_values(query: CannedQuery, survey: Survey) -> Iterator[dict[str, str]]:
    """The query's own values, none at all, and every answer of the first parameter."""
    yield {}
    yield {parameter.name: "" for parameter in query.parameters}
    for parameter in query.parameters[:1]:
        for option in survey.find(parameter.choices).choices if parameter.choices else ():
            yield {parameter.name: option.label}


@pytest.mark.parametrize("query", QUERIES, ids=lambda query: query.title)
def test_nothing_stands_in_the_way_of_a_query(query: CannedQuery) -> None:
    assert obstacle(query, SOURCE.survey) == ""


@pytest.mark.parametrize("query", [q for q in QUERIES if not q.sql], ids=lambda query: query.title)
def test_what_a_view_counts_its_doors_open(query: CannedQuery, engine: Engine) -> None:
    windows = Windows(engine)
    for values in given_values(query, engine.survey):
        view = view_of(query, engine.survey, values)
        if view.what is What.REPLIES:
            window = windows.window(view.slice, (), limit=6_000, sort=view.sort)
            assert len(window.replies) == window.total == windows.count(view.slice)
        else:
            for name, count, people in every_door(tabulate(view, engine)):
                window = windows.window(people, (), limit=6_000)
                assert (window.total, len(window.replies)) == (count, count), name


@pytest.mark.parametrize("query", [q for q in QUERIES if q.sql], ids=lambda query: query.title)
def test_a_row_that_tells_whose_it_is_opens_that_one_reply(query: CannedQuery, engine: Engine, cage: Cage) -> None:
    windows = Windows(engine)
    identity = engine.survey.with_role(Role.ID)
    assert identity is not None
    for values in given_values(query, engine.survey):
        view = view_of(query, engine.survey, values)
        result = cage.run(view.sql, {name: value or None for name, value in view.arguments})
        assert not result.truncated
        if result.identity is None:
            continue
        assert result.identified_by is Identity.RESPONDENT
        how = engine.survey["how"]
        for row in result.rows:
            person = Slice((Chose(identity.name, (code_of(row[result.identity]),)),))
            window = windows.window(person, (how,))
            assert window.total == 1
            assert window.replies[0].answers == (row[result.columns.index("how")],)
