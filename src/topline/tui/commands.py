"""The command palette: every action of the place, by name, and the canned queries."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import suppress
from typing import Any

from textual import on
from textual.await_complete import AwaitComplete
from textual.command import CommandPalette, DiscoveryHit, Hit, Hits, Provider
from textual.content import Content
from textual.widgets import Input, OptionList

from topline.charts import shown
from topline.tui.screens.place import PlaceScreen


class Palette(CommandPalette):
    """The palette; a key that comes before its list is drawn, or after a command was taken, does no harm."""

    _is_done = False
    """Whether it was closed already, though it may still be asked something."""

    @on(Input.Submitted)
    @on(OptionList.OptionSelected)
    def _take_one(self, event: Input.Submitted | OptionList.OptionSelected) -> None:
        """Closed a second time, it would take the place below it along."""
        if self._is_done:
            event.prevent_default()
            event.stop()

    def dismiss(self, result: Any = None) -> AwaitComplete:
        """Close it."""
        self._is_done = True
        return super().dismiss(result)

    def _action_command_list(self, action: str) -> None:
        with suppress(KeyError):  # a page up is measured by lines that are not there yet
            super()._action_command_list(action)


class ActionCommands(Provider):
    """Finds what can be done at the place under the palette."""

    def _commands(self) -> list[tuple[str, str, str]]:
        screen = self.screen
        if not isinstance(screen, PlaceScreen):
            return []
        found = [
            (f"{action.title.capitalize()}  ({action.key})", action.meaning, f"act('{action.id}')")
            for action in screen.explorer.keymap.at(screen.PLACE)
            if action.id != "palette"
        ]
        for number, query in enumerate(screen.session.survey.queries):
            key = f"  ({query.key.upper()})" if query.key else ""
            found.append((f"Query: {shown(query.title)}{key}", "a canned query of this survey", f"app.query({number})"))
        return found

    def _questions(self) -> list[tuple[str, str, str]]:
        screen = self.screen
        if not isinstance(screen, PlaceScreen):
            return []
        return [
            (f"Question: {shown(question.label)}", shown(question.text), f"app.question({number})")
            for number, question in enumerate(screen.session.survey)
        ]

    async def discover(self) -> AsyncIterator[DiscoveryHit]:
        """Everything, before anything is typed."""
        for title, meaning, action in self._commands():
            yield DiscoveryHit(Content(title), self._run(action), text=title, help=meaning)

    async def search(self, query: str) -> Hits:
        """What matches, best first."""
        matcher = self.matcher(query)
        for title, meaning, action in self._commands() + self._questions():
            score = matcher.match(title)
            if score > 0:
                yield Hit(score, matcher.highlight(title), self._run(action), text=title, help=meaning)

    def _run(self, action: str):  # type: ignore[no-untyped-def]
        screen = self.screen

        async def run() -> None:
            await screen.run_action(action)

        return run
