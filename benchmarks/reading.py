"""Opening a file for the first time and again, against what its codec takes to read it and no more.

Each in a process of its own, all of whose children count: for topline from starting Python to a survey whose replies
can be queried; for the codec to its values in memory: DuckDB's table of texts, calamine's lists, pyreadstat's columns.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from argparse import ArgumentParser
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import duckdb

from generate import AGREEMENT, ENDINGS, MEMORY, OPENINGS, SUBJECTS, chance
from measure import DATA, ENVIRONMENT, ROOT, Result, Spent, interleaved, report

LIMIT = 3.0
RUNS = 5
TOOLS = ("Telephone", "Laptop", "Spreadsheet", "Calendar", "Mail", "Chat", "Whiteboard", "Notebook", "Wiki", "Forum")

OPENED = "import sys, pathlib; from topline.readers import open_source; open_source(pathlib.Path(sys.argv[1]))"
DUCKDB = (
    "import sys, duckdb; duckdb.execute('create table replies as"
    " from read_csv(?, all_varchar = true, header = true, strict_mode = false)', sys.argv[1:])"
)
CALAMINE = (
    "import sys, python_calamine as codec;"
    "[sheet.to_python() for book in [codec.load_workbook(sys.argv[1])] for sheet in"
    " [book.get_sheet_by_index(0)]]"
)
PYREADSTAT = "import sys, pyreadstat; pyreadstat.read_{}(sys.argv[1], user_missing=True, output_format='dict')"
BARE = {
    ".csv": DUCKDB,
    ".tsv": DUCKDB,
    ".xlsx": CALAMINE,
    ".xls": CALAMINE,
    ".ods": CALAMINE,
    ".sav": PYREADSTAT.format("sav"),
    ".zsav": PYREADSTAT.format("sav"),
    ".dta": PYREADSTAT.format("dta"),
}
"""What reads a file of each kind and does nothing else."""


@dataclass(frozen=True, slots=True)
class File:
    """A file that is made to be read."""

    name: str
    rows: int
    columns: tuple[str, ...]
    """SQL of each."""
    write: Callable[[str, Path], None]
    """Takes a query of the values, and where the file is to be."""

    @property
    def what(self) -> str:
        """What it is called in the table."""
        return f"{self.name}, {self.rows:,} x {len(self.columns):,}"


def pick(name: str, options: Sequence[str]) -> str:
    """SQL for one of these, or nothing."""
    listed = ", ".join(f"'{option}'" for option in options)
    return f"[{listed}, null][1 + floor({len(options)}.9 * {chance(name)})::int]"


def points(name: str) -> str:
    """SQL for 0 to 10, or nothing."""
    return f"nullif(floor(11.9 * {chance(name)})::int, 11)"


def codes(name: str) -> str:
    """SQL for 1 to 5."""
    return f"1 + floor(5 * {chance(name)})::int"


def joined(name: str) -> str:
    """SQL for several answers with semicolons between."""
    chosen = ", ".join(f"case when {chance(f'{name}{at}')} < 0.35 then '{tool}' end" for at, tool in enumerate(TOOLS))
    return f"nullif(concat_ws(';', {chosen}), '')"


def words(name: str) -> str:
    """SQL for a sentence that is mostly like no other, or nothing."""
    parts = (
        f"[{', '.join(repr(text) for text in texts)}][1 + floor({len(texts)} * {chance(f'{name}{at}')})::int]"
        for at, texts in enumerate((OPENINGS, SUBJECTS, ENDINGS))
    )
    return f"case when {chance(name)} < 0.6 then {' || '.join(parts)} || ' ' || (i % 9973) end"


def _named(prefix: str, make: Callable[[str], str], number: int) -> tuple[str, ...]:
    return tuple(make(f"{prefix}{at}") for at in range(1, number + 1))


def _csv(query: str, output: Path) -> None:
    with duckdb.connect(config={"memory_limit": MEMORY}) as connection:
        connection.execute(f"copy ({query}) to '{output}' (format csv, header)")


def _xlsx(query: str, output: Path) -> None:
    import xlsxwriter

    with duckdb.connect() as connection, xlsxwriter.Workbook(output, {"constant_memory": True}) as workbook:
        found = connection.execute(query)
        sheet = workbook.add_worksheet()
        sheet.write_row(0, 0, [column[0] for column in found.description or ()])
        for at, row in enumerate(iter(found.fetchone, None), 1):
            sheet.write_row(at, 0, row)


def _sav(query: str, output: Path) -> None:
    import polars
    import pyreadstat

    between = output.with_suffix(".parquet")
    with duckdb.connect() as connection:
        connection.execute(f"copy ({query}) to '{between}'")
    frame = polars.read_parquet(between)
    between.unlink()
    labels: dict[str, dict[int | float, str]] = {
        name: dict(enumerate(AGREEMENT, 1))
        for name, dtype in frame.schema.items()
        if name != "id" and dtype.is_integer()
    }
    pyreadstat.write_sav(frame, str(output), variable_value_labels=labels)


ID = "i + 100000"
FILES = (
    File(
        "mixed.csv",
        300_000,
        (
            ID,
            "date '2024-01-01' + (i % 300)::int",
            *_named("word", lambda name: pick(name, ["Yes", "No", "Maybe", "Agree"]), 20),
            *_named("point", points, 10),
            words("how"),
        ),
        _csv,
    ),
    File(
        "joined.csv",
        90_000,
        (
            ID,
            *_named("uses", joined, 25),
            *_named("word", lambda name: pick(name, AGREEMENT), 40),
            *_named("years", lambda name: f"floor(60 * {chance(name)})::int", 10),
            *_named("said", words, 4),
        ),
        _csv,
    ),
    File(
        "wide.csv",
        20_000,
        (ID, *_named("word", lambda name: pick(name, AGREEMENT), 300), *_named("point", points, 299)),
        _csv,
    ),
    File(
        "widest.csv",
        2_000,
        (ID, *_named("word", lambda name: pick(name, AGREEMENT), 1_750), *_named("point", points, 1_749)),
        _csv,
    ),
    File(
        "sheet.xlsx",
        30_000,
        (
            ID,
            *_named("word", lambda name: pick(name, AGREEMENT), 40),
            *_named("point", points, 37),
            words("a"),
            words("b"),
        ),
        _xlsx,
    ),
    File(
        "labelled.sav",
        60_000,
        (
            ID,
            *_named("code", codes, 155),
            *_named("amount", lambda name: f"round(90 * {chance(name)}, 2)", 3),
            words("a"),
        ),
        _sav,
    ),
)


def measure(names: Sequence[str] = (), runs: int = RUNS, files: Sequence[Path] = ()) -> list[Result]:
    """The lines of the table: of the files that are made here and named so, all by default, or of files given."""
    if files:
        return [line for path in files for line in _read(path.name, path, runs)]
    return [line for file in FILES if not names or file.name in names for line in _read(file.what, made(file), runs)]


def made(file: File) -> Path:
    """A file, made now if it was not before."""
    made_by = sha256(repr(file.columns).encode()).hexdigest()[:8]
    path = DATA / f"reading-{file.rows}-{made_by}-{file.name}"
    if not path.exists():
        print(f"writing {path} ...", file=sys.stderr)
        columns = ", ".join(f'{sql} as "q{at}"' if at else f"{sql} as id" for at, sql in enumerate(file.columns))
        unfinished = path.with_name(f".{path.name}")
        file.write(f"select {columns} from range({file.rows}) t(i)", unfinished)
        unfinished.replace(path)
    return path


def _read(what: str, path: Path, runs: int) -> list[Result]:
    """The first opening and a later one against the bare reading."""
    bare = [sys.executable, "-c", BARE[path.suffix.casefold()], str(path)]
    opening = [sys.executable, "-c", OPENED, str(path)]
    with tempfile.TemporaryDirectory(prefix="topline-reading-") as kept:

        def first() -> Spent:
            with tempfile.TemporaryDirectory(prefix="topline-reading-") as cache:
                return _spent(opening, cache)

        try:
            _spent(bare, kept)
        except subprocess.CalledProcessError:
            (new,) = interleaved(runs, first)
            return [Result(f"{what}: first opening; the codec refuses it", new.cpu * 1000, "ms", None, "CPU")]
        read, new, again = interleaved(runs, lambda: _spent(bare, kept), first, lambda: _spent(opening, kept))
    cpu = f"CPU {new.cpu:.2f} s against {read.cpu:.2f} s, wall {new.wall:.2f} s against {read.wall:.2f} s"
    later = f"CPU {again.cpu:.2f} s, wall {again.wall:.2f} s"
    return [
        Result(f"{what}: first opening / bare reading, CPU", new.cpu / read.cpu, "x", LIMIT, cpu),
        Result(f"{what}: second opening / bare reading, CPU", again.cpu / read.cpu, "x", None, later),
    ]


def _spent(command: list[str], cache: str) -> Spent:
    """What a command and its children take to their end."""
    before = time.perf_counter()
    environment = ENVIRONMENT | {"TOPLINE_CACHE": cache}
    quiet = subprocess.DEVNULL
    with subprocess.Popen(command, stdout=quiet, stderr=quiet, cwd=ROOT, env=environment) as process:
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    return Spent(used.ru_utime + used.ru_stime, time.perf_counter() - before)


def main() -> int:
    """Measure and print."""
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=RUNS, help="measured runs of each (default: %(default)s)")
    parser.add_argument("--only", nargs="+", default=[], choices=[file.name for file in FILES], metavar="NAME")
    parser.add_argument("files", nargs="*", type=Path, help="files to read instead of those that are made here")
    arguments = parser.parse_args()
    return report(measure(arguments.only, arguments.runs, arguments.files))


if __name__ == "__main__":
    sys.exit(main())
