"""Ten managers whose numbers can be counted by hand, and engines over other small frames."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import polars
import pytest

from topline.engine import Engine
from topline.survey import Kind, MissingKind, Net, Option, Question, Response, Role, Storage, Survey, scored

Opened = Callable[..., Engine]

POINTS = scored(tuple(Option(str(n), str(n)) for n in range(11)))
MANAGERS = Survey(
    "Managers",
    respondents=10,
    invited=40,
    response=Response(
        "status",
        bounced=("bounced",),
        delivered=("sent",),
        partial=("half",),
        replied=("done",),
        steps=(("Said yes", "impact = yes"),),
    ),
    questions=(
        Question("who", Kind.OPEN, role=Role.PERSONAL),
        Question("status", Kind.SINGLE, role=Role.STATUS),
        Question(
            "impact",
            Kind.SINGLE,
            "Has it had an impact?",
            "Impact",
            options=(
                Option("yes", "Yes"),
                Option("no", "No"),
                Option("perhaps", "Perhaps"),
                Option("dk", "Don't know", MissingKind.DONT_KNOW),
            ),
        ),
        Question(
            "tools",
            Kind.MULTI,
            "Which tools?",
            options=(Option("mail", "Mail"), Option("phone", "Phone"), Option("fax", "Fax")),
            nets=(Net("Wired", ("phone", "fax")),),
        ),
        Question("likely", Kind.SCALE, storage=Storage.INTEGER, options=POINTS),
        Question("team", Kind.NUMERIC, storage=Storage.INTEGER, unit="people"),
        Question("since", Kind.DATE, storage=Storage.DATE),
        Question("remark", Kind.OPEN),
        Question(
            "how",
            Kind.OPEN,
            "If so, how?",
            codes="how_codes",
            base="impact = 'Yes'",
            base_text="said yes",
            options=(
                Option("research", "Researching"),
                Option("prepare", "Preparing"),
                Option("recruit", "Recruiting"),
                Option("coach", "Coaching"),
                Option("other", "Other"),
            ),
            nets=(Net("Selling", ("research", "prepare")), Net("Managing", ("recruit", "coach"))),
        ),
        Question("w", Kind.NUMERIC, storage=Storage.REAL, role=Role.WEIGHT),
    ),
)  # fmt: skip
REPLIES = polars.DataFrame(
    {
        "who": list("ABCDEFGHIJ"),
        "status": ["done"] * 7 + ["half", "sent", "bounced"],
        "impact": ["yes", "yes", "yes", "yes", "no", "no", "dk", None, None, None],
        "tools": [["mail"], ["mail", "phone"], ["phone", "fax"], [], None, ["mail"], ["fax"], None, None, None],
        "likely": [10, 9, 8, 7, 6, 0, 10, None, None, None],
        "team": [3, 3, 5, 12, 4, 1, None, None, None, None],
        "since": [datetime(2024, 1, 31), datetime(2024, 2, 1), datetime(2024, 2, 2, 23, 59)] + [None] * 7,
        "remark": ["one", "two words", "  ", "", "a b c d e f", "one  two\tthree\nfour", None, None, None, None],
        "how": ["looking up", "looking up", "hiring", "dunno", None, None, None, None, None, None],
        "how_codes": [["research", "prepare"], ["research"], ["recruit"], ["other"]] + [None] * 6,
        "w": [2.0, 1.0, 1.0, 0.5, 1.5, float("nan"), None, -1.0, 1.0, 1.0],
    },
    strict=False,
)


@pytest.fixture(scope="session")
def managers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """The ten managers: seven replied in full, one in part, one was silent, one bounced."""
    path = tmp_path_factory.mktemp("managers") / "managers.parquet"
    REPLIES.write_parquet(path)
    with Engine(path, MANAGERS) as engine:
        yield engine


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Opened]:
    """Write a frame as parquet and open it with these questions."""
    engines: list[Engine] = []

    def open_(frame: polars.DataFrame, *questions: Question, **keys: object) -> Engine:
        path = tmp_path / f"replies{len(engines)}.parquet"
        frame.write_parquet(path)
        engines.append(Engine(path, Survey("Test", questions, **{"respondents": len(frame), **keys})))  # type: ignore[arg-type]
        return engines[-1]

    yield open_
    for engine in engines:
        engine.close()
