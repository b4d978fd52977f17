"""A filter while it is being built: conditions in groups within groups, each of which can be changed by its place.

A place is a path: the position in the root group, then in the group that stands there, and so on.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from topline.survey import (
    All,
    Answered,
    AnyOf,
    Asked,
    Blank,
    Chose,
    Condition,
    Contains,
    HasWords,
    IsCoded,
    Matches,
    Not,
    Slice,
    Within,
    WordCount,
)

Path = tuple[int, ...]
Group = All | AnyOf
ON_ONE_QUESTION = (Chose, Within, Contains, HasWords, Matches, WordCount, Answered, Asked, Blank, IsCoded)
ON_TEXT = (Contains, HasWords, Matches)
WHETHER = (Answered, Asked, Blank, IsCoded)


def core_of(condition: Condition) -> tuple[Condition, bool]:
    """A condition without the `not` before it, and whether there is one."""
    negated = False
    while isinstance(condition, Not):
        condition, negated = condition.part, not negated
    return condition, negated


def subject_of(condition: Condition) -> str:
    """The question that a condition is on; empty where it is on several, or on none."""
    core, _ = core_of(condition)
    if isinstance(core, ON_ONE_QUESTION):
        return core.question
    subjects = {subject_of(part) for part in core.parts} if isinstance(core, Group) else set()
    return subjects.pop() if len(subjects) == 1 else ""


def is_group(condition: Condition) -> bool:
    """Whether a condition is shown as a group of others; what says one thing of one question is shown as one."""
    core, _ = core_of(condition)
    if not isinstance(core, Group) or not core.parts:
        return False
    if len(core.parts) == 1 or not subject_of(core):
        return True
    if isinstance(core, All):
        return not _says_whether(core)
    return any(is_group(part) or (isinstance(part, Not) and not _says_whether(part)) for part in core.parts)


def _says_whether(condition: Condition) -> bool:
    """Whether it only says if there is an answer, such as "left blank and was not asked"."""
    core, _ = core_of(condition)
    return all(map(_says_whether, core.parts)) if isinstance(core, All) else isinstance(core, WHETHER)


def is_on_text(condition: Condition) -> bool:
    """Whether a condition is on what people wrote, rather than on what they chose."""
    return any(isinstance(core_of(part)[0], ON_TEXT) for part in (condition, *getattr(condition, "parts", ())))


def members_of(condition: Condition) -> tuple[Condition, ...]:
    """The members of a group; nothing for what is no group."""
    core, _ = core_of(condition)
    return core.parts if isinstance(core, Group) and is_group(condition) else ()


def simplified(condition: Condition) -> Condition:
    """The same condition without groups of one, groups within a like group, and parts that change nothing."""
    core, negated = core_of(condition)
    if not isinstance(core, Group):
        return _with_not(core, negated)
    like = type(core)
    other = AnyOf if like is All else All
    parts: list[Condition] = []
    for part in map(simplified, core.parts):
        if part == other(()):
            return _opposite(part) if negated else part
        parts += part.parts if isinstance(part, like) and (is_group(part) or not part.parts) else [part]
    parts = list(dict.fromkeys(parts))
    one = parts[0] if len(parts) == 1 else like(tuple(parts))
    return _opposite(one) if negated else one


def _opposite(condition: Condition) -> Condition:
    if condition in (All(()), AnyOf(())):
        return AnyOf(()) if condition == All(()) else All(())
    return _with_not(condition, True)


def _with_not(core: Condition, negated: bool) -> Condition:
    """Negated or not; two negations are none."""
    inner, already = core_of(core)
    return Not(inner) if negated is not already else inner


@dataclass(frozen=True, slots=True)
class Node:
    """A line of the tree."""

    path: Path
    condition: Condition
    negated: bool
    word: str
    """What joins it to the line before it in its group: "and", "or", or nothing for the first."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A filter while it is being built."""

    root: Group
    search: str = ""
    """Text that one of the open answers must contain."""
    at: Path = ()
    """Where the person is: new conditions join the group that this is, or that it is in."""

    @classmethod
    def of(cls, people: Slice) -> Draft:
        """The filter of a slice, to be changed."""
        return cls(_rooted(All(people.conditions)), people.search)

    @property
    def conditions(self) -> tuple[Condition, ...]:
        """What must be true; nothing for everyone."""
        whole = simplified(self.root)
        return whole.parts if isinstance(whole, All) and (is_group(whole) or not whole.parts) else (whole,)

    def slice(self, weight: str = "") -> Slice:
        """The people of this filter."""
        return Slice(search=self.search, weight=weight).narrowed(*self.conditions)

    def of_condition(self, condition: Condition) -> Draft:
        """Another filter in place of this one; the search stays."""
        return replace(self, root=_rooted(condition), at=())

    # Looking.

    def nodes(self) -> Iterator[Node]:
        """Every line of the tree, each group before its members; the root only where it joins several."""
        if len(self.root.parts) > 1:
            yield Node((), self.root, False, "")
        yield from self._below((), self.root)

    def _below(self, path: Path, group: Condition) -> Iterator[Node]:
        core, _ = core_of(group)
        word = "and" if isinstance(core, All) else "or"
        for number, part in enumerate(members_of(group) if path else self.root.parts):
            yield Node((*path, number), part, core_of(part)[1], word if number else "")
            if is_group(part):
                yield from self._below((*path, number), part)

    def node(self, path: Path) -> Condition:
        """What stands at a place."""
        found: Condition = self.root
        for number in path:
            core, _ = core_of(found)
            assert isinstance(core, Group)
            found = core.parts[number]
        return found

    @property
    def group(self) -> Path:
        """The group that new conditions join."""
        return self.at if not self.at or is_group(self.node(self.at)) else self.at[:-1]

    def own(self, question: str, *, text: bool) -> Path | None:
        """The condition on a question that picking changes: the one the person is on, else the first of the group.

        Args:
            text: Whether it is that on what people wrote, rather than on what they chose.
        """
        members = self._members(self.group)
        paths = [self.at, *((*self.group, number) for number in range(len(members)))]
        for path in paths:
            condition = self.node(path)
            if not path or is_group(condition) or subject_of(condition) != question:
                continue
            if is_on_text(condition) is text:
                return path
        return None

    def others(self, path: Path | None) -> Slice:
        """Who is left by everything but the condition at a place (None for one that would join the group).

        What stands beside it with `or`, and what stands beside it below a `not`, limits nobody.
        """
        at = path if path is not None else (*self.group, len(self._members(self.group)))
        beside: list[Condition] = []
        for depth, number in enumerate(at):
            core, negated = core_of(self.node(at[:depth]))
            if negated:
                break
            if isinstance(core, All):
                beside += [simplified(part) for place, part in enumerate(core.parts) if place != number]
        return Slice(search=self.search).narrowed(*beside)

    def _members(self, path: Path) -> tuple[Condition, ...]:
        core, _ = core_of(self.node(path))
        assert isinstance(core, Group)
        return core.parts

    # Changing.

    def put(self, path: Path | None, condition: Condition | None) -> Draft:
        """Another condition at a place; None as the place joins the group, None as the condition removes it."""
        if path is None:
            if condition is None:
                return self
            path = self.group
            core, negated = core_of(self.node(path))
            assert isinstance(core, Group)
            return self._replaced(path, _with_not(type(core)((*core.parts, condition)), negated))
        if condition is None:
            return self.removed(path)
        return self._replaced(path, condition)

    def removed(self, path: Path) -> Draft:
        """Without the condition at a place, and without the groups that this leaves empty; the root is emptied."""
        if not path:
            return replace(self, root=All(()), at=())
        group = path[:-1]
        core, negated = core_of(self.node(group))
        assert isinstance(core, Group)
        rest = core.parts[: path[-1]] + core.parts[path[-1] + 1 :]
        if not rest and group:
            return self.removed(group)
        left = self._replaced(group, _with_not(type(core)(rest), negated))
        at, last = self.at, len(group)
        if at[:last] == group and len(at) > last and at[last] > path[-1]:
            at = (*group, at[last] - 1, *at[last + 1 :])
        elif at[: len(path)] == path:
            at = path
        return replace(left, at=left._nearest(at))

    def toggled_word(self, path: Path) -> Draft:
        """`and` in place of `or` in the group that a place is or is in, and the other way round."""
        group = path if not path or is_group(self.node(path)) else path[:-1]
        core, negated = core_of(self.node(group))
        assert isinstance(core, Group)
        other = AnyOf(core.parts) if isinstance(core, All) else All(core.parts)
        return self._replaced(group, _with_not(other, negated))

    def negated(self, path: Path) -> Draft:
        """The opposite of what stands at a place."""
        if not path:
            return replace(self, root=_rooted(Not(self.root)), at=())
        core, negated = core_of(self.node(path))
        return self._replaced(path, _with_not(core, not negated))

    def grouped(self, path: Path) -> Draft:
        """What stands at a place, in a group of its own that joins by the other word; a group joins the one around."""
        if not path:
            return self
        around = path[:-1]
        core, negated = core_of(self.node(around))
        assert isinstance(core, Group)
        inner = self.node(path)
        if is_group(inner) and not isinstance(inner, Not):
            parts = core.parts[: path[-1]] + members_of(inner) + core.parts[path[-1] + 1 :]
            return replace(self._replaced(around, _with_not(type(core)(parts), negated)), at=path)._settled()
        other = AnyOf if isinstance(core, All) else All
        return replace(self._replaced(path, other((inner,))), at=path)

    def _replaced(self, path: Path, condition: Condition) -> Draft:
        for depth in reversed(range(len(path))):
            number = path[depth]
            core, negated = core_of(self.node(path[:depth]))
            assert isinstance(core, Group)
            parts = (*core.parts[:number], condition, *core.parts[number + 1 :])
            condition = _with_not(type(core)(parts), negated)
        assert isinstance(condition, Group)
        return replace(self, root=condition)._settled()

    def _settled(self) -> Draft:
        return replace(self, at=self._nearest(self.at))

    def _nearest(self, path: Path) -> Path:
        """The place itself, or the one nearest to it that there is."""
        found: Path = ()
        for number in path:
            members = self.root.parts if not found else members_of(self.node(found))
            if not members:
                break
            found = (*found, min(number, len(members) - 1))
        return found


def _rooted(condition: Condition) -> Group:
    """A condition as the root of a tree: a group that is not negated."""
    whole = simplified(condition)
    if isinstance(whole, Group) and (is_group(whole) or whole == All(())):
        return whole
    return All((whole,))
