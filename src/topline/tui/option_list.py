"""The options of a question while they are corrected: each change gives another list, so that it can be taken back."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from topline.survey import Kind, MissingKind, Net, Option, Question, scored
from topline.survey.question import STANDS_APART

APART: tuple[MissingKind | None, ...] = (None, *MissingKind)
"""What an answer can be set apart as, by the digit that does it."""
BETWEEN = ";"
"""Stands between the names of several nets."""


@dataclass(frozen=True, slots=True)
class OptionList:
    """Options in their order, and the nets that they are in."""

    options: tuple[Option, ...]
    nets: tuple[Net, ...] = ()

    @classmethod
    def of(cls, question: Question) -> OptionList:
        """The options of a question as it is read."""
        return cls(question.options, question.nets)

    @property
    def summary(self) -> str:
        """How many count, how many are set apart, and how many nets there are."""
        apart = sum(option.missing is not None for option in self.options)
        said = [f"{len(self.options) - apart:,} in this order"]
        said += [f"{apart:,} set apart"] if apart else []
        said += [f"{len(self.nets):,} net{'' if len(self.nets) == 1 else 's'}"] if self.nets else []
        return ", ".join(said)

    def in_place_of(self, question: Question) -> Question:
        """A question with these options; those that are set apart come last, unless nothing was moved."""
        choices = tuple(option for option in self.options if option.missing is None)
        apart = tuple(option for option in self.options if option.missing is not None)
        as_it_was = [option.code for option in self.options] == [option.code for option in question.options]
        options = question.options if as_it_was and self.options == question.options else choices + apart
        return replace(question, options=options, nets=self.nets)

    def nets_of(self, code: str) -> tuple[str, ...]:
        """The nets that an option is in."""
        return tuple(net.label for net in self.nets if code in net.codes)

    # Changes.

    def moved(self, places: Sequence[int], by: int) -> OptionList:
        """Options moved by one place, those that are moved together staying in their order."""
        options = list(self.options)
        wanted = sorted(places, reverse=by > 0)
        if any(not 0 <= place + by < len(options) for place in wanted):
            return self
        for place in wanted:
            options[place], options[place + by] = options[place + by], options[place]
        return replace(self, options=tuple(options))

    def turned_round(self) -> OptionList:
        """The answers in the other direction; what is set apart, or is no point of a scale, stays where it is."""
        turned = iter([option for option in self.options if not _stays(option)][::-1])
        options = tuple(option if _stays(option) else next(turned) for option in self.options)
        return replace(self, options=options)

    def with_points_of(self, question: Question) -> OptionList:
        """The same with the points that a scale will have: by codes or order, once the order is another one."""
        now = [option.code for option in self.options if option.missing is None]
        before = [option.code for option in question.options if option.missing is None]
        if question.kind is not Kind.SCALE or now == [code for code in before if code in now]:
            return self
        return replace(self, options=scored(tuple(replace(option, score=None) for option in self.options)))

    def set_apart(self, places: Collection[int], kind: MissingKind | None) -> OptionList:
        """Options set apart, or counted as answers. What is set apart is in no net."""
        options = (replace(o, missing=kind) if at in places else o for at, o in enumerate(self.options))
        changed = replace(self, options=tuple(options))
        return changed.netted(places, ()) if kind else changed

    def renamed(self, place: int, label: str) -> OptionList:
        """An option with other words; none are those that it has as a code."""
        words = " ".join(label.split()) or self.options[place].code
        options = (replace(o, label=words) if at == place else o for at, o in enumerate(self.options))
        return replace(self, options=tuple(options))

    def netted(self, places: Collection[int], labels: Collection[str]) -> OptionList:
        """Options in these nets and in no others; a net that nobody is in any more is gone."""
        codes = {self.options[place].code for place in places}
        known = {net.label: net.codes for net in self.nets} | {
            label: () for label in labels if all(net.label != label for net in self.nets)
        }
        nets = []
        for label, held in known.items():
            inside = {*(set(held) - codes), *(codes if label in labels else ())}
            in_order = tuple(option.code for option in self.options if option.code in inside)
            # A net whose options did not change keeps their order, or it would seem to be another.
            kept = held if set(held) == inside else in_order
            if kept:
                nets.append(Net(label, kept))
        return replace(self, nets=tuple(nets))


def _stays(option: Option) -> bool:
    """Whether an option is offered last, whichever way the others run."""
    return option.missing is not None or STANDS_APART.fullmatch(option.label.strip()) is not None


def nets_said(text: str) -> tuple[str, ...]:
    """The names of nets that somebody typed, each once."""
    return tuple(dict.fromkeys(" ".join(name.split()) for name in text.split(BETWEEN) if name.strip()))
