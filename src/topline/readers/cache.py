"""Where the parquet files that were made from other files are kept, by what was in those."""

from __future__ import annotations

import os
from hashlib import blake2b
from pathlib import Path

from topline.readers.errors import UnreadableFileError
from topline.readers.reading import VERSION

VARIABLE = "TOPLINE_CACHE"
"""Environment variable that names another folder."""
_BLOCK = 1 << 20


def folder() -> Path:
    """The folder of cached replies, made for this user alone where it is not there yet.

    Raises:
        UnreadableFileError: when it cannot be made.
    """
    named = os.environ.get(VARIABLE)
    if named:
        place = Path(named)
    else:
        from platformdirs import user_cache_path

        place = user_cache_path("topline")
    place = place / "replies"
    try:
        place.mkdir(mode=0o700, parents=True, exist_ok=True)
        place.chmod(0o700)  # replies are people's words: the folder may have been there with other rights
    except OSError as error:
        raise UnreadableFileError(
            f"{place}: no room to keep replies ({error.strerror}); set {VARIABLE} to a folder that can be written"
        ) from None
    return place


def place_of(path: Path, survey_file: str) -> Path:
    """Where the replies of a file are or will be: by its content, the version of the readers, and the survey file."""
    digest = blake2b(f"{VERSION}\n{survey_file}\n".encode("utf-8", "surrogatepass"), digest_size=20)
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            digest.update(block)
    return folder() / f"{digest.hexdigest()}.parquet"
