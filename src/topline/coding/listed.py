"""All codes of a question as rows: a line a code, or a line a reply."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from topline.coding.codeframe import Codeframe
from topline.coding.pile import Pile
from topline.coding.reply_key import respondent_of
from topline.coding.standing import Opinion, Standing
from topline.coding.state import State


class Shape(StrEnum):
    """What a line is."""

    LONG = "long"
    """A code that a coder gave a reply."""
    WIDE = "wide"
    """A reply, with a column a code."""


SETTLED, IN_FILE, CANNOT = "settled", "in the file", "can't code"
"""What stands for how a code was given, where no coder gave it by themselves."""
Row = tuple[int | str | None, ...]


@dataclass(frozen=True)
class CodeList:
    """The codes of all replies, as they are now."""

    pile: Pile
    state: State
    texts: bool = True
    """Whether the replies' texts stand beside them."""

    @property
    def frame(self) -> Codeframe:
        """The codes."""
        return self.state.codeframe

    @property
    def has_ids(self) -> bool:
        """Whether the file tells respondents by ids."""
        return any(respondent_of(key) for key in self.pile.keys)

    def headings(self, shape: Shape) -> tuple[str, ...]:
        """The names of the columns."""
        lead = (*(("id",) if self.has_ids else ()), "row", *(("text",) if self.texts else ()))
        if shape is Shape.LONG:
            return (*lead, "coder", "code", "label", "how", "by", "when")
        labels = [line.code.label for line in self.frame.laid_out() if line.code]
        ids = [line.code.id for line in self.frame.laid_out() if line.code]
        same = {label for label in labels if labels.count(label) > 1 or label in lead}
        return (*lead, *(code if label in same else label for code, label in zip(ids, labels, strict=True)))

    def rows(self, shape: Shape) -> Iterator[Row]:
        """The rows below them, in the order of the file; rows of the file are counted from 1."""
        has_ids = self.has_ids
        order = {line.code.id: line.code.label for line in self.frame.laid_out() if line.code}
        for row, key, text in zip(self.pile.rows, self.pile.keys, self.pile.texts, strict=True):
            lead: Row = (*((respondent_of(key),) if has_ids else ()), row + 1, *((text,) if self.texts else ()))
            standing = self.state.reply(key)
            if shape is Shape.LONG:
                yield from ((*lead, *told) for told in _told(standing, order))
            elif standing.is_coded:
                yield (*lead, *(int(code in standing.codes) for code in order))
            else:
                yield (*lead, *(None for _ in order))


def _told(standing: Standing, order: dict[str, str]) -> Iterator[Row]:
    """Each code of a reply with who gave it; one line without a code where it has none."""
    if final := standing.settled:
        opinions: tuple[tuple[Opinion, str], ...] = ((final, SETTLED),)
    else:
        opinions = tuple((one, one.how.value) for one in standing.opinions)
    if not opinions and standing.codes:
        opinions = ((Opinion("", standing.codes), IN_FILE),)
    places, found = {code: at for at, code in enumerate(order)}, False
    for one, how in opinions:
        for code in sorted(one.codes, key=lambda code: (places.get(code, len(places)), code)):
            found = True
            yield one.coder, code, order.get(code, code), how, one.by, _moment(one.time)
    if not found:
        who = next((one.coder for one in standing.remarks if one.cannot), "") if standing.cannot else ""
        yield who, "", "", CANNOT if standing.cannot else "", "", ""


def _moment(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if seconds else ""
