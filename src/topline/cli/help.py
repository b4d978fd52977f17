"""`topline help`: what can be typed, by topic."""

from __future__ import annotations

from argparse import Namespace
from shutil import get_terminal_size
from textwrap import fill

from topline.cli.exits import UsageError
from topline.cli.help_texts import FILTERS, SQL
from topline.cli.parser import PARSERS, open_parser
from topline.survey.errors import did_you_mean

WIDEST = 110
"""Cells of a line."""


def give_help(arguments: Namespace) -> None:
    """Print the help of a topic: a command, or the filter language."""
    topic = arguments.topic
    if topic == "filters":
        print(FILTERS)
    elif topic == "sql":
        PARSERS[topic]().print_help()
        print(_sql())
    elif topic is None:
        open_parser().print_help()
    elif topic in PARSERS:
        PARSERS[topic]().print_help()
    else:
        known = [*PARSERS, "filters"]
        hint = did_you_mean(topic, known) or f"; there is: {', '.join(known)}"
        raise UsageError(f"no help on {topic!r}{hint}")


def _sql() -> str:
    """What a statement can be made of."""
    from topline.engine.caged.admitted import GROUPS, TYPES

    lists = {**GROUPS, "types": tuple(sorted(TYPES))}
    width = max(len(name) for name in lists) + 2
    room = min(get_terminal_size((WIDEST, 24)).columns, WIDEST)
    told = [
        fill(
            " ".join(words), room, initial_indent=f"  {name:{width}}", subsequent_indent=" " * (width + 2),
            break_on_hyphens=False, break_long_words=False,
        )
        for name, words in lists.items()
    ]  # fmt: skip
    return "\n".join([SQL.rstrip(), "", "functions and types:", *told])
