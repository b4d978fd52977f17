"""Files of replies and the journals beside them, for tests that open both."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from topline.coding import CodeAdded, Coded, Flagged, Journals, codes_folder, reply_key

WHY = 'id = "id"\n[question.why]\nkind = "open"\n'
"""A survey file of respondents with an id, who wrote why."""


class Coder:
    """Somebody who codes one question of a file."""

    def __init__(self, file: Path, name: str = "anna", question: str = "why") -> None:
        self.journals = Journals(codes_folder(file), name)
        self.question = question

    def adds(self, *codes: str) -> None:
        """Codes come into the codeframe, called by their ids."""
        self.journals.append(*(CodeAdded(question=self.question, code=code, label=code.capitalize()) for code in codes))

    def codes(self, replies: Iterable[tuple[object, str]], *codes: str) -> None:
        """Gives replies, each an id and a text, these codes."""
        keys = tuple(reply_key(text, "" if who is None else str(who)) for who, text in replies)
        self.journals.append(Coded(question=self.question, replies=keys, codes=frozenset(codes)))

    def gives_up(self, replies: Iterable[tuple[object, str]]) -> None:
        """Says that replies can't be coded."""
        keys = tuple(reply_key(text, "" if who is None else str(who)) for who, text in replies)
        self.journals.append(Flagged(question=self.question, replies=keys, cannot=True))


def surveyed(folder: Path, rows: Sequence[Mapping[str, object]], stated: str = WHY, name: str = "survey.csv") -> Path:
    """A file of these replies, with its survey file beside it."""
    import polars

    file = folder / name
    frame = polars.DataFrame(rows, infer_schema_length=None)
    match file.suffix:
        case ".csv":
            frame.write_csv(file)
        case ".xlsx":
            frame.write_excel(file)
        case _:
            frame.write_parquet(file)
    file.with_name(f"{file.stem}.topline.toml").write_text(stated)
    return file
