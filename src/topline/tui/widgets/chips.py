"""The conditions of a filter as a tree, a line each, with the number of replies that each is true of."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from rich.cells import cell_len
from textual import events
from textual.binding import Binding, BindingType

from topline.charts import Ink, Line, fit, line, shown
from topline.survey import All, Condition, Slice, Survey
from topline.survey.question import SHORT
from topline.survey.slice import BRIEFER
from topline.tui.draft import Draft, Node, Path, core_of, is_group
from topline.tui.widgets.line_list import Ready

COUNT = 9
"""Cells of a number of replies."""
INDENT = 4
"""Cells that the members of a group stand further in; the word that joins them has room there."""
MARK = " ×"
"""Behind what can be removed."""
GROUPS = {
    (True, False): "all of these",
    (True, True): "not all of these",
    (False, False): "any of these",
    (False, True): "none of these",
}
"""What a group is called: whether every member must be true, and whether it is negated."""
KEYS = (
    ("o", "and/or"), ("!", "not"), ("(", "group"), ("x", "remove"), ("e", "edit"), ("u", "undo"), ("X", "remove all"),
)  # fmt: skip
"""What can be done with a condition."""


class ChipList(Ready):
    """The conditions as a tree; each can be changed, negated, put in brackets and removed."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("o", "screen.toggle_word", "And or or", show=False),
        Binding("exclamation_mark,n", "screen.negate", "Not", show=False),
        Binding("left_parenthesis,right_parenthesis", "screen.bracket", "Brackets", show=False),
        Binding("x,delete,backspace", "screen.remove", "Remove", show=False),
        Binding("X", "screen.remove_all", "Remove all", show=False),
        Binding("e,right", "screen.edit", "Edit", show=False),
        Binding("u", "screen.undo", "Undo", show=False),
    ]

    def __init__(self) -> None:
        super().__init__(id="chips")
        self._paths: tuple[Path | None, ...] = ()
        self._drawn: tuple[Draft, Survey, Mapping[Condition, int]] | None = None

    @property
    def path(self) -> Path | None:
        """The place of the condition under the cursor; None for the search, or where there is no condition."""
        return self._paths[self.cursor] if self.cursor < len(self._paths) else None

    @property
    def is_on_search(self) -> bool:
        """Whether the cursor is on what the replies were searched for."""
        return self.cursor < len(self._paths) and self._paths[self.cursor] is None

    def show_draft(self, draft: Draft, survey: Survey, counts: Mapping[Condition, int]) -> None:
        """Show the conditions of a filter, the cursor where the person is."""
        self._drawn = draft, survey, counts
        on_search = self.is_on_search and bool(draft.search)
        paths: list[Path | None] = [node.path for node in draft.nodes()]
        if draft.search:
            paths.append(None)
        self._paths = tuple(paths)
        self.can_focus = bool(paths)
        cursor = len(paths) - 1 if on_search else paths.index(draft.at) if draft.at in paths else 0
        self.show_lines(chip_lines(draft, survey, counts, self.size.width), cursor)

    def on_resize(self, event: events.Resize) -> None:
        """Say it again in the new width."""
        if self._drawn is not None:
            self.show_draft(*self._drawn)

    def stops_at(self, index: int) -> bool:
        """The cursor stops at conditions."""
        return index < len(self._paths)


def chip_lines(draft: Draft, survey: Survey, counts: Mapping[Condition, int], width: int) -> tuple[Line, ...]:
    """The lines of a filter's conditions."""
    nodes = list(draft.nodes())
    rooted = bool(nodes) and not nodes[0].path
    lines = [_node_line(node, draft, survey, counts, width, rooted=rooted) for node in nodes]
    if draft.search:
        word = " and " if nodes else " "
        count = counts.get(searched(draft, survey))
        room = max(0, width - len(word) - COUNT - 1)
        said = fit(f'wrote "{draft.search}"', min(room - len(MARK), cell_len(shown(draft.search)) + 8))
        number = fit("" if count is None else f"{count:,}", COUNT, right=True)
        gap = " " * (room - cell_len(said) - len(MARK))
        lines.append(line((word, Ink.DIM), (said, Ink.NET), (MARK + gap, Ink.DIM), (number, Ink.COUNT), width=width))
    if not lines:
        lines.append(line((" everyone: nothing is filtered yet", Ink.DIM), width=width))
    return tuple(lines)


def searched(draft: Draft, survey: Survey) -> Condition:
    """What the search of a filter says of each reply."""
    return Slice(search=draft.search).condition(survey)


def _node_line(
    node: Node, draft: Draft, survey: Survey, counts: Mapping[Condition, int], width: int, *, rooted: bool
) -> Line:
    depth = max(0, len(node.path) - (0 if rooted else 1))
    before = " " * (1 + INDENT * depth)
    if node.word:
        before = before[:-INDENT] + fit(node.word, INDENT)
    count = counts.get(node.condition)
    number = fit("" if count is None else f"{count:,}", COUNT, right=True)
    room = max(0, width - len(before) - len(MARK) - COUNT - 1)
    core, _ = core_of(node.condition)
    if is_group(node.condition) or not node.path:
        said = GROUPS[isinstance(core, All), node.negated]
        if node.path and node.path == draft.group:
            said += ", and what is picked next"
        return line((before, Ink.DIM), (fit(said, room + len(MARK)), Ink.HEADING), (number, Ink.COUNT), width=width)
    said = _words(node.condition, survey, room)
    gap = " " * (room - cell_len(said))
    return line((before, Ink.DIM), (said, Ink.NET), (MARK + gap, Ink.DIM), (number, Ink.COUNT), width=width)


def _words(condition: Condition, survey: Survey, room: int) -> str:
    """A condition in words, the label of its question cut short where there is little room."""
    said = [shown(condition.words(survey, label)) for label in (SHORT, *BRIEFER)]
    words = next((text for text in said if cell_len(text) <= room), said[-1])
    return fit(words, min(room, cell_len(words)))
