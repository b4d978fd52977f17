"""What was written as a survey is read as that survey, in the dialect of every platform, from the file to its replies.

What a dialect cannot carry is said where it is written; with what it carries, every question is found once: its kind,
options, counts, base and own words.
"""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import polars
import pytest
from hypothesis import given, settings

from topline.readers.source import open_source

from . import forms, packages, panels, polls, research
from .model import Model, models
from .reading import Read, differences, read
from .writing import Dialect

DIALECTS: dict[str, Dialect] = {
    "SurveyMonkey": polls.surveymonkey,
    "SurveyMonkey, workbook": polls.surveymonkey_workbook,
    "SurveyMonkey, condensed": polls.surveymonkey_condensed,
    "Qualtrics": polls.qualtrics,
    "Qualtrics, codes": polls.qualtrics_in_codes,
    "Qualtrics, legacy": polls.qualtrics_legacy,
    "Google Forms, sheet": forms.google_sheet,
    "Google Forms, download": forms.google_download,
    "Typeform": forms.typeform,
    "Microsoft Forms": forms.microsoft_forms,
    "Alchemer": forms.alchemer,
    "LimeSurvey": research.limesurvey,
    "LimeSurvey, codes": research.limesurvey_in_codes,
    "REDCap": research.redcap,
    "KoboToolbox": research.kobo,
    "ODK": research.odk,
    "Stack Overflow": panels.stack_overflow,
    "panel": panels.panel,
    "panel, with a dictionary": panels.panel_with_dictionary,
    "SPSS": packages.spss,
    "SPSS, named in a run": packages.spss_in_runs,
    "SPSS, options as labels": packages.spss_of_options,
    "Stata": packages.stata,
    "triple-S": packages.triple_s,
    "DDI": packages.ddi,
}


@pytest.mark.parametrize("dialect", DIALECTS)
@settings(max_examples=6, deadline=None)
@given(model=models())
def test_what_was_written_as_a_survey_is_read_as_that_survey(dialect: str, model: Model) -> None:
    with TemporaryDirectory() as folder:
        written = DIALECTS[dialect](model, Path(folder))
        found = read(written.path)
    assert differences(found, written.expected) == []


@pytest.mark.parametrize("dialect", ["Microsoft Forms", "REDCap"])
@settings(max_examples=1, deadline=None)
@given(model=models())
def test_the_door_gives_the_same_survey(dialect: str, model: Model) -> None:
    """As people open a file: read by a child process, with what stands beside it."""
    with TemporaryDirectory() as folder:
        written = DIALECTS[dialect](model, Path(folder))
        source = open_source(written.path)
        found = Read(source.survey, polars.read_parquet(source.replies))
    assert differences(found, written.expected) == []
