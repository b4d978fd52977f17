"""Some replies in a folder with a secret beside them, and a cage over them."""

from __future__ import annotations

import hashlib
import sys
import tempfile
from datetime import datetime, timedelta
from pathlib import Path

import polars
import pytest

from topline.engine import Cage
from topline.survey import Kind, Question, Role, Storage, Survey

LINUX = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="looks into /proc")
SECRET = "the-secret-that-nobody-may-see"
"""What stands in a file beside the replies, and in the environment."""
PERSON = "a-person-whom-nobody-may-know"
"""What stands in each personal answer."""
SURVEY = Survey(
    "Test",
    (
        Question("respondent", Kind.OPEN, storage=Storage.INTEGER, role=Role.ID),
        Question("role", Kind.SINGLE),
        Question("years", Kind.NUMERIC, storage=Storage.INTEGER),
        Question("how", Kind.OPEN, codes="how_codes"),
        Question("When?", Kind.DATE, column="sent", storage=Storage.DATE),
        Question("email", Kind.OPEN, role=Role.PERSONAL),
    ),
)
FRAME = polars.DataFrame(
    {
        "respondent": range(100, 400),
        "role": ["VP", "Director", None] * 100,
        "years": range(300),
        "how": ["By phone", None, "Over lunch"] * 100,
        "how_codes": [["phone"], None, ["lunch", "phone"]] * 100,
        "sent": [datetime(2026, 3, 1) + timedelta(hours=12 * n) for n in range(300)],
        "email": [f"{PERSON}{n}@example.org" for n in range(300)],
    },
    schema_overrides={"years": polars.Int32},
)


class Site:
    """A cage over some replies, in a folder with a secret in it."""

    def __init__(self, folder: Path, *, seconds: float = 10) -> None:
        self.folder = folder
        self.data = folder / "replies.parquet"
        self.secret = folder / "secret.csv"
        FRAME.write_parquet(self.data)
        self.secret.write_text(f"a,b\n{SECRET},1\n")
        self.before = self.traces
        self.cage = Cage(self.data, SURVEY, seconds=seconds, memory=900 << 20)

    def filled(self, statement: str) -> str:
        """A statement of the list with the names of this folder in it."""
        for name, place in (("secret", self.secret), ("data", self.data), ("folder", self.folder)):
            statement = statement.replace(f"{{{name}}}", str(place))
        return statement

    @property
    def traces(self) -> object:
        """What an attack could have changed: the data, files beside it, and files of its own where processes run."""
        elsewhere = (Path.cwd(), Path("/"), Path.home(), Path(tempfile.gettempdir()))
        left = [file for place in elsewhere for file in place.iterdir() if "attack" in file.name]
        return hashlib.sha256(self.data.read_bytes()).hexdigest(), sorted(self.folder.iterdir()), left

    def is_as_before(self) -> None:
        """Nothing was changed, and the cage answers as if nothing had been."""
        assert self.traces == self.before
        assert self.cage.run("select count(*), sum(years) from responses", personal=True).rows == ((300, 44850),)


def process_of(cage: Cage) -> int:
    """The number of the process that a cage keeps."""
    child = cage._child
    assert child is not None
    assert child._process is not None
    return child._process.pid
