"""Keeping a view as a canned query: the file stays as it was, and the query shows what the view showed."""

from __future__ import annotations

import os
import stat
import tomllib
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from topline.analysis import parameters_with, view_of
from topline.export import ExportError, save_query, unwritable
from topline.readers import sanitise
from topline.survey import (
    Answered,
    Base,
    CannedQuery,
    Chart,
    Chose,
    Contains,
    Kind,
    Not,
    Option,
    Order,
    Parameter,
    Percent,
    Question,
    Role,
    Slice,
    Storage,
    Survey,
    SurveyFileError,
    View,
    What,
    Within,
    read_own_queries,
    read_survey_file,
)
from topline.survey.query_file import queries_of

SURVEY = Survey(
    "s",
    (
        Question("role", Kind.SINGLE, options=(Option("VP", "VP"), Option("it's", "It's 'odd'"))),
        Question("policy", Kind.SINGLE, options=(Option("a", "A"), Option("b", "B"))),
        Question("how", Kind.OPEN),
        Question("years", Kind.NUMERIC, storage=Storage.REAL),
        Question("w", Kind.NUMERIC, role=Role.WEIGHT, storage=Storage.REAL),
    ),
)
VIEW = View(What.CROSSTAB, "role", ("policy",), Slice((Chose("role", ("VP",)),)))
KEPT = """\
# A survey, by hand.
title = 'Ours'   # the title

[question.role]
text = "Which?"

[[query]]   # the first
key = "f2"
title = "By policy"
rows = "role"
columns = ["policy"]

# Something at the end, without a line's end after it"""


def saved(path: Path) -> list[dict[str, object]]:
    return tomllib.loads(path.read_bytes().decode("utf-8-sig"))["query"]


def test_a_file_is_made_where_there_is_none(tmp_path: Path) -> None:
    path = tmp_path / "s.topline.toml"
    query = save_query(VIEW, "Mine", "f3", path, SURVEY)
    assert saved(path) == [
        {
            "title": "Mine",
            "key": "f3",
            "view": "crosstab",
            "rows": "role",
            "columns": ["policy"],
            "where": "role = 'VP'",
        }
    ]
    assert replace(view_of(query, SURVEY), title="") == VIEW
    assert (query.key, query.source) == ("f3", "")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_what_stood_there_stays_byte_by_byte_and_so_does_who_may_read_it(tmp_path: Path) -> None:
    path = tmp_path / "s.topline.toml"
    path.write_text(KEPT)
    path.chmod(0o664)
    save_query(VIEW, "Mine", "", path, SURVEY)
    text = path.read_text()
    assert text.startswith(KEPT + "\n\n[[query]]\n")
    assert stat.S_IMODE(path.stat().st_mode) == 0o664
    assert [query["title"] for query in saved(path)] == ["By policy", "Mine"]
    save_query(VIEW, "Again", "", path, SURVEY)
    assert path.read_text().startswith(text + "\n[[query]]\n")
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("before", ["\ufefftitle = 'x'\n", "title = 'x'\r\n\r\n[[query]]\r\nrows = 'role'\r\n"])
def test_marks_and_ends_of_lines_stay_as_they_were(tmp_path: Path, before: str) -> None:
    path = tmp_path / "s.topline.toml"
    path.write_bytes(before.encode())
    statement = "select 1\nfrom responses"
    save_query(View(What.SQL, sql=statement), "Two lines", "", path, SURVEY)
    after = path.read_bytes().decode()
    assert after.startswith(before)
    if "\r\n" in before:
        assert after.count("\n") == after.count("\r\n")
    assert saved(path)[-1]["sql"] == statement


def test_queries_that_stand_in_one_line_get_one_more(tmp_path: Path) -> None:
    path = tmp_path / "s.topline.toml"
    path.write_text("# ours\nquery = [ { title = 'A', rows = 'role' } ] # all of them\ntitle = 'T'\n")
    save_query(VIEW, "B", "", path, SURVEY)
    text = path.read_text()
    assert [query["title"] for query in saved(path)] == ["A", "B"]
    assert text.startswith("# ours\nquery = [")
    assert text.endswith("# all of them\ntitle = 'T'\n")


def test_ones_own_file_says_so(tmp_path: Path) -> None:
    path = tmp_path / "queries.toml"
    query = save_query(VIEW, "Mine", "p", path, SURVEY, own=True)
    assert query.source == str(path)
    assert read_own_queries(path.read_text(), str(path)) == (query,)


def test_a_statement_keeps_its_lines_and_the_values_it_had(tmp_path: Path) -> None:
    path = tmp_path / "s.topline.toml"
    view = View(
        What.SQL, sql="select *\nfrom responses\nwhere role = $role", arguments=(("role", "it's"),), chart=Chart.BARS
    )
    query = save_query(view, "S", "", path, SURVEY)
    assert 'sql = """\nselect *\nfrom responses\nwhere role = $role"""' in path.read_text()
    assert replace(view_of(query, SURVEY), title="") == view


def test_a_statement_keeps_what_can_be_picked_for_its_parameters(tmp_path: Path) -> None:
    path = tmp_path / "s.topline.toml"
    said = Parameter("role", "role", ""), Parameter("least")
    first = CannedQuery("S", sql="select * from responses where role = $role", parameters=said)
    view = view_of(first, SURVEY, {"role": "It's 'odd'", "least": "3"})
    assert view.arguments == (("role", "it's"), ("least", "3"))
    query = save_query(view, "Again", "", path, SURVEY, parameters=parameters_with(view, first, SURVEY))
    assert query.parameters == (Parameter("role", "role", "It's 'odd'"), Parameter("least", "", "3"))
    assert view_of(query, SURVEY).arguments == view.arguments


@pytest.mark.parametrize("rights", [0o644, 0o664, 0o600, 0o440, 0o777])
def test_a_file_made_beside_replies_is_for_those_who_may_read_them(tmp_path: Path, rights: int) -> None:
    replies, path = tmp_path / "s.csv", tmp_path / "s.topline.toml"
    replies.write_text("role\nVP\n")
    replies.chmod(rights)
    save_query(VIEW, "Mine", "", path, SURVEY, beside=replies)
    assert stat.S_IMODE(path.stat().st_mode) == rights & 0o666 | 0o600
    path.chmod(0o640)
    save_query(VIEW, "Again", "", path, SURVEY, beside=replies)
    assert stat.S_IMODE(path.stat().st_mode) == 0o640, "once it is there, it is its owner's to say"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("titel = 3", "line 1: unknown key 'titel'"),
        ("[[query", "not a readable survey file"),
        ("[[query]]\nkey = 'f3'\n", "line 6: the key f3 is taken in line 2"),
    ],
)
def test_a_file_that_is_not_in_order_is_left_alone(tmp_path: Path, content: str, words: str) -> None:
    path = tmp_path / "s.topline.toml"
    path.write_text(content)
    with pytest.raises(SurveyFileError, match=words):
        save_query(VIEW, "Mine", "f3", path, SURVEY)
    assert path.read_text() == content
    assert list(tmp_path.iterdir()) == [path]


def test_links_and_what_is_no_text_are_left_alone(tmp_path: Path) -> None:
    real, link = tmp_path / "real.toml", tmp_path / "s.topline.toml"
    real.write_text("title = 'x'\n")
    link.symlink_to(real)
    with pytest.raises(ExportError, match="it is a link"):
        save_query(VIEW, "Mine", "", link, SURVEY)
    assert real.read_text() == "title = 'x'\n"
    assert "is a link" in unwritable(link)
    real.write_bytes(b"title = '\xff'")
    with pytest.raises(ExportError, match="what stands in it cannot be read"):
        save_query(VIEW, "Mine", "", real, SURVEY)


def test_a_view_that_would_show_something_else_is_not_kept(tmp_path: Path) -> None:
    odd = View(What.TOPLINE, "role", slice=Slice(weight="years"))
    broken = replace(SURVEY, questions=SURVEY.questions[:2])
    with pytest.raises(ExportError, match="this view cannot be kept as a query"):
        save_query(odd, "Mine", "", tmp_path / "s.topline.toml", broken)
    assert not list(tmp_path.iterdir())


def test_whether_a_file_can_be_written_is_known_before(tmp_path: Path) -> None:
    assert unwritable(tmp_path / "new.toml") == ""
    assert unwritable(tmp_path / "folder" / "that" / "is" / "to" / "come" / "new.toml") == ""
    if os.geteuid():
        tmp_path.chmod(0o500)
        assert "you may not write to" in unwritable(tmp_path / "new.toml")
        tmp_path.chmod(0o700)


CONDITIONS = st.sampled_from(
    [
        Chose("role", ("VP",)),
        Chose("role", ("it's",)),
        Chose("role", ("VP", "it's")),
        Not(Answered("how")),
        Contains("how", "100% 'sure'"),
        Within("years", 2, 5.5),
    ]
)
SLICES = st.builds(
    Slice,
    conditions=st.lists(CONDITIONS, max_size=3, unique=True).map(tuple),
    search=st.sampled_from(["", "a 'word'"]),
    weight=st.sampled_from(["", "w"]),
)
STATEMENTS = st.sampled_from(
    ["select 1", 'select \'a\\b\', """x""" from r\n', "select $p\n\n-- ünï 日本\nfrom r", '\n\nselect "a"\nfrom "r"']
) | st.text(st.characters(exclude_categories=["Cs"]), min_size=1).filter(lambda text: bool(text.strip()))
VIEWS = (
    st.builds(
        View,
        st.just(What.TOPLINE),
        st.sampled_from(["role", "how", "years"]),
        slice=SLICES,
        base=st.sampled_from([None, *Base]),
        order=st.sampled_from(list(Order)),
        zeros=st.booleans(),
        chart=st.sampled_from([None, *Chart]),
        against=st.none() | CONDITIONS.map(lambda one: Slice((one,))) | st.just(Slice()),
    )
    | st.builds(
        View,
        st.just(What.CROSSTAB),
        st.sampled_from(["role", "how"]),
        st.sampled_from([("policy",), ("policy", "role")]),
        slice=SLICES,
        percent=st.sampled_from(list(Percent)),
    )
    | st.builds(
        View,
        st.just(What.REPLIES),
        slice=SLICES,
        fields=st.sampled_from([(), ("how", "role")]),
        sort=st.sampled_from(["", "how", "-years"]),
    )
    | st.builds(
        View,
        st.just(What.SQL),
        sql=STATEMENTS,
        arguments=st.sampled_from([(), (("p", ""),), (("p", "it's \"so\""), ("q", "1"))]),
        chart=st.sampled_from([None, Chart.BARS]),
    )
    | st.just(View(What.RESPONSE))
)  # fmt: skip
TITLES = st.text(max_size=40) | st.sampled_from(
    [
        "\"quoted\" 'twice'",
        "[[query]]",
        '"""',
        "# no comment",
        "\x1b[31mred",
        "a\nb\r\nc",
        "\u202eback",
        "日本",
        "\\u0041",
        "= x",
    ]
)


@given(VIEWS, TITLES, st.sampled_from(["", KEPT, KEPT + "\n", "title = 'x'\r\n"]), st.booleans())
def test_whatever_is_kept_reads_back_as_the_view_it_was(
    tmp_path_factory: pytest.TempPathFactory, view: View, title: str, before: str, own: bool
) -> None:
    path = tmp_path_factory.mktemp("kept") / "s.topline.toml"
    before = "" if own else before
    if before:
        path.write_bytes(before.encode())
    query = save_query(view, f"T {title}", "f5", path, SURVEY, own=own)
    text = path.read_bytes().decode()
    assert text.startswith(before)
    again = read_own_queries(text, str(path)) if own else queries_of(read_survey_file(text, str(path)))
    assert again[-1] == query
    assert query.title == sanitise(query.title, one_line=True)
    assert query.title.startswith("T")
    shown = view_of(query, SURVEY)
    assert replace(shown, slice=view.slice, title="") == view
    assert (shown.slice.search, shown.slice.weight) == (view.slice.search, view.slice.weight)
    assert shown.slice.sentence(SURVEY) == view.slice.sentence(SURVEY)
