"""Workbooks of tables as programs show them: what is indented, and what has room."""

from __future__ import annotations

import re
import zipfile
from dataclasses import replace
from pathlib import Path

from topline.analysis import tabulate
from topline.cli.explorer import sample_path
from topline.engine import Engine
from topline.export.table_book import write_tables
from topline.readers import open_source
from topline.survey import View, What


def test_labels_are_indented_and_the_index_has_room_for_its_titles(tmp_path: Path) -> None:
    source = open_source(sample_path())
    with Engine(source.replies, source.survey) as sample:
        table = tabulate(View(What.TOPLINE, "how"), sample)
    longest = "Which of these, all things considered, would you say you have done in the last week? Pick one."
    tables = [table, replace(table, title=longest, view=replace(table.view, title=longest))]
    path = tmp_path / "report.xlsx"
    with path.open("wb") as file:
        write_tables(file.fileno(), tables, "All of them", ["Some words"])
    with zipfile.ZipFile(path) as packed:
        index, looks = (packed.read(f"xl/{part}.xml").decode() for part in ("worksheets/sheet1", "styles"))
    (width,) = re.findall(r'<col min="2" max="2" width="([\d.]+)"', index)
    assert float(width) > len(longest)
    # Without its side an indent counts in no program.
    indented = re.findall(r'<alignment [^>]*indent="1"[^>]*>', looks)
    assert indented
    assert all('horizontal="left"' in one for one in indented)
