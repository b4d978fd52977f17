"""What every test stands on: a cache of its own, no colours or files of the person who runs them."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

settings.register_profile("local", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("ci", settings.get_profile("local"), derandomize=True, print_blob=True)
settings.load_profile("ci" if os.environ.get("CI") else "local")


@pytest.fixture(autouse=True)
def _own_folders(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is left behind and nothing that was left is found: files that were read, settings, where one was."""
    monkeypatch.setenv("TOPLINE_CACHE", str(tmp_path_factory.getbasetemp() / "cache"))
    for variable in ("TOPLINE_CONFIG", "TOPLINE_STATE"):
        monkeypatch.setenv(variable, str(tmp_path_factory.mktemp("user") / "absent"))
    monkeypatch.delenv("TOPLINE_DEBUG", raising=False)
    monkeypatch.delenv("NO_COLOR", raising=False)


@pytest.fixture(scope="session")
def shared() -> Path:
    """The reference files beside the project; tests that need them skip where they are not."""
    folder = Path(__file__).parents[2] / "shared"
    if not folder.is_dir():
        pytest.skip("the reference files are not beside this clone (../shared)")
    return folder


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """Compares a text with the golden file of a name, in the folder `golden` beside the test.

    TOPLINE_GOLDEN=update writes it anew; look at the difference before it is committed.
    """

    def check(name: str, text: str) -> None:
        path = request.path.parent / "golden" / name
        if os.environ.get("TOPLINE_GOLDEN") == "update":
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8")
        assert path.is_file(), f"no {path}; TOPLINE_GOLDEN=update writes it"
        assert text == path.read_text(encoding="utf-8")

    return check
