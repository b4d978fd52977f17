"""What a coder did and undid, stroke by stroke: the two stacks behind undo and redo."""

from __future__ import annotations

from bisect import insort

from topline.coding.events import Event, Redone, Undone


class Strokes:
    """The strokes of one coder at one question. They may be heard of in any order."""

    def __init__(self) -> None:
        """Begin with none."""
        self._steps: dict[int, set[int]] = {}
        self._in_order: list[int] = []
        self._last = 0
        self._marks: dict[int, tuple[int, int, bool]] = {}

    def add(self, event: Event) -> None:
        """Something that the coder did."""
        if event.step not in self._steps:
            self._steps[event.step] = set()
            insort(self._in_order, event.step)
        self._steps[event.step].add(event.seq)
        self._last = max(self._last, event.seq)

    def mark(self, event: Undone | Redone) -> list[int]:
        """Note what was undone or redone; gives back the events that count otherwise than before."""
        turned: list[int] = []
        mark = (event.at, event.seq, isinstance(event, Undone))
        for seq in dict.fromkeys(event.events):
            was = self._marks.get(seq)
            if was is None or was < mark:
                self._marks[seq] = mark
                if (was is not None and was[2]) != mark[2]:
                    turned.append(seq)
        return turned

    def is_undone(self, seq: int) -> bool:
        """Whether an event does not count."""
        mark = self._marks.get(seq)
        return mark is not None and mark[2]

    def next_undo(self) -> set[int]:
        """The events of the last stroke of which some still count."""
        for step in reversed(self._in_order):
            if left := {seq for seq in self._steps[step] if not self.is_undone(seq)}:
                return left
        return set()

    def next_redo(self) -> set[int]:
        """The events that were undone last, where nothing else was done since."""
        undone = [(mark[1], seq) for seq, mark in self._marks.items() if mark[2] and mark[1] > self._last]
        latest = max((at for at, _ in undone), default=0)
        return {seq for at, seq in undone if at == latest}
