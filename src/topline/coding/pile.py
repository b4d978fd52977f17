"""The pile: all replies to an open-ended question, each with the key that its codes are kept under."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from topline.coding.reply_key import ReplyKey, reply_key, respondent_id
from topline.readers.parquet import connected, new_connection
from topline.readers.paths import literal_path
from topline.survey import Question, Role, Survey, quoted


@dataclass(frozen=True)
class Pile:
    """The replies that say something, in the order of the file."""

    question: str
    rows: tuple[int, ...]
    """Their 0-based positions in the file."""
    keys: tuple[ReplyKey, ...]
    """One a row; rows of the same respondent and text, or of the same text where there are no ids, share theirs."""
    texts: tuple[str, ...]
    """One a row."""
    codes: Mapping[ReplyKey, frozenset[str]] = field(default_factory=dict)
    """What a column of the file gives them, before anybody codes here."""

    @cached_property
    def text_of(self) -> dict[ReplyKey, str]:
        """The text of each key."""
        return dict(zip(self.keys, self.texts, strict=True))

    @cached_property
    def place_of(self) -> dict[int, int]:
        """Where each row of the file stands in the pile."""
        return {row: place for place, row in enumerate(self.rows)}

    def only(self, rows: Collection[int]) -> Pile:
        """The part of it that is in these rows."""
        kept = [place for place, row in enumerate(self.rows) if row in rows]
        keys = tuple(self.keys[place] for place in kept)
        return Pile(
            self.question,
            tuple(self.rows[place] for place in kept),
            keys,
            tuple(self.texts[place] for place in kept),
            {key: self.codes[key] for key in keys if key in self.codes},
        )

    def __len__(self) -> int:
        return len(self.rows)


def pile_of(replies: Path, survey: Survey, question: Question) -> Pile:
    """Read the pile of a question.

    Args:
        replies: The parquet file, as it was before anybody coded here.
        survey: What is in it.
        question: An open-ended one.

    Raises:
        UnreadableFileError: when the file cannot be read.
    """
    identity = survey.with_role(Role.ID)
    who = quoted(identity.column) if identity else "null"
    codes = f"{quoted(question.codes)}::varchar[]" if question.codes else "null"
    text = f"{quoted(question.column)}::varchar"
    connection = new_connection()
    try:
        with connected(str(replies), connection):
            found = connection.execute(
                f"select row, who, said, codes from (select row_number() over () - 1 as row, {who} as who,"
                f" {text} as said, {codes} as codes from read_parquet(?, hive_partitioning = false))"
                " where trim(said) <> ''",
                [literal_path(replies)],
            ).fetchall()
    finally:
        connection.close()
    keys = tuple(reply_key(said, respondent_id(who)) for _, who, said, _ in found)
    given = {key: frozenset(codes) for key, (*_, codes) in zip(keys, found, strict=True) if codes}
    return Pile(question.name, tuple(row for row, *_ in found), keys, tuple(said for _, _, said, _ in found), given)
