"""`topline sql`: one SELECT over the replies, in a process that can do nothing else."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Iterable, Iterator, Mapping

from topline.charts import shown
from topline.charts.result_charts import result_bar_lines, result_plot_lines
from topline.cli.exits import UsageError, complain
from topline.cli.opened import Opened, opened, warn_of
from topline.cli.output import TEXT, format_of, give_out, give_page, glyphs_for, width_of
from topline.cli.pages import PLOT_HEIGHT
from topline.cli.results import result_page
from topline.engine import SqlResult
from topline.engine.cage import LONGEST
from topline.export.results import ResultOut
from topline.survey import Chart, ToplineError

STDIN = "-"
"""The STATEMENT that stands for standard input."""
FEW = 100
"""Rows that are shown as text when no limit is given."""
MOST = 1_000_000
"""Rows in every other format then."""


def sql(arguments: Namespace) -> None:
    """Run a statement and print or write its rows."""
    values = values_of(arguments.set)
    statement = _read() if arguments.statement == STDIN else arguments.statement
    with opened(arguments) as it:
        warn_of(it.survey, arguments.file)
        show_statement(statement, values, it, arguments)


def show_statement(
    statement: str,
    values: Mapping[str, str],
    it: Opened,
    arguments: Namespace,
    title: str = "",
    chart: Chart | None = None,
) -> None:
    """Run a statement, from a person or a canned query, and print or write its rows.

    Args:
        statement: One SELECT over `responses`.
        values: What its parameters stand for; an empty one is NULL.
        it: The survey.
        arguments: How it is given out.
        title: What it is called.
        chart: How it is drawn as text, where it can be.

    Raises:
        ToplineError: when it is refused, cannot run, or takes too much.
    """
    form = format_of(arguments)
    limit = arguments.limit if arguments.limit is not None else FEW if form == TEXT else MOST
    given = {name: value or None for name, value in values.items()}
    result = it.cage.run(statement, given, personal=arguments.personal, limit=limit)
    if form == TEXT:
        give_page(_page(result, title, chart, arguments), arguments)
    else:
        footer = not getattr(arguments, "no_footer", False)
        give_out(ResultOut(result, title, footer), arguments)
    for note in notes_of(result):
        complain(note)


def notes_of(result: SqlResult) -> Iterator[str]:
    """What a person has to know of a result before trusting it."""
    if result.truncated:
        yield f"{_first(len(result.rows))}; there are more, and --limit N says how many are given"
    if result.shortened:
        yield f"{_values(result.shortened)} too long and had to be cut"
    if result.masked:
        yield f"masked, since it tells who a person is: {', '.join(result.masked)}; --personal shows it"


def _first(rows: int) -> str:
    return "only the first row is here" if rows == 1 else f"only the first {rows:,} rows are here"


def _values(number: int) -> str:
    return "1 value was" if number == 1 else f"{number:,} values were"


def values_of(said: Iterable[str]) -> dict[str, str]:
    """Parameters as given by --set.

    Raises:
        UsageError: when one is no NAME=VALUE, or is given twice.
    """
    values: dict[str, str] = {}
    for words in said:
        name, sign, value = words.partition("=")
        name = name.removeprefix("$")
        if not sign or not name:
            raise UsageError(f"--set {words!r} gives no parameter a value; write --set NAME=VALUE")
        if name in values:
            raise UsageError(f"the parameter {name} is given twice")
        values[name] = value
    return values


def _page(result: SqlResult, title: str, chart: Chart | None, arguments: Namespace) -> Iterator[str]:
    if title:
        yield f"{shown(title)}\n\n"
    width = width_of(arguments)
    lines = result_bar_lines(result, width, glyphs=glyphs_for(arguments)) if chart is Chart.BARS else ()
    lines = result_plot_lines(result, width, PLOT_HEIGHT) if chart is Chart.PLOT else lines
    for drawn in lines:
        yield f"{drawn.plain.rstrip()}\n"
    if not lines:
        yield from result_page(result, width)
    if not result.rows:
        yield "No rows.\n"


def _read() -> str:
    """The statement on standard input.

    Raises:
        ToplineError: when it is too long, or no text.
    """
    said = sys.stdin.buffer.read(LONGEST + 1) if sys.stdin is not None else b""
    if len(said) > LONGEST:
        raise ToplineError(f"the statement on standard input is longer than {LONGEST:,} bytes")
    try:
        return said.decode()
    except UnicodeDecodeError as error:
        raise ToplineError(f"the statement on standard input is no UTF-8 text: {error.reason}") from None
