"""View: what is asked of a slice, and how the answer is shown."""

from __future__ import annotations

import shlex
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from topline.survey.slice import Slice


class What(StrEnum):
    """The questions that can be put to a slice."""

    TOPLINE = "topline"
    CROSSTAB = "crosstab"
    RESPONSE = "response"
    REPLIES = "replies"


class Base(StrEnum):
    """Who a percentage is of."""

    ASKED = "asked"
    """Those who were asked the question, whether they answered or not."""
    ANSWERED = "answered"
    """Those who gave an answer that counts."""
    REPLIED = "replied"
    """Those who replied to the survey at all."""
    EVERYONE = "everyone"
    """All of the slice."""


class Order(StrEnum):
    """The order of a table's rows."""

    CODEBOOK = "codebook"
    """As the options were offered."""
    COUNT = "count"
    """The most frequent first, within their net."""


@dataclass(frozen=True, slots=True)
class View:
    """A question put to a slice. Two equal views give equal tables."""

    what: What
    rows: str = ""
    """The question whose answers are the rows."""
    columns: tuple[str, ...] = ()
    """The banner: questions whose answers are the columns."""
    slice: Slice = field(default_factory=Slice)
    base: Base | None = None
    """Who percentages are of; None for the question's own: asked where a base is stated, else answered."""
    order: Order = Order.CODEBOOK
    zeros: bool = True
    """Whether options that nobody chose are shown."""
    fields: tuple[str, ...] = ()
    """For replies: the questions shown, in order; empty for the survey's choice."""
    sort: str = ""
    """For replies: the question they are sorted by, with a leading "-" for descending; empty for file order."""
    title: str = ""
    """A name given by a person, such as that of a canned query."""

    def of(self, slice_: Slice) -> View:
        """The same question put to other people."""
        return replace(self, slice=slice_)

    def command(self, file: str) -> str:
        """The command line that shows this view."""
        match self.what:
            case What.REPLIES:
                words = ["topline", "replies", file]
                words += [word for name in self.fields for word in ("--field", name)]
                words += [f"--sort={self.sort}"] if self.sort else []
            case What.RESPONSE:
                words = ["topline", "show", file, "response"]
            case _:
                words = ["topline", "show", file, self.rows]
                words += [word for name in self.columns for word in ("--by", name)]
                words += ["--base", self.base.value] if self.base else []
                words += ["--sort", self.order.value] if self.order is not Order.CODEBOOK else []
                words += [] if self.zeros else ["--no-zeros"]
        return shlex.join(words + self.slice.arguments())

    def as_mapping(self) -> dict[str, Any]:
        """This view as the keys of a `[[query]]` in a survey file; what has its default is left out."""
        said: dict[str, Any] = {"title": self.title, "view": self.what.value, "rows": self.rows}
        said["columns"] = list(self.columns)
        said["where"] = " and ".join(f"({part.expression()})" for part in self.slice.conditions)
        said |= {"search": self.slice.search, "weight": self.slice.weight}
        said["base"] = self.base.value if self.base else ""
        said["fields"] = list(self.fields)
        said["sort"] = self.sort or (self.order.value if self.order is not Order.CODEBOOK else "")
        said["zeros"] = self.zeros
        return {key: value for key, value in said.items() if value not in ("", [], True)}
