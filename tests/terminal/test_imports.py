"""What is imported before the first toplines are on the screen: of the heavy packages only textual and duckdb."""

from __future__ import annotations

import subprocess
import sys

HEAVY = {
    "calamine", "lark", "numpy", "pandas", "plotext", "polars", "pyarrow", "pyreadstat", "python_calamine", "scipy",
    "tomlkit", "xlsxwriter",
}  # fmt: skip
FIRST_FRAME = """
import asyncio, sys
from topline.cli.explorer import sample_path
from topline.tui import ToplineApp
from topline.tui.widgets.chart import Bars

async def run():
    app = ToplineApp(sample_path())
    async with app.run_test(size=(120, 36)) as pilot:
        while not (found := app.screen.query(Bars)) or not found.first().lines:
            await pilot.pause()
        print(*sorted({name.partition(".")[0] for name in sys.modules}))
        app.leave()

asyncio.run(run())
"""


def test_only_textual_and_duckdb_before_the_first_toplines() -> None:
    done = subprocess.run([sys.executable, "-c", FIRST_FRAME], capture_output=True, text=True, timeout=60, check=True)
    imported = set(done.stdout.split())
    assert {"textual", "duckdb"} <= imported
    assert imported & HEAVY == set()
