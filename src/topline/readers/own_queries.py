"""The canned queries that a person keeps for every survey: `queries.toml` in the folder of their settings."""

from __future__ import annotations

from pathlib import Path

from topline.readers.folders import config_folder
from topline.readers.sanitise import sanitise
from topline.survey import CannedQuery, SurveyFileError, read_own_queries


def own_queries_file() -> Path:
    """Where they are, or will be; it may not be there yet."""
    return config_folder() / "queries.toml"


def own_queries() -> tuple[CannedQuery, ...]:
    """What the user's own file holds; nothing where there is none.

    Raises:
        SurveyFileError: when it cannot be read, or does not say what it should; with the file and the line.
    """
    place = own_queries_file()
    shown = sanitise(str(place), one_line=True, limit=400)
    try:
        return read_own_queries(place.read_text(encoding="utf-8-sig"), shown)
    except (FileNotFoundError, NotADirectoryError):
        return ()
    except (OSError, UnicodeDecodeError) as error:
        raise SurveyFileError(f"{shown}: your own queries cannot be read: {error}") from None
