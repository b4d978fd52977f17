"""Where the parquet files that were made from other files are kept, by what was in those."""

from __future__ import annotations

from collections.abc import Callable
from hashlib import blake2b
from pathlib import Path

from topline.readers.errors import ReadingCancelledError, UnreadableFileError
from topline.readers.folders import CACHE, cache_folder, private
from topline.readers.reading import VERSION

_BLOCK = 1 << 20


def folder() -> Path:
    """The folder of cached replies, made for this user alone where it is not there yet.

    Raises:
        UnreadableFileError: when it cannot be made.
    """
    place = cache_folder() / "replies"
    try:
        return private(place)
    except OSError as error:
        raise UnreadableFileError(
            f"{place}: no room to keep replies ({error.strerror}); set {CACHE} to a folder that can be written"
        ) from None


def place_of(path: Path, survey_file: str, beside: str = "", cancelled: Callable[[], bool] = lambda: False) -> Path:
    """Where the replies of a file are or will be.

    Args:
        path: The file, whose content decides.
        survey_file: What the survey file says that decides how replies are read.
        beside: The files beside it that may describe it.
        cancelled: Asked now and then whether to give up.

    Raises:
        ReadingCancelledError: when `cancelled` says so.
    """
    digest = blake2b(f"{VERSION}\n{survey_file}\n{beside}\n".encode("utf-8", "surrogatepass"), digest_size=20)
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            digest.update(block)
            if cancelled():
                raise ReadingCancelledError(f"{path}: reading was cancelled")
    return folder() / f"{digest.hexdigest()}.parquet"
