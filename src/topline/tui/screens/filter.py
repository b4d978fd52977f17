"""The filter: whose replies are counted, built from answers as they are, or written as an expression."""

from __future__ import annotations

from dataclasses import replace
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.widgets import Input

from topline.survey import All, ExpressionError, ToplineError, read_expression
from topline.tui.draft import Draft, is_group, subject_of
from topline.tui.screens.dialogs import Told
from topline.tui.screens.filter_values import FilterValues
from topline.tui.screens.filter_words import help_lines
from topline.tui.widgets.facets import Typed
from topline.tui.widgets.line_list import LineList


class FilterScreen(FilterValues):
    """Builds a filter; gives back the slice that it is, or None where it was left as it was."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "close", "Leave as it was", show=False),
        Binding("enter", "enter", "Apply", show=False),
        Binding("question_mark", "help", "Help", show=False),
    ]

    def action_help(self) -> None:
        """The keys of every part; in a line to type in, a question mark is typed."""
        self.app.push_screen(Told("Keys: filter", help_lines()))

    # The expression.

    def on_input_changed(self, event: Input.Changed) -> None:
        """The expression says another filter, or what is wrong with it."""
        if event.input is not self.written or not self.written.has_focus:
            return
        try:
            text = self.written.said
            condition = read_expression(text, self.session.survey) if text.strip() else All(())
        except ExpressionError as error:
            self.fault = (self.written, self.written.place_of(error.at), error.what)
            self.say()
            return
        except ToplineError as error:
            self.fault = (self.written, None, str(error))
            self.say()
            return
        self.written.understood()
        self.change(self.draft.of_condition(condition))
        self.say()

    # Changing its conditions.

    def on_line_list_moved(self, event: LineList.Moved) -> None:
        """Another question, or another condition: its question is shown."""
        if event.line_list is self.chips and self.chips.path is not None:
            self.draft = replace(self.draft, at=self.chips.path)
            subject = subject_of(self.draft.node(self.chips.path)) if self.chips.path else ""
            if subject:
                self.finder.point_at(subject)
            self.chips.show_draft(self.draft, self.session.survey, self._counts)
            self.renew_values()
            self.say()
        elif event.line_list is self.finder:
            self.typed = Typed(meaning=self.typed.meaning)
            self.renew_values()
            self.say()

    def action_toggle_word(self) -> None:
        """And in place of or, and the other way round."""
        if self.chips.path is not None:
            self.change(self.draft.toggled_word(self.chips.path))

    def action_negate(self) -> None:
        """The opposite."""
        if self.chips.path is not None:
            self.change(self.draft.negated(self.chips.path))

    def action_bracket(self) -> None:
        """In a group of its own, to which more can be added; a group joins the one around it."""
        if self.chips.path:
            self.change(self.draft.grouped(self.chips.path))

    def action_remove(self) -> None:
        """Without this condition."""
        if self.chips.is_on_search:
            self.change(replace(self.draft, search=""))
        elif self.chips.path is not None:
            self.change(self.draft.removed(self.chips.path))
        if not self.chips.can_focus:
            self.set_focus(self.finder)

    def action_remove_all(self) -> None:
        """Everyone."""
        self.change(Draft(All(())))
        self.set_focus(self.finder)

    # Going about.

    def action_edit(self) -> None:
        """To the values of the condition's question; for a group, to the questions."""
        path = self.chips.path
        if path and not is_group(self.draft.node(path)):
            self.pane.enter()
        else:
            self.set_focus(self.finder)

    def action_to_questions(self) -> None:
        """Back to the questions."""
        self.set_focus(self.finder)

    def key_right(self) -> None:
        """From the questions to the values."""
        if self.focused is self.finder:
            self.pane.enter()

    def on_line_list_chosen(self, event: LineList.Chosen) -> None:
        """A second click does what its list is for."""
        if event.line_list is self.pane.list:
            self.action_pick()
        elif event.line_list is self.finder:
            self.pane.enter()
        else:
            self.action_edit()

    def action_enter(self) -> None:
        """From a question to its values; else apply the filter."""
        if self.focused is self.finder:
            self.pane.enter()
        else:
            self._apply()

    def on_input_submitted(self) -> None:
        """Enter applies, also while typing."""
        self._apply()

    def _apply(self) -> None:
        """Give the filter back. Where nothing was changed, the value under the cursor is what is wanted."""
        self.tell_pattern()
        if self.fault:
            return
        unchanged = Draft.of(self.people)
        if self._is(unchanged) and self.pane.list.has_focus and not self.earlier:
            self.action_pick()
        self.dismiss(self.people if self._is(unchanged) else self.draft.slice(self.people.weight))

    def _is(self, draft: Draft) -> bool:
        return (draft.root, draft.search) == (self.draft.root, self.draft.search)

    def action_close(self) -> None:
        """Leave the filter as it was."""
        self.dismiss(None)
