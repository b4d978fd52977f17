"""Files written for a test, and the folder of real and nasty ones where it is at hand."""

from collections.abc import Callable
from pathlib import Path

import pytest

SHARED = Path(__file__).parents[2].parent / "shared" / "data"


@pytest.fixture(autouse=True)
def _cache_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No test sees, or leaves, replies in the cache of whoever runs it."""
    monkeypatch.setenv("TOPLINE_CACHE", str(tmp_path / "cache"))


@pytest.fixture
def written(tmp_path: Path) -> Callable[..., Path]:
    """Write a file of this content (text as UTF-8) and say where it is."""

    def write(content: str | bytes, name: str = "survey.csv") -> Path:
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return write


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real and nasty files; these are not part of the repository."""
    if not SHARED.is_dir():
        pytest.skip(f"{SHARED} is not here")
    return SHARED
