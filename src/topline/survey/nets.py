"""Nets: which stand within which, how one is read from words, and those that suit a scale."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from topline.survey.errors import ToplineError, did_you_mean
from topline.survey.question import STANDS_APART, Kind, Net, Option, Question

LEAST_POINTS = 4
"""Points that a scale has at least for boxes to be told of it: of three, the top two would be all but one."""


@dataclass(frozen=True, slots=True)
class NetTree:
    """A net, and the nets that stand below it."""

    net: Net
    inner: tuple[NetTree, ...] = ()


def net_trees(nets: Sequence[Net]) -> tuple[NetTree, ...]:
    """Nets in their order, each below the smallest one that holds all its options and more.

    Nets that overlap stand beside each other, and so do those of the same options.
    """
    return _below(None, nets, [_holder(net, nets) for net in nets])


def _holder(net: Net, nets: Sequence[Net]) -> int | None:
    """The place of the net that this one stands below."""
    inside = set(net.codes)
    holders = [at for at, other in enumerate(nets) if inside and inside < set(other.codes)]
    return min(holders, key=lambda at: len(set(nets[at].codes)), default=None)


def _below(place: int | None, nets: Sequence[Net], holders: Sequence[int | None]) -> tuple[NetTree, ...]:
    return tuple(NetTree(net, _below(at, nets, holders)) for at, net in enumerate(nets) if holders[at] == place)


def with_nets(question: Question, nets: Sequence[Net]) -> Question:
    """A question with further nets; one of the name of a net that it has takes its place."""
    labels = {net.label for net in nets}
    return replace(question, nets=(*(net for net in question.nets if net.label not in labels), *nets))


def boxes_of(question: Question) -> tuple[Net, ...]:
    """The nets that a scale suggests: its two best points, its three best, its two worst; by score, the best first.

    Points that are all of the scale, or all but one, tell nothing and are left out.
    """
    points = sorted(_points(question), key=lambda option: option.score or 0.0, reverse=True)
    if question.kind is not Kind.SCALE or len(points) < LEAST_POINTS:
        return ()
    boxes = [Net("Top 2 box", _in_order(question, points[:2]))]
    if len(points) > LEAST_POINTS:
        boxes.append(Net("Top 3 box", _in_order(question, points[:3])))
    return (*boxes, Net("Bottom 2 box", _in_order(question, points[-2:])))


def _points(question: Question) -> list[Option]:
    return [o for o in question.choices if o.score is not None and not STANDS_APART.fullmatch(o.label.strip())]


def _in_order(question: Question, options: Sequence[Option]) -> tuple[str, ...]:
    return tuple(option.code for option in question.choices if option in options)


def read_net(said: str, question: Question) -> Net:
    """A net as it is said on a command line: `NAME=ANSWER,ANSWER`.

    Commas part the answers, save within an answer that has some.

    Raises:
        ToplineError: when it has no name, or an answer that the question does not have.
    """
    (net,) = read_nets([said], question)
    return net


def read_nets(said: Sequence[str], question: Question) -> tuple[Net, ...]:
    """Nets as they are said on a command line, each as `read_net` has it; of two of the same name the later one.

    Raises:
        ToplineError: as `nets_of_each_other` does, and when one has no name.
    """
    texts = dict(_parted(one) for one in said)
    named = with_nets(question, [Net(label, ()) for label in texts])
    answers = {label: _answers(text.split(","), named) for label, text in texts.items()}
    return nets_of_each_other(answers, question)


def _parted(said: str) -> tuple[str, str]:
    label, parted, rest = said.partition("=")
    if not parted or not label.strip() or not rest.strip():
        raise ToplineError(f"a net is written NAME=ANSWER,ANSWER, such as Digital=Web,Mail; not {said!r}")
    return _one_spaced(label), rest


def nets_of_each_other(said: Mapping[str, Sequence[str]], question: Question) -> tuple[Net, ...]:
    """Nets by their names and answers, in their order; an answer may be the name of another of them, before or after.

    A net that takes the place of one of the question can hold that one, by its own name.

    Raises:
        ToplineError: when nets hold each other in a circle, or the question does not have an answer.
    """
    made: dict[str, Net] = {}

    def make(label: str, holders: tuple[str, ...]) -> None:
        if label in holders:
            circle = " holds ".join(repr(one) for one in (*holders[holders.index(label) :], label))
            raise ToplineError(f"{question.name} cannot have nets that hold themselves: {circle}")
        others = with_nets(question, [Net(other, ()) for other in said if other != label])
        for answer in said[label]:
            found = _found(answer, others)
            if found is None and _folded(answer) == _folded(label):
                make(label, (*holders, label))
            if isinstance(found, Net) and found.label in said and found.label not in (label, *made):
                make(found.label, (*holders, label))
        made[label] = net_of(label, said[label], with_nets(question, list(made.values())))

    for label in said:
        if label not in made:
            make(label, ())
    return tuple(made[label] for label in said)


def _answers(parts: Sequence[str], question: Question) -> list[str]:
    """Parts put together where that makes an answer of the question."""
    found: list[str] = []
    at = 0
    while at < len(parts):
        ends = range(len(parts), at, -1)
        end = next((end for end in ends if _found(",".join(parts[at:end]), question)), at + 1)
        found.append(",".join(parts[at:end]).strip())
        at = end
    return found


def net_of(label: str, answers: Sequence[str], question: Question) -> Net:
    """A net of a question's answers, which are given by code or by label; another net stands for its options.

    Raises:
        ToplineError: when the question does not have one of them; the message lists the nearest.
    """
    name = _one_spaced(label)
    if not question.has_options:
        raise ToplineError(f"{question.name} has no options for the net {name!r}: its kind is {question.kind}")
    codes: list[str] = []
    for answer in answers:
        meant = _meant(answer, question)
        if not meant:
            known = [said for option in question.choices for said in (option.label, option.code)]
            labels = ", ".join(option.label for option in question.choices[:8])
            hint = did_you_mean(answer, known) or f"; it has: {labels}"
            raise ToplineError(f"{question.name} has no answer {answer!r} for the net {name!r}{hint}")
        codes += meant
    if not name or "=" in name or not codes:
        raise ToplineError(f"a net has a name without = and at least one answer; {name!r} has {len(codes)}")
    return Net(name, _in_order(question, [question.option(code) for code in codes]))


def _meant(said: str, question: Question) -> tuple[str, ...]:
    """The codes that a word stands for."""
    found = _found(said, question)
    return found.codes if isinstance(found, Net) else (found.code,) if found is not None else ()


def _found(said: str, question: Question) -> Option | Net | None:
    """What a word stands for, as it is written before ignoring case: a code, else a label, else a net."""
    for alike in (str, _folded):
        word = alike(said.strip())
        for option in question.choices:
            if alike(option.code) == word:
                return option
        for option in question.choices:
            if alike(option.label) == word:
                return option
        for net in question.nets:
            if alike(net.label) == word:
                return net
    return None


def written_net(net: Net) -> str:
    """A net as `read_net` reads it."""
    return f"{net.label}={','.join(net.codes)}"


def _one_spaced(text: str) -> str:
    return " ".join(text.split())


def _folded(text: str) -> str:
    return _one_spaced(text).casefold()
