"""A survey as the text of a survey file, which says the same when it is read back."""

from dataclasses import replace
from pathlib import Path

import polars
import pytest
from hypothesis import given
from hypothesis import strategies as st

from topline.readers import open_source, survey_file_text
from topline.readers.columns import TextColumn, read_column
from topline.readers.inference import with_single_roles
from topline.readers.naming import names_of, readable
from topline.readers.stated import applied
from topline.survey import Band, Guidance, Net, Rule, Survey, bands_at, read_survey_file

SAMPLE = Path(__file__).parents[2] / "sample.parquet"


def unruled(survey: Survey) -> Survey:
    """The survey without the rules, which say where things were stated."""
    return replace(survey, questions=tuple(replace(question, rule="") for question in survey.questions))


CELLS = st.one_of(
    st.sampled_from(
        ["Yes", "No", "NA", "Agree", "Strongly agree", "1", "2", "10", "0.5", "A;B", "B", "18-29", "", "a'b\"c\n"]
    ),
    st.text(max_size=6),
)


@given(
    st.lists(st.tuples(st.text(max_size=8), st.lists(CELLS, min_size=4, max_size=4)), max_size=4), st.text(max_size=9)
)
def test_what_is_inferred_reads_back_equal(columns: list[tuple[str, list[str]]], title: str) -> None:
    headers = [header for header, _ in columns]
    questions = []
    for place, (name, (header, cells)) in enumerate(zip(names_of(headers), columns, strict=True)):
        series = polars.Series("c", [cell.encode("utf-8", "replace").decode() for cell in cells], polars.String)
        questions.append(read_column(TextColumn(name, readable(header) or name, header, place, series), {}).question)
    survey = Survey(title, with_single_roles(questions))
    text = survey_file_text(survey, most_options=None)
    assert unruled(read_survey_file(text, "x").applied(survey)) == unruled(survey)


@pytest.mark.skipif(not SAMPLE.exists(), reason="sample.parquet has not been made")
def test_the_founding_survey_reads_back_equal() -> None:
    survey = open_source(SAMPLE).survey
    text = survey_file_text(survey)
    assert "selling.research = " in text
    assert unruled(applied(read_survey_file(text, "x"), survey)) == unruled(survey)


@pytest.mark.skipif(not SAMPLE.exists(), reason="sample.parquet has not been made")
def test_bands_nets_within_nets_and_the_folder_of_codes_read_back_equal() -> None:
    survey = open_source(SAMPLE).survey
    changed = {
        "years": replace(survey["years"], bands=bands_at((3, 10.5))),
        "quota": replace(survey["quota"], bands=(Band(None, 50, "Low"), Band(80, None, "High"))),
        "how": replace(survey["how"], nets=(*survey["how"].nets, Net("Digital", ("research", "news")))),
        "role": replace(survey["role"], nets=(Net("Any", ("Manager", "VP")), Net("Top = 'VP'", ("VP",)))),
    }
    questions = tuple(changed.get(question.name, question) for question in survey)
    more = replace(survey, questions=questions, codes_folder="../codes")
    assert unruled(applied(read_survey_file(survey_file_text(more), "x"), more)) == unruled(more)
    # Also over a survey that does not say them yet.
    assert unruled(applied(read_survey_file(survey_file_text(more), "x"), survey)) == unruled(more)


@pytest.mark.skipif(not SAMPLE.exists(), reason="sample.parquet has not been made")
def test_a_codeframe_of_what_is_not_coded_yet_reads_back_equal() -> None:
    survey = open_source(SAMPLE).survey
    bare = replace(survey["how"], codes="", headers=("how",), positions=survey["how"].positions[:1])
    more = replace(survey, questions=tuple(bare if question.name == "how" else question for question in survey))
    text = survey_file_text(more)
    assert 'selling.research = "Researching prospects"' in text
    again = applied(
        read_survey_file(text, "x"),
        replace(more, questions=tuple(replace(one, options=(), nets=()) if one.name == "how" else one for one in more)),
    )
    assert (again["how"].options, again["how"].nets, again["how"].codes) == (bare.options, bare.nets, "")


def test_rules_and_guide_of_a_codeframe_read_back_equal() -> None:
    survey = open_source(SAMPLE).survey
    rules = (Rule("research", "prospect*"), Rule("research", r'/linked ?in\b|"x"/'), Rule("other", "look up"))
    guide = (Guidance("research", "Finding out"), Guidance("other", "", ('"x" = 1',), "o"))
    changed = replace(survey["how"], rules=rules, guide=guide)
    more = replace(survey, questions=tuple(changed if question.name == "how" else question for question in survey))
    text = survey_file_text(more)
    assert 'selling.research = ["prospect*", ' in text
    assert unruled(applied(read_survey_file(text, "x"), survey)) == unruled(more)
