"""Workbooks made by hand: what is refused before a library gets it, and what is harmless though it looks odd."""

import contextlib
import io
import struct
import tempfile
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from topline.readers import workbook, workbook_checks
from topline.readers.compound import streams_of
from topline.readers.errors import UnreadableFileError
from topline.readers.raw import RawTable

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
PARTS = {
    "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types"/>',
    "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="r1"'
    f' Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}">'
    '<sheets><sheet name="Data" sheetId="1" r:id="r1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="r1"'
    f' Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
}
ODS = "application/vnd.oasis.opendocument.spreadsheet"


def read(path: Path) -> RawTable:
    return workbook.read(path, path.name)


def cells(table: RawTable) -> list[list[str | None]]:
    return [column.cells.to_list() for column in table.columns]


def refused(path: Path) -> str:
    with pytest.raises(UnreadableFileError) as refusal:
        read(path)
    assert str(refusal.value).startswith(path.name)
    assert "\n" not in str(refusal.value)
    return str(refusal.value)


def zipped(parts: dict[str, str]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return file.getvalue()


@pytest.fixture
def xlsx(written: Callable[..., Path]) -> Callable[..., Path]:
    """An xlsx workbook of one sheet with this XML in it, and other parts than the usual ones."""

    def make(rows: str, before: str = "", parts: dict[str, str] | None = None) -> Path:
        sheet = f'<worksheet xmlns="{MAIN}">{before}<sheetData>{rows}</sheetData></worksheet>'
        return written(zipped({**PARTS, "xl/worksheets/sheet1.xml": sheet, **(parts or {})}), "survey.xlsx")

    return make


def text(place: str, content: str) -> str:
    return f'<c r="{place}" t="inlineStr"><is><t>{content}</t></is></c>'


TABLE = (
    f'<row r="1">{text("A1", "id")}{text("B1", "answer")}</row>'
    f'<row r="2"><c r="A2"><v>7</v></c>{text("B2", "Yes")}</row>'
)


def test_a_declared_dimension_is_no_reason_to_take_memory(xlsx: Callable[..., Path]) -> None:
    table = read(xlsx(TABLE, before='<dimension ref="A1:XFD1048576"/>'))
    assert cells(table) == [["7"], ["Yes"]]


def test_formatted_cells_far_away_are_no_reason_either(xlsx: Callable[..., Path]) -> None:
    table = read(xlsx(TABLE + '<row r="1048576"><c r="XFD1048576" s="1"/></row>'))
    assert cells(table) == [["7"], ["Yes"]]


def test_a_filled_cell_far_away_is_refused_before_the_sheet_is_laid_out(xlsx: Callable[..., Path]) -> None:
    said = refused(xlsx(TABLE + f'<row r="1048576">{text("XFD1048576", "x")}</row>'))
    assert "1,048,576 rows down and 16,384 columns" in said


def test_a_cell_where_no_sheet_has_any_is_refused(xlsx: Callable[..., Path]) -> None:
    assert "damaged" in refused(xlsx(f'<row r="4294967295">{text("A4294967295", "x")}</row>'))
    assert "damaged" in refused(xlsx(f'<row r="1">{text("ZZZZ1", "x")}</row>'))


def test_cells_without_places_follow_each_other(xlsx: Callable[..., Path]) -> None:
    rows = "".join(f"<row><c><v>{row}</v></c><c><v>{row + 1}</v></c></row>" for row in range(3))
    assert len(cells(read(xlsx(rows)))) == 2


def test_errors_and_unworked_formulas_under_a_prefix(xlsx: Callable[..., Path]) -> None:
    prefixed = (
        f'<x:worksheet xmlns:x="{MAIN}"><x:sheetData>'
        '<x:row r="1"><x:c r="A1" t="str"><x:v>one</x:v></x:c><x:c r="B1" t="str"><x:v>two</x:v></x:c></x:row>'
        '<x:row r="2"><x:c r="A2" t="e"><x:f>NA()</x:f><x:v>#N/A</x:v></x:c><x:c r="B2"><x:f>A2*2</x:f></x:c></x:row>'
        '<x:row r="3"><x:c t="e" r="A3"/><x:c r="B3"><x:f>A2*2</x:f><x:v>4</x:v></x:c></x:row>'
        "</x:sheetData></x:worksheet>"
    )
    table = read(xlsx("", parts={"xl/worksheets/sheet1.xml": prefixed}))
    assert cells(table) == [["#N/A", None], [None, "4"]]
    assert any("1 formula was never worked out" in warning for warning in table.warnings)


def test_a_workbook_part_of_any_name(xlsx: Callable[..., Path]) -> None:
    """As Office on the web names it."""
    moved = {
        "xl/workbook2.xml": PARTS["xl/workbook.xml"],
        "xl/_rels/workbook2.xml.rels": PARTS["xl/_rels/workbook.xml.rels"],
        "_rels/.rels": PARTS["_rels/.rels"].replace("workbook.xml", "workbook2.xml"),
    }
    assert cells(read(xlsx(TABLE, parts=moved))) == [["7"], ["Yes"]]


def test_another_office_file_is_named_as_such(written: Callable[..., Path]) -> None:
    word = PARTS["_rels/.rels"].replace("xl/workbook", "word/document")
    parts = {**PARTS, "_rels/.rels": word, "word/document.xml": "<document/>"}
    assert "no workbook" in refused(written(zipped(parts), "letter.docx"))
    assert "no workbook" in refused(written(zipped({"a.txt": "x"}), "archive.zip"))


def test_a_part_that_expands_entities_is_refused(xlsx: Callable[..., Path]) -> None:
    said = refused(xlsx(TABLE, parts={"xl/workbook.xml": '<!DOCTYPE x [<!ENTITY a "b">]>' + PARTS["xl/workbook.xml"]}))
    assert "damaged" in said


def test_a_small_file_that_unpacks_to_a_large_one_is_refused(
    xlsx: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = xlsx(TABLE, parts={"xl/sharedStrings.xml": " " * 3_000_000})
    monkeypatch.setattr(workbook_checks, "LEAST_ALLOWED", 1_000_000)
    assert "unpacks to more" in refused(path)


def test_too_many_parts_are_refused(xlsx: Callable[..., Path], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook_checks, "MOST_PARTS", 3)
    assert "unpacks to more" in refused(xlsx(TABLE))


def test_a_part_of_another_size_than_declared_is_refused(xlsx: Callable[..., Path]) -> None:
    path = xlsx(TABLE, parts={"xl/sharedStrings.xml": "<sst>" + " " * 10_000 + "</sst>"})
    with zipfile.ZipFile(path) as archive:
        declared = struct.pack("<I", archive.getinfo("xl/sharedStrings.xml").file_size)
    path.write_bytes(path.read_bytes().replace(declared, struct.pack("<I", 100)))
    assert "damaged" in refused(path)


@given(st.integers(0, 10_000), st.integers(0, 255))
def test_a_damaged_workbook_is_read_or_refused(place: int, byte: int) -> None:
    content = bytearray(zipped({**PARTS, "xl/worksheets/sheet1.xml": f"<worksheet xmlns='{MAIN}'/>"}))
    content[place % len(content)] = byte
    with tempfile.NamedTemporaryFile(suffix=".xlsx") as file:
        file.write(content)
        file.flush()
        with pytest.raises(UnreadableFileError) as refusal:
            read(Path(file.name))
    assert "\n" not in str(refusal.value)


# OpenDocument


@pytest.fixture
def ods(written: Callable[..., Path]) -> Callable[..., Path]:
    """An OpenDocument spreadsheet with this XML in its body."""

    def make(body: str, styles: str = "", **parts: str) -> Path:
        names = "".join(
            f' xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
            for prefix, name in (("office", "office"), ("table", "table"), ("text", "text"), ("style", "style"))
        )
        content = (
            f"<office:document-content{names}><office:automatic-styles>{styles}</office:automatic-styles><office:body>"
            f"<office:spreadsheet>{body}</office:spreadsheet></office:body></office:document-content>"
        )
        manifest = '<manifest xmlns="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
        listed = {"mimetype": ODS, "content.xml": content, "META-INF/manifest.xml": manifest, **parts}
        return written(zipped(listed), "survey.ods")

    return make


def said(content: str, more: str = "") -> str:
    return f'<table:table-cell office:value-type="string"{more}><text:p>{content}</text:p></table:table-cell>'


def row(*of: str, more: str = "") -> str:
    return f"<table:table-row{more}>{''.join(of)}</table:table-row>"


def table(*rows: str, name: str = "Data", more: str = "") -> str:
    return f'<table:table table:name="{name}"{more}>{"".join(rows)}</table:table>'


def valued(kind: str, attribute: str, value: str) -> str:
    said_so = f'office:value-type="{kind}" office:{attribute}="{value}"'
    return f"<table:table-cell {said_so}><text:p>?</text:p></table:table-cell>"


def test_cells_of_an_open_document_sheet(ods: Callable[..., Path]) -> None:
    path = ods(
        table(
            row(*map(said, "abcdefg")),
            row(
                valued("float", "value", "7"),
                valued("percentage", "value", "0.5"),
                valued("boolean", "boolean-value", "true"),
                valued("date", "date-value", "1900-01-05"),
                valued("date", "date-value", "2024-06-01T10:30:00"),
                valued("time", "time-value", "PT10H30M05S"),
                valued("time", "time-value", "PT100H30M05S"),
            ),
        )
    )
    found = ["7", "0.5", "TRUE", "1900-01-05", "2024-06-01 10:30:00", "10:30:05", "100:30:05"]
    assert cells(read(path)) == [[value] for value in found]


def test_blank_rows_and_cells_up_to_the_end_of_the_sheet_are_harmless(ods: Callable[..., Path]) -> None:
    blank = '<table:table-cell table:number-columns-repeated="16384"/>'
    tail = row(blank, more=' table:number-rows-repeated="1048570"')
    path = ods(table(row(said("id"), said("answer"), blank), row(said("1"), said("Yes")), tail))
    assert cells(read(path)) == [["1"], ["Yes"]]


@pytest.mark.parametrize(
    "rows",
    [
        [row(said("x", ' table:number-columns-repeated="16384"'), more=' table:number-rows-repeated="1048576"')],
        [
            row(said("x"), '<table:table-cell table:number-columns-repeated="16000"/>', said("y")),
            row("<table:table-cell/>", more=' table:number-rows-repeated="1000000"'),
            row(said("z")),
        ],
    ],
)
def test_repeated_cells_that_fill_memory_are_refused(ods: Callable[..., Path], rows: list[str]) -> None:
    began = time.process_time()
    assert "columns to the right" in refused(ods(table(*rows)))
    assert time.process_time() - began < 1


def test_a_hidden_sheet_of_an_open_document_is_left_out(ods: Callable[..., Path]) -> None:
    styles = (
        '<style:style style:name="h" style:family="table"><style:table-properties table:display="false"/></style:style>'
    )
    replies = [row(said("id"), said("answer"))] + [row(said(str(number)), said("Yes")) for number in range(5)]
    hidden = table(*replies, *replies[1:], name="Old", more=' table:style-name="h"')
    found = read(ods(hidden + table(*replies), styles))
    assert (found.rows, found.warnings) == (5, ())


def test_open_documents_that_are_no_sheet_or_have_a_password(ods: Callable[..., Path]) -> None:
    assert "no spreadsheet" in refused(ods("", mimetype="application/vnd.oasis.opendocument.text"))
    encrypted = '<manifest:manifest xmlns:manifest="x"><manifest:encryption-data/></manifest:manifest>'
    assert "has a password" in refused(ods(table(), **{"META-INF/manifest.xml": encrypted}))


# Older Office files

SECTOR = 512
END, FREE, TABLE_SECTOR = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD


def compound(stream: bytes, name: str = "Workbook") -> bytearray:
    """A compound file of one stream, of at least 4,096 bytes: sector 0 the table, 1 the directory, then the stream."""
    stream = stream.ljust(4096, b"\0")
    stream += b"\0" * (-len(stream) % SECTOR)
    sectors = len(stream) // SECTOR
    chained = [TABLE_SECTOR, END, *range(3, sectors + 2), END]
    chained += [FREE] * (128 - len(chained))
    header = struct.pack("<8s16x5H6x", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 0x3E, 3, 0xFFFE, 9, 6)
    header += struct.pack("<9I", 0, 1, 1, 0, 4096, END, 0, END, 0) + struct.pack("<109I", 0, *[FREE] * 108)
    directory = b""
    for entry, kind, start, size in (("Root Entry", 5, END, 0), (name, 2, 2, len(stream))):
        written = (entry + "\0").encode("utf-16-le")
        child = 1 if kind == 5 else FREE
        directory += struct.pack("<64sHBB3I36xIQ", written, len(written), kind, 1, FREE, FREE, child, start, size)
    return bytearray(header + struct.pack("<128I", *chained) + directory.ljust(SECTOR, b"\0") + stream)


def record(number: int, content: bytes = b"") -> bytes:
    return struct.pack("<HH", number, len(content)) + content


def biff(rows: list[list[str | float]], before: bytes = b"") -> bytes:
    """The stream of an xls workbook of one sheet."""
    name = b"\x04\x00Data"
    start_of = record(0x809, struct.pack("<HHHHII", 0x600, 5, 0, 0, 0, 0)) + before
    boundsheet = 4 + 6 + len(name)
    place = len(start_of) + boundsheet + 4
    stream = start_of + record(0x85, struct.pack("<IBB", place, 0, 0) + name) + record(0x0A)
    stream += record(0x809, struct.pack("<HHHHII", 0x600, 0x10, 0, 0, 0, 0))
    for number, cells_of in enumerate(rows):
        for column, cell in enumerate(cells_of):
            if isinstance(cell, str):
                content = struct.pack("<HHHHB", number, column, 0, len(cell), 0) + cell.encode("latin-1")
                stream += record(0x204, content)
            else:
                stream += record(0x203, struct.pack("<HHHd", number, column, 0, cell))
    return stream + record(0x0A)


def test_an_older_workbook_is_read(written: Callable[..., Path]) -> None:
    path = written(bytes(compound(biff([["id", "city"], [10987654321.0, "Malm\xf6"], [2.5, "007"]]))), "survey.xls")
    assert cells(read(path)) == [["10987654321", "2.5"], ["Malm\xf6", "007"]]


def test_an_older_workbook_with_a_password(written: Callable[..., Path]) -> None:
    locked = biff([["id"], ["x"]], before=record(0x2F, struct.pack("<HHH", 1, 1, 1) + b"\0" * 48))
    assert "has a password" in refused(written(bytes(compound(locked)), "survey.xls"))


def test_another_older_office_file(written: Callable[..., Path]) -> None:
    assert "no workbook" in refused(written(bytes(compound(b"", "WordDocument")), "letter.doc"))
    assert "has a password" in refused(written(bytes(compound(b"", "EncryptedPackage")), "survey.xlsx"))


@pytest.mark.parametrize(
    ("place", "value"),
    [
        (26, 7),  # a version that there is not
        (30, 20),  # sectors of a megabyte
        (48, 3_000_000),  # a directory beyond the end
        (48, FREE),  # none
        (76, 99),  # a table beyond the end
        (80, 0),  # the same sector of the table twice
        (SECTOR + 4, 1),  # the directory's chain runs in a circle
        (SECTOR + 12, 2),  # the stream's does
        (SECTOR + 12, 5_000),  # or leads out of the file
        (2 * SECTOR + 128 + 120, 1 << 30),  # the stream claims a gigabyte
    ],
)
def test_chains_that_do_not_hold_are_refused(written: Callable[..., Path], place: int, value: int) -> None:
    content = compound(biff([["id"], ["x"]]))
    size = 2 if place < 40 else 4
    content[place : place + size] = value.to_bytes(size, "little")
    assert "damaged" in refused(written(bytes(content), "survey.xls"))


def test_a_list_of_the_tables_sectors_that_runs_in_a_circle_is_refused(written: Callable[..., Path]) -> None:
    content = compound(biff([["id"], ["x"]]))
    content[68:72] = (0).to_bytes(4, "little")
    content[2 * SECTOR - 4 : 2 * SECTOR] = (0).to_bytes(4, "little")
    assert "damaged" in refused(written(bytes(content), "survey.xls"))


@given(st.binary(max_size=2_000), st.integers(0, 6_000))
def test_looking_at_any_older_file_ends(content: bytes, place: int) -> None:
    damaged = compound(biff([["id"], ["x"]]))
    damaged[place : place + len(content)] = content
    with tempfile.NamedTemporaryFile() as file:
        file.write(damaged)
        file.flush()
        with contextlib.suppress(UnreadableFileError):
            streams_of(Path(file.name), "survey.xls", frozenset({"Workbook"}))
