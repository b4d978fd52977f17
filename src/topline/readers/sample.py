"""Where the sample survey lies that comes with the program."""

from __future__ import annotations

from pathlib import Path

import topline

SAMPLE = "sample.parquet"


def built_in_sample() -> Path | None:
    """The sample survey: inside an installed package, or at the top of a clone; None where neither has it."""
    package = Path(topline.__file__).parent
    folders = (package, package.parents[1])
    return next((folder / SAMPLE for folder in folders if (folder / SAMPLE).is_file()), None)


def is_built_in_sample(file: Path) -> bool:
    """Whether a file is that sample itself, and no copy of it."""
    sample = built_in_sample()
    return sample is not None and file.name == SAMPLE and file.resolve() == sample.resolve()
