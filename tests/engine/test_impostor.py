"""A caged process that has become somebody else's: what it says is not trusted."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator

import pytest

from topline.engine import Cage, SqlError, SqlKilledError
from topline.engine.keeper import Child, GoneError

from .site import SURVEY, Site


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    site = Site(tmp_path_factory.mktemp("site"))
    yield site
    site.cage.close()


def frame(text: bytes) -> bytes:
    return len(text).to_bytes(4, "big") + text


READY = frame(b'{"ready": true}')
COLUMNS = frame(b'{"number": 1, "columns": ["a"], "types": ["INTEGER"], "identities": [null], "masked": []}')
FEWER = frame(b'{"number": 1, "columns": ["a"], "types": [], "identities": [null], "masked": []}')
OTHER = frame(b'{"number": 1, "columns": 5, "types": [], "identities": [], "masked": []}')
NONSENSE: dict[str, bytes] = {
    "nothing": b"",
    "no frame": b"\xff\xff\xff\xff" + b"x" * 100,
    "half a frame": b"\x00\x00\x10\x00{",
    "no JSON": frame(b"nonsense"),
    "no message": frame(b"[1, 2]"),
    "deep": frame(b"[" * 100_000 + b"]" * 100_000),
    "an endless number": frame(b'{"number": ' + b"9" * 10_000 + b"}"),
    "columns that are none": READY + OTHER,
    "columns without types": READY + FEWER,
    "rows that do not fit": READY + COLUMNS + frame(b'{"number": 1, "rows": [[1, 2]]}'),
    "rows that are none": READY + COLUMNS + frame(b'{"number": 1, "rows": "abc"}'),
    "too many rows": READY + COLUMNS + frame(b'{"number": 1, "rows": [' + b",".join([b"[1]"] * 99) + b"]}"),
    "an end that is none": READY + COLUMNS + frame(b'{"number": 1, "hello": 1}'),
    "a flood": READY + (frame(b'{"number": 7, "x": "' + b"y" * 1_000_000 + b'"}') * 80),
}


@pytest.mark.parametrize("said", list(NONSENSE.values()), ids=list(NONSENSE))
def test_nonsense_is_an_error_and_no_answer(site: Site, said: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    spoken = site.folder / "said"
    spoken.write_bytes(said)
    program = (
        f"import shutil, sys; shutil.copyfileobj(open({str(spoken)!r}, 'rb'), sys.stdout.buffer); sys.stdin.read(1)"
    )
    started = subprocess.Popen

    def impostor(command: list[str], **settings: object) -> subprocess.Popen[bytes]:
        return started([sys.executable, "-c", program], **settings)  # type: ignore[call-overload, no-any-return]

    monkeypatch.setattr(subprocess, "Popen", impostor)
    with Cage(site.data, SURVEY, seconds=0.3) as cage, pytest.raises((SqlKilledError, SqlError)) as caught:
        cage.run("select 1", limit=10)
    assert "\n" not in str(caught.value)
    spoken.unlink()


def test_child_that_never_listens_is_gone_for_whoever_asks(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("topline.engine.keeper.MODULE", "topline.no_such_module")
    child = Child(site.data, {"questions": []})
    with pytest.raises(GoneError):
        child.hear(10)
    child.end()
    child.join()
    assert not child.is_alive
