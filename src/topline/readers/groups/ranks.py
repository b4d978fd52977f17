"""Rankings with a column for each rank, which holds the item that got it: "Which do you like best? [Rank 1]"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from topline.readers.groups.candidates import Candidate, Sheet, neighbours
from topline.readers.groups.cells import folded
from topline.readers.groups.generic import brackets, dashes
from topline.readers.raw import Together

MOST_RANKED = 60
"""Items that may have been ranked."""
SOURCE = "of one ranking, each the item that got its rank"
_WORD = (
    r"(?:rank(?:ing)?|choice|priority|preference|place|rang(?:platz)?|platz|wahl|priorität|classement|choix|priorité"
    r"|rango|puesto|posici[oó]n|prioridad|posição|classificação|prioridade|posizione|classifica|scelta|plaats"
    r"|rangorde|keuze|plass|plats|plads|miejsce|место|ранг|sıra|peringkat|順位|순위|排名)"
)
_RANK = re.compile(
    rf"{_WORD}[ .:#№]*(?P<behind>[0-9]{{1,2}})"
    rf"|(?P<before>[0-9]{{1,2}})(?:st|nd|rd|th|\.|[ºª°]|er|ère|re|e|ème|位|위)? ?{_WORD}"
    r"|(?P<alone>[0-9]{1,2})(?:st|nd|rd|th|位|위)",
    re.IGNORECASE,
)
_BEFORE = re.compile(r"\[(?P<rank>[^\[\]]+)\]\s*(?P<question>\S.*)", re.DOTALL)
"""As LimeSurvey labels the variables that it hands to a statistics package."""


def rank_in(text: str) -> tuple[str, int] | None:
    """The question and the rank of "Question [Rank 1]", "Question - 1st choice" or "[Rank 1] Question"."""
    question, said = brackets(text)
    parts = [(question, said[0])] if len(said) == 1 else []
    parts += dashes(text)
    if before := _BEFORE.fullmatch(text):
        parts.append((before["question"], before["rank"]))
    for asked, label in parts:
        if asked and (found := _RANK.fullmatch(label.strip())):
            return asked, int(found["behind"] or found["before"] or found["alone"])
    return None


def seek(sheet: Sheet) -> Iterator[Candidate]:
    """Neighbours of one question that are headed by a rank each, from the first on."""
    told = {place: found for place in sorted(sheet.free) if (found := rank_in(sheet.texts[place]))}
    for run in neighbours([(place, folded(question)) for place, (question, _) in told.items()]):
        ranks = [told[place][1] for place in run]
        if len(run) > 1 and ranks == [*range(1, len(run) + 1)]:
            yield candidate(run, told[run[0]][0])


def candidate(places: list[int], text: str, name: str = "", *, is_sure: bool = True) -> Candidate:
    """Columns of ranks, from the first on.

    Args:
        places: The columns.
        text: The question.
        name: Its short name.
        is_sure: Whether the header calls them ranks, so that somebody may have given an item two.
    """
    return Candidate(
        columns=tuple(places),
        labels=tuple(f"Rank {rank}" for rank in range(1, len(places) + 1)),
        source=SOURCE,
        text=text,
        name=name,
        ways=frozenset({Together.RANKS}),
        is_sure=is_sure,
        most_answers=MOST_RANKED,
    )
