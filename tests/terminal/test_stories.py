"""The founding story in a real terminal, byte by byte drawn: what is seen, and what is left behind."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from .terminal import AT_REST, Terminal

SIZES = [(80, 24), (200, 50)]
IMPACT = "Has social media had an impact"


def bar(label: str, percent: str, count: str) -> Callable[[str], bool]:
    """Whether a screen has a bar with this label, percent and count."""

    def seen(screen: str) -> bool:
        for line in screen.splitlines():
            words = line.partition("▕")[2].strip()
            if words.startswith(label) and words.removeprefix(label)[:1] in (" ", ""):
                after = [word for word in words.removeprefix(label).split() if word[0].isdigit()]
                return after[:2] == [percent, count]
        return False

    return seen


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_from_who_answered_to_a_recruiters_words_and_out(size: tuple[int, int]) -> None:
    with Terminal(size=size) as terminal:
        terminal.wait_for(
            "5,000 asked > 412 replied (8.2%)", bar("Asked", "100%", "5,000"), bar("Replied", "8%", "412")
        )
        assert terminal.modes == AT_REST - {7, 25} | {1000, 1003, 1004, 1006, 1015, 1049, 2004}

        terminal.go("down", IMPACT, bar("Yes", "50%", "205"), bar("No", "50%", "207"))

        terminal.go("down", "base: said yes, n=205", bar("Selling", "93%", "191"), bar("Managing", "20%", "41"))
        for nobody in ("Coaching", "Pipeline health", "Forecasting"):
            terminal.wait_for(bar(nobody, "0%", "0"))

        terminal.go("b", "n=412", bar("Selling", "46%", "191"), bar("Managing", "10%", "41"))
        terminal.wait_for(bar("Recruiting and hiring", "10%", "41"))

        terminal.go("tab", "the people behind this bar")
        for people in (94, 74, 59, 65, 41, 41):
            terminal.go("down", f"of {people} ")
        terminal.go("enter", "n=41", "1 of 41 ──")
        terminal.go("enter", "Reply 1 of 41", "coded: ", "Recruiting and hiring")
        first = terminal.lines[terminal.lines.index(" If so, how?") + 1]
        terminal.go("J", "Reply 2 of 41", "coded: ", lambda screen: first not in screen)
        terminal.go("K", "Reply 1 of 41", first)
        terminal.go("J", "Reply 2 of 41", lambda screen: first not in screen)
        terminal.go("esc", "2 of 41 ──")
        terminal.go("esc", bar("Managing", "10%", "41"), "the people behind this bar")

        terminal.press("q")
        assert terminal.end() == 0
        assert terminal.is_as_before
        assert terminal.afterwards == b""


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_every_line_of_the_screen_is_used_and_none_runs_over(size: tuple[int, int]) -> None:
    with Terminal(size=size) as terminal:
        terminal.wait_for(bar("Asked", "100%", "5,000"), lambda screen: screen.endswith("? help"))
        assert terminal.lines[0].startswith(" topline  Social media and the sales manager")
        assert len(terminal.lines) == size[1]
        terminal.press("ctrl+q")
        assert terminal.end() == 0
