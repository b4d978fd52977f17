"""The words of the command line. argparse only: help must come at once."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NoReturn, TypeVar

from topline import __version__
from topline.cli import help_texts
from topline.cli.code_options import add_code_options, add_sample_options
from topline.cli.exits import UsageError
from topline.survey.errors import ToplineError, did_you_mean
from topline.survey.privacy import LEAST_FLOOR, floor_fault
from topline.survey.view import Base, Chart, Order, Percent, Period, Significance, levels_of

Word = TypeVar("Word", Base, Percent, Period, Significance, Chart)
OPEN = "open"
"""The command of a command line that names none."""
KEYS = "keys"
"""The command that tells the keys of the explorer."""
FORMATS = ("text", "md", "csv", "tsv", "json")
TABLE_FORMATS = (*FORMATS, "html", "xlsx")
REPLIES_FORMATS = (*FORMATS, "xlsx", "parquet", "sav")
RESULT_FORMATS = (*FORMATS, "xlsx", "parquet")
ANY_FORMATS = (*FORMATS, "html", "xlsx", "parquet", "sav")
CODE_FORMATS = (*FORMATS, "xlsx")
REPORT_FORMATS = ("md", "html", "xlsx")
NARROWEST = 20
"""Cells below which a page of text cannot be read."""


class Parser(argparse.ArgumentParser):
    """A parser whose complaints are one line."""

    def __init__(self, name: str, description: str, epilog: str = "") -> None:
        super().__init__(
            prog=f"topline {name}".strip(),
            description=description,
            epilog=epilog,
            formatter_class=argparse.RawDescriptionHelpFormatter,
            allow_abbrev=False,
        )
        self.set_defaults(command=name or OPEN)

    def error(self, message: str) -> NoReturn:
        raise UsageError(f"{message}; see `{self.prog} --help`")


def read_arguments(words: Sequence[str]) -> argparse.Namespace:
    """The arguments of a command line. A first word that is a command is the command; anything else is a file.

    Raises:
        UsageError: when it cannot be read.
        SystemExit: when it asked for help, which has been printed.
    """
    if not words or words[0] not in PARSERS:
        if len(words) > 1 and not words[0].startswith("-") and not Path(words[0]).exists():
            raise UsageError(f"there is no command or file {words[0]!r}{did_you_mean(words[0], PARSERS)}")
        return open_parser().parse_args(words)
    parser, rest = PARSERS[words[0]](), words[1:]
    if "--" in rest:
        return parser.parse_args(rest)
    return parser.parse_intermixed_args(rest)


def open_parser() -> Parser:
    """`topline [FILE]`."""
    parser = Parser("", help_texts.OVERVIEW, help_texts.EXIT_CODES)
    parser.add_argument("file", metavar="FILE", nargs="?", type=Path, help="a survey; the sample when left out")
    parser.add_argument("--query", metavar="NAME", help="start with this canned query")
    parser.add_argument("--coder", metavar="NAME", default="", help="who codes replies (default: your user name here)")
    parser.add_argument("--theme", metavar="NAME", help="colours, such as light, dark or ansi")
    parser.add_argument(
        "--remote",
        action=argparse.BooleanOptionalAction,
        help="send few bytes, as over SSH (where this is the default)",
    )
    parser.add_argument(
        "--mouse", action=argparse.BooleanOptionalAction, help="listen to the mouse (the default, but not when remote)"
    )
    _floor(parser)
    parser.add_argument("--fresh", action="store_true", help="start anew, not where this survey was left off")
    parser.add_argument("--version", action="version", version=f"topline {__version__}")
    return parser


def _list() -> Parser:
    parser = Parser("list", "The questions of a survey, and what was inferred of each.", help_texts.LIST_EXAMPLES)
    _file(parser)
    _output(parser)
    return parser


def _show() -> Parser:
    epilog = f"{help_texts.SHOW_EXAMPLES}\n{help_texts.FILTERS}"
    parser = Parser(
        "show", "One question counted, alone, by others or over time; `response` is the response funnel.", epilog
    )
    _file(parser)
    parser.add_argument(
        "question",
        metavar="QUESTION",
        nargs="+",
        help="what is counted; several, or all of a grid by its name, stand below each other",
    )
    parser.add_argument(
        "--by",
        metavar="Q[,Q]",
        action="append",
        default=[],
        help="questions whose answers are the columns; `role/region` is region within role",
    )
    parser.add_argument(
        "--over", metavar="Q", default="", help="a wave or a date: the question over time, a column a period"
    )
    parser.add_argument(
        "--period",
        type=_one_of(Period),
        metavar="PERIOD",
        help=f"with --over a date: {', '.join(Period)} (default: what suits the time)",
    )
    _people(parser)
    parser.add_argument("--base", type=_one_of(Base), metavar="BASE", help=f"who percentages are of: {', '.join(Base)}")
    parser.add_argument(
        "--net",
        metavar="NAME=A[,A]",
        action="append",
        default=[],
        help="count these answers, by label or code, as a net as well; it counts each person once",
    )
    parser.add_argument(
        "--bands",
        metavar="N[,N]",
        default="",
        help="cut numbers at these: below the first, from each up to the next, from the last on; "
        'or into "4 groups" of about equal size, or in "steps of 10"',
    )
    parser.add_argument(
        "--against", metavar="EXPR", default="", help="compare these people with others, side by side, or with everyone"
    )
    parser.add_argument(
        "--sort",
        metavar="ORDER",
        default="",
        help=f"order of the rows: {', '.join(Order)}, or an answer of --by whose column comes most first",
    )
    parser.add_argument(
        "--percent",
        type=_one_of(Percent),
        metavar="OF",
        help="with --by: percent of the column or the row, index (100 is as in the total), or none: counts alone",
    )
    parser.add_argument(
        "--test",
        type=_one_of(Significance),
        metavar="TEST",
        help=f"how differences between columns are tested: {', '.join(Significance)}",
    )
    parser.add_argument(
        "--level", type=_levels, metavar="P[,P]", help="confidence of capital and of small letters (default: 95,90)"
    )
    parser.add_argument(
        "--chart",
        type=_one_of(Chart),
        metavar="CHART",
        help=f"as text, how it is drawn, where it can be: {', '.join(Chart)}",
    )
    parser.add_argument(
        "--transposed", action="store_true", help="columns down the side, rows across; no number changes"
    )
    parser.add_argument(
        "--no-zeros", action="store_true", help="leave out answers that nobody gave, and columns that nobody is in"
    )
    _footer(parser)
    _output(parser, TABLE_FORMATS)
    return parser


def _replies() -> Parser:
    epilog = f"{help_texts.REPLIES_EXAMPLES}\n{help_texts.FILTERS}"
    parser = Parser("replies", "The replies themselves.", epilog)
    _file(parser)
    _people(parser)
    fields = parser.add_mutually_exclusive_group()
    fields.add_argument(
        "--field", metavar="Q[,Q]", action="append", default=[], help="questions shown; the survey's choice by default"
    )
    fields.add_argument(
        "--all-fields", action="store_true", help="show every question, and the codes of those that are coded"
    )
    parser.add_argument("--sort", metavar="Q", default="", help="sort by a question; --sort=-Q for descending")
    parser.add_argument("--limit", type=_whole, metavar="N", help="replies shown at most")
    parser.add_argument("--offset", type=_whole, metavar="N", default=0, help="replies left out at the start")
    parser.add_argument("--personal", action="store_true", help="show answers that tell who a person is")
    _output(parser, REPLIES_FORMATS)
    return parser


def _query() -> Parser:
    parser = Parser("query", "A canned query of the survey file; without NAME, all of them.", help_texts.QUERY_EXAMPLES)
    _file(parser)
    parser.add_argument("name", metavar="NAME", nargs="?", help="its key or title, or a part of the title")
    parser.add_argument("values", metavar="PARAM=VALUE", nargs="*", default=[], help="values for its parameters")
    parser.add_argument("--limit", type=_whole, metavar="N", help="replies shown at most, for a query of replies")
    parser.add_argument("--personal", action="store_true", help="show answers that tell who a person is")
    parser.set_defaults(offset=0, all_fields=False)
    _footer(parser)
    _output(parser, ANY_FORMATS)
    return parser


def _sql() -> Parser:
    parser = Parser("sql", "One SELECT over the replies, which are the table `responses`.", help_texts.SQL_EXAMPLES)
    _file(parser)
    parser.add_argument("statement", metavar="STATEMENT", help="the SELECT; - reads it from standard input")
    parser.add_argument(
        "--set", metavar="NAME=VALUE", action="append", default=[], help="the value of $NAME in the statement"
    )
    parser.add_argument("--limit", type=_whole, metavar="N", help="rows given at most (default: 100 as text)")
    parser.add_argument("--personal", action="store_true", help="show answers that tell who a person is")
    _footer(parser)
    _output(parser, RESULT_FORMATS)
    return parser


def _report() -> Parser:
    parser = Parser(
        "report", "Many tables in one file: every topline, or those that a spec lists.", help_texts.REPORT_EXAMPLES
    )
    _file(parser)
    parser.add_argument(
        "--spec", metavar="SPEC", type=Path, help="a file that lists the tables; without, every topline"
    )
    parser.add_argument("--stacked", action="store_true", help="xlsx: all tables on one sheet, below one another")
    parser.add_argument(
        "--check", action="store_true", help="write nothing; say what differs from what the spec recorded"
    )
    parser.add_argument(
        "--write-spec", metavar="SPEC", type=Path, help="write these tables as a spec, with what is known of them"
    )
    group = parser.add_argument_group("output")
    group.add_argument("-f", "--format", choices=REPORT_FORMATS, help="by the name after -o, else md")
    group.add_argument("-o", "--output", metavar="FILE", type=Path, help="write to a file instead of the screen")
    group.add_argument("--force", action="store_true", help="replace a file that is there already")
    parser.set_defaults(formats=REPORT_FORMATS, width=None)
    return parser


def _code() -> Parser:
    what = "How far the coding of an open question is; and codes in and out: by rules, from files, to files."
    parser = Parser("code", what, help_texts.CODE_EXAMPLES)
    _file(parser)
    add_code_options(parser)
    _output(parser, CODE_FORMATS)
    return parser


def _sample() -> Parser:
    parser = Parser("sample", "Write the sample survey as a file of your own.", help_texts.SAMPLE_EXAMPLES)
    add_sample_options(parser)
    return parser


def _weights() -> Parser:
    parser = Parser(
        "weights",
        "What a weight costs and how far it spreads; of a raked one, how it meets its targets. Without NAME, all.",
        help_texts.WEIGHTS_EXAMPLES,
    )
    _file(parser)
    parser.add_argument("name", metavar="NAME", nargs="?", help="a question that holds weights, or a [weighting]")
    _output(parser, ("text", "json"))
    return parser


def _init() -> Parser:
    parser = Parser("init", "Write a survey file that says what was inferred.", help_texts.INIT_EXAMPLES)
    _file(parser)
    parser.add_argument("-o", "--output", metavar="FILE", type=Path, help="where to; - prints it")
    parser.add_argument("--force", action="store_true", help="replace a file that is there already")
    return parser


def _keys() -> Parser:
    parser = Parser(KEYS, "Every key of the explorer, and the name by which keys.toml changes it.", help_texts.KEYS)
    parser.add_argument("-f", "--format", choices=("text", "md"), default="text", help="text, or a table in Markdown")
    parser.set_defaults(output=None)
    return parser


def _help() -> Parser:
    parser = Parser("help", "Help on a topic: a command, or `filters`.")
    parser.add_argument("topic", metavar="TOPIC", nargs="?", help=", ".join([*list(PARSERS), "filters"]))
    return parser


def _file(parser: Parser) -> None:
    formats = "the replies: csv, xlsx, ods, sav, dta, sas7bdat, jsonl, triple-S, parquet"
    parser.add_argument("file", metavar="FILE", type=Path, help=formats)
    parser.add_argument(
        "--survey-file",
        metavar="FILE",
        type=Path,
        help="the survey file; NAME.topline.toml beside the replies by default",
    )
    _floor(parser)


def _floor(parser: Parser) -> None:
    parser.add_argument(
        "--min-base",
        type=_least,
        metavar="N",
        default=0,
        help="privacy floor: withhold groups under N people and what would give them away; "
        "min_base of the survey file can only raise it",
    )


def _people(parser: Parser) -> None:
    parser.add_argument(
        "--where", metavar="EXPR", action="append", default=[], help="only these replies: see filters below"
    )
    parser.add_argument("--search", metavar="TEXT", default="", help="only replies whose verbatims contain this text")
    parser.add_argument(
        "--weight",
        metavar="NAME",
        default="none",
        help="the question that holds the weights, or a [weighting] of the survey file (default: none)",
    )


def _footer(parser: Parser) -> None:
    parser.add_argument("--no-footer", action="store_true", help="csv, tsv, md: leave out what stands below the rows")


def _output(parser: Parser, formats: Sequence[str] = FORMATS) -> None:
    group = parser.add_argument_group("output")
    endings = ", ".join(f".{form}" for form in formats[1:])
    parser.set_defaults(formats=formats)
    group.add_argument(
        "-f", "--format", choices=formats, help=f"text unless the name after -o ends in one of {endings}"
    )
    group.add_argument("-o", "--output", metavar="FILE", type=Path, help="write to a file instead of the screen")
    group.add_argument("--force", action="store_true", help="replace a file that is there already")
    group.add_argument(
        "--width", type=_width, metavar="N", help="cells of a line of text (default: the terminal's, else 100)"
    )


def _one_of(words: type[Word]) -> Callable[[str], Word]:
    def read(text: str) -> Word:
        if text not in tuple(words):
            raise argparse.ArgumentTypeError(f"there is no {text!r}; one of: {', '.join(words)}")
        return words(text)

    return read


def _whole(text: str) -> int:
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 16 else -1
    if number < 0:
        raise argparse.ArgumentTypeError(f"{text!r} is no whole number from 0 on")
    return number


def _least(text: str) -> int:
    number = _whole(text)
    if number < LEAST_FLOOR:
        raise argparse.ArgumentTypeError(floor_fault(number))
    return number


def _levels(text: str) -> tuple[int, ...]:
    try:
        return levels_of([int(part) for part in text.split(",")])
    except (ValueError, ToplineError):
        what = f"levels are one or two percentages from 50 to 99, such as 95,90; not {text!r}"
        raise argparse.ArgumentTypeError(what) from None


def _width(text: str) -> int:
    number = _whole(text)
    if not NARROWEST <= number <= 10_000:
        raise argparse.ArgumentTypeError(f"a width is from {NARROWEST} to 10000 cells, not {text}")
    return number


PARSERS: dict[str, Callable[[], Parser]] = {
    "list": _list,
    "show": _show,
    "replies": _replies,
    "query": _query,
    "sql": _sql,
    "report": _report,
    "weights": _weights,
    "code": _code,
    "sample": _sample,
    "init": _init,
    KEYS: _keys,
    "help": _help,
}
"""The commands, each with what builds its parser."""
