"""What is said of a whole survey once its questions are known."""

from collections.abc import Callable
from pathlib import Path

import pytest

from topline.readers import parquet
from topline.readers.assembled import write_parquet
from topline.readers.table import read_table
from topline.readers.understood import understood
from topline.survey import SurveyFile

Written = Callable[..., Path]


def warnings(path: Path) -> tuple[str, ...]:
    target = path.with_name("replies.parquet")
    write_parquet(understood(read_table(path, path.name), path), path.name, target, SurveyFile(""))
    survey = parquet.read_kept(target, target.name)
    assert survey is not None
    return survey.warnings


@pytest.mark.parametrize(
    ("ids", "told"),
    [
        ("1 2 3 4 5 6", ()),
        ("1 2 3 3 4 5", ('"Respondent ID": an id stands for 2 replies, which are all kept',)),
        ("1 1 2 2 3 4 5 6 7 _", (
            '"Respondent ID": 2 ids stand for 4 replies, which are all kept', '"Respondent ID": 1 reply has no id',
        )),
        ("1 2 3 _ _ 4", ('"Respondent ID": 2 replies have no id',)),
    ],
)  # fmt: skip
def test_ids_that_repeat_or_lack_are_told(written: Written, ids: str, told: tuple[str, ...]) -> None:
    rows = [f"{'' if one == '_' else one},Yes" for one in ids.split()]
    assert warnings(written("\n".join(["Respondent ID,Ok", *rows]))) == told
