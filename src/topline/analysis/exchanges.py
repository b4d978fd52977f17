"""Which numbers of two or three questions must be withheld, so that no group below the floor can be worked out.

The rule is of exchanges. Let two people who differ in both of two questions exchange what they answered to one of
them: no number of one question changes, and of both only those that tell the answers of the two apart. For each group
that is too small such an exchange is chosen that changes it, and *every number that any of the chosen exchanges changes
is withheld*, in whatever table it stands: rows by columns or columns by rows, of any base, of a net or of a filter.

Why nothing can be worked out then: take any of these groups, and the exchange that was chosen for it. The survey with
this exchange made is one that could be; all numbers that are shown are the same in it, since those that it changes
are withheld; and the group has another number. So whoever knows all that is shown, in as many tables of these
questions as they like, cannot know which of the two numbers it is.

Of three questions it is the same with four people: two of them exchange an answer, and two others, who have another
answer to the third question, exchange it back. No number of two of the questions changes. What of any two questions is
withheld is withheld of three, too, so that exchanges between two people who are alike in the third stay free.
Of what one question withholds, an answer that too few gave and another one, nothing is shown beside other questions
either: somebody could have given the one in place of the other, whatever else they answered.

Where no exchange is found for a group, nothing at all is shown of these questions together. That is no proof then: what
fewer questions show could still tell of it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, product

from topline.analysis.aspects import ANSWERED, Feature, Value
from topline.analysis.withholding import is_small

Number = tuple[Feature, ...]
"""What several questions' answers have in common, by a feature of each."""
Change = tuple[frozenset[Feature], ...]
"""The features, of each question, in which the people of an exchange differ: it changes all their combinations."""
People = Mapping[tuple[Value, ...], int]
MOST = 300
"""Sorts of people among whom exchanges are looked for; the most frequent ones."""
WHOLE = 20
"""What it costs to withhold how many answered, without which a table has another base, against one cell."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """What the exchanges that were chosen change."""

    numbers: frozenset[Number] = frozenset()
    """Withheld, beside all of which a part is withheld anyway."""
    needed: frozenset[Number] = frozenset()
    """Numbers that tell of a group that is too small."""
    refused: bool = False
    """Whether nothing may be shown of these questions together."""


def exchanges(people: People) -> tuple[Change, ...]:
    """All that exchanges between people of different answers to all of two or three questions change."""
    sorts = sorted(people, key=lambda one: (-people[one], _said(one)))[:MOST]
    there = _by_answers(sorts)
    found: dict[Change, None] = {}
    for one, other in combinations(sorts, 2):
        if _differ(one[:2], other[:2]):
            if len(one) == 2:
                found[_change(one, other)] = None
            elif one[2] == other[2]:
                for back in there:
                    if one[2][0] != back[0] and _can_give_back(one, other, there[back]):
                        found[_change(one, (*other[:2], back))] = None
    return tuple(found)


Stays = tuple[tuple[bool, ...], ...]
Answers = tuple[frozenset[Feature], ...]


def _by_answers(sorts: Iterable[tuple[Value, ...]]) -> dict[Value, dict[Answers, set[Stays]]]:
    """What must stay alike in people, by their answers to the third of three questions and to the others."""
    found: dict[Value, dict[Answers, set[Stays]]] = {}
    for one in sorts:
        if len(one) > 2:
            answers, stays = tuple(has for has, _ in one[:2]), tuple(stay for _, stay in one[:2])
            found.setdefault(one[2], {}).setdefault(answers, set()).add(stays)
    return found


def _can_give_back(one: Sequence[Value], other: Sequence[Value], there: Mapping[Answers, set[Stays]]) -> bool:
    """Whether two others could exchange the same answers the other way."""
    first, second = (other[0][0], one[1][0]), (one[0][0], other[1][0])
    return not there.get(first, set()).isdisjoint(there.get(second, set()))


def near(people: People, number: Number) -> People:
    """The people among whom an exchange would change a number, where the most frequent ones have none that does."""
    least = len(number) - 1
    close = [one for one in people if sum(name in one[at][0] for at, name in enumerate(number)) >= least]
    far = [one for one in people if not any(name in one[at][0] for at, name in enumerate(number))]
    sorts = (sorted(some, key=lambda one: (-people[one], _said(one)))[: MOST // 2] for some in (close, far))
    return {one: people[one] for some in sorts for one in some}


def _said(one: tuple[Value, ...]) -> str:
    return repr([(sorted(map(repr, has)), stays) for has, stays in one])


def _differ(one: Sequence[Value], other: Sequence[Value]) -> bool:
    """Whether people differ in all of some aspects, and in nothing that must be alike."""
    return all(a[0] != b[0] and a[1] == b[1] for a, b in zip(one, other, strict=True))


def _change(one: Sequence[Value], other: Sequence[Value]) -> Change:
    return tuple(a[0] ^ b[0] for a, b in zip(one, other, strict=True))


def counted(people: People) -> dict[Number, tuple[int, ...]]:
    """Of each number: how many people have all its features; and how many have only some, by which."""
    width = len(next(iter(people), ()))
    features = [sorted({name for one in people for name in one[at][0]}, key=repr) for at in range(width)]
    sums: Counter[tuple[Feature | None, ...]] = Counter()
    for one, n in people.items():
        for number in product(*((*has, None) for has, _ in one)):
            sums[number] += n
    return {number: _by_which(number, sums) for number in product(*features)}


def _by_which(number: Number, sums: Mapping[tuple[Feature | None, ...], int]) -> tuple[int, ...]:
    """How many people have all features of a number; and how many have exactly the others, without each of the rest."""
    found = []
    for lacks in product((False, True), repeat=len(number)):
        n = 0
        for left in product(*((False, True) if lack else (True,) for lack in lacks)):
            kept = tuple(name if keep else None for name, keep in zip(number, left, strict=True))
            sign = (-1) ** sum(keep and lack for keep, lack in zip(left, lacks, strict=True))
            n += sign * sums[kept]
        found.append(n)
    return tuple(found)


def chosen(
    numbers: Mapping[Number, Sequence[int]],
    wanted: Sequence[Number],
    people: People,
    hidden: Collection[Number],
    free: Collection[Number] = (),
) -> Chosen:
    """Choose exchanges, so that every group that is too small is changed by one.

    Args:
        numbers: Of these questions.
        wanted: Those of them that tell of a group that is too small.
        people: Who exchange.
        hidden: What is withheld of fewer of these questions, and so is withheld here.
        free: What will be withheld for other reasons, so that it costs nothing.
    """
    found: set[Number] = set()
    options: dict[Number, list[Change]] = {number: [] for number in wanted}

    def look(changes: Iterable[Change]) -> None:
        for change in changes:
            for number in product(*change):
                if number in options:
                    options[number].append(change)

    def cost(change: Change) -> tuple[int, int, str]:
        new = [one for one in product(*change) if one not in found and one not in hidden]
        dear = [WHOLE if ANSWERED in one else 1 for one in new if one not in free]
        return sum(dear), sum(numbers[one][0] for one in new), repr([sorted(map(repr, each)) for each in change])

    look(exchanges(people) if wanted else ())
    for number in wanted:
        if number in found:
            continue
        if not options[number]:
            look(exchanges(near(people, number)))
        if not options[number]:
            return Chosen(frozenset(numbers), frozenset(wanted), refused=True)
        found.update(product(*min(options[number], key=cost)))
    return Chosen(frozenset(found), frozenset(wanted))


def few(numbers: Mapping[Number, Sequence[int]], floor: int) -> dict[Number, int]:
    """The numbers that tell of a group that is too small, the smallest first, and how many these are."""
    small = {number: [n for n in told if is_small(n, floor)] for number, told in numbers.items()}
    found = {number: min(told) for number, told in small.items() if told}
    return {one: found[one] for one in sorted(found, key=lambda one: (found[one], repr(one)))}


def still_free(people: People, pair: tuple[int, int], chosen_: Chosen, hidden: Collection[Number]) -> bool:
    """Whether what two of three questions withhold still hides their small groups beside the third.

    Each must be changed by an exchange between two people who have the same answer to the third question.

    Args:
        people: By three questions.
        pair: Which two.
        chosen_: What of these is withheld.
        hidden: The same with what is withheld of one of them.
    """
    third = next(at for at in range(3) if at not in pair)
    open_ = set(chosen_.needed)
    groups: dict[Value, list[tuple[Value, ...]]] = {}
    for one in people:
        groups.setdefault(one[third], []).append(tuple(one[at] for at in pair))
    for change in _alike(groups.values()):
        if not open_:
            break
        told = set(product(*change))
        if not open_.isdisjoint(told) and all(number in hidden for number in told):
            open_ -= told
    return not open_


def _alike(groups: Iterable[Sequence[tuple[Value, ...]]]) -> Iterator[Change]:
    for group in groups:
        for one, other in combinations(group[:MOST], 2):
            if _differ(one, other):
                yield _change(one, other)
