"""What every task of the coding screen stands on."""

from __future__ import annotations

from topline.coding.sitting import Sitting
from topline.tui.screens.coding import CodingScreen
from topline.tui.tasks.coding import Opened
from topline.tui.tasks.task import Task


class AtCoding(Task):
    """Something that is done while coding."""

    @property
    def coding_screen(self) -> CodingScreen:
        """Where replies are coded."""
        screen = self.screen
        assert isinstance(screen, CodingScreen)
        return screen

    @property
    def is_sitting(self) -> bool:
        """Whether a sitting goes on; where it does not yet, that is said."""
        if self.coding_screen.opened is None:
            self.say(self.coding_screen.fault or "the replies are still being read")
        return self.coding_screen.opened is not None

    @property
    def opened(self) -> Opened:
        """The sitting, and whose replies are coded."""
        opened = self.coding_screen.opened
        assert opened is not None
        return opened

    @property
    def sitting(self) -> Sitting:
        """The sitting."""
        return self.opened.sitting
