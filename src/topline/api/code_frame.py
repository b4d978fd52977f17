"""The codes of an open question as a frame."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from topline.analysis import rows_to_code
from topline.analysis.floor import refused
from topline.cli.opened import Opened
from topline.coding.bench import bench_for, question_to_code
from topline.coding.listed import CodeList, Shape

if TYPE_CHECKING:
    import polars


def codes_frame(it: Opened, said: str) -> polars.DataFrame:
    """The codes of all who were asked and replied: a line a code, and one for each reply that has none.

    Its columns: id (where the survey has ids), row (counted from 1), text, coder, code, label, how, by, when (UTC).

    Args:
        it: The survey.
        said: The open question that is meant; empty for the one that has codes, or the only one.

    Raises:
        ToplineError: when it cannot be coded, or there is a privacy floor.
    """
    import polars

    if it.survey.min_base:
        raise refused(it.survey, "codes are not given as frames")
    question = question_to_code(it.survey, said)
    rows = rows_to_code(it.windows, it.survey, question)
    bench = bench_for(it.source, Path(it.survey.source), question.name, rows=rows)
    codes = CodeList(bench.pile, bench.state)
    schema = dict.fromkeys(codes.headings(Shape.LONG), polars.String) | {"row": polars.Int64}
    frame = polars.DataFrame(list(codes.rows(Shape.LONG)), schema=schema, orient="row")
    blank = polars.col("coder", "code", "label", "how", "by", "when")
    when = polars.col("when").str.to_datetime("%Y-%m-%dT%H:%M:%SZ", time_zone="UTC")
    return frame.with_columns(blank.replace("", None)).with_columns(when)
