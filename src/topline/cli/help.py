"""`topline help`: what can be typed, by topic."""

from __future__ import annotations

from argparse import Namespace

from topline.cli.exits import UsageError
from topline.cli.help_texts import FILTERS
from topline.cli.parser import PARSERS, open_parser
from topline.survey.errors import did_you_mean


def give_help(arguments: Namespace) -> None:
    """Print the help of a topic: a command, or the filter language."""
    topic = arguments.topic
    if topic == "filters":
        print(FILTERS)
    elif topic is None:
        open_parser().print_help()
    elif topic in PARSERS:
        PARSERS[topic]().print_help()
    else:
        known = [*PARSERS, "filters"]
        hint = did_you_mean(topic, known) or f"; there is: {', '.join(known)}"
        raise UsageError(f"no help on {topic!r}{hint}")
