"""`topline sample`: the sample survey as a file of one's own, with its codes or as the raw pile."""

from __future__ import annotations

import shlex
from argparse import Namespace
from dataclasses import replace
from pathlib import Path

from topline.analysis import view_of
from topline.cli.exits import complain
from topline.cli.explorer import sample_path
from topline.cli.output import STANDARD, to_screen
from topline.engine import Engine, write_parquet
from topline.export import ExportError, refuse_source, write_file
from topline.readers import open_source, survey_file_text
from topline.readers.parquet import READING_KEY, SURVEY_KEY, dumped
from topline.readers.reading import reading_of
from topline.survey import CannedQuery, Question, Slice, Survey, ToplineError, View

WHOLE, UNCODED = Path("sample.parquet"), Path("sample-uncoded.parquet")


def sample(arguments: Namespace) -> None:
    """Write the sample, and say what to do with it."""
    built_in = sample_path()
    path = arguments.output or (UNCODED if arguments.uncoded else WHOLE)
    if path == STANDARD:
        raise ExportError("the sample cannot be printed; name a file: -o FILE")
    refuse_source(path, built_in)
    if arguments.uncoded:
        _write_uncoded(built_in, path, force=arguments.force)
    else:
        content = built_in.read_bytes()
        write_file(path, lambda file: _fill(file, content), force=arguments.force)
    complain(f"wrote {path}")
    to_screen(f"{line}\n" for line in (_exercise(path) if arguments.uncoded else _tour(path)))


def _fill(file: int, content: bytes) -> None:
    with open(file, "wb", closefd=False) as stream:
        stream.write(content)


def _tour(path: Path) -> tuple[str, ...]:
    return (
        f"topline {shlex.quote(str(path))}",
        "  opens it. 4 shows its replies with their codes; a letter gives or takes one, u takes that back.",
    )


def _exercise(path: Path) -> tuple[str, ...]:
    named = shlex.quote(str(path))
    return (
        f"topline {named}",
        '  opens the raw pile. 4 goes to the replies to "If so, how?". There:',
        "  +      a new code, given to the reply at once",
        "  a-z    the key of a code gives it to the reply, or takes it back; several codes a reply",
        "  Enter  the next reply;  Tab takes what is suggested;  u takes back;  ? says the rest",
        "  1      shows what you coded as a question like any other, 2 crosses it by role",
        f"topline code {named}",
        "  says how far you are.",
    )


def _write_uncoded(built_in: Path, path: Path, *, force: bool) -> None:
    source = open_source(built_in)
    bare = tuple(_bare(question) if question.is_coded else question for question in source.survey.questions)
    columns = {question.codes for question in source.survey.questions if question.is_coded}
    survey = replace(source.survey, questions=bare)
    kept = (one for one in survey.queries if not one.source and not any(column in one.sql for column in columns))
    queries = tuple(one for one in kept if _meant(one, survey) == _meant(one, source.survey))
    survey = replace(survey, queries=queries, respondents=None)
    told = {SURVEY_KEY: survey_file_text(survey, most_options=None), READING_KEY: dumped(reading_of(survey))}
    engine = Engine(source.replies, survey, connection=source.take_connection())
    try:
        write_file(
            path, lambda file: write_parquet(engine, file, Slice(), survey.questions, metadata=told), force=force
        )
    finally:
        engine.close()


def _bare(question: Question) -> Question:
    """A verbatim as if nobody had coded it."""
    headers, positions = question.headers[:1], question.positions[:1]
    return replace(question, codes="", options=(), nets=(), rules=(), guide=(), headers=headers, positions=positions)


def _meant(query: CannedQuery, survey: Survey) -> View | str:
    """What a canned query asks for; why it cannot be asked, where its parameters have no values yet."""
    values = {one.name: one.default for one in query.parameters if one.default}
    try:
        return view_of(query, survey, values)
    except ToplineError as error:
        return str(error)
