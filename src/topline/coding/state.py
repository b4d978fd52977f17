"""What all coders did to one question: the fold of all journals, the same for everybody who has read the same lines.

Events may come in any order: each kind is kept by where it stands among all (`Event.order`), so that the state depends
on which events there are and on nothing else. What comes last, as it mostly does, is added without folding anew.
"""

from __future__ import annotations

from bisect import bisect_right, insort
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from operator import attrgetter
from types import MappingProxyType
from typing import TypeVar

from topline.coding.codeframe import Code, Codeframe, slug
from topline.coding.events import (
    FRAME_EVENTS,
    CodeAdded,
    Coded,
    CodeSplit,
    Event,
    Flagged,
    NetAdded,
    Order,
    Quoted,
    Redone,
    ReplyEvent,
    Settled,
    Undone,
    Unknown,
)
from topline.coding.reply_key import ReplyKey, respondent_of
from topline.coding.revising import revised
from topline.coding.standing import Consequence, Opinion, Remark, Standing, Totals
from topline.coding.strokes import Strokes

_ORDER = attrgetter("order")
_NONE: frozenset[str] = frozenset()
BEFORE: Order = (0, "", 0)
"""When the codes of a column of the file were given: before anybody did anything here."""
_E = TypeVar("_E", bound=ReplyEvent)


class State:
    """The codes of one question's replies, as of the events that were added.

    One thread adds; others may read meanwhile, and find each reply as it stood at some moment of that.
    """

    def __init__(
        self,
        question: str,
        start: Codeframe,
        replies: Iterable[ReplyKey] | None = None,
        *,
        blind_for: str = "",
        before: Mapping[ReplyKey, frozenset[str]] = MappingProxyType({}),
    ) -> None:
        """Begin, before any event.

        Args:
            question: The name of the question; events of others are passed over.
            start: The codeframe that the survey states.
            replies: The replies that are to be coded, one a row of the file: they are what is counted. Left out, the
                replies that events speak of are counted instead.
            blind_for: A coder who codes a second time without seeing what others gave: their codes, flags and
                settlements are left out, but not their codeframe.
            before: Codes that replies have already, as a column of the file says; they hold until a coder gives the
                reply codes, and again when those are undone.
        """
        self.question = question
        self.blind_for = blind_for
        self.version = 0
        """Rises whenever something changed."""
        self._start = start
        self._before = {} if blind_for else before
        self._frame = start
        self._frame_events: list[Event] = []
        self._events: dict[str, dict[int, Event]] = {}
        self._strokes: dict[str, Strokes] = {}
        self._given: dict[str, dict[ReplyKey, list[Coded]]] = {}
        self._remarks: dict[str, dict[ReplyKey, list[Flagged]]] = {}
        self._settled: dict[ReplyKey, list[Settled]] = {}
        self._quoted: dict[ReplyKey, list[Quoted]] = {}
        self._rows: Counter[ReplyKey] | None = None if replies is None else Counter(replies)
        self._pile_of: dict[str, list[ReplyKey]] | None = None
        self._orphans: dict[str, dict[ReplyKey, None]] = {}
        self._with_code: dict[str, set[ReplyKey]] = {}
        self._told: dict[ReplyKey, Standing] = {}
        self._counts: Counter[str] = Counter()
        self._totals: Counter[str] = Counter()
        self._ids = {one.id for one in start.codes} | {one.id for one in start.nets}
        self._shown: tuple[int, Codeframe] | None = None
        self._skipped: list[Unknown] = []
        for key, codes in self._before.items():
            for code in codes:
                self._with_code.setdefault(code, set()).add(key)
        self._refresh(set(self._before))

    def add(self, events: Iterable[Event]) -> None:
        """Take events in; those that it has already are passed over."""
        dirty: set[ReplyKey] = set()
        frame_events: list[Event] = []
        is_late = False
        for event in events:
            if event.question != self.question:
                continue
            known = self._events.setdefault(event.coder, {})
            if event.seq in known:
                continue
            known[event.seq] = event
            strokes = self._strokes.setdefault(event.coder, Strokes())
            if isinstance(event, (Undone, Redone)):
                for seq in strokes.mark(event):
                    target = known.get(seq)
                    if target is not None and not isinstance(target, (Undone, Redone, Unknown)):
                        is_late |= isinstance(target, FRAME_EVENTS)
                        self._place(target, dirty, counts=not strokes.is_undone(seq))
                continue
            if isinstance(event, Unknown):
                self._skipped.append(event)
                continue
            strokes.add(event)
            self._know_ids(event)
            if strokes.is_undone(event.seq):
                continue
            if isinstance(event, FRAME_EVENTS):
                frame_events.append(event)
            self._place(event, dirty, counts=True)
        if frame_events or is_late:
            dirty |= self._reframe(frame_events, is_late)
        self._refresh(dirty)
        self.version += 1

    def _know_ids(self, event: Event) -> None:
        match event:
            case CodeAdded():
                self._ids.add(event.code)
            case NetAdded():
                self._ids.add(event.net)
            case CodeSplit():
                self._ids.update(part.code for part in event.parts)

    def _place(self, event: Event, dirty: set[ReplyKey], *, counts: bool) -> None:
        """Let an event count, or not any more, wherever it says something."""
        match event:
            case Coded() | Flagged() | Settled() if self.blind_for and event.coder != self.blind_for:
                return
            case Coded():
                given = self._given.setdefault(event.coder, {})
                for key in event.replies:
                    _put(given, key, event, counts=counts)
                for code in event.codes:
                    self._with_code.setdefault(code, set()).update(event.replies)
            case Flagged():
                remarks = self._remarks.setdefault(event.coder, {})
                for key in event.replies:
                    _put(remarks, key, event, counts=counts)
            case Settled():
                for key in event.replies:
                    _put(self._settled, key, event, counts=counts)
                for code in event.codes:
                    self._with_code.setdefault(code, set()).update(event.replies)
            case Quoted():
                for key in event.replies:
                    _put(self._quoted, key, event, counts=counts)
                return
            case _:
                if counts:
                    insort(self._frame_events, event, key=_ORDER)
                else:
                    self._frame_events.remove(event)
                return
        dirty.update(event.replies)

    def _reframe(self, fresh: list[Event], is_late: bool) -> set[ReplyKey]:
        """Bring the codeframe up to date; gives back the replies whose codes may now be others."""
        before = self._frame
        fresh.sort(key=_ORDER)
        if not is_late and self._frame_events[-len(fresh) :] == fresh:
            for event in fresh:
                self._frame = revised(self._frame, event)
        else:
            self._frame = self._start
            for event in self._frame_events:
                self._frame = revised(self._frame, event)
        if self._frame.became == before.became and self._frame.splits == before.splits:
            return set()
        codes = self._frame.became.keys() | before.became.keys() | self._frame.splits.keys() | before.splits.keys()
        found: set[ReplyKey] = set()
        for code in codes:
            found |= self._with_code.get(code, set())
        # A part that was split off can be merged in turn; those replies were given the code that was split.
        return found

    def _refresh(self, dirty: set[ReplyKey]) -> None:
        """Work out anew how these replies stand, and count them."""
        if self._rows is not None:
            for key in [key for key in dirty if key not in self._rows]:
                dirty |= self._inheriting(key)
        for key in dirty:
            rows = 1 if self._rows is None else self._rows.get(key, 0)
            if not rows:
                continue
            if old := self._told.get(key):
                self._count(old, -rows)
            new = self._stands(key)
            if new.says_something:
                self._told[key] = new
                self._count(new, rows)
            else:
                self._told.pop(key, None)

    def _count(self, standing: Standing, rows: int) -> None:
        for code in standing.codes:
            self._counts[code] += rows
        for what in standing.kinds:
            self._totals[what] += rows

    def _inheriting(self, key: ReplyKey) -> set[ReplyKey]:
        """The replies of the pile whose text was changed since this one of the same respondent was coded."""
        respondent = respondent_of(key)
        if not respondent or self._rows is None:
            return set()
        self._orphans.setdefault(respondent, {})[key] = None
        if self._pile_of is None:
            self._pile_of = {}
            for one in self._rows:
                if owner := respondent_of(one):
                    self._pile_of.setdefault(owner, []).append(one)
        return set(self._pile_of.get(respondent, ()))

    def _stands(self, key: ReplyKey) -> Standing:
        source, is_changed = key, False
        respondent = respondent_of(key)
        if respondent in self._orphans and not self._is_given(key):
            # A remark on the text that is there now takes nothing from what the former one was given.
            tells = self._is_given if self._is_remarked(key) else self._is_told
            if before := [one for one in self._orphans[respondent] if tells(one)]:
                source, is_changed = max(before, key=lambda one: (self._latest(one), one)), True
        return self._standing(key, source, is_changed)

    def _is_told(self, key: ReplyKey) -> bool:
        return self._is_given(key) or self._is_remarked(key)

    def _is_given(self, key: ReplyKey) -> bool:
        return (
            bool(self._settled.get(key)) or key in self._before or any(key in given for given in self._given.values())
        )

    def _is_remarked(self, key: ReplyKey) -> bool:
        return any(key in remarks for remarks in self._remarks.values())

    def _latest(self, key: ReplyKey) -> Order:
        """When something was last said of a reply."""
        given: Iterator[list[Coded] | list[Flagged]] = (
            found[key] for of in (self._given, self._remarks) for found in of.values() if key in found
        )
        orders = [events[-1].order for events in given] + [one.order for one in self._settled.get(key, ())[-1:]]
        return max(orders)

    def _standing(self, key: ReplyKey, source: ReplyKey, is_changed: bool) -> Standing:
        keys = (key,) if key == source else (source, key)
        opinions: list[Opinion] = []
        for coder, given in self._given.items():
            if events := given.get(source):
                event = events[-1]
                if codes := self._frame.resolved(event.codes, keys, event.order):
                    opinions.append(Opinion(coder, codes, event.how, event.by, event.time))
        remarks: list[Remark] = []
        for coder, flagged in self._remarks.items():
            if marks := flagged.get(key) or flagged.get(source):
                mark = marks[-1]
                if mark.cannot or mark.second or mark.note:
                    remarks.append(Remark(coder, mark.cannot, mark.second, mark.note))
        if len(opinions) > 1:
            opinions.sort(key=lambda one: one.coder)
        if len(remarks) > 1:
            remarks.sort(key=lambda one: one.coder)
        final = self._settled.get(source)
        settled: Opinion | None = None
        if final:
            event_ = final[-1]
            codes = self._frame.resolved(event_.codes, keys, event_.order)
            settled = Opinion(event_.coder, codes, time=event_.time, by=event_.note)
            combined = codes
        elif len(opinions) == 1:
            combined = opinions[0].codes
        elif not opinions and source in self._before and not any(source in given for given in self._given.values()):
            combined = self._frame.resolved(self._before[source], keys, BEFORE)
        else:
            combined = _NONE.union(*(one.codes for one in opinions))
        return Standing(key, combined, tuple(opinions), tuple(remarks), settled, is_changed)

    # What it says

    @property
    def codeframe(self) -> Codeframe:
        """The codes as they are now, with those that replies have and nobody listed."""
        version, known = self.version, self._shown
        if known is None or known[0] != version:
            shown = self._frame
            for code in sorted(code for code, many in list(self._counts.items()) if many and code not in shown):
                shown = shown.with_code(Code(code, self._label(code)))
            known = self._shown = version, shown
        return known[1]

    def _label(self, code: str) -> str:
        """What a code was called, when it was first given, that is not in the codeframe any more or never was there."""
        events = [one for of in list(self._events.values()) for one in list(of.values())]
        given = [
            one.order
            for one in events
            if isinstance(one, (Coded, Settled))
            and code in one.codes
            and not self._strokes[one.coder].is_undone(one.seq)
        ]
        first = min(given, default=BEFORE)  # what nobody gave stands in a column of the file
        added = [one for one in events if isinstance(one, CodeAdded) and one.code == code and one.order < first]
        return min(added, key=_ORDER).label if added else code

    @property
    def counts(self) -> Mapping[str, int]:
        """Replies by code, those that nobody has at 0."""
        return MappingProxyType({code.id: self._counts[code.id] for code in self.codeframe.codes})

    @property
    def totals(self) -> Totals:
        """How many replies are coded, and how."""
        of = self._totals
        replies = self._rows.total() if self._rows is not None else len(self._told)
        return Totals(
            replies,
            of["coded"],
            of["cannot"],
            of["second"],
            of["conflicting"],
            of["settled"],
            of["changed"],
        )

    @property
    def coders(self) -> tuple[str, ...]:
        """Those who did anything, in the order of their names."""
        return tuple(sorted(self._events))

    @property
    def skipped(self) -> tuple[Unknown, ...]:
        """Events of kinds that this version does not know."""
        return tuple(sorted(self._skipped, key=_ORDER))

    def reply(self, key: ReplyKey) -> Standing:
        """How a reply stands."""
        return self._told.get(key) or Standing(key)

    @property
    def quotes(self) -> tuple[ReplyKey, ...]:
        """The replies in the basket of quotes, which all coders share, in the order in which they came into it."""
        last = {key: events[-1] for key, of in list(self._quoted.items()) if (events := of[-1:])}
        found = [(event.order, key) for key, event in last.items() if event.is_in]
        return tuple(key for _, key in sorted(found) if self._rows is None or key in self._rows)

    def codes_of(self, key: ReplyKey) -> frozenset[str]:
        """The codes of a reply: those it was settled on, else all that coders gave it."""
        found = self._told.get(key)
        return found.codes if found else _NONE

    def told(self) -> Iterator[Standing]:
        """The replies of which something was said, in the order of the pile."""
        for key in list(self._told) if self._rows is None else self._rows:
            if found := self._told.get(key):
                yield found

    def keys(self, wanted: Callable[[Standing], bool]) -> tuple[ReplyKey, ...]:
        """The replies that stand so, in the order of the pile, each once."""
        return tuple(key for key in (list(self._told) if self._rows is None else self._rows) if wanted(self.reply(key)))

    def codings(self) -> list[Coded]:
        """All codings that count, in their order; for a reply the last of a coder is the one that holds."""
        found = [
            event
            for coder, events in list(self._events.items())
            if not self.blind_for or coder == self.blind_for
            for event in list(events.values())
            if isinstance(event, Coded) and not self._strokes[coder].is_undone(event.seq)
        ]
        return sorted(found, key=_ORDER)

    def resolved(self, coded: Coded, key: ReplyKey) -> frozenset[str]:
        """The codes of a coding as they are now, for one of its replies."""
        return self._frame.resolved(coded.codes, (key,), coded.order)

    # What can be done

    def next_undo(self, coder: str) -> tuple[Event, ...]:
        """What a coder did last and has not undone: one stroke, in order; none where nothing is left."""
        return self._of(coder, self._strokes[coder].next_undo()) if coder in self._strokes else ()

    def next_redo(self, coder: str) -> tuple[Event, ...]:
        """What a coder undid last, and did nothing else since."""
        return self._of(coder, self._strokes[coder].next_redo()) if coder in self._strokes else ()

    def _of(self, coder: str, seqs: Iterable[int]) -> tuple[Event, ...]:
        return tuple(self._events[coder][seq] for seq in sorted(seqs) if seq in self._events[coder])

    def new_code(self, label: str, net: str = "", besides: Collection[str] = ()) -> CodeAdded:
        """A code of this label, to be added: with an id that no code ever had, nor is one of others, and a key."""
        code = slug(label, self._ids | self._with_code.keys() | set(besides))
        return CodeAdded(question=self.question, code=code, label=label, net=net, letter=self._frame.letter_for(label))

    def new_net(self, label: str, within: str = "", besides: Collection[str] = ()) -> NetAdded:
        """A net of this label, to be added: with an id that nothing ever had, nor is one of others."""
        return NetAdded(question=self.question, net=slug(label, self._ids | set(besides)), label=label, within=within)

    def consequence(self, code: str, into: str = "") -> Consequence:
        """What deleting a code, or merging it into another one, will do to the replies that have it."""
        return Consequence.of([(one, self._weight(one.reply)) for one in self.told() if code in one.codes], code, into)

    def _weight(self, key: ReplyKey) -> int:
        return 1 if self._rows is None else self._rows[key]


def _put(of: dict[ReplyKey, list[_E]], key: ReplyKey, event: _E, *, counts: bool) -> None:
    """Let an event count among those of a reply, or not any more; the last one holds."""
    events = of.get(key)
    if events is None:
        if counts:
            of[key] = [event]
    elif not counts:
        events[:] = [one for one in events if one is not event]
        if not events:
            del of[key]
    elif events[-1].order < event.order:
        events.append(event)
    else:
        at = bisect_right(events, event.order, key=_ORDER)
        if events[at - 1 : at] != [event]:  # an event may name a reply twice
            events.insert(at, event)
