"""A survey whose hindrances others had coded: given as codes here, the topline has the counts that they published."""

from __future__ import annotations

import csv
import json
import shutil
from pathlib import Path

from topline.analysis import tabulate
from topline.coding import Coded, Codeframe, Desk, Flagged, Journals, codes_folder
from topline.coding.opening import RESERVED, open_coded
from topline.coding.pile import pile_of
from topline.engine import Engine
from topline.survey import View, What

QUESTION = "What, if anything, hinders you from making Jupyter Notebook an even more regular part of your workflow?"


def test_the_published_themes_given_as_codes_count_as_published(shared: Path, tmp_path: Path) -> None:
    real = shared / "data" / "real"
    files = json.loads((real / "expected.json").read_text())["files"]
    check = next(one for one in files if one["file"] == "jupyter-2015-hinderances_themes.csv")["checks"][0]
    file = Path(shutil.copy(real / "jupyter-2015-ux-SurveyExport.csv", tmp_path / "jupyter.csv"))
    plain = open_coded(file)
    question = plain.survey.find(QUESTION)
    pile = pile_of(plain.replies, plain.survey, question)
    desk = Desk(Journals(codes_folder(file), "anna"), question.name, Codeframe.of(question, RESERVED), pile.keys)
    for theme in check["counts"]:
        desk.record(desk.state.new_code(theme))
    with (real / "jupyter-2015-hinderances_themes.csv").open(encoding="utf-8", newline="") as themes:
        given = {int(row[""]): row["hinderances_themes"] for row in csv.DictReader(themes, delimiter=";")}
    desk.record(
        *(
            Coded(question=question.name, replies=(pile.keys[pile.place_of[row]],), codes=frozenset(codes.split(",")))
            if codes
            else Flagged(question=question.name, replies=(pile.keys[pile.place_of[row]],), cannot=True)
            for row, codes in given.items()
        )
    )

    source = open_coded(file)
    with Engine(source.replies, source.survey, connection=source.take_connection()) as engine:
        table = tabulate(View(What.TOPLINE, question.name), engine)
    assert (table.base.text, table.base.unweighted) == ("coded", check["base"])
    cells = {row.code: row.cells[0] for row in table.rows}
    assert {code: cell.count for code, cell in cells.items()} == check["counts"]
    assert {code: round(cell.percent or 0, 2) for code, cell in cells.items()} == check["percent_of_base"]
    assert [(item.label, item.count) for item in table.missing] == [
        ("Not coded yet", 1),
        ("Can't be coded", check["not_in_base"]),
        ("No answer", 1706 - 764),
    ]
