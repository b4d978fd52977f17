"""Value labels of SAS, which stand in a catalog of formats beside the data.

pyreadstat writes neither .sas7bdat nor .sas7bcat files. The data is a transport file, whose variables name formats in
the same way; the catalog is made here, laid out as SAS lays out its smallest ones: a header, a page that is not used,
a page with the index, and a page with a block for each format.
"""

import struct
from collections.abc import Mapping
from pathlib import Path

import polars as pl
import pyreadstat
import pytest

from topline.readers import sas_catalog, statistical
from topline.readers.raw import RawColumn, RawTable
from topline.survey import MissingKind

PAGE = 4096
SATISFIED: Mapping[float | str, str] = {2: "Good", 1: "Very good", "D": "Don't know", "R": "Refused"}
SEX: Mapping[float | str, str] = {"m": "Man", "f": "Woman"}


def catalog(formats: Mapping[str, Mapping[float | str, str]]) -> bytes:
    header = bytearray(1024)
    header[:32] = sas_catalog.MAGIC
    header[32], header[35], header[37], header[39], header[70] = 0x22, 0x22, 1, ord("1"), 20  # little-endian, UTF-8
    header[84:164] = b"SAS FILE" + b"FORMATS".ljust(64) + b"CATALOG "
    struct.pack_into("<iii", header, 196, len(header), PAGE, 3)
    header[216:224] = b"9.0401M5"
    index, blocks = bytearray(PAGE), bytearray(PAGE)
    entry_at, block_at = 856, 16
    for name, labels in formats.items():
        block = bytearray(106)
        block[8:16] = name.encode().ljust(8)
        struct.pack_into("<II", block, 38, len(labels), len(labels))
        for number, value in enumerate(labels):
            key = value.encode().ljust(16) if name.startswith("$") and isinstance(value, str) else number_of(value)
            block += struct.pack("<2xH6xI8x", 16 + len(key), number) + key
        for label in labels.values():
            block += bytes(8) + struct.pack("<H", len(label.encode())) + label.encode() + b"\0"
        index[entry_at : entry_at + 10] = b"XLSR" + struct.pack("<IH", 3, block_at)
        index[entry_at + 50] = ord("O")
        blocks[block_at : block_at + 16 + len(block)] = struct.pack("<IHH8x", 0, 0, len(block)) + block
        entry_at, block_at = entry_at + 212, block_at + 16 + len(block)
    return bytes(header) + bytes(PAGE) + bytes(index) + bytes(blocks)


def number_of(value: float | str) -> bytes:
    """A value as catalogs hold it: its sign turned round, a letter for a special missing value."""
    if isinstance(value, str):
        return b"\0\0" + value.encode() + b"\xff" * 5
    return struct.pack(">d", -value)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Replies of which one is .D."""
    path = tmp_path / "survey.xpt"
    frame = pl.DataFrame({"sat": [1.0, None, 2.0], "sex": ["m", "f", "m"], "day": [0.0, 1.0, 2.0]})
    formats = {"sat": "SATF8.", "sex": "$SEXF1.", "day": "DATE9."}
    pyreadstat.write_xport(frame, path, variable_format=formats)
    path.write_bytes(path.read_bytes().replace(b"." + b"\0" * 7, b"D" + b"\0" * 7))
    return path


def read(path: Path) -> RawTable:
    return statistical.read(path, path.name, lambda _: None)


def answers(column: RawColumn) -> list[tuple[str, str, MissingKind | None]]:
    return [(option.code, option.label, option.missing) for option in column.options]


@pytest.mark.parametrize("name", ["survey.sas7bcat", "FORMATS.SAS7BCAT", "study_formats.sas7bcat"])
def test_labels_and_letters_from_the_catalog_beside(data: Path, name: str) -> None:
    data.with_name(name).write_bytes(catalog({"SATF": SATISFIED, "$SEXF": SEX, "OTHER": {1: "x"}}))
    table = read(data)
    sat, sex, day = table.columns
    assert sat.cells.to_list() == [1, -104, 2]
    assert answers(sat) == [
        ("2", "Good", None),
        ("1", "Very good", None),
        ("-104", "Don't know", MissingKind.DONT_KNOW),
        ("-118", "Refused", MissingKind.REFUSED),
    ]
    assert answers(sex) == [("m", "Man", None), ("f", "Woman", None)]
    assert (day.options, table.warnings) == ((), ())


def test_of_several_catalogs_the_one_that_has_most_of_the_formats(data: Path) -> None:
    data.with_name("formats.sas7bcat").write_bytes(catalog({"$SEXF": {"m": "wrong"}}))
    data.with_name("z.sas7bcat").write_bytes(catalog({"SATF": SATISFIED, "$SEXF": SEX}))
    assert answers(read(data).columns[1]) == [("m", "Man", None), ("f", "Woman", None)]


def test_formats_that_are_nowhere_are_told_with_the_remedy(data: Path) -> None:
    remedy = "put the catalog, formats.sas7bcat, there for the labels of values"
    assert read(data).warnings == (f"formats are not beside the file ($SEXF, SATF): {remedy}",)
    data.with_name("formats.sas7bcat").write_bytes(catalog({"SATF": SATISFIED}))
    assert read(data).warnings == (f"a format is not beside the file ($SEXF): {remedy}",)
    data.with_name("formats.sas7bcat").write_bytes(sas_catalog.MAGIC + bytes(2000))
    warnings = read(data).warnings
    assert warnings[0].startswith("formats.sas7bcat beside it could not be read (")


def test_the_name_of_a_format() -> None:
    assert sas_catalog.format_name("AGEF8.2") == sas_catalog.format_name("agef.") == "AGEF"
    assert sas_catalog.format_name("$SEX1.") == "$SEX"
