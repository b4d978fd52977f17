"""What an event makes of a codeframe.

Whatever cannot be done any more, such as renaming a code that somebody else has deleted, changes nothing: what two
coders do at the same time must give everybody the same codeframe, in whatever order it is heard of.
"""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType

from topline.coding.codeframe import Code, Codeframe, Heading, Moved
from topline.coding.events import (
    CodeAdded,
    CodeDefined,
    CodeDeleted,
    CodeMerged,
    CodeMoved,
    CodeRenamed,
    CodeSplit,
    Event,
    NetAdded,
    NetRemoved,
    NetRenamed,
)


def revised(frame: Codeframe, event: Event) -> Codeframe:
    """The codeframe after an event."""
    match event:
        case CodeAdded():
            fresh = Code(event.code, event.label, event.net, event.letter, event.definition, event.examples)
            return frame.with_code(fresh)
        case CodeRenamed() | CodeDefined() | CodeMoved():
            code = frame.code(event.code)
            return _with(frame, code, event) if code else frame
        case CodeMerged():
            return frame.without_code(event.code, event.into, event.order) if event.into else frame
        case CodeDeleted():
            return frame.without_code(event.code, event.into, event.order)
        case CodeSplit():
            return _split(frame, event)
        case NetAdded():
            if frame.heading(event.net):
                return frame
            within = event.within if frame.heading(event.within) else ""
            return replace(frame, nets=(*frame.nets, Heading(event.net, event.label, within)))
        case NetRenamed():
            nets = tuple(replace(one, label=event.label) if one.id == event.net else one for one in frame.nets)
            return replace(frame, nets=nets)
        case NetRemoved():
            return _without_net(frame, event.net)
    return frame


def _with(frame: Codeframe, code: Code, event: CodeRenamed | CodeDefined | CodeMoved) -> Codeframe:
    match event:
        case CodeRenamed():
            return frame.changed(replace(code, label=event.label))
        case CodeDefined():
            said = replace(code, definition=event.definition, examples=event.examples)
            holder = frame.by_letter(event.letter)
            is_free = bool(event.letter) and event.letter not in frame.reserved and holder in (None, code)
            if not is_free:
                return frame.changed(said)
            return replace(frame.changed(replace(said, letter=event.letter)), spent=frame.spent | {event.letter})
        case CodeMoved():
            if event.net and not frame.heading(event.net):
                return frame
            codes = [one for one in frame.codes if one.id != code.id]
            at = next((place for place, one in enumerate(codes) if one.id == event.before), len(codes))
            codes.insert(at, replace(code, net=event.net))
            return replace(frame, codes=tuple(codes))


def _split(frame: Codeframe, event: CodeSplit) -> Codeframe:
    code = frame.code(event.code)
    if code is None:
        return frame
    after, parts = code.id, dict[str, frozenset[str]]()
    for part in event.parts:
        frame = frame.with_code(Code(part.code, part.label, code.net, part.letter), after)
        after = part.code
        for key in part.replies:
            parts[key] = parts.get(key, frozenset()) | {part.code}
    moved = (*frame.splits.get(code.id, ()), Moved(event.order, MappingProxyType(parts)))
    return replace(frame, splits=MappingProxyType({**frame.splits, code.id: moved}))


def _without_net(frame: Codeframe, net: str) -> Codeframe:
    gone = frame.heading(net)
    if gone is None:
        return frame
    nets = tuple(replace(one, within=gone.within) if one.within == net else one for one in frame.nets if one.id != net)
    codes = tuple(replace(one, net=gone.within) if one.net == net else one for one in frame.codes)
    return replace(frame, codes=codes, nets=nets)
