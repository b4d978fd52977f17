"""Changing the codeframe while coding: one box after the other, each saying what it will do before it is done."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from topline.coding.sitting import Sitting
from topline.tui.screens.code_boxes import (
    CodePickBox,
    CodesBox,
    NewCode,
    NewCodeBox,
    SplitBox,
    Wanted,
    WordBox,
    consequence_words,
)
from topline.tui.screens.code_form import CodeForm
from topline.tui.tasks.at_coding import AtCoding

NO_NET = "-"
"""Stands for no heading where one is picked."""


class CodeEditing(AtCoding):
    """What is done with the codes of the sitting."""

    def do_new_code(self) -> None:
        """Give the reply a code by its name, new or not."""

        if not self.is_sitting:
            return

        def made(new: NewCode | None) -> None:
            if new is None:
                return
            if new.code:
                self.coding_screen.do(lambda sitting: sitting.toggle(new.code))
            else:
                self.coding_screen.do(lambda sitting: sitting.add_code(new.label, new.net), f"new code: {new.label}")

        self.app.push_screen(NewCodeBox(self.sitting.state.codeframe), made)

    def do_edit_codes(self) -> None:
        """Show the codes."""
        if self.is_sitting:
            self._edit()

    def _edit(self, on: str = "") -> None:
        """Show the codes, and do what is wanted with one."""
        self.app.push_screen(CodesBox(self.sitting, on), self._wanted)

    def _wanted(self, wanted: Wanted | None) -> None:
        if wanted is None:
            return
        frame = self.sitting.state.codeframe
        if wanted.what == "new heading":
            self._ask_word("A new heading", "its name", "make it", "", self._new_heading)
        elif wanted.what == "new code":
            self.do_new_code()
        elif wanted.what in ("undo", "redo"):
            (self.coding_screen.do_undo if wanted.what == "undo" else self.coding_screen.do_redo)()
            self._edit()
        elif wanted.net:
            self._on_heading(wanted)
        elif (code := frame.code(wanted.code)) is not None:
            doing: Mapping[str, Callable[[str], None]] = {
                "change": self._change,
                "merge": self._merge,
                "split": self._split,
                "move": self._move,
                "delete": self._delete,
                "down": partial(self._shift, by=1),
                "up": partial(self._shift, by=-1),
            }
            doing[wanted.what](code.id)

    def _on_heading(self, wanted: Wanted) -> None:
        heading = self.sitting.state.codeframe.heading(wanted.net)
        if heading is None:
            return
        if wanted.what == "delete":
            self._then(lambda sitting: sitting.remove_net(heading.id), f"no longer a heading: {heading.label}", "")
        elif wanted.what == "change":

            def rename(label: str) -> None:
                self._then(lambda sitting: sitting.rename_net(heading.id, label), f"renamed: {label}", heading.id)

            self._ask_word("What the heading is called", "its name", "rename it", heading.label, rename)
        else:
            self.say("a heading can be renamed and deleted; what else is done here is done with codes")
            self._edit(heading.id)

    def _ask_word(
        self, title: str, placeholder: str, does: str, value: str, then: Callable[[str], None], on: str = ""
    ) -> None:
        def said(word: str | None) -> None:
            if word is None:
                self._edit(on)
            else:
                then(word)

        self.app.push_screen(WordBox(title, placeholder, does, value), said)

    def _new_heading(self, label: str) -> None:
        self._then(lambda sitting: sitting.add_net(label), f"new heading: {label}; v puts codes under it", "")

    def _then(self, doing: Callable[[Sitting], object], said: str, on: str) -> None:
        """Do it, say so, and show the codes again."""
        self.coding_screen.do(doing, said)
        self._edit(on)

    def _change(self, code: str) -> None:
        found = self.sitting.state.codeframe.code(code)
        assert found is not None

        def change(values: Mapping[str, str] | None) -> None:
            if values is None:
                self._edit(code)
                return

            label, definition, examples, letter = (
                values[name] for name in ("label", "definition", "examples", "letter")
            )
            self._then(
                lambda sitting: sitting.change_code(code, label, definition, examples.split("|"), letter),
                f"changed: {label}",
                code,
            )

        self.app.push_screen(CodeForm(self.sitting.state.codeframe, found), change)

    def _merge(self, code: str) -> None:
        state = self.sitting.state
        found = state.codeframe.code(code)
        assert found is not None
        offered = [
            (one.id, one.label, consequence_words(state.consequence(code, one.id), one.label))
            for one in state.codeframe.codes
            if one.id != code
        ]

        def merge(into: str | None) -> None:
            if into is None:
                self._edit(code)
                return
            target = state.codeframe.code(into)
            label = target.label if target else into
            self._then(lambda sitting: sitting.merge_code(code, into), f"merged: {found.label} into {label}", into)

        self.app.push_screen(CodePickBox(f'Merge "{found.label}" into', offered, "merge"), merge)

    def _delete(self, code: str) -> None:
        state = self.sitting.state
        found = state.codeframe.code(code)
        assert found is not None
        offered = [("", "delete it", consequence_words(state.consequence(code)))]
        offered += [
            (one.id, f"delete it, give {one.label}", consequence_words(state.consequence(code, one.id), one.label))
            for one in state.codeframe.codes
            if one.id != code
        ]

        def delete(into: str | None) -> None:
            if into is None:
                self._edit(code)
            else:
                self._then(lambda sitting: sitting.delete_code(code, into), f"deleted: {found.label}", "")

        self.app.push_screen(CodePickBox(f'Delete "{found.label}"', offered, "delete"), delete)

    def _move(self, code: str) -> None:
        frame = self.sitting.state.codeframe
        found = frame.code(code)
        assert found is not None
        offered = [(one.id, one.label, "") for one in frame.nets if one.id != found.net]
        if found.net:
            offered.append((NO_NET, "under no heading", ""))
        if not offered:
            self.say("there is no other heading; n makes one")
            self._edit(code)
            return

        def move(net: str | None) -> None:
            if net is None:
                self._edit(code)
                return
            where = "" if net == NO_NET else net
            self._then(lambda sitting: sitting.move_code(code, where), f"moved: {found.label}", code)

        self.app.push_screen(CodePickBox(f'Put "{found.label}" under', offered, "put it there"), move)

    def _shift(self, code: str, by: int) -> None:
        """One place up or down among the codes of its heading."""
        frame = self.sitting.state.codeframe
        found = frame.code(code)
        assert found is not None
        beside = [one.id for one in frame.codes if one.net == found.net]
        at = beside.index(code)
        target = at + (2 if by > 0 else -1)
        if not (0 <= at + by < len(beside)):
            self._edit(code)
            return
        before = beside[target] if target < len(beside) else ""
        self._then(lambda sitting: sitting.move_code(code, found.net, before), "", code)

    def _split(self, code: str) -> None:
        found = self.sitting.state.codeframe.code(code)
        assert found is not None
        sitting = self.sitting
        replies = [
            (row, text)
            for row, key, text in zip(sitting.pile.rows, sitting.pile.keys, sitting.pile.texts, strict=True)
            if code in sitting.state.codes_of(key)
        ]
        if not replies:
            self.say("no reply has this code; there is nothing to split")
            self._edit(code)
            return

        def named(label: str) -> None:
            def split(rows: tuple[int, ...] | None) -> None:
                if rows is None:
                    self._edit(code)
                    return
                said = f"split: {len(rows):,} to {label}"
                self._then(lambda sitting: sitting.split_code(code, label, rows), said, code)

            self.app.push_screen(SplitBox(found, label, replies), split)

        title = f'Split "{found.label}"'
        self._ask_word(title, "the name of the new code", "choose its replies", "", named, on=code)
