"""Processes that code, for the tests that kill them, fill their disk or let them code at once.

Started once with `python worker.py FOLDER`, it does as each line of its input says, in a process of its own each time:
forking one that has imported everything takes a millisecond, starting Python a tenth of a second.
"""

from __future__ import annotations

import os
import resource
import sys
from pathlib import Path

from topline.coding import Coded, CodingError, Journals, reply_key


def code(folder: Path, coder: str, first: int, many: int, together: int) -> None:
    """Code replies; each line printed is a number whose code is saved, or what went wrong."""
    journals = Journals(folder, coder)
    _say("begun")
    for number in range(first, first + many, together):
        numbers = range(number, number + together)
        try:
            journals.append(*(_coded(one, coder) for one in numbers))
        except CodingError as error:
            _say(f"error {error}")
            return
        _say(f"saved {' '.join(map(str, numbers))}")
    seen = set()
    journals = Journals(folder)
    for event in journals.poll().events:
        assert isinstance(event, Coded)
        seen.add(event.by)
    _say(f"done {len(seen)}")


def _coded(number: int, coder: str) -> Coded:
    note = "x" * (number % 200)  # lines of many lengths
    return Coded(question="how", replies=(reply_key(note, str(number)),), codes=frozenset("ab"), by=f"{coder} {number}")


def _say(line: str) -> None:
    os.write(1, f"{line}\n".encode())


def main() -> None:
    folder = Path(sys.argv[1])
    for line in sys.stdin:
        coder, first, many, together, largest = line.split()
        child = os.fork()
        if not child:
            if int(largest):
                resource.setrlimit(resource.RLIMIT_FSIZE, (int(largest), int(largest)))
            code(folder, coder, int(first), int(many), int(together))
            os._exit(0)
        _say(f"started {child}")
        os.waitpid(child, 0)
        _say("ended")


if __name__ == "__main__":
    main()
