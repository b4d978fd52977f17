"""What can be done while coding. Small letters are codes there, so that what is done has other keys."""

from __future__ import annotations

from topline.tui.action import ON_CODING, Action

CODING: tuple[Action, ...] = (
    Action(
        "go_on",
        "enter",
        "next",
        "Go on to the next reply that waits to be coded",
        "Coding",
        ON_CODING,
        hint=True,
    ),
    Action("accept", "tab", "accept", "Give the reply the codes that are suggested", "Coding", ON_CODING, hint=True),
    Action("repeat", "full_stop", "repeat", "Give it the codes that were given last", "Coding", ON_CODING, hint=True),
    Action(
        "apply_to_all",
        "A",
        "all alike",
        "Give its codes to all replies that say the same; once more, to those that nearly do",
        "Coding",
        ON_CODING,
        hint=True,
    ),
    Action(
        "new_code",
        "plus",
        "new code",
        "A new code, or one that has no key, by its name",
        "Coding",
        ON_CODING,
        hint=True,
    ),
    Action(
        "quote", "q", "quote", "Put the reply into the basket of quotes, or take it out", "Coding", ON_CODING, hint=True
    ),
    Action(
        "edit_codes",
        "E",
        "codes",
        "Change the codes: rename, define, merge, split, move between nets, delete",
        "Coding",
        ON_CODING,
        hint=True,
    ),
    Action(
        "cannot", "minus", "can't code", "The reply can't be coded, or can after all", "Coding", ON_CODING, hint=True
    ),
    Action(
        "second_opinion",
        "exclamation_mark",
        "second opinion",
        "The reply needs a second opinion, or no longer",
        "Coding",
        ON_CODING,
    ),
    Action("note", "N", "note", "Write a note beside the reply", "Coding", ON_CODING),
    Action(
        "which",
        "V",
        "which replies",
        "Which replies are in the queue: all, those to code, those that coders see differently ...",
        "Coding",
        ON_CODING,
        hint=True,
    ),
    Action(
        "settle",
        "D",
        "settle",
        "Settle a reply that coders see differently: take one of their opinions, or both",
        "Coding",
        ON_CODING,
    ),
    Action("blind", "B", "blind", "Code without seeing what others gave, or see it again", "Coding", ON_CODING),
    Action(
        "progress",
        "R",
        "progress",
        "How far it is: coded, new codes, pace, time left, how right suggestions are, how far coders agree",
        "Coding",
        ON_CODING,
        hint=True,
    ),
    Action("quotes", "Q", "quotes", "The basket of quotes, to be read and exported", "Coding", ON_CODING),
    Action("whose", "F", "whose", "Choose whose replies are coded", "Coding", ON_CODING),
    Action("profile", "W", "who says it", "Choose what is told of who wrote a reply", "Coding", ON_CODING),
    Action("question", "C", "question", "Code another open-ended question", "Coding", ON_CODING),
    Action("codes_out", "X", "export", "Write the codes to a file", "Coding", ON_CODING),
    Action("text_down", "shift+down", "reply down", "Scroll a long reply down", "Coding", ON_CODING),
    Action("text_up", "shift+up", "reply up", "Scroll a long reply up", "Coding", ON_CODING),
    Action("codes_down", "ctrl+down", "codes down", "Scroll the codes down", "Coding", ON_CODING),
    Action("codes_up", "ctrl+up", "codes up", "Scroll the codes up", "Coding", ON_CODING),
)
