"""The places, each with what makes its screen; all but the first are loaded when they are wanted, or at leisure."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from textual.screen import Screen

from topline.tui.action import Place
from topline.tui.screens.place import PlaceScreen
from topline.tui.screens.topline import ToplineScreen


def _crosstab() -> PlaceScreen:
    from topline.tui.screens.crosstab import CrosstabScreen

    return CrosstabScreen()


def _replies() -> PlaceScreen:
    from topline.tui.screens.replies import RepliesScreen

    return RepliesScreen()


def _reply() -> PlaceScreen:
    from topline.tui.screens.reply import ReplyScreen

    return ReplyScreen()


def _coding() -> PlaceScreen:
    from topline.tui.screens.coding import CodingScreen

    return CodingScreen()


def _queries() -> PlaceScreen:
    from topline.tui.screens.queries import QueriesScreen

    return QueriesScreen()


SCREENS: dict[str, Callable[[], Screen[Any]]] = {
    Place.TOPLINE: ToplineScreen,
    Place.CROSSTAB: _crosstab,
    Place.REPLIES: _replies,
    Place.REPLY: _reply,
    Place.CODING: _coding,
    Place.QUERIES: _queries,
}
LATER = (
    *(
        f"topline.tui.screens.{name}"
        for name in (
            "boxes",
            "crosstab",
            "replies",
            "reply",
            "coding",
            "queries",
            "filter",
            "report",
            "weights",
            "raking",
        )
    ),
    *(
        f"topline.tui.tasks.{name}"
        for name in (
            "going",
            "finding",
            "filtering",
            "crossing",
            "canned",
            "outgoing",
            "correcting",
            "weighting",
            "coding",
        )
    ),
)
"""Modules of which the first screen has no need."""
