"""Replies written to files: whole or not at all, and as a survey that opens again as what it was."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from topline.analysis import tabulate
from topline.cli.explorer import sample_path
from topline.engine import Cancel, Engine, QueryCancelledError, SqlResult
from topline.export import (
    ExportError,
    Format,
    RepliesOut,
    TakenNameError,
    every_column,
    file_name,
    free_name,
    shell_line,
    size_words,
    with_ending,
    write,
)
from topline.export.formats import OF_REPLIES
from topline.export.results import ResultOut
from topline.readers import open_source
from topline.survey import CannedQuery, Slice, Survey, View, What, read_expression

REPLIES = View(What.REPLIES)


@pytest.fixture(scope="module")
def sample() -> Iterator[Engine]:
    source = open_source(sample_path())
    with Engine(source.replies, source.survey) as engine:
        yield engine


def everything(engine: Engine, people: Slice | None = None) -> RepliesOut:
    view = replace(REPLIES, slice=people or Slice())
    return RepliesOut(engine, view, every_column(engine.survey), personal=True)


def people_of(engine: Engine, *expressions: str) -> Slice:
    return Slice().narrowed(*(read_expression(said, engine.survey) for said in expressions))


def left_in(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


# A survey that opens again.


def test_the_whole_survey_opens_again_as_it_was(sample: Engine, tmp_path: Path) -> None:
    write(everything(sample), Format.PARQUET, tmp_path / "all.parquet")
    again = open_source(tmp_path / "all.parquet").survey
    assert again == replace(sample.survey, source=str(tmp_path / "all.parquet"))


@pytest.mark.parametrize(
    "where", [("status = 'replied'",), ("role = 'VP'",), ("how = 'recruiting'", "status = 'replied'"), ("years > 10",)]
)
def test_a_part_has_the_numbers_that_it_had_within_the_whole(sample: Engine, tmp_path: Path, where: tuple[str]) -> None:
    people = people_of(sample, *where)
    written = write(everything(sample, people), Format.PARQUET, tmp_path / "part.parquet")
    source = open_source(tmp_path / "part.parquet")
    with Engine(source.replies, source.survey) as part:
        assert source.survey.respondents == written.rows
        for question in source.survey:
            theirs = tabulate(View(What.TOPLINE, question.name), part)
            ours = tabulate(View(What.TOPLINE, question.name, slice=people), sample)
            assert [(row.label, row.cells[0].count) for row in theirs.rows] == [
                (row.label, row.cells[0].count) for row in ours.rows
            ], question.name
            assert theirs.base.unweighted == ours.base.unweighted


def test_a_part_says_which_and_promises_no_more_than_it_has(sample: Engine, tmp_path: Path) -> None:
    def opened(name: str, *where: str) -> Survey:
        write(everything(sample, people_of(sample, *where)), Format.PARQUET, tmp_path / name)
        return open_source(tmp_path / name).survey

    replied = opened("replied.parquet", "status = 'replied'")
    assert (replied.invited, replied.response, replied.note) == (5000, None, sample.survey.note)
    leaders = opened("vp.parquet", "role = 'VP'")
    assert (leaders.invited, leaders.response) == (None, sample.survey.response)
    assert leaders.note == f"{sample.survey.note} only: Role is VP"
    recruiters = opened("recruiters.parquet", "status = 'replied'", "how = 'recruiting'")
    assert (recruiters.invited, recruiters.response) == (None, None)
    assert {question.answered for question in recruiters} == {None}


def test_some_columns_take_along_what_speaks_of_them_alone(sample: Engine, tmp_path: Path) -> None:
    survey = sample.survey
    out = RepliesOut(sample, REPLIES, [survey["how"], survey["role"], survey["impact"]])
    write(out, Format.PARQUET, tmp_path / "few.parquet")
    few = open_source(tmp_path / "few.parquet").survey
    assert [question.name for question in few] == ["how", "role", "impact"]
    assert few["how"].options == survey["how"].options
    assert few["how"].nets == survey["how"].nets
    assert (few["how"].base, few["impact"].base) == (survey["how"].base, "")
    assert few.response is None
    titles = {query.title for query in few.queries}
    assert {"Impact by role", "How, by role"} <= titles
    assert "Impact by company policy" not in titles


def test_a_query_of_the_users_own_stays_at_home(sample: Engine, tmp_path: Path) -> None:
    mine = CannedQuery("Mine", rows="role", source="queries.toml")
    with Engine(sample_path(), replace(sample.survey, queries=(*sample.survey.queries, mine))) as engine:
        write(everything(engine), Format.PARQUET, tmp_path / "a.parquet")
    assert "Mine" not in {query.title for query in open_source(tmp_path / "a.parquet").survey.queries}


def test_a_csv_survives_the_way_through_parquet(tmp_path: Path) -> None:
    path = tmp_path / "dogs.csv"
    rows = [f'{n},"{("Yes", "No")[n % 2]}",{n * 7 % 11},"Because, {n}",{"a;b" if n % 3 else "a"}' for n in range(60)]
    path.write_text("RespondentID,Do you own a dog?,recommend,Why?,Pick all\n" + "\n".join(rows))
    source = open_source(path)
    with Engine(source.replies, source.survey) as engine:
        write(everything(engine), Format.PARQUET, tmp_path / "again.parquet")
    again = open_source(tmp_path / "again.parquet").survey
    assert again == replace(source.survey, source=again.source)


# Whole or not at all.


@pytest.mark.parametrize("form", OF_REPLIES)
def test_never_over_a_file_that_is_there(sample: Engine, tmp_path: Path, form: Format) -> None:
    target = tmp_path / f"a.{form}"
    target.write_text("mine")
    (tmp_path / f"link.{form}").symlink_to(target)
    with pytest.raises(TakenNameError, match="exists already"):
        write(everything(sample), form, target)
    for force in (True, False):
        with pytest.raises(ExportError, match="it is a link"):
            write(everything(sample), form, tmp_path / f"link.{form}", force=force)
    assert target.read_text() == "mine"
    assert left_in(tmp_path) == {target.name, f"link.{form}"}
    write(everything(sample), form, target, force=True)
    assert target.stat().st_size > 50_000
    assert left_in(tmp_path) - {"a.sps"} == {target.name, f"link.{form}"}


def test_never_over_what_it_is_read_from(sample: Engine, tmp_path: Path) -> None:
    own = tmp_path / "own.parquet"
    own.write_bytes(sample_path().read_bytes())
    (tmp_path / "other.parquet").hardlink_to(own)
    for path in (own, tmp_path / "other.parquet"):
        with pytest.raises(ExportError, match="is what this was read from"):
            write(everything(sample), Format.PARQUET, path, force=True, sources=(None, own))
    assert own.read_bytes() == sample_path().read_bytes()


@pytest.mark.parametrize("form", OF_REPLIES)
def test_what_was_given_up_leaves_nothing_behind(sample: Engine, tmp_path: Path, form: Format) -> None:
    out = everything(sample)
    out.cancel.cancel()
    with pytest.raises(QueryCancelledError):
        write(out, form, tmp_path / f"a.{form}")
    assert left_in(tmp_path) == set()


def test_giving_up_in_the_middle_leaves_nothing_behind(sample: Engine, tmp_path: Path) -> None:
    out = everything(sample)

    class Watched(RepliesOut):
        def pieces(self, form: Format) -> Iterator[str]:
            for piece in super().pieces(form):
                if self.done == 2_500:
                    assert len(left_in(tmp_path)) == 1
                    assert self.progress == "2,500 of 5,000"
                    self.cancel.cancel()
                yield piece

    watched = Watched(out.engine, out.view, out.questions)
    with pytest.raises(QueryCancelledError):
        write(watched, Format.CSV, tmp_path / "a.csv")
    assert watched.done < 5_000
    assert left_in(tmp_path) == set()


def test_an_engine_that_is_closed_ends_a_stream(tmp_path: Path) -> None:
    source = open_source(sample_path())
    engine = Engine(source.replies, source.survey)
    pieces = everything(engine).pieces(Format.TSV)
    next(pieces)
    engine.close()
    with pytest.raises(QueryCancelledError):
        list(pieces)


@pytest.mark.parametrize("form", [Format.CSV, Format.PARQUET])
def test_a_file_that_grows_too_large(tmp_path: Path, form: Format) -> None:
    code = (
        "import resource, sys\nfrom pathlib import Path\n"
        "from topline.engine import Engine\nfrom topline.export import ExportError, Format, RepliesOut, write\n"
        "from topline.readers import open_source\nfrom topline.survey import View, What\n"
        "source = open_source(Path(sys.argv[1]))\n"
        "with Engine(source.replies, source.survey) as engine:\n"
        "    out = RepliesOut(engine, View(What.REPLIES), source.survey.questions)\n"
        "    resource.setrlimit(resource.RLIMIT_FSIZE, (10_000, 10_000))\n"
        "    try: write(out, Format(sys.argv[3]), Path(sys.argv[2]))\n"
        "    except ExportError as error: print(error)"
    )
    target = tmp_path / f"a.{form}"
    done = subprocess.run(
        [sys.executable, "-c", code, sample_path(), target, form], capture_output=True, text=True, timeout=60
    )
    assert done.stdout == f"cannot write {target}: it would be larger than a file may be here; nothing was written\n"
    assert left_in(tmp_path) == set()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_a_full_disk_under_parquet_is_told_as_such(sample: Engine) -> None:
    file = os.open("/dev/full", os.O_RDWR)
    try:
        with pytest.raises(OSError, match="No space left") as told:
            everything(sample).fill(file, Format.PARQUET)
        assert told.value.errno == 28
    finally:
        os.close(file)


@pytest.mark.parametrize("form", OF_REPLIES)
def test_no_such_folder_and_no_such_name(sample: Engine, tmp_path: Path, form: Format) -> None:
    with pytest.raises(ExportError, match="there is no such folder; nothing was written"):
        write(everything(sample), form, tmp_path / "none" / "a")
    with pytest.raises(ExportError, match="no file can have this name"):
        write(everything(sample), form, tmp_path / "a\0b")


# Results of SQL.


def result(columns: tuple[str, ...], types: tuple[str, ...], *rows: tuple[object, ...]) -> SqlResult:
    return SqlResult(columns, types, rows, truncated=False)


def test_a_result_as_parquet_has_its_types(tmp_path: Path) -> None:
    import polars as pl

    found = result(
        ("n", "N", "sum", "share", "yes", "day", "at", "codes", "said", "huge", "gap", "odd"),
        ("BIGINT", "INTEGER", "HUGEINT", "DECIMAL(5,2)", "BOOLEAN", "DATE", "TIMESTAMP", "VARCHAR[]", "VARCHAR",
         "HUGEINT", "INTEGER", "STRUCT(a INTEGER); drop table x"),
        (1, 2, 3, 0.5, True, "2018-09-13", "2018-09-13 10:00:00.5", ["a", None], "=1+1\x1b", 2**80, None, {"a": 1}),
        (None, 5, None, None, None, None, None, None, None, None, None, None),
    )  # fmt: skip
    written = write(ResultOut(found), Format.PARQUET, tmp_path / "r.parquet")
    assert written.rows == 2
    frame = pl.read_parquet(tmp_path / "r.parquet")
    assert frame.columns == ["n", "N_2", "sum", "share", "yes", "day", "at", "codes", "said", "huge", "gap", "odd"]
    types = [str(kind) for kind in frame.dtypes]
    assert types[:5] == ["Int64", "Int64", "Int64", "Float64", "Boolean"]
    assert types[5:7] == ["Date", "Datetime(time_unit='us', time_zone=None)"]
    assert types[7:] == ["List(String)", "String", "Float64", "Int64", "String"]
    assert frame["said"][0] == "=1+1\x1b"
    assert frame["odd"][0] == '{"a": 1}'
    assert frame["codes"].to_list() == [["a", None], None]
    assert open_source(tmp_path / "r.parquet").survey.respondents == 2


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("DATE", "infinity"),
        ("DATE", "4713-01-01 (BC)"),
        ("TIMESTAMP", "nonsense"),
        ("INTEGER", "•••"),
        ("DOUBLE", "•••"),
    ],
)
def test_a_value_that_is_not_of_its_type_is_text(kind: str, value: str, tmp_path: Path) -> None:
    import polars as pl

    write(ResultOut(result(("x",), (kind,), (value,), (None,))), Format.PARQUET, tmp_path / "r.parquet")
    assert pl.read_parquet(tmp_path / "r.parquet")["x"].to_list() == [value, None]


# Names and commands.


@pytest.mark.parametrize(
    ("file", "view", "name"),
    [
        ("sample.parquet", "impact by policy", "sample-impact-by-policy.csv"),
        ("Q1 2026.csv", "Einfluss & Größe", "Q1-2026-einfluss-größe.csv"),
        ("a.topline.csv", "../../etc/passwd", "a-topline-etc-passwd.csv"),
        ("-rf.csv", "\x1b[2J\n", "rf-2j.csv"),
        ("满意度.csv", "", "满意度.csv"),
        ("...", "///", "topline.csv"),
    ],
)
def test_a_name_says_survey_and_view_and_nothing_that_acts(file: str, view: str, name: str) -> None:
    assert file_name(Path(file), view, Format.CSV) == name


def test_a_long_name_stays_short() -> None:
    assert len(file_name(Path("ö" * 200), "x" * 500, Format.PARQUET).encode()) < 120


def test_the_name_that_is_proposed_is_free(tmp_path: Path) -> None:
    assert free_name(tmp_path, "a.csv") == "a.csv"
    (tmp_path / "a.csv").touch()
    (tmp_path / "a-2.csv").symlink_to("nowhere")
    assert free_name(tmp_path, "a.csv") == "a-3.csv"


@pytest.mark.parametrize(
    ("name", "other"), [("a.csv", "a.md"), ("a.b", "a.b.md"), ("a", "a.md"), ("b/c.PARQUET", "b/c.md"), ("", "")]
)
def test_another_format_is_another_ending(name: str, other: str) -> None:
    assert with_ending(name, Format.MARKDOWN) == other


@pytest.mark.parametrize(
    ("size", "words"),
    [
        (0, "0 bytes"),
        (999, "999 bytes"),
        (1000, "1.0 KB"),
        (55_500, "55.5 KB"),
        (1_234_567, "1.2 MB"),
        (10**12, "1.0 TB"),
    ],
)
def test_a_size_in_words(size: int, words: str) -> None:
    assert size_words(size) == words


@pytest.mark.parametrize(
    "words",
    [
        ["topline", "show", "a b.csv", "--where", "role = 'VP'"],
        ["--where", "how contains '$HOME `id` \"x\" \\'"],
        ["it's", "!", "a!'b", "", "ü", "~", "*"],
        ["\x1b]0;owned\x07", "a\nb\tc", "\x9b31m", "\u202e", "\x7f", "\x00"[:0]],
    ],
)
def test_a_command_is_the_same_words_in_a_shell_and_acts_on_no_terminal(words: list[str]) -> None:
    line = shell_line(words)
    assert line.isprintable()
    shell = subprocess.run(
        ["bash", "-c", f"printf '%s\\0' {line}"],
        capture_output=True,
        timeout=20,
        env={"LC_ALL": "C.UTF-8", "HOME": "/x"},
    )
    assert shell.stdout.decode().split("\0")[:-1] == words


def test_a_file_name_that_is_no_text_survives_a_command() -> None:
    name = os.fsdecode(b"a\xff\x1b.csv")
    line = shell_line(["cat", name])
    shell = subprocess.run(["bash", "-c", f"printf %s {line.removeprefix('cat ')}"], capture_output=True, timeout=20)
    assert shell.stdout == b"a\xff\x1b.csv"


def test_a_cancel_of_its_own_gives_up_only_this(sample: Engine) -> None:
    cancel = Cancel()
    out = RepliesOut(sample, REPLIES, sample.survey.questions, cancel=cancel)
    pieces = out.pieces(Format.CSV)
    next(pieces)
    cancel.cancel()
    with pytest.raises(QueryCancelledError):
        list(pieces)
    assert RepliesOut(sample, REPLIES, sample.survey.questions).total == 5_000
