"""The options of `topline code` and `topline sample`."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path

SHAPES = ("long", "wide")


def add_code_options(parser: ArgumentParser) -> None:
    """Give a parser the options of `topline code`, but FILE and those of the output."""
    parser.add_argument(
        "--question", metavar="Q", default="", help="the open question (default: the one there is, or that has codes)"
    )
    parser.add_argument(
        "--coder", metavar="NAME", default="", help="in whose name codes are given (default: your user name here)"
    )
    found = parser.add_argument_group("what to do (default: tell how far it is)")
    group = found.add_mutually_exclusive_group()
    group.add_argument(
        "--apply-rules",
        action="store_true",
        help="give the codes that the survey file's rules suggest to replies that have none yet",
    )
    group.add_argument(
        "--import",
        metavar="CODES",
        type=Path,
        dest="import_",
        help="bring in the codes of a CSV or xlsx file; all lines or nothing",
    )
    group.add_argument("--from-column", metavar="Q", default="", help="make codes of another question of this file")
    group.add_argument(
        "--export", metavar="OUT", type=Path, help="write the codes of all replies: csv, tsv, md, json, xlsx"
    )
    group.add_argument(
        "--codeframe",
        metavar="OUT",
        type=Path,
        help="write the codeframe: csv, xlsx ..., or toml as a survey file has it",
    )
    group.add_argument(
        "--codeframe-from", metavar="IN", type=Path, help="bring in the codeframe of a csv, xlsx or toml file"
    )
    group.add_argument("--undo", action="store_true", help="take back the last that the coder did at this question")
    parser.add_argument(
        "--dry-run", action="store_true", help="say what would be given or brought in, and write nothing"
    )
    bring = parser.add_argument_group("with --import")
    bring.add_argument("--id-column", metavar="NAME", default="", help="the column that says which reply: id, or row")
    bring.add_argument("--code-column", metavar="NAME", default="", help="the column that holds codes")
    bring.add_argument(
        "--separator",
        metavar="SIGN",
        default="",
        help="between several codes of a cell; none: one a cell (default: ; | or ,)",
    )
    bring.add_argument(
        "--rows-from", type=int, choices=(0, 1), help="which reply is told by rows, and this is the number of the first"
    )
    bring.add_argument("--skip-unknown", action="store_true", help="leave out lines that fit no reply")
    out = parser.add_argument_group("with --export")
    out.add_argument(
        "--shape", choices=SHAPES, default="", help="long: a line a code; wide: a line a reply, a 0/1 column a code"
    )
    out.add_argument("--no-text", action="store_true", help="leave out what people wrote")


def add_sample_options(parser: ArgumentParser) -> None:
    """Give a parser the options of `topline sample`."""
    parser.add_argument(
        "--uncoded", action="store_true", help="without its codes: the raw pile of replies, to be coded from scratch"
    )
    parser.add_argument(
        "-o",
        "--output",
        metavar="FILE",
        type=Path,
        help="where to (default: sample.parquet or sample-uncoded.parquet here)",
    )
    parser.add_argument("--force", action="store_true", help="replace a file that is there already")
