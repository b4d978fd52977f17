"""Reports: which tables they have, what they record, and a grid as one table."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from topline.analysis import tabulate
from topline.cli.explorer import sample_path
from topline.engine import Engine
from topline.export import (
    Format,
    ReportOut,
    TableOut,
    changes,
    every_topline,
    recorded,
    recorded_anew,
    report_text,
    table_of,
    views_of,
    write,
)
from topline.readers import open_source
from topline.survey import Chart, Kind, Slice, Target, View, Weighting, What, read_expression
from topline.survey.report_file import ReportFileError, read_report_file


@pytest.fixture(scope="module")
def sample() -> Iterator[Engine]:
    source = open_source(sample_path())
    with Engine(source.replies, source.survey) as engine:
        yield engine


def test_every_question_that_can_be_counted_has_a_topline(sample: Engine) -> None:
    views = every_topline(sample.survey)
    assert views[0] == View(What.RESPONSE)
    rows = [view.rows for view in views[1:]]
    assert {"impact", "how", "years", "agree_work"} <= set(rows)
    assert not {"respondent", "email", "name", "weight", "status", "sent"} & set(rows)
    assert all(sample.survey[name].role is None for name in rows)
    assert not [name for name in rows if sample.survey[name].kind is Kind.OPEN and not sample.survey[name].is_coded]


def test_a_spec_that_was_written_is_the_same_report(sample: Engine) -> None:
    survey = sample.survey
    yes = Slice(weight="weight").narrowed(read_expression("impact = 'Yes'", survey))
    views = (
        View(What.RESPONSE),
        View(What.CROSSTAB, "how", ("role", "policy"), yes, title="Who does what"),
        View(What.TOPLINE, "impact", slice=yes, against=Slice()),
    )
    told = read_report_file(report_text(views, "Title \x1b[1m", recorded(views, survey)), "r.toml")
    assert views_of(told, survey) == views
    assert list(told.recorded) == ["status", "impact", "how", "role", "policy", "weight"]
    assert list(changes(told, survey)) == []


def test_recording_anew_keeps_every_other_line(sample: Engine) -> None:
    text = '# mine\ntitle = "T"\n\n[[table]] # first\nrows = "impact"\n\n[recorded.impact]\nkind = "scale"\n'
    told = read_report_file(text, "r.toml")
    assert len(list(changes(told, sample.survey))) == 4
    after = recorded_anew(text, recorded(views_of(told, sample.survey), sample.survey))
    assert after.startswith('# mine\ntitle = "T"\n\n[[table]] # first\nrows = "impact"\n')
    assert list(changes(read_report_file(after, "r.toml"), sample.survey)) == []


ROLES = (("Team lead", 40.0), ("Manager", 30.0), ("Director", 20.0), ("VP", 10.0))
PANEL = Weighting("panel", (Target("role", ROLES),), "weight", 5.0)
"""A raked weight, and others of its name."""
OTHERS = {
    "its target for 'VP' of role is 0%, and was 10%": replace(
        PANEL, targets=(Target("role", (*ROLES[:2], ("Director", 30), ("VP", 0))),)
    ),
    "its target for 'VP' of role is none, and was 10%": replace(PANEL, targets=(Target("role", ROLES[:3]),)),
    "it is raked to region as well": replace(PANEL, targets=(*PANEL.targets, Target("region", (("EMEA", 1),)))),
    "it is not raked to role any more": replace(PANEL, targets=(Target("region", (("EMEA", 1),)),)),
    "its cap is none, and was 5": replace(PANEL, cap=None),
    "it starts from everyone counting as one, and did from weight": replace(PANEL, base=""),
}


def test_targets_of_a_raked_weight_are_recorded_and_a_change_is_told(sample: Engine) -> None:
    survey = replace(sample.survey, weightings=(PANEL, replace(PANEL, name="unused")))
    views = (View(What.TOPLINE, "impact", slice=Slice(weight="panel")),)
    told = read_report_file(report_text(views, "T", recorded(views, survey)), "r.toml")
    assert list(told.recorded) == ["impact", "role", "weight", "panel"]
    assert list(changes(told, survey)) == []
    # The same shares in people are the same targets.
    people = Target("role", tuple((code, share * 7) for code, share in ROLES))
    assert list(changes(told, replace(survey, weightings=(replace(PANEL, targets=(people,)),)))) == []
    for words, other in OTHERS.items():
        found = changes(told, replace(survey, weightings=(other,)))
        assert any(one.endswith(f"panel: {words}") for one in found), (words, found)
    gone = changes(told, sample.survey)
    assert any("panel: there is no weight panel that is raked any more" in one for one in gone)


@pytest.mark.parametrize("share", ["-1", "'a'", "true", "nan", "inf"])
def test_a_recorded_share_that_is_none_is_told_with_its_line(share: str) -> None:
    text = f'[[table]]\nrows = "how"\n\n[recorded.panel.targets.role]\nVP = {share}\n'
    with pytest.raises(ReportFileError, match=r"r\.toml, line 5: .*is no share"):
        read_report_file(text, "r.toml")


@pytest.mark.parametrize(
    ("said", "line", "what"),
    [
        ('rows = "hwo"', 3, "no question 'hwo'; nearest: how"),
        ('rows = "how"\ncolumns = ["rolle"]', 4, "no question 'rolle'; nearest: role"),
        ('rows = "how"\nwhere = "role = \'VPP\'"', 4, "role has no answer 'VPP'; nearest: VP"),
        ('rows = "how"\nweight = "wait"', 4, "no weight 'wait'"),
        ('rows = "how"\nbase = "al"', 4, "there is no base 'al'; one of: asked, answered"),
        ('rows = "how"\npercent = "rows"', 4, "there is no percent 'rows'; one of: column, row, index, none"),
        ('rows = "how"\nview = "replies"', 4, "replies give no table"),
        ('rows = "role"\nchart = "grid"', 4, "role is no question of a grid"),
        ('title = "T"', 2, 'it says no question; add rows = "QUESTION" to it'),
    ],
)
def test_what_a_survey_does_not_have_is_told_with_its_line(sample: Engine, said: str, line: int, what: str) -> None:
    told = read_report_file(f'title = "T"\n[[table]]\n{said}\n', "r.toml")
    with pytest.raises(ReportFileError) as error:
        views_of(told, sample.survey)
    assert str(error.value).startswith(f"r.toml, line {line}: ")
    assert what in str(error.value)
    assert list(changes(told, sample.survey)) == [str(error.value)]


def test_a_fault_at_the_top_is_told_there(sample: Engine) -> None:
    told = read_report_file('weight = "wait"\n[[table]]\nrows = "how"\n[[table]]\nrows = "role"\n', "r.toml")
    assert [text[:14] for text in changes(told, sample.survey)] == ["r.toml, line 1"]


def test_a_grid_is_one_table_with_a_base_a_question(sample: Engine) -> None:
    view = View(What.TOPLINE, "agree_work", chart=Chart.GRID)
    table = table_of(view, sample.survey, lambda one: tabulate(one, sample))
    items = [question for question in sample.survey if question.grid == sample.survey["agree_work"].grid]
    assert [column.code for column in table.columns] == [question.name for question in items]
    for at, question in enumerate(items):
        alone = tabulate(View(What.TOPLINE, question.name), sample)
        assert table.columns[at].base == alone.base
        assert [row.cells[at] for row in table.rows] == [row.cells[0] for row in alone.rows]
        assert table.summaries[at] == alone.summary
        assert sum(item.count for item in table.missing if item.column == at) == sum(one.count for one in alone.missing)
    assert table.footer[1] == "Base: replied, n=412"
    shape = json.loads("".join(TableOut(table, sample.survey).pieces(Format.JSON)))
    assert [column["label"] for column in shape["columns"]] == [question.label for question in items]


@pytest.mark.parametrize("form", [Format.MARKDOWN, Format.HTML, Format.XLSX])
def test_a_report_says_how_far_it_is(sample: Engine, form: Format, tmp_path: Path) -> None:
    views = (View(What.TOPLINE, "impact"), View(What.CROSSTAB, "impact", ("role",)))
    told: list[tuple[int, str, str]] = []
    out = ReportOut(
        views,
        sample.survey,
        lambda view: tabulate(view, sample),
        tell=lambda n, v: told.append((n, v.rows, out.progress)),
    )
    assert write(out, form, tmp_path / f"a.{form}").rows == 2
    assert told == [(0, "impact", "table 1 of 2"), (1, "impact", "table 2 of 2")]


def test_markdown_has_bases_and_footers_of_every_table(sample: Engine) -> None:
    views = (View(What.TOPLINE, "impact"), View(What.CROSSTAB, "impact", ("role", "policy"), Slice(weight="weight")))
    out = ReportOut(views, sample.survey, lambda view: tabulate(view, sample), "A *report*")
    text = "".join(out.pieces(Format.MARKDOWN))
    assert text.startswith("# A \\*report\\*\n\nSocial media and the sales manager\n\nSynthetic: ")
    assert text.count("\n## ") == 2
    assert text.count("| Base | ") == 2
    assert "| Weighted base | 412 | 102 |" in text
    assert "| Effective base | 399 | 81 |" in text
    assert " Role: Manager (B) |" in text
    assert text.count("- Base: replied, n=412") == 2
