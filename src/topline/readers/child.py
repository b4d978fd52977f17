"""The child process that reads foreign files: `python -m topline.readers.child`, an order on standard input.

It says what it does as lines of JSON on standard output: `progress`, and at last `done` or `error`.
"""

from __future__ import annotations

import json
import os
import resource
import sys
from pathlib import Path

from topline.readers.assembled import write_parquet
from topline.readers.formats import read_table
from topline.readers.handover import Order
from topline.readers.packed import unpacked
from topline.readers.understood import understood
from topline.survey import SurveyFile, ToplineError, read_survey_file


def main() -> None:
    """Carry out the order on standard input."""
    order = Order(**json.loads(sys.stdin.buffer.read()))
    _limit(order)
    try:
        _carry_out(order)
    except ToplineError as error:
        _say(error=str(error))
    except MemoryError:
        _say(error=f"{order.shown} needs more memory than it may have; save it as parquet")
    except BaseException as error:  # polars panics are no Exceptions
        if os.environ.get("TOPLINE_DEBUG"):
            raise
        _say(error=f"{order.shown} could not be read ({type(error).__name__}); save it as parquet")
    else:
        _say(done="")


def _carry_out(order: Order) -> None:
    path, target = Path(order.path), Path(order.target)
    stated = SurveyFile("")
    if order.survey_file:
        stated = read_survey_file(order.survey_file, order.survey_path).of_replies
    with unpacked(path, order.shown, target.parent) as file:
        sheet = stated.content.get("sheet", "")
        table = read_table(file, order.shown, _progress, sheet, path if file != path else None)
    _progress("looking at what belongs together")
    write_parquet(understood(table, path), order.shown, target, stated, _progress)


def _progress(words: str) -> None:
    _say(progress=words)


def _limit(order: Order) -> None:
    """No more memory and processor time than the order allows, and no core file of people's replies."""
    for limit, most in (
        (resource.RLIMIT_AS, order.memory),
        (resource.RLIMIT_CPU, order.seconds),
        (resource.RLIMIT_CORE, 0),
    ):
        _, hard = resource.getrlimit(limit)
        most = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(limit, (most, hard))


def _say(**said: str) -> None:
    sys.stdout.write(json.dumps(said) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
