"""What is said of a survey without deciding how its replies are read is laid over a reading that is there already."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import polars
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from topline.readers import handover, open_source
from topline.readers.assembled import write_parquet
from topline.readers.formats import read_table
from topline.readers.parquet import read_kept
from topline.readers.stated import applied
from topline.readers.understood import understood
from topline.survey import Kind, Survey, SurveyFile, ToplineError

WORDS = ("I look them up before I call", "We write to them now and then", "Nothing has changed for me here")
CSV = "id,How was it?,Which, if any?,Rate [food],Rate [music],age,when,Why?,Uses phone,Uses tablet\n".replace(
    "Which, if any?", '"Which, if any?"'
) + "".join(
    f'{n},{("Good", "So so", "Bad", "n/a")[n % 4]},"{("Car; Bike", "Bike", "Car; Bus, or tram", "Car")[n % 4]}",'
    f"{1 + n % 5},{1 + n % 3},{20 + n % 30},2024-01-{1 + n % 28:02},{WORDS[n % 3]} {n},{('Yes', 'No')[n % 2]},"
    f"{('Yes', 'No')[n % 3 > 0]}\n"
    for n in range(48)
)


@pytest.fixture(scope="module")
def table() -> Any:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "s.csv"
        path.write_text(CSV)
        return understood(read_table(path, "s.csv", lambda _: None, ""), path)


def read(table: Any, read_under: SurveyFile, stated: SurveyFile) -> tuple[Survey, polars.DataFrame] | str:
    """The survey and the replies, read under one survey file, another laid over it; or why they cannot be."""
    with TemporaryDirectory() as folder:
        target = Path(folder) / "s.parquet"
        try:
            write_parquet(table, "s.csv", target, read_under)
            kept = read_kept(target, "s.csv")
            assert kept is not None
            return applied(stated, kept), polars.read_parquet(target)
        except ToplineError as error:
            return str(error)


def a_question(draw: st.DrawFn, question: Any) -> dict[str, Any]:
    """Something that can be said of a question."""
    codes = [option.code for option in question.options] or ["1", "Good"]
    said: dict[str, Any] = {}
    if draw(st.booleans()):
        said["text"] = draw(st.sampled_from(["Asked so", question.text]))
    if draw(st.booleans()):
        said["label"] = "So"
    if draw(st.booleans()):
        said["kind"] = draw(st.sampled_from([*Kind])).value
    if draw(st.booleans()):
        order = draw(st.permutations(codes))
        said["options"] = draw(st.sampled_from([order, {code: f"<{code}>" for code in order}]))
    if draw(st.booleans()):
        said["missing"] = {draw(st.sampled_from(codes)): draw(st.sampled_from(["refused", "not asked"]))}
    if draw(st.booleans()):
        said["nets"] = {"Net": draw(st.lists(st.sampled_from(codes), min_size=1, unique=True))}
    if draw(st.booleans()):
        said["grid"] = draw(st.sampled_from(["", "Mine"]))
    return said


@settings(deadline=None, max_examples=60)
@given(data=st.data())
def test_a_reading_that_saw_only_what_concerns_it_gives_the_survey_that_one_which_saw_all_gives(
    data: st.DataObject, table: Any
) -> None:
    plain = read(table, SurveyFile(""), SurveyFile(""))
    assert not isinstance(plain, str)
    names = data.draw(st.lists(st.sampled_from([q.name for q in plain[0]]), max_size=4, unique=True))
    content: dict[str, Any] = {"question": {n: data.draw(st.composite(a_question)(plain[0][n])) for n in names}}
    if data.draw(st.booleans()):
        content["question"]["uses"] = {"columns": ["Uses phone", "Uses tablet"], "kind": "multi", "text": "Used?"}
    if data.draw(st.booleans()):
        content["personal"] = ["why"]
    # Into what cells are split is said by the options only together with the kind.
    for name, said in content["question"].items():
        if name in plain[0] and plain[0][name].kind is Kind.MULTI and "kind" not in said:
            said.pop("options", None)
    stated = SurveyFile("s.toml", "", content)
    whole, narrow = read(table, stated, stated), read(table, stated.of_replies, stated)
    if isinstance(whole, str) or isinstance(narrow, str):
        assert whole == narrow
    else:
        assert whole[0] == narrow[0]
        assert whole[1].equals(narrow[1])


SAID = [
    'title = "T"\n',
    'personal = ["why"]\nid = ""\n',
    '[question.how_was_it]\ntext = "How?"\nlabel = "H"\noptions = ["Bad", "So so", "Good"]\n',
    '[question.how_was_it]\noptions = { Bad = "Poor", Good = "Great", "So so" = "Fair" }\n'
    'missing = { Poor = "refused" }\nnets = { "All right" = ["Great", "Fair"] }\n',
    '[question.rate_food]\nmissing = { 5 = "don\'t know" }\ngrid = ""\n',
]


def test_a_correction_that_concerns_no_reply_reads_no_reply(
    written: Callable[..., Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The result is what a reading of the file and the survey file from the beginning gives, with nothing kept."""
    file = written(CSV, "s.csv")
    beside = file.with_name("s.topline.toml")
    anew = []
    for said in SAID:
        beside.write_text(said)
        monkeypatch.setenv("TOPLINE_CACHE", str(tmp_path / f"anew {len(anew)}"))
        source = open_source(file)
        anew.append((source.survey, polars.read_parquet(source.replies)))
    beside.unlink()
    monkeypatch.setenv("TOPLINE_CACHE", str(tmp_path / "kept"))
    open_source(file)

    def nothing_is_read(*_: Any) -> None:
        raise AssertionError("the replies are read again")

    monkeypatch.setattr(handover, "_run", nothing_is_read)
    for said, (survey, replies) in zip(SAID, anew, strict=True):
        beside.write_text(said)
        source = open_source(file)
        assert source.survey == survey
        assert polars.read_parquet(source.replies).equals(replies)
    beside.write_text('[question.how_was_it]\nkind = "scale"\n')
    with pytest.raises(AssertionError, match="read again"):
        open_source(file)
