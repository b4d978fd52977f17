"""What stands on the coding screen: the reply, the queue and the codes, as lines."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence

from rich.cells import cell_len

from topline.charts import Ink, Line, fit, line, prose_lines, share_words, shown, wrap
from topline.coding import Placed, Standing, Totals
from topline.coding.alike import Alike
from topline.coding.sitting import Sitting
from topline.coding.suggestions import Suggestion
from topline.tui.widgets.person import MARGIN

MEASURE = 100
"""Cells of a line of prose at most."""
MOST_DEFINED = 3
"""Lines that a definition takes at most."""
OTHERS = 3
"""Near-identical texts that are quoted."""
LEAST_BAR, WIDEST_BAR = 4, 20
"""Cells below which counts have no bars, and that a bar takes at most."""
LETTER = 6
"""Cells of a code's key and mark."""


def text_lines(
    sitting: Sitting,
    suggestions: Sequence[Suggestion],
    profile: str,
    width: int,
    accept: str,
    apply_to_all: str,
) -> tuple[Line, ...]:
    """The reply that is looked at: what it says, who said it, what is suggested, what coders gave and remarked.

    Args:
        suggestions: The first one is what the key accepts.
        profile: Who said it, in few words; empty to leave that out.
        accept: The key that takes a suggestion.
        apply_to_all: The key that gives its codes to all that say the same.
    """
    group = sitting.group
    if group is None:
        return (Line(), line((f"  no {sitting.which}".replace("no all ", "no "), Ink.DIM)))
    standing = sitting.standing
    size = f"  ×{len(group):,}" if len(group) > 1 else ""
    left = sitting.left(sitting.queue[sitting.at])
    size += f", {left:,} to code" if size and 0 < left < len(group) else ""
    place = f" {sitting.at + 1:,} of {len(sitting.queue):,}{size}"
    blind = [(" · blind", Ink.KEY)] if sitting.state.blind_for else []
    lines = [line((place, Ink.HEADING), *_stands(standing), *blind, width=width)]
    lines.append(line((f" {profile}" if profile else "", Ink.DIM), width=width))
    triggers = [sitting.text[start:end] for one in suggestions for start, end, _ in one.triggers]
    prose = prose_lines(sitting.text.strip(), min(width - 2 * MARGIN, MEASURE))
    lines += [line(("  ", Ink.VOICE), *_marked(one.plain, triggers)) for one in prose]
    lines.append(Line())
    if standing.is_changed:
        said = "  the codes that a former text had still hold"
        lines.append(line((f" {accept}", Ink.KEY), (said, Ink.LABEL), width=width))
        accept = " " * len(accept)
    lines += _suggested(sitting, suggestions, width, accept)
    lines += _said(sitting, standing, width)
    others = len(group) - 1
    if others and sitting.given(standing.reply):
        left, same = sitting.left(sitting.queue[sitting.at]), sitting.same_left()
        if left:
            said = f"{same:,} more say the same" if same else f"{left:,} more nearly say the same"
            lines.append(line((f" {apply_to_all}", Ink.KEY), (f"  {said}: code them alike", Ink.LABEL), width=width))
    lines += _near(sitting, group, width)
    lines += _defined(sitting, suggestions, width)
    return tuple(lines)


def _stands(standing: Standing) -> list[tuple[str, Ink]]:
    """How the reply stands, in words."""
    said: list[tuple[str, Ink]] = []
    if standing.settled is not None:
        said.append((f"settled by {standing.settled.coder}", Ink.HEADING))
    elif standing.conflicting:
        said.append(("coded differently", Ink.WARNING))
    elif standing.is_coded:
        said.append(("coded", Ink.HEADING))
    elif standing.cannot:
        said.append(("can't be coded", Ink.WARNING))
    else:
        said.append(("to code", Ink.HIT))
    if standing.second:
        said.append(("second opinion needed", Ink.WARNING))
    if standing.is_changed:
        said.append(("text changed since", Ink.WARNING))
    return [part for one in said for part in ((" · ", Ink.HEADING), one)]


def _marked(text: str, triggers: Sequence[str]) -> list[tuple[str, Ink]]:
    """A line of the reply, the words that speak for a code in another ink."""
    found = sorted({one.strip() for one in triggers if one.strip()}, key=len, reverse=True)
    if not found:
        return [(text, Ink.VOICE)]
    pieces = re.split(rf"(?<!\w)({'|'.join(map(re.escape, found))})(?!\w)", text)
    return [(piece, Ink.HIT if at % 2 else Ink.VOICE) for at, piece in enumerate(pieces) if piece]


def _suggested(sitting: Sitting, suggestions: Sequence[Suggestion], width: int, accept: str) -> list[Line]:
    lines = []
    for at, one in enumerate(suggestions):
        names = " + ".join(_label(sitting, code) for code in _ordered(sitting, one.codes))
        key = accept if not at else " " * len(accept)
        lines.append(
            line((f" {key}", Ink.KEY), (f"  {names}", Ink.NET), (f"  {one.reason}", Ink.DIM), width=width),
        )
    return lines


def _said(sitting: Sitting, standing: Standing, width: int) -> list[Line]:
    """Who gave it what, where several did, and what was remarked."""
    lines = []
    others = [one for one in standing.opinions if one.coder != sitting.coder]
    if others or (standing.settled and len(standing.opinions) > 1):
        for one in standing.opinions:
            names = ", ".join(_label(sitting, code) for code in _ordered(sitting, one.codes))
            who = "you" if one.coder == sitting.coder else one.coder
            lines.append(line((f" {who}: ", Ink.HEADING), (names, Ink.LABEL), width=width))
    for remark in standing.remarks:
        if remark.note:
            who = "you" if remark.coder == sitting.coder else remark.coder
            lines.append(line((f" note, {who}: ", Ink.HEADING), (remark.note, Ink.LABEL), width=width))
    return lines


def _defined(sitting: Sitting, suggestions: Sequence[Suggestion], width: int) -> list[Line]:
    """What belongs under the codes that the reply has or that are suggested, where somebody has said it."""
    wanted = sitting.given(sitting.standing.reply).union(*(one.codes for one in suggestions[:1]))
    lines = []
    for code in sitting.state.codeframe.codes:
        if code.id in wanted and (code.definition or code.examples):
            examples = f" “{'” “'.join(code.examples)}”" if code.examples else ""
            name = f"{shown(code.label)}:"
            first, *more = wrap(f"{name} {code.definition}{examples}", width - 4, MOST_DEFINED)
            lines.append(line((f" {first[: len(name)]}", Ink.HEADING), (first[len(name) :], Ink.DIM), width=width))
            lines += [line((f"   {one}", Ink.DIM), width=width) for one in more]
    return lines


def _near(sitting: Sitting, group: Alike[int], width: int) -> list[Line]:
    """How others wrote nearly the same."""
    here = sitting.text
    texts = dict.fromkeys(sitting.pile.texts[sitting.pile.place_of[row]] for row in group.near)
    quoted = [text for text in texts if text != here][:OTHERS]
    return [line((f" also: {shown(text)}", Ink.DIM), width=width) for text in quoted]


def queue_line(sitting: Sitting, at: int, width: int) -> Line:
    """A place of the queue: how it stands, what it says, and how many say so."""
    place = sitting.queue[at]
    group = sitting.groups[place]
    standings = [sitting.state.reply(sitting.pile.keys[sitting.pile.place_of[row]]) for row in group.keys[:50]]
    left = sitting.left(place)
    if any(one.conflicting for one in standings):
        mark, ink = "≠", Ink.WARNING
    elif any(one.second for one in standings):
        mark, ink = "!", Ink.WARNING
    elif any(one.is_changed for one in standings):
        mark, ink = "~", Ink.WARNING
    elif left:
        mark, ink = "·", Ink.HIT
    elif standings[0].cannot:
        mark, ink = "-", Ink.DIM
    else:
        mark, ink = "✓", Ink.HEADING
    size = f" ×{len(group):,}" if len(group) > 1 else ""
    room = max(width - 4 - len(size), 4)
    text = " ".join(shown(group.text).split())
    return line(
        (f" {mark} ", ink),
        (fit(text, room), Ink.LABEL if left else Ink.DIM),
        (size, Ink.COUNT),
        width=width,
    )


def code_lines(sitting: Sitting, suggested: Collection[str], width: int, full: str) -> tuple[Line, ...]:
    """The codes on their keys, with how many replies have each; those that the reply has are marked.

    Args:
        suggested: Codes that are suggested for it.
        full: What a bar is made of.
    """
    state = sitting.state
    counts = state.counts
    standing = sitting.standing
    given = sitting.given(standing.reply) if standing.reply else frozenset()
    top = max(counts.values(), default=0)
    number = max(3, *(len(f"{count:,}") for count in counts.values())) if counts else 3
    placed = state.codeframe.laid_out()
    longest = max((2 * one.depth + cell_len(shown(one.code.label)) for one in placed if one.code), default=0)
    room = width - LETTER - number - 1
    label = min(longest, room)
    bar = room - label - 1 if room - label > LEAST_BAR else 0
    lines: list[Line] = []
    for at, one in enumerate(placed):
        if at and one.code and not one.depth and (placed[at - 1].depth or placed[at - 1].heading):
            lines.append(Line())  # what stands in no net is not taken for part of the last one
        sizes = (label, min(bar, WIDEST_BAR), number)
        lines.append(_code_line(one, given, standing, suggested, counts, top, sizes, width, full))
    if not lines:
        lines.append(line(("  no codes yet: + makes one", Ink.DIM), width=width))
    return tuple(lines)


def _code_line(
    placed: Placed,
    given: Collection[str],
    standing: Standing,
    suggested: Collection[str],
    counts: Mapping[str, int],
    top: int,
    sizes: tuple[int, int, int],
    width: int,
    full: str,
) -> Line:
    indent = " " * (2 * placed.depth)
    if placed.heading is not None:
        return line((f" {indent}{fit(placed.heading.label, width - 2 - len(indent))}", Ink.NET), width=width)
    code = placed.code
    assert code is not None
    count = counts.get(code.id, 0)
    has = code.id in given
    mark = "✓" if has else "?" if code.id in suggested else "•" if code.id in standing.codes else " "
    label, bar, number = sizes
    cells = max(1, round(bar * count / top)) if count and top else 0
    return line(
        (f" {indent}{code.letter or ' '} ", Ink.KEY),
        (f"{mark} ", Ink.HIT if has else Ink.KEY),
        (fit(code.label, label - len(indent)), Ink.HIT if has else Ink.LABEL),
        (" " + (full * cells).ljust(bar) if bar else "", Ink.BAR),
        (f" {count:>{number},}", Ink.COUNT if count else Ink.DIM),
        width=width,
    )


def codes_heading(totals: Totals, said: str, width: int, *, failed: bool = False) -> Line:
    """How far it is, and that it is saved, as briefly as has room.

    Args:
        said: When it was saved, or that it was not.
        failed: Whether it was not.
    """
    done = totals.coded + totals.cannot
    share = f" {share_words(done / totals.replies)}" if totals.replies else ""
    apart = f", {totals.cannot:,} can't be" if totals.cannot else ""
    words = f" {totals.coded:,} of {totals.replies:,} coded{apart}{share}"
    short = said if failed else said[: -len(" 00:00:00")]
    if width - len(words) - 1 <= len(short):  # that it is saved is what a coder has to know
        words = f" {totals.coded:,} of {totals.replies:,}{share}"
    room = width - len(words) - 1
    told = next((one for one in (said, said[:-3], short) if len(one) < room), short) if not failed else said
    ink = Ink.WARNING if failed else Ink.DIM
    return line((words, Ink.HEADING), (" " * max(1, room - len(told)) + told, ink), width=width)


def _label(sitting: Sitting, code: str) -> str:
    found = sitting.state.codeframe.code(code)
    return found.label if found else code


def _ordered(sitting: Sitting, codes: Collection[str]) -> list[str]:
    order = {one.id: at for at, one in enumerate(sitting.state.codeframe.codes)}
    return sorted(codes, key=lambda code: (order.get(code, len(order)), code))
