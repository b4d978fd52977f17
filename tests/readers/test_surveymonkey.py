"""What SurveyMonkey's headers say of the answers below them."""

from collections.abc import Callable
from pathlib import Path

import pytest

from topline.readers.assembled import questions_of
from topline.readers.table import read_table
from topline.readers.understood import understood
from topline.survey import Kind, SurveyFile

Written = Callable[..., Path]


@pytest.mark.parametrize(
    "header",
    [
        "Respondent ID,Collector ID,Why?,How many?,When?,Ok?\n,,Open-Ended Response,Open-Ended Response,"
        "Open-Ended Response,Response\n",
        "Respondent ID,Collector ID,Why? - Open-Ended Response,How many? - Open-Ended Response,"
        "When? - Open-Ended Response,Ok?\n",
    ],
    ids=["two rows", "one row"],
)
def test_open_ended_responses_are_own_words_however_few_differ(written: Written, header: str) -> None:
    """SurveyMonkey's second row, and the one row of its condensed export; numbers and dates stay what they are."""
    said = [(number, ("good", "bad")[number % 2], number % 3) for number in range(30)]
    replies = [f"{number},1,{words},{count},2024-05-1{count},Yes" for number, words, count in said]
    path = written(header + "\n".join(replies))
    table = understood(read_table(path, path.name), path)
    questions = [read.question for read in questions_of(table, SurveyFile(""))]
    assert [question.kind for question in questions[2:]] == [Kind.OPEN, Kind.NUMERIC, Kind.DATE, Kind.SINGLE]
    assert [question.text for question in questions[2:]] == ["Why?", "How many?", "When?", "Ok?"]
