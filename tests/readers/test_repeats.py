"""Rows that are not respondents: REDCap's events and repeated forms, groups that repeat of ODK and KoboToolbox.

The files are made here, with the columns that these tools write: REDCap's longitudinal projects, a table a group of
ODK Central, a sheet a group of KoboToolbox.
"""

from collections.abc import Callable
from pathlib import Path

import pytest

from topline.readers.formats import read_table
from topline.readers.neighbours import seen_beside
from topline.readers.raw import RawTable
from topline.readers.understood import understood
from topline.survey import Kind, Role

Written = Callable[..., Path]

REDCAP = """subject,redcap_event_name,redcap_repeat_instrument,redcap_repeat_instance,age,symptom,visit_complete
1,baseline_arm_1,,,34,,
1,visit_arm_1,visit,1,,cough,2
1,visit_arm_1,visit,2,,fever,2
2,baseline_arm_1,,,51,,
"""
REPLIES = """SubmissionDate,region,SET-OF-person,KEY
2024-01-02T10:00:00.000Z,north,Form.svc,uuid:a
2024-01-03T10:00:00.000Z,south,Form.svc,uuid:b
2024-01-04T10:00:00.000Z,west,Form.svc,uuid:c
"""
PEOPLE = """sex,PARENT_KEY,KEY
f,uuid:a,uuid:a/person[1]
m,uuid:a,uuid:a/person[2]
f,uuid:c,uuid:c/person[1]
"""
VISITS = """result,PARENT_KEY,KEY
ok,uuid:a/person[2],uuid:a/person[2]/visit[1]
no,uuid:c/person[1],uuid:c/person[1]/visit[1]
ok,uuid:lost,uuid:lost/visit[1]
"""


def read(path: Path) -> RawTable:
    return understood(read_table(path, path.name, lambda _: None), path)


def cells(table: RawTable, header: str) -> list[object]:
    return next(column.cells.to_list() for column in table.columns if column.header == header)


@pytest.mark.parametrize("labels", [False, True])
def test_rows_of_redcap_are_events_of_people(written: Written, labels: bool) -> None:
    content = REDCAP
    if labels:
        names = "subject,redcap_event_name,redcap_repeat_instrument,redcap_repeat_instance"
        content = REDCAP.replace(names, "Record ID,Event Name,Repeat Instrument,Repeat Instance")
        content = content.replace("visit_complete", "Complete?")
    table = read(written(content))
    by = "Event Name" if labels else "redcap_event_name"
    told = [warning for warning in table.warnings if "people" in warning]
    assert told == [
        "4 rows of 2 people: REDCap writes one for each event and each repeated form of a person;"
        f" filter by {by} to count people"
    ]
    assert table.columns[0].role is Role.ID
    assert table.columns[0].rule == "the record, which has a row for each event and each repeated form"


def test_a_row_a_person_needs_no_word(written: Written) -> None:
    first = "".join(line for line in REDCAP.splitlines(keepends=True) if not line.startswith("1,visit"))
    assert not [warning for warning in read(written(first)).warnings if "people" in warning]


def test_a_group_that_repeats_has_the_answers_of_its_reply(written: Written) -> None:
    written(REPLIES, "Form.csv")
    table = read(written(PEOPLE, "Form-person.csv"))
    assert [column.header for column in table.columns] == ["sex", "PARENT_KEY", "KEY", "SubmissionDate", "region"]
    assert cells(table, "region") == ["north", "north", "west"]
    assert table.columns[4].notes == ("of the reply in Form.csv that the row belongs to",)
    assert [column.position for column in table.columns] == [0, 1, 2, 3, 4]
    assert [column.header for column in table.columns if column.role is Role.ID] == ["KEY"]
    assert table.columns[1].kind is Kind.OPEN
    assert table.warnings[0] == (
        "each row is one of several of a reply: 3 rows belong to 2 of Form.csv, whose 2 columns were joined to them"
    )


def test_groups_within_groups(written: Written) -> None:
    written(REPLIES, "Form.csv")
    written(PEOPLE, "Form-person.csv")
    table = read(written(VISITS, "Form-person-visit.csv"))
    assert cells(table, "sex") == ["m", "f", None]
    assert cells(table, "region") == ["north", "west", None]
    assert table.warnings[0].endswith("whose 3 columns were joined to them; a row belongs to none there")


def test_a_parent_that_is_not_there_is_asked_for(written: Written) -> None:
    written(REPLIES.replace("uuid:", "uuid:other-"), "Form.csv")
    table = read(written(PEOPLE, "Form-person.csv"))
    assert len(table.columns) == 3
    assert table.warnings[0] == (
        "each row is one of several of a reply in another table; put the file whose KEY this one's PARENT_KEY names"
        " beside it to have its answers here too"
    )


def test_what_was_read_is_stale_once_the_parent_is_there(written: Written) -> None:
    path = written(PEOPLE, "Form-person.csv")
    before = seen_beside(path, ".toml")
    written(REPLIES + "2024-01-04T10:00:00.000Z,west,Form.svc,uuid:d\n" * 200_000, "Form.csv")
    assert seen_beside(path, ".toml") != before


SHEETS: dict[str, list[list[object]]] = {
    "household": [
        ["region", "_id", "_uuid", "_submission_time", "_status", "_index"],
        ["north", 11, "aa-1", "2024-01-02T10:00:00", "submitted_via_web", 1],
        ["south", 12, "bb-2", "2024-01-03T10:00:00", "submitted_via_web", 2],
    ],
    "person": [
        ["sex", "_index", "_parent_table_name", "_parent_index", "_submission__id", "_submission__uuid"],
        ["f", 1, "household", 2, 12, "bb-2"],
        ["m", 2, "household", 2, 12, "bb-2"],
        ["f", 3, "household", 1, 11, "aa-1"],
    ],
}


def test_sheets_of_one_workbook(tmp_path: Path) -> None:
    xlsxwriter = pytest.importorskip("xlsxwriter")
    path = tmp_path / "form.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        for name, rows in SHEETS.items():
            sheet = book.add_worksheet(name)
            for at, row in enumerate(rows):
                sheet.write_row(at, 0, row)
    table = understood(read_table(path, path.name, lambda _: None, "person"), path)
    assert cells(table, "region") == ["south", "south", "north"]
    assert table.platform == "KoboToolbox"


def test_sheets_saved_as_files(written: Written) -> None:
    for name, rows in SHEETS.items():
        written("".join(";".join(str(cell) for cell in row) + "\n" for row in rows), f"{name}.csv")
    person = written(b"", "x").with_name("person.csv")
    assert cells(read(person), "region") == ["south", "south", "north"]
    person.with_name("household.csv").unlink()
    assert "put household.csv beside it" in read(person).warnings[0]
