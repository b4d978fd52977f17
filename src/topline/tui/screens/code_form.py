"""The form in which a code is changed: its name, what belongs under it, examples, its key."""

from __future__ import annotations

from collections.abc import Mapping

from topline.charts import Ink, line
from topline.coding import Code, Codeframe
from topline.coding.opening import LETTERS
from topline.tui.screens.dialogs import Choice
from topline.tui.screens.form import Field, Form


class CodeForm(Form):
    """Change a code."""

    DOES = "save"

    def __init__(self, frame: Codeframe, code: Code) -> None:
        """Show a code.

        Args:
            frame: All codes.
            code: The one that is changed.
        """
        fields = (
            Field("label", "name", code.label),
            Field("definition", "definition", code.definition, empty="what belongs under it"),
            Field("examples", "examples", " | ".join(code.examples), empty="replies, with | between them"),
            Field("letter", "key", code.letter, empty="the key that gives it"),
        )
        super().__init__(f"The code {code.label!r}", fields)
        self._frame = frame
        self._code = code

    def offers(self, field: Field, typed: str) -> tuple[Choice[str], ...]:
        """Free keys; the other fields are typed."""
        if field.name != "letter":
            return ()
        used = {one.letter for one in self._frame.codes}
        free = sorted(LETTERS - used, key=lambda one: (not one.islower(), one))
        return tuple(Choice(line((f" {one}", Ink.KEY)), one) for one in free)

    def fault(self, values: Mapping[str, str]) -> str:
        """What is wrong with it."""
        label, letter = values["label"].strip(), values["letter"].strip()
        others = [one for one in self._frame.codes if one.id != self._code.id]
        if not label:
            return "a code needs a name"
        if any(one.label.casefold() == label.casefold() for one in others):
            return f"there is a code {label!r} already"
        if letter and letter not in LETTERS:
            return f"{letter!r} cannot be a key of a code: small letters but q and u, and some capitals and digits can"
        if letter and any(one.letter == letter for one in others):
            return f"{letter!r} is the key of another code"
        return ""
