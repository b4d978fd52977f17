"""The codeframe: the codes that replies are sorted into, their nets, and what became of those that are gone.

It begins with what the survey file states, and each event gives the next one. Replies are never rewritten: a code that
was merged or deleted says what it became, so that whatever was given that code, and by whomever, is found under it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from topline.coding.events import Order
from topline.coding.reply_key import ReplyKey
from topline.survey.nets import NetTree, net_trees
from topline.survey.question import Guidance, Net, Option, Question

LETTERS = "abcdefghijklmnopqrstuvwxyz"
KEYS = LETTERS + LETTERS.upper() + "1234567890"
"""What a code's key can be, the best first."""
_LONGEST_ID = 40


@dataclass(frozen=True, slots=True)
class Code:
    """A category that replies are sorted into."""

    id: str
    """What it is in the journals and in the data; made of its first label and never used for another one."""
    label: str
    net: str = ""
    """The id of the net that it stands in; empty for none."""
    letter: str = ""
    """Its key; empty where there are more codes than keys."""
    definition: str = ""
    """What belongs under it."""
    examples: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Heading:
    """A net of the codeframe, under which codes and other nets stand."""

    id: str
    label: str
    within: str = ""
    """The id of the net that it stands in; empty for none."""


@dataclass(frozen=True, slots=True)
class Moved:
    """What a split took from a code: what was coded before it and is named in it."""

    order: Order
    parts: Mapping[ReplyKey, frozenset[str]]
    """The new codes of each reply."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A line of the codeframe as it is shown."""

    depth: int
    """Nets around it."""
    heading: Heading | None = None
    code: Code | None = None


@dataclass(frozen=True, slots=True)
class Codeframe:
    """Codes and nets in their order."""

    codes: tuple[Code, ...] = ()
    nets: tuple[Heading, ...] = ()
    aside: tuple[Net, ...] = ()
    """Nets of the survey that cut across others, and so can be no headings; they count as before."""
    reserved: frozenset[str] = frozenset()
    """Keys that do something else and are given to no code."""
    became: Mapping[str, tuple[str, Order]] = field(default_factory=lambda: MappingProxyType({}), compare=False)
    """Codes that are gone, what each went into (empty for nothing), and when."""
    splits: Mapping[str, tuple[Moved, ...]] = field(default_factory=lambda: MappingProxyType({}), compare=False)
    """What was split from codes, in order."""
    spent: frozenset[str] = field(default=frozenset(), compare=False)
    """Keys that once were a code's; another gets them last, since fingers remember."""

    @classmethod
    def of(cls, question: Question, reserved: Iterable[str] = ()) -> Codeframe:
        """The codeframe that a survey states for a verbatim, before anything was coded; it may have no codes.

        Args:
            question: A verbatim; its options and nets are the codeframe, and its guide tells of them.
            reserved: Keys that no code may have.
        """
        reserved = frozenset(reserved)
        headings: list[Net] = []
        aside: list[Net] = []
        for net in question.nets:
            (headings if all(_stand_together(net, other) for other in headings) else aside).append(net)
        frame = cls(aside=tuple(aside), reserved=reserved)
        net_of: dict[str, str] = {}

        def enter(trees: Iterable[NetTree], within: str) -> None:
            nonlocal frame
            for tree in trees:
                one = Heading(slug(tree.net.label, {net.id for net in frame.nets}), tree.net.label, within)
                frame = replace(frame, nets=(*frame.nets, one))
                net_of.update(dict.fromkeys(tree.net.codes, one.id))
                enter(tree.inner, one.id)

        enter(net_trees(headings), "")
        guide = {one.code: one for one in question.guide}
        kept = frame.reserved | {one.key for one in question.guide if one.key}
        for option in question.choices:
            told = guide.get(option.code, Guidance(option.code))
            one = Code(option.code, option.label, net_of.get(option.code, ""), told.key, told.definition, told.examples)
            free = kept - {told.key} if told.key not in reserved else kept
            frame = replace(frame, reserved=frozenset(free)).with_code(one)
        return replace(frame, reserved=reserved)

    def __contains__(self, code: str) -> bool:
        return any(one.id == code for one in self.codes)

    def code(self, code: str) -> Code | None:
        """The code of this id; None where it is not there, or not any more."""
        return next((one for one in self.codes if one.id == code), None)

    def heading(self, net: str) -> Heading | None:
        """The net of this id; None where it is not there, or not any more."""
        return next((one for one in self.nets if one.id == net), None)

    def by_letter(self, letter: str) -> Code | None:
        """The code of this key."""
        return next((one for one in self.codes if letter and one.letter == letter), None)

    def letter_for(self, label: str) -> str:
        """A free key for a code of this label: the first letter of a word of it, another of it, then any."""
        used = {one.letter for one in self.codes} | self.reserved
        words = _plain_letters(label).split()
        wanted = [word[0] for word in words] + [char for word in words for char in word]
        for taken in (used | self.spent, used):
            if found := next((key for key in (*wanted, *KEYS) if key not in taken), ""):
                return found
        return ""

    def with_code(self, code: Code, after: str = "") -> Codeframe:
        """With one more code, which gets a key of its own; behind another code, or at the end.

        A code whose id is there already, or was and is gone, changes nothing: ids are never used again.
        """
        if code.id in self or code.id in self.became:
            return self
        used = {one.letter for one in self.codes} | self.reserved
        letter = code.letter if code.letter and code.letter not in used else self.letter_for(code.label)
        net = code.net if self.heading(code.net) else ""
        new = replace(code, letter=letter, net=net)
        at = next((place for place, one in enumerate(self.codes, 1) if one.id == after), len(self.codes))
        codes = (*self.codes[:at], new, *self.codes[at:])
        return replace(self, codes=codes, spent=self.spent | ({letter} if letter else set()))

    def without_code(self, code: str, into: str, when: Order) -> Codeframe:
        """Without a code from then on; whoever has it gets another one instead, or none where that is empty."""
        target = self.resolve(into) if into else ""
        if code not in self or target == code or (into and target not in self):
            return self
        codes = tuple(one for one in self.codes if one.id != code)
        return replace(self, codes=codes, became=MappingProxyType({**self.became, code: (target, when)}))

    def changed(self, code: Code) -> Codeframe:
        """With a code as it now is; nothing where it is not there."""
        return replace(self, codes=tuple(code if one.id == code.id else one for one in self.codes))

    def resolve(self, code: str) -> str:
        """What a code is now, after all merging and deleting; empty where it is gone for good."""
        while code in self.became:
            code, _ = self.became[code]
        return code

    def resolved(
        self, codes: frozenset[str], replies: Collection[ReplyKey] = (), order: Order | None = None
    ) -> frozenset[str]:
        """What codes that were given are now.

        Args:
            codes: As they were given.
            replies: The reply that they were given to, by each key that it is known under.
            order: When; what was split before did not touch them.
        """
        if not self.became and not self.splits:
            return codes
        if codes.isdisjoint(self.became.keys()) and codes.isdisjoint(self.splits.keys()):
            return codes
        found: set[str] = set()
        left = [(code, order) for code in codes]
        while left:
            code, since = left.pop()
            moved = self._moved(code, replies, since)
            if moved is not None:
                left += [(part, moved.order) for key in replies for part in moved.parts.get(key, ())]
            elif code in self.became:
                into, when = self.became[code]
                if into:
                    left.append((into, max(since, when) if since else None))
            else:
                found.add(code)
        return frozenset(found)

    def _moved(self, code: str, replies: Collection[ReplyKey], since: Order | None) -> Moved | None:
        """The first split that took a reply from a code which it has had since then."""
        if since is None or code not in self.splits:
            return None
        later = (moved for moved in self.splits[code] if since < moved.order)
        return next((moved for moved in later if any(key in moved.parts for key in replies)), None)

    def laid_out(self) -> tuple[Placed, ...]:
        """Its lines as they are shown: each net with its codes and nets below it, then the codes of none."""
        return tuple(self._lines("", 0))

    def _lines(self, within: str, depth: int) -> Iterator[Placed]:
        inner = [one for one in self.nets if one.within == within]
        codes = [Placed(depth, code=one) for one in self.codes if one.net == within]
        if within:
            yield from codes
        for heading in inner:
            yield Placed(depth, heading=heading)
            yield from self._lines(heading.id, depth + 1)
        if not within:
            yield from codes

    def codes_in(self, net: str) -> tuple[str, ...]:
        """The codes of a net and of the nets in it, in their order."""
        inside = {net}
        while more := {one.id for one in self.nets if one.within in inside} - inside:
            inside |= more
        return tuple(one.id for one in self.codes if one.net in inside)

    def question(self, question: Question) -> Question:
        """The verbatim with this codeframe as its options and nets, in the order in which they are shown."""
        lines = self.laid_out()
        options = tuple(Option(line.code.id, line.code.label) for line in lines if line.code)
        order = {option.code: at for at, option in enumerate(options)}
        nets = [
            Net(line.heading.label, tuple(sorted(self.codes_in(line.heading.id), key=order.__getitem__)))
            for line in lines
            if line.heading
        ]
        for net in self.aside:
            now = {self.resolve(code) for code in net.codes} & order.keys()
            nets.append(Net(net.label, tuple(sorted(now, key=order.__getitem__))))
        guide = tuple(
            Guidance(code.id, code.definition, code.examples, code.letter)
            for code in (line.code for line in lines if line.code)
            if code.definition or code.examples
        )
        return replace(question, options=(*options, *question.missing), nets=tuple(nets), guide=guide)


def slug(label: str, taken: Collection[str] = ()) -> str:
    """An id made of a label: plain small letters and digits, with a number where it is taken."""
    plain = re.sub(r"[^a-z0-9]+", "_", _plain_letters(label)).strip("_")
    own = plain or re.sub(r"\W+", "_", unicodedata.normalize("NFC", label.casefold())).strip("_")
    root = (own or "code")[:_LONGEST_ID].rstrip("_")
    number = 1
    found = root
    while found in taken:
        number += 1
        found = f"{root}_{number}"
    return found


def _plain_letters(text: str) -> str:
    """A text in small letters without their accents; what has no plain letter is left out."""
    parted = unicodedata.normalize("NFKD", text.casefold())
    return "".join(
        char if char.isascii() and char.isalnum() else "" if unicodedata.combining(char) else " " for char in parted
    )


def _stand_together(one: Net, other: Net) -> bool:
    """Whether two nets can both be headings: they share nothing, or one is a part of the other."""
    first, second = set(one.codes), set(other.codes)
    return first.isdisjoint(second) or first < second or second < first
