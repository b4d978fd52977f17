"""Decisions: what a column was found to be, and the question that makes of it."""

from __future__ import annotations

from dataclasses import dataclass

from topline.readers.profile import LOOKED_AT, Profile
from topline.survey import Kind, Option, Question, Role

BLANK_LABEL = "(blank)"
"""Shown for a stored text of white space."""


@dataclass(frozen=True, slots=True)
class Decision:
    """What a rule makes of a column."""

    kind: Kind
    rule: str
    role: Role | None = None
    options: tuple[Option, ...] = ()
    separator: str = ""


def question_of(profile: Profile, decision: Decision) -> Question:
    """A decision as the question it is about."""
    looked = f" in the first {LOOKED_AT:,} replies" if profile.sampled else ""
    notes = "".join(f"; {note}" for note in profile.notes)
    apart = [option for option in decision.options if option.missing]
    if said := [f'"{option.label}" as {option.missing}' for option in apart if option.label != BLANK_LABEL]:
        notes += f"; {', '.join(said[:4])}{' ...' if len(said) > 4 else ''}"
    missing = {option.code for option in apart}
    set_apart = 0 if profile.several else sum(count.replies for count in profile.counts if count.value in missing)
    return Question(
        name=profile.name,
        kind=decision.kind,
        text=profile.text,
        column=profile.column,
        storage=profile.storage,
        role=decision.role,
        options=decision.options,
        separator=decision.separator,
        rule=f"{decision.role or decision.kind}: {decision.rule}{looked}{notes}",
        positions=(profile.position,),
        headers=(profile.header,),
        answered=None if profile.sampled else profile.answered - set_apart,
    )
