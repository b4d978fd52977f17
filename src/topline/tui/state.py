"""The state of an exploration as a mapping for a file, and back: desks, their views, and the ways between them.

What cannot be read back, or names a question that is gone, is left out: a state is a convenience, never a fault.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import MISSING, fields, replace
from enum import StrEnum
from functools import cache
from typing import Any

from topline.survey import (
    Condition,
    Kind,
    Net,
    Slice,
    Survey,
    ToplineError,
    View,
    What,
    bands_at,
    banner_question,
    net_of,
    read_expression,
)
from topline.survey.view import Base, Chart, Order, Percent, Period, Significance, levels_of
from topline.tui.action import OVER, Place
from topline.tui.desk import Desk, History, Step, Trail

KEPT = 20
"""Moves and changes that are kept from one session to the next."""
UNREADABLE = (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError, ToplineError)
"""What comes of reading something that this version did not write."""
WORDS: Mapping[str, type[StrEnum]] = {
    "what": What,
    "base": Base,
    "order": Order,
    "percent": Percent,
    "period": Period,
    "test": Significance,
    "chart": Chart,
}
"""What the parts of a view are that are one of a few words."""
PLACES: Mapping[str, tuple[What, ...]] = {
    "topline": (What.TOPLINE, What.RESPONSE),
    "crosstab": (What.CROSSTAB, What.TREND),
    "replies": (What.REPLIES,),
    "query": (What.SQL,),
}
"""The views of a desk, and what can be asked by each."""


def told_history(history: History) -> dict[str, Any]:
    """A history as a mapping: every desk once, and by its number wherever it is come from or gone to."""
    desks: dict[Desk, int] = {}

    def number(desk: Desk) -> int:
        return desks.setdefault(desk, len(desks))

    def trail(told: Trail) -> list[Any]:
        return [number(told.desk), list(map(number, told.moves[-KEPT:])), list(map(number, told.ahead[-KEPT:]))]

    said = {
        "trail": trail(history.trail),
        "changes": [[what, trail(before)] for what, before in history.changes[-KEPT:]],
        "undone": [[what, trail(after)] for what, after in history.undone[-KEPT:]],
    }
    return {"desks": [_told_desk(desk) for desk in desks]} | said


def history_of(said: Mapping[str, Any], survey: Survey, first: Desk) -> History:
    """The history that was told.

    Args:
        first: The desk of somebody who has just come; it lends the views that cannot be read back.

    Raises:
        One of UNREADABLE: when it is no history.
    """
    reader = _Reader(survey, first)
    desks = [reader.desk(desk) for desk in said["desks"]]

    def trail(told: Sequence[Any]) -> Trail:
        at, moves, ahead = told
        return Trail(desks[at], tuple(desks[one] for one in moves), tuple(desks[one] for one in ahead))

    def steps(told: Sequence[Any]) -> tuple[Step, ...]:
        return tuple((_text(what), trail(one)) for what, one in told)

    return History(trail(said["trail"]), steps(said["changes"]), steps(said["undone"]))


def _told_desk(desk: Desk) -> dict[str, Any]:
    views = {name: _told_view(getattr(desk, name)) for name in PLACES}
    return {
        "place": desk.place.value,
        "position": desk.position,
        "fields": list(desk.fields),
        "coding": desk.coding,
        "profile": list(desk.profile),
    } | views


def _told_view(view: View) -> dict[str, Any]:
    """A view by its parts; what has its default is left out."""
    values = {field.name: getattr(view, field.name) for field in fields(view)}
    return {name: _told(value) for name, value in values.items() if value != _DEFAULTS[name]}


def _told(value: Any) -> Any:
    if isinstance(value, Slice):
        where = [condition.expression() for condition in value.conditions]
        said = {"where": where, "search": value.search, "weight": value.weight}
        return {name: part for name, part in said.items() if part}
    if isinstance(value, Net):
        return [value.label, list(value.codes)]
    if isinstance(value, tuple):
        return [_told(part) for part in value]
    return value.value if isinstance(value, StrEnum) else value


_DEFAULTS: dict[str, Any] = {
    field.name: field.default_factory() if field.default_factory is not MISSING else field.default
    for field in fields(View)
}


class _Reader:
    """Reads desks back, for a survey as it is now."""

    def __init__(self, survey: Survey, first: Desk) -> None:
        self._survey = survey
        self._first = first
        self._condition: Callable[[str], Condition] = cache(lambda text: read_expression(text, survey))

    def desk(self, said: Mapping[str, Any]) -> Desk:
        """A desk; a view that cannot be read back is the first desk's."""
        place, position = Place(said["place"]), said["position"]
        views = {name: self._view_or(getattr(self._first, name), said[name], name) for name in PLACES}
        columns = tuple(name for name in _texts(said["fields"]) if name in self._survey)
        if type(position) is not int or position < 0 or place in OVER:
            raise ValueError(position)
        coding = _text(said.get("coding", ""))
        coded = coding if coding in self._survey else ""
        profile = tuple(name for name in _texts(said.get("profile", [])) if name in self._survey)
        return Desk(place, **views, position=position, coding=coded, profile=profile, fields=columns)

    def _view_or(self, otherwise: View, said: Mapping[str, Any], name: str) -> View:
        try:
            view = self.view(said)
        except UNREADABLE:
            return otherwise
        return view if view.what in PLACES[name] else otherwise

    def view(self, said: Mapping[str, Any]) -> View:
        """A view whose questions are all there.

        Raises:
            One of UNREADABLE: when it is no view of this survey.
        """
        view = View(**{name: self._part(name, value) for name, value in said.items()})
        sort = view.sort.removeprefix("-")
        if sort and view.what is What.CROSSTAB:
            self._condition(view.sort)
        elif sort and view.what is What.REPLIES:
            self._names([sort])
        if view.what is What.TOPLINE or view.rows:
            self._names([view.rows])
        for net in view.nets:
            net_of(net.label, net.codes, self._survey[view.rows])
        if view.bands and self._survey[view.rows].kind is not Kind.NUMERIC:
            raise ValueError(view.rows)
        return view

    def _part(self, name: str, value: Any) -> Any:
        if name in WORDS:
            return WORDS[name](value)
        match name:
            case "slice" | "against":
                return self._slice(value)
            case "columns":
                return tuple(banner_question(text, self._survey).name for text in _texts(value))
            case "fields" | "stub":
                return self._names(_texts(value))
            case "arguments":
                return tuple((_text(key), _text(given)) for key, given in value)
            case "levels":
                return levels_of([int(level) for level in value])
            case "nets":
                return tuple(Net(_text(label), tuple(_texts(codes))) for label, codes in value)
            case "bands":
                return tuple(edge for band in bands_at(value) if (edge := band.low) is not None)
            case "zeros" | "transposed":
                return bool(value)
            case _:
                return _text(value)

    def _slice(self, said: Mapping[str, Any]) -> Slice:
        weight = _text(said.get("weight", ""))
        if weight and self._survey.weighting(weight) is None:
            self._names([weight])
        conditions = tuple(self._condition(text) for text in _texts(said.get("where", [])))
        return Slice(conditions, _text(said.get("search", "")), weight)

    def _names(self, names: Sequence[str]) -> tuple[str, ...]:
        gone = [name for name in names if name not in self._survey]
        if gone:
            raise LookupError(gone[0])
        return tuple(names)


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError(type(value).__name__)
    return value


def _texts(value: Any) -> list[str]:
    if not isinstance(value, list):
        raise TypeError(type(value).__name__)
    return list(map(_text, value))


def at_first(history: History, first: Desk) -> History:
    """The same history with the first desk before the person; `back` goes to where they were."""
    trail = history.trail
    return History(Trail(first, (*trail.moves, trail.desk)), history.changes, history.undone)


def on_other_replies(history: History) -> History:
    """The same desk after the replies have changed: nobody is at their old position, and no change can be undone."""
    desk = history.desk
    place = Place.REPLIES if desk.place is Place.REPLY else desk.place
    return History(replace(desk, place=place, position=0))
