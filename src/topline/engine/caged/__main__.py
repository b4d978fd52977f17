"""The caged child: `python -m topline.engine.caged`. It answers statements until its pipe ends.

Its first message says what it serves and how it is bound; every other one is a statement, or gives one up.
"""

from __future__ import annotations

import os
import sys
import threading
from collections import deque
from collections.abc import Iterator
from typing import Any

from topline.engine.caged import confine
from topline.engine.caged.complaints import Complaint
from topline.engine.caged.running import Answer, Statements
from topline.engine.caged.values import Handover
from topline.engine.frames import FrameError, receive, send, text_of

ROWS_AT_ONCE = 200
"""Rows that are fetched at once."""
AT_ONCE = 128 << 10
"""Bytes of a message with rows, unless one row is longer: reading a long one holds up the whole program."""
MOST = 32 << 20
"""Bytes of all rows of an answer."""
LONGEST_ROW = 8 << 20
"""Bytes of one row."""
DEEPEST = 20_000
"""How deeply a syntax tree may be nested."""

Message = dict[str, Any]


def main() -> None:
    """Serve the statements that come in."""
    asking, answering = _private_pipes()
    sys.setrecursionlimit(DEEPEST)
    first = receive(asking)
    if first is None:
        return
    order, _ = first
    confine.die_with(order["parent"])
    confine.bound_memory(order["memory"])
    try:
        statements = Statements(order)
        statements.warm_up()
        landlocked = confine.open_nothing()
        statements.open()
    except BaseException as error:
        send(answering, text_of({"error": Complaint.of(error).as_message()}))
        return
    requests = _Requests(asking, statements)
    confine.start_nothing()
    send(answering, text_of({"ready": True, "landlocked": landlocked}))
    for request in requests:
        confine.bound_time(order["seconds"] * order["threads"])
        number = text_of(request["number"])
        for part in _answers(statements, request):
            send(answering, f'{{"number":{number},{part}}}')


def _answers(statements: Statements, request: Message) -> Iterator[str]:
    """What is said to one statement: its columns, its rows, and how it ended, each as what stands in an object."""
    try:
        with statements.asked(request) as answer:
            yield _inside(
                columns=answer.columns, types=answer.types, identities=answer.identities, masked=answer.masked
            )
            yield from _rows(answer)
    except BaseException as error:
        yield _inside(error=Complaint.of(error, statements.before).as_message())


def _inside(**said: Any) -> str:
    return text_of(said)[1:-1]


def _rows(answer: Answer) -> Iterator[str]:
    """The rows of an answer, and at last whether there are more."""
    handover = Handover()
    sent = total = length = 0
    batch: list[str] = []
    truncated = False
    while not truncated and (rows := answer.cursor.fetchmany(ROWS_AT_ONCE)):
        for row in rows:
            text = text_of(handover.row(row))
            size = len(text) if text.isascii() else len(text.encode())
            if size > LONGEST_ROW:
                raise MemoryError
            truncated = sent == answer.limit or total + size > MOST
            if truncated:
                break
            if batch and length + size > AT_ONCE:
                yield f'"rows":[{",".join(batch)}]'
                batch, length = [], 0
            batch.append(text)
            sent, total, length = sent + 1, total + size, length + size
    if batch:
        yield f'"rows":[{",".join(batch)}]'
    yield _inside(truncated=truncated, shortened=handover.shortened)


class _Requests:
    """The statements that come in, read by a thread of its own so that what runs can be given up."""

    def __init__(self, asking: int, statements: Statements) -> None:
        self._asking = asking
        self._statements = statements
        self._waiting: deque[Message] = deque()
        self._came = threading.Semaphore(0)
        threading.Thread(target=self._read, name="requests", daemon=True).start()

    def __iter__(self) -> Iterator[Message]:
        while True:
            self._came.acquire()
            yield self._waiting.popleft()

    def _read(self) -> None:
        try:
            while (heard := receive(self._asking)) is not None:
                said, _ = heard
                if "give_up" in said:
                    self._statements.interrupt(said["give_up"])
                else:
                    self._waiting.append(said)
                    self._came.release()
        except (OSError, FrameError):
            pass
        os._exit(0)


def _private_pipes() -> tuple[int, int]:
    """The pipes to the program, moved to where nothing prints by accident."""
    pipes = os.dup(0), os.dup(1)
    nowhere = os.open(os.devnull, os.O_RDWR)
    for standard in (0, 1, 2):
        os.dup2(nowhere, standard)
    os.close(nowhere)
    return pipes


if __name__ == "__main__":
    main()
    os._exit(0)  # at once: DuckDB's binding would complain of what is still open
