"""Files of SPSS, Stata and SAS: what was written as a survey is read as that survey.

pyreadstat writes no .sas7bdat files, so these are tried by their first bytes alone.
"""

import datetime as dt
import json
import struct
from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl
import pyreadstat
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from topline.readers import UnreadableFileError, sas_catalog, statistical
from topline.readers.raw import RawColumn, RawTable, Together
from topline.survey import MissingKind, Role, code_of

PEOPLE = pl.DataFrame(
    {
        "id": [1.0, 2.0, 3.0, 4.0],
        "sat": [1.0, 5.0, 99.0, None],
        "score": [1.5, 2.0, -3.25, None],
        "why": ["zu teuer – 5 €", "", "b" * 300, "x"],
        "day": [dt.date(2024, 6, 1), None, dt.date(1899, 12, 31), dt.date(2024, 2, 29)],
        "at": [dt.datetime(2024, 6, 1, 23, 59, 59, 500_000), None, dt.datetime(1960, 1, 1), dt.datetime(1901, 2, 3)],
    }
)
LABELS = {"sat": "How satisfied are you?", "why": "Why?"}
WRITERS: dict[str, Callable[[Path], Any]] = {
    "a.sav": lambda path: pyreadstat.write_sav(PEOPLE, path, column_labels=LABELS, file_label="Wave 1"),
    "b.sav": lambda path: pyreadstat.write_sav(
        PEOPLE, path, column_labels=LABELS, file_label="Wave 1", row_compress=True
    ),
    "a.zsav": lambda path: pyreadstat.write_sav(PEOPLE, path, column_labels=LABELS, file_label="Wave 1", compress=True),
    "12.dta": lambda path: pyreadstat.write_dta(
        PEOPLE, path, column_labels=LABELS, file_label="Wave 1", version=12, variable_format={"at": "%tc"}
    ),
    "15.dta": lambda path: pyreadstat.write_dta(PEOPLE, path, column_labels=LABELS, file_label="Wave 1"),
    "8.xpt": lambda path: pyreadstat.write_xport(PEOPLE, path, column_labels=LABELS, file_label="Wave 1"),
}


def read(path: Path) -> RawTable:
    with path.open("rb") as file:
        assert statistical.recognises(file.read(4096))
    return statistical.read(path, path.name, lambda _: None)


def read_or_refused(path: Path) -> RawTable | str:
    """The table, or in which words it is refused."""
    try:
        return read(path)
    except UnreadableFileError as error:
        return str(error)


def column(table: RawTable, name: str) -> RawColumn:
    return next(column for column in table.columns if column.name == name)


@pytest.mark.parametrize("name", WRITERS)
def test_every_format_gives_the_same_survey(tmp_path: Path, name: str) -> None:
    people = PEOPLE
    if name == "12.dta":  # texts of at most 244 bytes, and no letters but Western ones
        people = PEOPLE.with_columns(why=pl.Series(["zu teuer", "", "b" * 200, "x"]))
        pyreadstat.write_dta(people, tmp_path / name, column_labels=LABELS, file_label="Wave 1", version=12)
    else:
        WRITERS[name](tmp_path / name)
    table = read(tmp_path / name)
    assert (table.rows, table.title, table.warnings) == (4, "Wave 1" if name != "8.xpt" else table.title, ())
    assert [column.name for column in table.columns] == people.columns
    assert [column.position for column in table.columns] == [0, 1, 2, 3, 4, 5]
    assert column(table, "sat").text == "How satisfied are you?"
    assert column(table, "id").cells.dtype == pl.Int64
    assert column(table, "score").cells.dtype == pl.Float64
    for name_ in people.columns:
        expected = [value if value != "" else None for value in people[name_]]
        assert column(table, name_).cells.to_list() == expected


def test_portable_files(tmp_path: Path) -> None:
    pyreadstat.write_por(
        PEOPLE.select("id", "score", pl.Series("s", ["a", "b ", "", "c"])),
        tmp_path / "a.por",
        column_labels=["Respondent", None, None],
    )
    table = read(tmp_path / "a.por")
    assert [(c.name, c.text, c.cells.to_list()) for c in table.columns] == [
        ("ID", "Respondent", [1, 2, 3, 4]),
        ("SCORE", "", [1.5, 2.0, -3.25, None]),
        ("S", "", ["a", "b", None, "c"]),
    ]


def test_portable_files_say_what_is_missing(tmp_path: Path) -> None:
    """pyreadstat writes no missing values there: one is put in, as "8" and the value in base 30 (39 is 99)."""
    path = tmp_path / "a.por"
    pyreadstat.write_por(pl.DataFrame({"num": [1.0, 2.0, 99.0, None]}), path)
    text = path.read_text("latin-1").replace("\r\n", "").replace("\n", "")
    text = text.replace("3/NUM5/8/2/5/8/2/", "3/NUM5/8/2/5/8/2/839/").rstrip("Z")
    text += "Z" * (80 - len(text) % 80)
    path.write_text("".join(text[at : at + 80] + "\r\n" for at in range(0, len(text), 80)), "latin-1", newline="")
    found = read(path).columns[0]
    assert found.cells.to_list() == [1, 2, 99, None]
    assert [(option.code, option.missing) for option in found.options] == [("99", MissingKind.NO_ANSWER)]


def test_value_labels_keep_their_order_and_say_what_is_missing(tmp_path: Path) -> None:
    path = tmp_path / "a.sav"
    pyreadstat.write_sav(
        pl.DataFrame(
            {
                "q": [1.0, 2.0, 2.5, 97.0, 98.0, 99.0, None],
                "amount": [-9.0, -8.5, 0.0, 12.0, 13.0, 14.0, 15.0],
                "s": ["yes", "no", "DK", "", "n/a", "yes", "yes"],
                "day": [dt.date(2024, 1, day) for day in range(1, 7)] + [dt.date(1900, 1, 1)],
            }
        ),
        path,
        variable_value_labels={
            "q": {2.5: "Zebra", 1.0: "Mule", 2.0: "Ant", 97.0: "Refused", 98.0: "Don’t know", 96.0: "Not asked"},
            "s": {"yes": "Ja", "no": "Nein"},
        },
        missing_ranges={
            "q": [{"lo": 96, "hi": 98}, 99],
            "amount": [{"lo": float("-inf"), "hi": -1}],
            "s": ["DK", "n/a"],
            "day": [10010390400],
        },
    )
    table = read(path)
    assert [(o.code, o.label, o.missing) for o in column(table, "q").options] == [
        ("2.5", "Zebra", None),
        ("1", "Mule", None),
        ("2", "Ant", None),
        ("97", "Refused", MissingKind.REFUSED),
        ("98", "Don’t know", MissingKind.DONT_KNOW),
        ("96", "Not asked", MissingKind.NOT_ASKED),
        ("99", "99", MissingKind.NO_ANSWER),
    ]
    assert [(o.code, o.missing) for o in column(table, "amount").options] == [
        ("-9", MissingKind.NO_ANSWER),
        ("-8.5", MissingKind.NO_ANSWER),
    ]
    assert {(o.code, o.label, o.missing) for o in column(table, "s").options} == {
        ("yes", "Ja", None),
        ("no", "Nein", None),
        ("DK", "DK", MissingKind.DONT_KNOW),
        ("n/a", "n/a", MissingKind.NOT_ASKED),
    }
    assert [(o.code, o.missing) for o in column(table, "day").options] == [("1900-01-01", MissingKind.NO_ANSWER)]
    assert column(table, "day").cells[-1] == dt.date(1900, 1, 1)


def test_a_range_of_very_many_values_is_blank(tmp_path: Path) -> None:
    path = tmp_path / "a.sav"
    amounts = [float(amount) for amount in range(-500, 10)]
    pyreadstat.write_sav(
        pl.DataFrame({"amount": amounts}),
        path,
        missing_ranges={"amount": [{"lo": -1000, "hi": -1}]},
        variable_value_labels={"amount": {-1.0: "Refused"}},
    )
    found = read(path).columns[0]
    assert found.cells.drop_nulls().to_list() == list(range(-1, 10))
    assert [(o.code, o.missing) for o in found.options] == [("-1", MissingKind.REFUSED)]
    assert found.notes == ("499 values that the file sets apart (-1000 to -1) stored as blank",)


@pytest.mark.parametrize(
    ("values", "code"), [([1, 2, "a", "c", None], -101), ([-99, 2, "a", "c", 4], -101), ([-150, 1, "a", "c", 0], -1001)]
)
def test_letters_of_stata_become_codes_below_all_others(tmp_path: Path, values: list[Any], code: int) -> None:
    path = tmp_path / "a.dta"
    pyreadstat.write_dta(
        pl.DataFrame({"q": pl.Series(values, dtype=pl.Object)}),
        path,
        missing_user_values={"q": ["a", "c"]},
        variable_value_labels={"q": {1: "Yes", 2: "No", "a": "Refused"}},
    )
    found = read(path).columns[0]
    assert found.cells.dtype == pl.Int64
    letters = {"a": code, "c": code - 2}
    assert found.cells.to_list() == [letters.get(value, value) for value in values]
    assert [(o.code, o.label, o.missing) for o in found.options] == [
        ("1", "Yes", None),
        ("2", "No", None),
        (str(code), "Refused", MissingKind.REFUSED),
        (str(code - 2), ".c", MissingKind.NO_ANSWER),
    ]


def test_letters_that_no_code_can_stand_for_are_blank_and_told(tmp_path: Path) -> None:
    columns = {
        "q": pl.Series([-1e300, 2.5, "a", "b"], dtype=pl.Object),
        "day": pl.Series([dt.date(2024, 1, 1), None, None, "a"], dtype=pl.Object),
    }
    path = tmp_path / "a.dta"
    letters = {"q": ["a", "b"], "day": ["a"]}
    labels = {"q": {"a": "Refused"}}
    pyreadstat.write_dta(pl.DataFrame(columns), path, missing_user_values=letters, variable_value_labels=labels)
    low, day = read(path).columns
    assert low.cells.to_list() == [-1e300, 2.5, None, None]
    assert (low.options, low.notes) == ((), ('1 "Refused" stored as blank', '1 ".b" stored as blank'))
    assert day.cells.to_list() == [dt.date(2024, 1, 1), None, None, None]
    assert day.notes == ('1 ".a" stored as blank',)


def test_dates_and_long_texts_of_stata(tmp_path: Path) -> None:
    """Texts beyond 2,045 bytes are strLs, which stand apart from the replies in the file."""
    path = tmp_path / "a.dta"
    units = {"td": 22_000.0, "tc": 1.9e12, "tm": 723.0, "tq": 241.0, "tw": 3_134.0, "th": 120.0, "ty": 2020.0}
    frame = pl.DataFrame({name: [number, None] for name, number in units.items()} | {"t": ["x" * 3_000, "ü\n"]})
    pyreadstat.write_dta(frame, path, variable_format={name: f"%{name}" for name in units})
    assert b"GSO" in path.read_bytes()
    assert [c.cells.to_list() for c in read(path).columns] == [
        [dt.date(2020, 3, 26), None],
        [dt.datetime(2020, 3, 16, 17, 46, 40), None],
        [dt.date(2020, 4, 1), None],
        [dt.date(2020, 4, 1), None],
        [dt.date(2020, 4, 8), None],
        [dt.date(2020, 1, 1), None],
        [2020, None],
        ["x" * 3_000, "ü\n"],
    ]


def test_letters_of_sas(tmp_path: Path) -> None:
    """pyreadstat writes no such letters to a transport file: a missing number gets the letter R in place of a dot."""
    path = tmp_path / "a.xpt"
    pyreadstat.write_xport(pl.DataFrame({"q": [1.0, 2.0, None]}), path)
    path.write_bytes(path.read_bytes().replace(b"." + b"\0" * 7, b"R" + b"\0" * 7))
    found = read(path).columns[0]
    assert found.cells.to_list() == [1, 2, -118]
    assert [(o.code, o.label, o.missing) for o in found.options] == [("-118", ".R", MissingKind.NO_ANSWER)]


def test_numbers_of_four_bytes_have_the_digits_that_they_were_written_with(tmp_path: Path) -> None:
    """pyreadstat writes doubles only: the type of the column and its values are put in as floats."""
    path = tmp_path / "a.dta"
    pyreadstat.write_dta(pl.DataFrame({"x": [0.1, 2.7, None]}), path, version=12)
    content = bytearray(path.read_bytes())
    assert content[109] == 255
    content[109] = 254
    path.write_bytes(content[:-24] + struct.pack("<ffI", 0.1, 2.7, 0x7F000000))
    assert read(path).columns[0].cells.to_list() == [0.1, 2.7, None]


@pytest.mark.parametrize("release", [12, 13, 15])
def test_the_weight_that_svyset_declared(tmp_path: Path, release: int) -> None:
    """pyreadstat writes no characteristics: those that svyset leaves are put where Stata writes them."""
    path = tmp_path / "a.dta"
    pyreadstat.write_dta(pl.DataFrame({"q": [1.0, 2.0], "finalwgt": [0.5, 1.5]}), path, version=release)
    width = 129 if release == 15 else 33
    said = [("_dta", "_svy_version", "2"), ("finalwgt", "note1", "x"), ("_dta", "_svy_wvar", "finalwgt")]
    path.write_bytes(_with_characteristics(path.read_bytes(), said, width))
    table = read(path)
    assert [c.role for c in table.columns] == [None, Role.WEIGHT]
    assert column(table, "finalwgt").rule == "the weight that svyset declared"


@pytest.mark.parametrize("release", [12, 15])
def test_labels_in_several_languages(tmp_path: Path, release: int) -> None:
    """Written as `label language` leaves them: those in use are the file's own, others are characteristics.

    pyreadstat writes a set of value labels only for a variable that has it: the German one is that of "w".
    """
    path = tmp_path / "a.dta"
    labels = {"q": {1: "Yes"}, "w": {1: "Ja"}}
    frame = pl.DataFrame({"q": [1.0, 2.0], "r": [1.0, 1.0], "w": [1.0, 1.0]})
    pyreadstat.write_dta(
        frame, path, version=release, column_labels={"q": "Voted?", "r": ""}, variable_value_labels=labels
    )
    german = pyreadstat.read_dta(path, output_format="dict")[1].variable_to_label["w"]
    width = 129 if release == 15 else 33
    said = [
        ("_dta", "_lang_list", "en de"),
        ("_dta", "_lang_c", "en"),
        ("q", "_lang_v_de", "Gewählt?"),
        ("q", "_lang_l_de", german),
        ("r", "_lang_v_de", "Gehört?"),
        ("r", "_lang_l_de", german),
    ]
    path.write_bytes(_with_characteristics(path.read_bytes(), said, width))
    table = read(path)
    assert [(c.text, [o.label for o in c.options]) for c in table.columns[:2]] == [
        ("Voted?", ["Yes"]),
        ("Gehört?", ["Ja"]),
    ]
    assert table.warnings == (
        "labels are in several languages: en is in use, beside de; what lacks in it was taken from de",
    )


def _with_characteristics(content: bytes, said: list[tuple[str, str, str]], width: int) -> bytes:
    entries = [
        of.encode().ljust(width, b"\0") + name.encode().ljust(width, b"\0") + text.encode() + b"\0"
        for of, name, text in said
    ]
    if not content.startswith(b"<stata_dta>"):
        variables = int.from_bytes(content[4:6], "little")
        start = 109 + variables * (1 + 33 + 2 + 49 + 33 + 81) + 2
        added = b"".join(struct.pack("<Bi", 1, len(entry)) + entry for entry in entries)
        return content[:start] + added + content[start:]
    added = b"".join(b"<ch>" + struct.pack("<I", len(entry)) + entry + b"</ch>" for entry in entries)
    start = content.index(b"<characteristics>") + len(b"<characteristics>")
    at = content.index(b"<map>") + 5
    places = struct.unpack("<14Q", content[at : at + 112])
    moved = struct.pack("<14Q", *(place + len(added) if place >= start else place for place in places))
    return content[:at] + moved + content[at + 112 : start] + added + content[start:]


def test_a_transport_file_of_several_data_sets_says_so(tmp_path: Path) -> None:
    path = tmp_path / "a.xpt"
    pyreadstat.write_xport(PEOPLE.select("id"), path, file_format_version=5)
    content = path.read_bytes()
    path.write_bytes(content + content[content.index(b"HEADER RECORD*******MEMBER") :])
    assert read(path).warnings == ("the file holds 2 data sets, of which the first was read",)


def test_many_values_are_read_some_at_a_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(statistical, "_AT_ONCE", 1)
    monkeypatch.setattr(statistical, "_IN_PLACE", 1)
    monkeypatch.setattr(statistical, "_COLUMNS_AT_ONCE", 1)
    frame = pl.DataFrame({"a": [float(value) for value in range(2_500)], "b": ["x", "é"] * 1_250})
    pyreadstat.write_sav(frame, tmp_path / "a.sav")
    pyreadstat.write_sav(frame, tmp_path / "packed.sav", row_compress=True)
    pyreadstat.write_por(frame.drop("b"), tmp_path / "a.por")
    for name, rows in (("a.sav", ("0", "200", "400")), ("packed.sav", ("0", "1,000", "2,000")), ("a.por", ("0",))):
        told: list[str] = []
        table = statistical.read(tmp_path / name, name, told.append)
        assert table.rows == 2_500
        assert table.columns[0].cells.to_list() == list(range(2_500))
        of = "" if name == "a.por" else " of 2,500"
        assert told[: len(rows)] == [f"reading {name}: {row}{of} replies" for row in rows]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"$FL2@(#) SPSS DATA FILE", "ends in the middle of its dictionary"),
        (b"$FL2" + b"\x07" * 400, "has no known layout"),
        (b"<stata_dta><header><release>118</release>", "not a readable Stata file"),
        (b"s\x02\x01\x00" + struct.pack("<Hi", 3, 2_000_000_000) + b"\0" * 200, "it says that it holds 2,000,000,000"),
        (statistical._SAS + b"\0" * 300, "not a readable SAS file"),
        (sas_catalog.MAGIC + b"\0" * 124 + b"CATALOG " + b"\0" * 200, "is a catalog of SAS formats"),
        (b"HEADER RECORD*******LIBRARY HEADER RECORD!!!!!!!", "not a readable SAS transport file"),
        (b"ASCII SPSS PORT FILE" * 30, "not a readable SPSS portable file"),
    ],
)
def test_what_cannot_be_read_is_one_line(written: Callable[..., Path], content: bytes, words: str) -> None:
    with pytest.raises(UnreadableFileError, match=r"^survey\.csv") as caught:
        read(written(content))
    assert words in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("name", ["a.sav", "b.sav", "a.zsav", "15.dta", "8.xpt"])
def test_a_file_cut_short_is_refused_or_says_so(tmp_path: Path, name: str) -> None:
    WRITERS[name](tmp_path / name)
    content = (tmp_path / name).read_bytes()
    for part in (0.3, 0.6, 0.9):
        path = tmp_path / f"cut-{name}"
        path.write_bytes(content[: int(len(content) * part)])
        said = read_or_refused(path)
        # A transport file does not say how many replies it holds.
        assert name == "8.xpt" or isinstance(said, str) or said.warnings


CODES = st.one_of(st.integers(-20, 20), st.sampled_from([0.5, 1.25, 1e6]))


@settings(max_examples=40, deadline=None)
@given(
    values=st.lists(st.one_of(st.none(), CODES), max_size=30),
    labels=st.dictionaries(CODES, st.text(st.characters(codec="utf-8", categories=["L", "N"]), min_size=1), max_size=6),
    apart=st.lists(CODES, max_size=3, unique=True),
)
def test_what_was_written_is_read(
    tmp_path_factory: pytest.TempPathFactory, values: list[Any], labels: dict[Any, str], apart: list[Any]
) -> None:
    labels = {value: label[:30] for value, label in labels.items()}
    path = tmp_path_factory.mktemp("written") / "a.sav"
    pyreadstat.write_sav(
        pl.DataFrame({"q": pl.Series(values, dtype=pl.Float64)}),
        path,
        variable_value_labels={"q": {float(value): label for value, label in labels.items()}} if labels else None,
        missing_ranges={"q": [float(value) for value in apart]} if apart else None,
    )
    found = read(path).columns[0]
    assert found.cells.to_list() == values
    assert found.cells.dtype.is_integer() == (
        any(value is not None for value in values) and all(value is None or value == int(value) for value in values)
    )
    codes = {code_of(float(value)) for value in apart}
    assert [(o.code, o.label) for o in found.options[: len(labels)]] == [
        (code_of(float(value)), label) for value, label in labels.items()
    ]
    assert {o.code for o in found.options if o.missing} == codes & (
        {code_of(float(value)) for value in labels} | {code_of(float(v)) for v in values if v is not None}
    )


def test_the_real_files(shared: Path) -> None:
    expected = {said["file"]: said for said in json.loads((shared / "real" / "expected.json").read_text())["files"]}
    colas, efc = (read(shared / "real" / name) for name in ("Colas.sav", "efc.dta"))
    for table, name in ((colas, "Colas.sav"), (efc, "efc.dta")):
        said = expected[name]
        assert (table.rows, len(table.columns), table.warnings) == (said["rows"], said["columns"], ())
        for check in said["checks"]:
            if "counts" not in check or "column" not in check:
                continue
            found = column(table, check["column"])
            counts = found.cells.drop_nulls().value_counts().iter_rows()
            assert {code_of(value): count for value, count in counts} == check["counts"]
            labels = {code: label for code, label in check.get("value_labels", {}).items() if code}
            assert {o.code: o.label for o in found.options} == labels
    sets = expected["Colas.sav"]["mr_sets"]
    assert {group.name: [colas.columns[place].name for place in group.columns] for group in colas.groups} == {
        name: said["variables"] for name, said in sets.items()
    }
    for group in colas.groups:
        grid = sets[group.name]["type"] == "C"
        assert group.how is (Together.GRID if grid else Together.SEVERAL)
        assert group.ticked == (None if grid else {"1"})


def test_the_nasty_files(shared: Path) -> None:
    for said in json.loads((shared / "nasty" / "expectations.json").read_text())["files"]:
        path = shared / "nasty" / said["file"]
        if path.suffix not in (".sav", ".zsav", ".por", ".dta") or path.name[4:7] == "not":
            continue
        found = read_or_refused(path)
        if isinstance(found, str):
            assert "error" in said["expect"], found
        else:
            assert said["expect"] != "error"
            assert (found.rows, len(found.columns)) == (said["rows"], said["cols"])
