"""A survey in the cache comes back as it was found."""

from pathlib import Path

import pytest

from topline.readers import ReadingCancelledError, kept, open_source
from topline.readers.cache import place_of
from topline.readers.kept import kept_survey, kept_text
from topline.survey import Kind, MissingKind, Net, Option, Question, Response, Role, Storage, Survey

SCALE = (Option("1", "Bad", score=1.0), Option("2", "Good", score=2.0), Option("9", "?", MissingKind.DONT_KNOW))
SURVEY = Survey(
    "Café\u2028",
    (
        Question(
            "a", Kind.SCALE, "How?", "a", "column a", Storage.INTEGER, None, SCALE, (Net("All", ("1", "2")),), "g"
        ),
        Question("b", Kind.SCALE, options=SCALE, grid="g", base="a = '1'", base_text="bad", positions=(3, 4)),
        Question(
            "c", Kind.OPEN, role=Role.STATUS, codes="c2", separator=";", rule="so", headers=("C", "c"), answered=0
        ),
        Question("d", Kind.NUMERIC, storage=Storage.REAL, unit="%", label="D"),
    ),
    respondents=7,
    response=Response("c", ("x",), ("y", "z"), (), ("w",), (("then", "a = '1'"),)),
    warnings=("one", "two"),
    source="file.csv",
)


def test_all_of_it_comes_back() -> None:
    again = kept_survey(kept_text(SURVEY), "file.csv")
    assert again == SURVEY
    assert again.questions[0].options is again.questions[1].options


def test_what_another_version_kept_is_read_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    text = kept_text(SURVEY)
    monkeypatch.setattr(kept, "VERSION", kept.VERSION + 1)
    assert kept_survey(text, "file.csv") is None


def test_a_second_opening_with_a_survey_file_is_as_the_first(tmp_path: Path) -> None:
    path = tmp_path / "s.csv"
    path.write_text("id,q1,q2\n" + "\n".join(f"{at},{'yes' if at % 2 else 'no'},{at % 5 + 1}" for at in range(30)))
    (tmp_path / "s.topline.toml").write_text(
        """title = "T"
        [question.q1]
        text = "Really?"
        options = { no = "No", yes = "Yes" }
        [question.q2]
        kind = "scale"
        missing = { 5 = "don't know" }
        """
    )
    first, second = (open_source(path) for _ in range(2))
    assert first.replies == second.replies
    assert first.survey == second.survey
    q1, q2 = first.survey["q1"], first.survey["q2"]
    assert (q1.text, [option.label for option in q1.options]) == ("Really?", ["No", "Yes"])
    assert (q2.kind, [option.code for option in q2.missing], q2.answered) == (Kind.SCALE, ["5"], None)


def test_looking_for_what_was_kept_can_be_given_up(tmp_path: Path) -> None:
    path = tmp_path / "s.csv"
    path.write_text("id,q1\n1,yes\n")
    with pytest.raises(ReadingCancelledError):
        place_of(path, "", cancelled=lambda: True)
