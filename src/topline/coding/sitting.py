"""A sitting: one coder at the queue of one question, and what can be done with its replies and codes.

Whatever is done here is on the disk when it returns. Nothing here knows screens.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace

from topline.coding.bench import Bench
from topline.coding.errors import CodingError
from topline.coding.events import (
    FRAME_EVENTS,
    Coded,
    CodeDefined,
    CodeDeleted,
    CodeMerged,
    CodeMoved,
    CodeRenamed,
    CodeSplit,
    Event,
    Flagged,
    How,
    NetAdded,
    NetRemoved,
    NetRenamed,
    Part,
    Quoted,
    Settled,
)
from topline.coding.queue import Queue
from topline.coding.reply_key import ReplyKey
from topline.coding.suggestions import Suggester, Suggestion


class Sitting(Queue):
    """A coder at the pile of one question. All methods that change anything raise `CodingError` when it is not kept."""

    def __init__(self, bench: Bench, suggester: Suggester[ReplyKey] | None = None) -> None:
        """Begin with the reply that is to be coded first.

        Args:
            bench: The replies that are to be coded, and what was done to them.
            suggester: Learns from how replies are coded; None for one without rules.
        """
        super().__init__(bench)
        self.desk = bench.desk
        self.suggester = Suggester[ReplyKey]() if suggester is None else suggester
        self._last: frozenset[str] = frozenset()
        self._learnt: dict[ReplyKey, frozenset[str]] = {}
        """What the suggester knows; what others did is found by it, and not by looking at all replies before."""
        for standing in self.state.told():
            self._learn(standing.reply)

    @property
    def coder(self) -> str:
        """Who codes."""
        return self.bench.coder

    # Codes

    def given(self, key: ReplyKey) -> frozenset[str]:
        """The codes that a key press begins with: those it was settled on, or one's own.

        What others gave is their opinion, which one shares by giving the same codes. What the file gave is nobody's.
        """
        standing = self.state.reply(key)
        if standing.settled or not standing.opinions:
            return standing.codes
        return standing.by(self.coder)

    def toggle(self, code: str) -> bool:
        """Give the reply a code, or take it back; says whether it has it now."""
        codes = self.given(self.key) ^ {code}
        self._give((self.key,), codes)
        return code in codes

    def repeat(self) -> frozenset[str]:
        """Give the reply the codes that were given last; says which these are, none where nothing was given yet."""
        known = frozenset(code for code in map(self.state.codeframe.resolve, self._last) if code)
        if known:
            self._give((self.key,), self.given(self.key) | known)
        return known

    def take(self, suggestion: Suggestion) -> None:
        """Give the reply the codes that are suggested."""
        codes = self.given(self.key) | suggestion.codes
        self._give((self.key,), codes, How.SUGGESTED, suggestion.suggester.value)

    def confirm(self) -> frozenset[str]:
        """Say that codes that were given to a former text of the same respondent hold for this one; says which."""
        codes = self.state.reply(self.key).codes
        self._give((self.key,), codes)
        return codes

    def same_left(self) -> int:
        """How many other replies wait that say just the same."""
        return sum(self._waits(row) for row in self.text_group(self._row) if row != self._row)

    def apply_to_all(self) -> tuple[int, int]:
        """Give the codes of the reply to all whose text is identical; once these have them, to the near-identical.

        Returns:
            How many replies got them, and how many are left that are near-identical and have others.
        """
        codes, group = self.given(self.key), self.group
        if not codes or group is None:
            raise CodingError("this reply has no codes yet; give it some first")
        here = self.text_group(self._row)
        for rows in (here, group.keys):
            keys = dict.fromkeys(key for key in map(self._key, rows) if self.given(key) != codes)
            if keys:
                self._give(tuple(keys), codes)
                others = [row for row in group.keys if self.given(self._key(row)) != codes]
                return sum(1 for row in rows if self._key(row) in keys), len(others)
        return 0, 0

    def _give(self, keys: tuple[ReplyKey, ...], codes: frozenset[str], how: How = How.HAND, by: str = "") -> None:
        question = self.state.question
        final = [key for key in keys if self.state.reply(key).settled]
        others = tuple(key for key in keys if key not in set(final))
        events: list[Event] = []
        if others:
            events.append(Coded(question=question, replies=others, codes=codes, how=how, by=by))
        if final:
            events.append(Settled(question=question, replies=tuple(final), codes=codes))
        self._record(*events)
        if codes:
            self._last = codes

    def settle(self, codes: frozenset[str]) -> None:
        """Say which codes the reply has, whoever sees it otherwise."""
        self._record(Settled(question=self.state.question, replies=(self.key,), codes=codes))

    # Remarks

    def mark_cannot(self) -> bool:
        """Say that the reply can't be coded, or no longer; says which."""
        now = self.state.reply(self.key).remark(self.coder)
        self._flag(not now.cannot, now.second, now.note)
        return not now.cannot

    def mark_second(self) -> bool:
        """Say that it needs a second opinion, or no longer; says which."""
        now = self.state.reply(self.key).remark(self.coder)
        self._flag(now.cannot, not now.second, now.note)
        return not now.second

    def write_note(self, note: str) -> None:
        """Write something beside it; nothing takes the note away."""
        now = self.state.reply(self.key).remark(self.coder)
        self._flag(now.cannot, now.second, note.strip())

    def quote(self) -> bool:
        """Put the reply into the basket of quotes, or take it out; says whether it is in it."""
        is_in = self.key not in self.state.quotes
        self._record(Quoted(question=self.state.question, replies=(self.key,), is_in=is_in))
        return is_in

    def _flag(self, cannot: bool, second: bool, note: str) -> None:
        keys = (self.key,)
        self._record(Flagged(question=self.state.question, replies=keys, cannot=cannot, second=second, note=note))

    # The codeframe

    def add_code(self, label: str, net: str = "", *, give: bool = True) -> str:
        """A new code, at once given to the reply; gives back its id."""
        label = self._free_label(label)
        added = self.state.new_code(label, net)
        events: list[Event] = [added]
        if give and self._row >= 0:
            codes = self.given(self.key) | {added.code}
            events.append(Coded(question=self.state.question, replies=(self.key,), codes=codes))
            self._last = codes
        self._record(*events)
        return added.code

    def change_code(self, code: str, label: str, definition: str, examples: Iterable[str], letter: str = "") -> None:
        """Say what a code is called, what belongs under it, and which key gives it, in one stroke.

        Args:
            letter: Its key; empty keeps the one that it has.
        """
        question, now = self.state.question, self.state.codeframe.code(code)
        if now is None:
            raise CodingError("this code is not there any more")
        label, definition = self._free_label(label, code), definition.strip()
        told = tuple(filter(None, (one.strip() for one in examples)))
        events: list[Event] = []
        if label != now.label:
            events.append(CodeRenamed(question=question, code=code, label=label))
        if (definition, told, letter or now.letter) != (now.definition, now.examples, now.letter):
            events.append(
                CodeDefined(question=question, code=code, definition=definition, examples=told, letter=letter)
            )
        if events:
            self._record(*events)

    def move_code(self, code: str, net: str, before: str = "") -> None:
        """Put a code under another heading, or elsewhere under its own."""
        self._record(CodeMoved(question=self.state.question, code=code, net=net, before=before))

    def merge_code(self, code: str, into: str) -> None:
        """Let a code go into another one, and so its replies."""
        self._record(CodeMerged(question=self.state.question, code=code, into=into))

    def delete_code(self, code: str, into: str = "") -> None:
        """Take a code away; its replies lose it, or get another one instead."""
        self._record(CodeDeleted(question=self.state.question, code=code, into=into))

    def split_code(self, code: str, label: str, rows: Collection[int]) -> str:
        """Put some replies of a code under a new one; gives back its id."""
        added = self.state.new_code(self._free_label(label))
        keys = tuple(dict.fromkeys(self._key(row) for row in rows))
        part = Part(added.code, added.label, keys, added.letter)
        self._record(CodeSplit(question=self.state.question, code=code, parts=(part,)))
        return added.code

    def add_net(self, label: str, within: str = "") -> str:
        """A new heading; gives back its id."""
        label = label.strip()
        if not label:
            raise CodingError("a heading needs a name")
        if any(one.label.casefold() == label.casefold() for one in self.state.codeframe.nets):
            raise CodingError(f"there is a heading {label!r} already")
        added: NetAdded = self.state.new_net(label, within)
        self._record(added)
        return added.net

    def rename_net(self, net: str, label: str) -> None:
        """Call a heading otherwise."""
        if not label.strip():
            raise CodingError("a heading needs a name")
        self._record(NetRenamed(question=self.state.question, net=net, label=label.strip()))

    def remove_net(self, net: str) -> None:
        """Take a heading away; its codes stand under the one around it."""
        self._record(NetRemoved(question=self.state.question, net=net))

    def _free_label(self, label: str, but: str = "") -> str:
        label = " ".join(label.split())
        if not label:
            raise CodingError("a code needs a name")
        same = (one for one in self.state.codeframe.codes if one.id != but)
        if any(one.label.casefold() == label.casefold() for one in same):
            raise CodingError(f"there is a code {label!r} already")
        return label

    # What was done

    def undo(self) -> tuple[Event, ...]:
        """Take back what the coder did last; gives back what that was, none where there is nothing."""
        return self._turned(self.desk.undo())

    def redo(self) -> tuple[Event, ...]:
        """Do again what was taken back last."""
        return self._turned(self.desk.redo())

    def _turned(self, events: tuple[Event, ...]) -> tuple[Event, ...]:
        for event in events:
            self._learn_from(event)
        keys = [key for event in events for key in getattr(event, "replies", ())]
        if keys and self._row >= 0 and self.key not in keys:
            self.look_at(keys[0])
        return events

    def refresh(self) -> bool:
        """See what others did; says whether there is anything new."""
        if not self.desk.refresh():
            return False
        self.stand_otherwise()
        now = {standing.reply: standing.codes for standing in self.state.told() if standing.codes}
        for key in [key for key, codes in now.items() if self._learnt.get(key) != codes]:
            self._learn(key)
        for key in self._learnt.keys() - now.keys():
            self._learn(key)
        return True

    def suggestions(self) -> tuple[Suggestion, ...]:
        """What is suggested for the reply, but codes that it has or that are gone."""
        if self._row < 0:
            return ()
        key = self.key
        have, frame = self.given(key), self.state.codeframe
        found = []
        for one in self.suggester.suggest(self.text, apart_from=key):
            codes = frozenset(code for code in map(frame.resolve, one.codes) if code and code in frame) - have
            if codes:
                found.append(replace(one, codes=codes))
        return tuple(found)

    def _record(self, *events: Event) -> None:
        for event in self.desk.record(*events):
            self._learn_from(event)

    def _learn_from(self, event: Event) -> None:
        if isinstance(event, FRAME_EVENTS):
            self.stand_otherwise()
        for key in getattr(event, "replies", ()):
            self._learn(key)

    def _learn(self, key: ReplyKey) -> None:
        text = self.pile.text_of.get(key)
        if text is None:
            return
        self.stands_otherwise(key)
        codes = self.state.codes_of(key)
        if codes:
            self._learnt[key] = codes
            self.suggester.learn(key, text, codes)
        else:
            self._learnt.pop(key, None)
            self.suggester.forget(key)
