"""topline from Python: the same numbers as on the command line, as frames, files and doors."""

from __future__ import annotations

import json
import shlex
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

import topline
from topline.__main__ import main
from topline.survey import Chart, Percent, View, What

from .conftest import HOW, ROLES, SAMPLE

COLUMNS = [
    "question", "row", "code", "net", "level", "banner", "column", "column_code", "letter", "count", "weighted",
    "percent", "low", "high", "mean", "letters", "index", "suppressed", "base", "base_weighted", "base_effective",
]  # fmt: skip


def test_the_example_on_a_file_of_spss(wave1: Path, replies: pl.DataFrame, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(wave1.parent)
    survey = topline.open("wave1.sav")
    frame = survey.crosstab("how", by="role", where="impact = 'Yes'").to_polars()
    survey.close()
    assert frame.columns == COLUMNS
    yes = replies.filter((pl.col("impact") == 1) & pl.col("how").is_not_null())
    for code, role in ROLES.items():
        people = yes.filter(pl.col("role") == code)
        cells = frame.filter(pl.col("column") == role)
        assert set(cells["base"]) == {people.height}
        for answer, label in HOW.items():
            count = people.filter(pl.col("how") == answer).height
            assert cells.filter(pl.col("row") == label)["count"].to_list() == [count]
    total = frame.filter(pl.col("column") == "Total")
    assert total["count"].sum() == yes.height
    assert total["percent"].sum() == pytest.approx(100)


def test_the_example_on_the_sample_says_what_the_command_line_says(
    sample: topline.OpenSurvey, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = sample.crosstab("how", by="role", where="impact = 'Yes'")
    words = ["show", str(SAMPLE), "how", "--by", "role", "--where", "impact = 'Yes'"]
    assert main([*words, "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out) == json.loads(answer.to_json())
    assert main([*words, "--width", "100"]) == 0
    assert capsys.readouterr().out == str(answer)
    assert answer.to_polars().to_dicts() == answer.to_dicts()


def test_the_command_of_an_answer_gives_the_same(
    sample: topline.OpenSurvey, capsys: pytest.CaptureFixture[str]
) -> None:
    answer = sample.crosstab(
        "how", by=["role", "policy"], base="replied", sort="policy = 'Banned'", percent="row", test="holm",
        weight="weight", levels=[99], zeros=False, search="the",
    )  # fmt: skip
    assert answer.view.percent is Percent.ROW
    program, *words = shlex.split(answer.command)
    assert program == "topline"
    assert main([*words, "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out) == json.loads(answer.to_json())


def test_every_cell_opens_as_many_replies_as_it_counts(sample: topline.OpenSurvey) -> None:
    answer = sample.crosstab("how", by=["role", "policy"], where="impact = 'Yes'")
    for at, row in enumerate(answer.table.rows):
        for place in range(0, len(answer.table.columns), 3):
            cell = answer.cell(at, place)
            assert cell.count == row.cells[place].count
            assert cell.replies("role").height == cell.count
    behind = answer.cell("Recruiting and hiring", "VP").replies(["role", "impact"])
    assert behind.columns == ["row", "role", "impact"]
    assert set(behind["role"]) == {"VP"}
    assert set(behind["impact"]) == {"Yes"}


def test_a_wide_frame_looks_like_the_table(sample: topline.OpenSurvey) -> None:
    answer = sample.crosstab("impact", by="role")
    wide = answer.to_polars(wide=True, value="count")
    assert wide.columns == ["row", "code", "Total", "Team lead", "Manager", "Director", "VP"]
    assert wide.schema["VP"] == pl.Int64
    tidy = answer.to_polars().filter(pl.col("column") == "VP")
    assert wide["VP"].to_list() == tidy["count"].to_list()
    assert answer.to_polars(wide=True).schema["Total"] == pl.Float64
    with pytest.raises(topline.ToplineError, match="cells have no 'mode'; one of: count"):
        answer.to_polars(wide=True, value="mode")


def test_columns_of_one_label_have_names_of_their_own(tmp_path: Path) -> None:
    path = tmp_path / "two.csv"
    rows = (f"{at},{'Yes' if at % 2 else 'No'},{'Yes' if at % 3 else 'No'},{at % 4}" for at in range(1, 41))
    path.write_text("id,cats,dogs,row\n" + "\n".join(rows) + "\n", "utf-8")
    with topline.open(path) as survey:
        answer = survey.crosstab("cats", by=["cats", "dogs"])
        names = answer.to_polars(wide=True).columns
        assert len(set(names)) == len(names) == 7
        with pytest.raises(topline.ToplineError, match="'yes' is 2 columns"):
            answer.cell("Yes", "yes")
        assert answer.cell("Yes", "yes", by="dogs").replies().height == 13
        assert survey.replies("row").columns == ["topline:row", "row"]


def test_weights_of_the_survey_and_of_one_answer(wave1: Path, replies: pl.DataFrame) -> None:
    with topline.open(wave1, weight="w") as survey:
        answer = survey.topline("impact")
        sums = dict(replies.group_by("impact").agg(pl.col("w").sum()).iter_rows())
        assert [row.cells[0].weighted for row in answer.table.rows] == [sums[1.0], sums[2.0]]
        assert answer.view.slice.weight == "w"
        assert survey.topline("impact", weight="none").view.slice.weight == ""
    with pytest.raises(topline.ToplineError, match="role cannot be a weight"):
        topline.open(wave1, weight="role")


def test_summaries_have_a_line_a_column(wave1: Path, replies: pl.DataFrame) -> None:
    with topline.open(wave1) as survey:
        told = survey.crosstab("hours", by="role").summaries()
        assert told["column"].to_list() == ["Total", *ROLES.values()]
        assert told["mean"][0] == pytest.approx(replies["hours"].mean())
        assert told["mean"][3] == pytest.approx(replies.filter(pl.col("role") == 3)["hours"].mean())
        assert survey.topline("role").summaries().is_empty()


def test_a_ranking_by_its_name(tmp_path: Path) -> None:
    path = tmp_path / "drinks.csv"
    rows = (f"{at},{'NS'[at % 2]},{at % 3 % 2 + 1},{2 - at % 3 % 2}" for at in range(90))
    path.write_text("id,region,tea,milk\n" + "\n".join(rows) + "\n", "utf-8")
    kind = 'kind = "single"\ngrid = "Drinks"\nranks = true\n'
    path.with_name("drinks.topline.toml").write_text(f"[question.tea]\n{kind}[question.milk]\n{kind}", "utf-8")
    with topline.open(path) as survey:
        frame = survey.topline("Drinks", sort="count").to_polars()
        assert frame.filter(pl.col("column") == "Mean rank")["mean"].to_list() == pytest.approx([4 / 3, 5 / 3])
        assert survey.crosstab("Drinks", by="region").cell("tea", "N").replies().height == 45
        assert survey.crosstab("tea", by="region", chart="ranking").to_dicts()


def test_dates_have_summaries_of_moments(sample: topline.OpenSurvey) -> None:
    told = sample.topline("sent").summaries()
    assert told.schema["min"] == pl.Datetime
    assert told["min"][0] <= told["max"][0]


def test_replies_in_labels_and_in_codes(wave1: Path, replies: pl.DataFrame) -> None:
    with topline.open(wave1) as survey:
        labels = survey.replies(["role", "how", "hours"], where="impact = 'Yes'")
        codes = survey.replies(["role", "how", "hours"], where="impact = 'Yes'", codes=True)
        yes = replies.with_row_index("row", 1).filter(pl.col("impact") == 1)
        assert labels["row"].to_list() == yes["row"].to_list()
        assert labels["role"].to_list() == [ROLES[code] for code in yes["role"]]
        assert codes["role"].to_list() == [str(int(code)) for code in yes["role"]]
        assert labels["how"].null_count() == yes["how"].null_count()
        assert labels["hours"].to_list() == yes["hours"].to_list()
        last = survey.replies("hours", sort="-id", limit=2)
        assert last["row"].to_list() == [90, 89]


def test_several_answers_are_lists_and_personal_ones_are_masked(sample: topline.OpenSurvey) -> None:
    frame = sample.replies(all_fields=True, where="impact = 'Yes'")
    assert frame.height == 205
    assert frame.schema["how_codes"] == pl.List(pl.String)
    assert "Recruiting and hiring" in set(frame["how_codes"].explode())
    assert set(frame["email"]) == {"•••"}
    assert "@" in sample.replies("email", limit=1, personal=True)["email"][0]


def test_the_other_tables(sample: topline.OpenSurvey) -> None:
    assert sample.response().view.what is What.RESPONSE
    assert sample.response().cell("Replied").count == 412
    compared = sample.compare("impact", where="role = 'VP'")
    assert [column.base.unweighted for column in compared.table.columns] == [55, 412]
    assert sample.query("f2").view.what in (What.TOPLINE, What.CROSSTAB)
    grid = next(question for question in sample.questions if question.grid)
    whole = sample.topline(grid.name, chart="grid")
    same = [question.name for question in sample.questions if question.grid == grid.grid]
    assert [column.code for column in whole.table.columns] == same
    assert whole.view.chart is Chart.GRID
    assert str(whole)
    assert sample.answer(View(What.TOPLINE, "impact")).to_json() == sample.topline("impact").to_json()


@pytest.mark.parametrize("ending", ["xlsx", "html", "md", "csv", "tsv", "json"])
def test_saving_never_replaces_by_itself(sample: topline.OpenSurvey, tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"table.{ending}"
    answer = sample.topline("impact")
    assert answer.save(str(path)) == path
    size = path.stat().st_size
    assert size
    with pytest.raises(topline.ToplineError, match="exists already; give force=True"):
        answer.save(path)
    path.write_bytes(b"")
    answer.save(path, force=True)
    assert path.stat().st_size


def test_the_replies_themselves_are_never_replaced(wave1: Path, tmp_path: Path) -> None:
    copy = tmp_path / "replies.json"
    copy.write_text('{"a": "Yes"}\n{"a": "No"}\n{"a": "Yes"}\n', "utf-8")
    with topline.open(copy) as survey, pytest.raises(topline.ToplineError, match="what this was read from"):
        survey.topline("a").save(copy, force=True)


def test_a_notebook_gets_a_page_of_its_own(sample: topline.OpenSurvey) -> None:
    html = sample.topline("impact")._repr_html_()
    assert html.startswith("<iframe sandbox srcdoc=")
    assert html.count("<") == 2  # all of the page is escaped
    assert "50%" in html


FAULTS: dict[str, tuple[Callable[[topline.OpenSurvey], object], str]] = {
    "question": (lambda it: it.topline("nope"), "no question 'nope'"),
    "base": (lambda it: it.topline("how", base="people"), "there is no 'people'; one of: asked"),
    "filter": (lambda it: it.topline("how", where="impact ="), "filter 'impact ='"),
    "no banner": (lambda it: it.crosstab("how", by=[]), "a crosstab needs by="),
    "banner": (lambda it: it.crosstab("how", by="nope"), "no question 'nope'"),
    "sort": (lambda it: it.crosstab("how", by="role", sort="up"), "sort takes codebook, count or an answer of by"),
    "level": (lambda it: it.crosstab("how", by="role", levels=[200]), "tests have one or two levels"),
    "chart": (lambda it: it.topline("impact", chart="grid"), "cannot be drawn as grid"),
    "row": (lambda it: it.topline("impact").cell("Qux"), "no row 'Qux' in this table; one of: Yes, No"),
    "column": (lambda it: it.topline("impact").cell("Yes", 1), "no column 1: there are 1, counted from 0"),
    "by": (lambda it: it.crosstab("how", by="role").cell(0, "VP", by="rule"), "no banner question 'rule'"),
    "field": (lambda it: it.replies("nope"), "no question 'nope'"),
    "format": (lambda it: it.topline("impact").save("x.pdf"), "cannot write x.pdf: name the file .csv"),
    "statement": (lambda it: it.query("f7", role="VP"), "is a statement in SQL"),
    "no table": (lambda it: it.answer(View(What.REPLIES)), "replies give no table"),
    "funnel": (lambda it: it.response().cell("Delivered", "VP"), "no column 'VP'"),
}


@pytest.mark.parametrize("name", FAULTS)
def test_faults_are_one_line(sample: topline.OpenSurvey, name: str) -> None:
    ask, said = FAULTS[name]
    with pytest.raises(topline.ToplineError) as caught:
        ask(sample)
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_file_that_is_not_there() -> None:
    with pytest.raises(topline.ToplineError, match=r"nothing\.sav: there is no such file"):
        topline.open("nothing.sav")


def test_importing_topline_imports_nothing_else() -> None:
    """The command line goes through the package too, and must not wait for what only programs use."""
    code = "import sys, topline; print(*(name for name in sys.modules if name.partition('.')[0] == 'topline'))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout.split() == ["topline"]
    code = "import sys, topline.__main__; print('topline.api' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout.strip() == "False"


def test_what_the_package_offers() -> None:
    assert set(topline.__all__) <= set(dir(topline))
    assert all(getattr(topline, name) is not None for name in topline.__all__)
    with pytest.raises(AttributeError, match="no attribute 'nonsense'"):
        topline.nonsense  # type: ignore[attr-defined]
    assert (Path(topline.__file__).parent / "py.typed").is_file()


def test_nests_and_trends_are_asked_for_as_on_the_command_line(sample: topline.OpenSurvey) -> None:
    nest = sample.crosstab("impact", by="policy/role", percent="index")
    assert nest.view.columns == ("policy/role",)
    assert "Banned, Team lead" in nest.to_polars()["column"].to_list()
    trend = sample.trend("impact", "replied", period="week")
    assert "--over replied --period week" in trend.command
    assert trend.table.columns[1].label.startswith("week of ")


def test_a_floor_withholds_what_is_few_and_gives_no_replies() -> None:
    with topline.open(SAMPLE, min_base=10) as survey:
        frame = survey.crosstab("how", by="role").to_polars()
        shown = [n for n in frame["count"].to_list() if n is not None]
        assert frame["count"].null_count()
        assert not [n for n in shown if 0 < n < 10]
        with pytest.raises(topline.ToplineError, match="min_base"):
            survey.replies()
        with pytest.raises(topline.ToplineError, match="min_base"):
            survey.trend("impact", "replied")


def test_the_codes_of_an_open_question_are_a_frame(sample: topline.OpenSurvey) -> None:
    found = sample.codes("how")
    assert found.columns == ["id", "row", "text", "coder", "code", "label", "how", "by", "when"]
    shown = {row["code"]: row["count"] for row in sample.topline("how", where="impact = 'Yes'").to_dicts()}
    counted = dict(found.group_by("code").len().rows())
    assert counted["recruiting"] == shown["recruiting"]
    assert found["how"].unique().to_list() == ["in the file"]
    assert sample.codes().equals(found)


def test_codes_are_withheld_under_a_privacy_floor() -> None:
    with topline.open(SAMPLE, min_base=10) as survey, pytest.raises(topline.ToplineError, match="withheld"):
        survey.codes("how")
