"""topline: survey results in the terminal, from any number to the words of the people behind it.

From Python, `topline.open` gives a survey whose tables and replies are asked for as on the command line; see
`docs/python.md`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from topline.api import Answer, AnswerCell, OpenSurvey
    from topline.api import open_survey as open  # noqa: A004
    from topline.survey import ToplineError

__all__ = ["Answer", "AnswerCell", "OpenSurvey", "ToplineError", "__version__", "open"]
__version__ = "0.1.0"

_ROOMS = {
    "open": ("topline.api", "open_survey"),
    "Answer": ("topline.api", "Answer"),
    "AnswerCell": ("topline.api", "AnswerCell"),
    "OpenSurvey": ("topline.api", "OpenSurvey"),
    "ToplineError": ("topline.survey.errors", "ToplineError"),
}
"""Where the names live that Python programs use: each is imported when it is first asked for, since whatever the
program imports goes through this file, and its start must not wait for them."""


def __getattr__(name: str) -> Any:
    if name not in _ROOMS:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    room, called = _ROOMS[name]
    found = globals()[name] = getattr(import_module(room), called)
    return found


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
