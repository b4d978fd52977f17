"""What the dictionary of an SPSS file says beside its columns.

pyreadstat writes neither weights nor multiple-response sets nor other byte orders, so the files are made here, byte
by byte as the format has them; the sets are spelled as SPSS and PSPP spell them.
"""

import struct
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from topline.readers import UnreadableFileError, statistical
from topline.readers.raw import RawTable, Together
from topline.readers.spss_dictionary import DictionaryError, SetType, read_dictionary
from topline.survey import Role

Cell = float | str | None
_NO_NUMBER = -1.7976931348623157e308


def sav(
    columns: Mapping[str, Sequence[Cell]],
    *,
    order: str = "<",
    labels: Mapping[str, str] | None = None,
    value_labels: Mapping[str, Mapping[float, str]] | None = None,
    extensions: Mapping[int, bytes] | None = None,
    weight: int = 0,
    replies: int | None = None,
    encoding: str = "utf-8",
) -> bytes:
    """An uncompressed .sav file of numbers and texts; texts take as many slots as the longest needs."""
    rows = len(next(iter(columns.values())))
    widths = {
        name: max(max((len(c.encode(encoding)) for c in cells if isinstance(c, str)), default=0), 1)
        for name, cells in columns.items()
        if any(isinstance(cell, str) for cell in cells)
    }
    slots = {name: -(-widths[name] // 8) if name in widths else 1 for name in columns}
    out = b"$FL2" + b"@(#) SPSS DATA FILE by hand".ljust(60)
    said = rows if replies is None else replies
    out += struct.pack(f"{order}5i", 2, sum(slots.values()), 0, weight, said) + struct.pack(f"{order}d", 100.0)
    out += b"01 Jan 24" + b"12:00:00" + b"By hand".ljust(64) + b"\0" * 3
    places, at = {}, 1
    for name in columns:
        places[name] = at
        at += slots[name]
        label = (labels or {}).get(name, "").encode(encoding)
        width = widths.get(name, 0)
        shape = width << 8 | 1 << 16 if width else 5 << 16 | 8 << 8
        out += struct.pack(f"{order}6i", 2, width, int(bool(label)), 0, shape, shape) + name.encode().ljust(8)
        if label:
            out += struct.pack(f"{order}i", len(label)) + label + b" " * (-len(label) % 4)
        for _ in range(slots[name] - 1):
            out += struct.pack(f"{order}6i", 2, -1, 0, 0, 0, 0) + b" " * 8
    for name, said_labels in (value_labels or {}).items():
        out += struct.pack(f"{order}2i", 3, len(said_labels))
        for value, text in said_labels.items():
            content = bytes([len(text)]) + text.encode(encoding)
            out += struct.pack(f"{order}d", value) + content + b" " * (-len(content) % 8)
        out += struct.pack(f"{order}3i", 4, 1, places[name])
    for subtype, content in (extensions or {}).items():
        out += struct.pack(f"{order}4i", 7, subtype, 1, len(content)) + content
    out += struct.pack(f"{order}2i", 999, 0)
    for row in zip(*columns.values(), strict=True):
        for name, cell in zip(columns, row, strict=True):
            if name in widths:
                out += str(cell or "").encode(encoding).ljust(8 * slots[name])
            else:
                out += struct.pack(f"{order}d", _NO_NUMBER if cell is None else float(cell))
    return out


@pytest.fixture
def read(written: Callable[..., Path]) -> Callable[..., RawTable]:
    def read_bytes(content: bytes) -> RawTable:
        assert statistical.recognises(content[:4096])
        return statistical.read(written(content, "a.sav"), "a.sav", lambda _: None)

    return read_bytes


Read = Callable[..., RawTable]
UTF8 = {20: b"UTF-8"}


@pytest.mark.parametrize("order", ["<", ">"])
def test_the_weight_is_counted_in_slots_of_eight_bytes(read: Read, order: str) -> None:
    columns = {"NAME": ["a" * 20, "b"], "Q": [1, 2], "W": [0.5, 1.5]}
    long_names = UTF8 | {13: b"NAME=Name\tQ=Question\tW=finalWeight"}
    table = read(sav(columns, order=order, weight=5, extensions=long_names))
    assert [(column.name, column.role) for column in table.columns] == [
        ("Name", None),
        ("Question", None),
        ("finalWeight", Role.WEIGHT),
    ]
    assert table.columns[2].rule == "the file's weight variable"
    assert (table.title, table.columns[0].cells.to_list()) == ("By hand", ["a" * 20, "b"])
    for nothing in (0, 2, 99, -1):  # 2 is a further part of the text
        assert not any(c.role for c in read(sav(columns, order=order, weight=nothing, extensions=long_names)).columns)


def test_sets_of_dichotomies(read: Read) -> None:
    table = read(
        sav(
            {"S1": ["Yes", "No"], "S2": ["No", ""], "N1": [1, None], "N2": [None, 1], "K1": [2, 1], "K2": [1, 1]},
            labels={"S1": "Car", "S2": "Bike", "N1": "Zürich", "K1": "Uses, by value"},
            value_labels={"K1": {1.0: "no", 2.0: "Phone"}, "K2": {1.0: "no", 2.0: "Mail"}},
            extensions={
                7: "$owns=D3 Yes 15 Owns = $ things s1 s2\n$towns=D8 1        7 Städte N1 N2\n".encode(),
                13: b"S1=car_owned\tS2=bike_owned",
                19: b"$used=E 11 1 2 0  k1 k2\n$owns=D3 No 0  s1 s2\n",
                20: b"UTF-8",
            },
        )
    )
    owns, towns, used = table.groups
    assert (owns.name, owns.how, owns.text, owns.labels) == (
        "owns",
        Together.SEVERAL,
        "Owns = $ things",
        ("Car", "Bike"),
    )
    assert (owns.columns, owns.ticked) == ((0, 1), {"Yes"})
    assert (towns.text, towns.labels, towns.ticked) == ("Städte", ("Zürich", "N2"), {"1"})
    assert (used.text, used.labels, used.ticked) == ("Uses, by value", ("Phone", "Mail"), {"2"})
    assert table.warnings == ()


def test_sets_of_categories_are_mentions_or_items_of_a_grid(read: Read) -> None:
    categories = {7: b"$m=C 8 Mentions M1 M2 M3\n$g=C 4 Like G1 G2 G3\n$three=C 0  T1 T2 T3\n"} | UTF8
    table = read(
        sav(
            {
                "M1": [1, 2, 3, 1, 1, 2],
                "M2": [2, None, 1, 1, None, None],  # once the same twice, as coders do
                "M3": [3, None, None, None, None, None],
                "G1": [1, 1, 2, 3, 1, None],
                "G2": [1, 2, 2, 1, 3, None],
                "G3": [2, 1, 2, 1, 1, None],
                "T1": [1, 1, 2, 1, 1, 1],
                "T2": [2, 2, 3, 2, 2, 2],
                "T3": [3, 3, 4, 3, 3, 3],
            },
            extensions=categories,
        )
    )
    assert [(group.name, group.how) for group in table.groups] == [
        ("m", Together.MENTIONS),
        ("g", Together.GRID),
        ("three", Together.MENTIONS),
    ]
    assert table.groups[0].text == "Mentions"


def test_a_column_is_in_one_set_only(read: Read) -> None:
    good = b"$a=D1 1 0  A B\n$b=D1 1 0  B C D\n$c=D1 1 0  A B\n$d=D1 1 0  C E\n$e=D1 1 0  E Z\n"
    sets = b"$x=Q 1\n$bad=D9999 1 0  A B\n" + good
    table = read(sav({name: [1, 0] for name in "ABCDE"}, extensions={7: sets} | UTF8))
    assert [(group.name, group.columns) for group in table.groups] == [("a", (0, 1)), ("b", (2, 3))]
    assert table.warnings == (
        '1 variables of the set "b" were left to the set "a"',
        'the multiple-response set "c" was left out: its variables are in other sets',
        'the multiple-response set "d" was left out: its variables are in other sets',
        'the multiple-response set "e" was left out: it has fewer than two variables',
    )


NAMES = st.text(st.characters(codec="ascii", categories=["Lu"]), min_size=1, max_size=8)
LABELS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Z"]), max_size=20)


@settings(max_examples=60, deadline=None)
@given(
    sets=st.dictionaries(
        NAMES,
        st.tuples(st.sampled_from(SetType), st.text("01YesÄ$=", min_size=1, max_size=9), LABELS, st.booleans()),
        max_size=5,
    )
)
def test_sets_that_were_written_are_read(
    tmp_path_factory: pytest.TempPathFactory, sets: dict[str, tuple[SetType, str, str, bool]]
) -> None:
    records = {7: b"", 19: b"\n"}
    for name, (type_, counted, label, from_variable) in sets.items():
        flag = {SetType.LABELLED_DICHOTOMIES: " 11 " if from_variable else " 1 "}.get(type_, "")
        value = "" if type_ is SetType.CATEGORIES else f"{len(counted.encode())} {counted}"
        line = f"${name}={type_}{flag}{value} {len(label.encode())} {label} A B\n"
        records[19 if type_ is SetType.LABELLED_DICHOTOMIES else 7] += line.encode()
    path = tmp_path_factory.mktemp("sets") / "a.sav"
    path.write_bytes(sav({"A": [1], "B": [1]}, extensions=records))
    found = {one.name: one for one in read_dictionary(path).sets(bytes.decode)}
    assert set(found) == set(sets)
    for name, (type_, counted, label, from_variable) in sets.items():
        one = found[name]
        assert (one.type, one.label, one.variables) == (type_, label.strip(), ("A", "B"))
        assert one.counted == ("" if type_ is SetType.CATEGORIES else counted)
        assert one.label_from_variable == (from_variable and type_ is SetType.LABELLED_DICHOTOMIES)


@pytest.mark.parametrize(
    ("encoding", "named", "warned"),
    [
        ("utf-8", b"UTF-8", False),
        ("cp1252", b"windows-1252", False),
        ("utf-8", b"", False),  # text that is UTF-8 all through is no other
        ("cp1252", b"", True),
        ("cp1252", b"UTF-8", True),
        ("utf-8", b"klingon", True),
    ],
)
def test_texts_are_read_in_the_encoding_that_fits(read: Read, encoding: str, named: bytes, warned: bool) -> None:
    extensions = {20: named} if named else {}
    made = sav({"S": ["Grüße", "né"]}, labels={"S": "Café €"}, extensions=extensions, encoding=encoding)
    table = read(made)
    assert (table.columns[0].text, table.columns[0].cells.to_list()) == ("Café €", ["Grüße", "né"])
    assert bool(table.warnings) == warned


def test_a_text_cut_in_the_middle_of_a_letter_does_not_spoil_the_others(read: Read) -> None:
    made = sav({"S": ["Größe", "Grüß"]}, labels={"S": "Größe"}, extensions=UTF8)
    table = read(made.replace("Grüß".encode() + b" " * 2, "Grü".encode() + b"\xc3" + b" " * 3))
    assert (table.columns[0].text, table.columns[0].cells.to_list()) == ("Größe", ["Größe", "Grü"])


def test_more_replies_than_there_is_room_for_are_refused_before_they_are_read(read: Read) -> None:
    columns = {"A": [1.0, 2.0], "B": [3.0, 4.0]}
    with pytest.raises(UnreadableFileError, match="it says that it holds 2,000,000,000 replies, and has room for 2"):
        read(sav(columns, replies=2_000_000_000))
    assert read(sav(columns, replies=-1)).columns[1].cells.to_list() == [3, 4]
    assert read(sav({"A": []})).rows == 0


def test_a_dictionary_cut_anywhere_is_refused(written: Callable[..., Path]) -> None:
    whole = sav({"A": [1.0], "B": ["text"]}, labels={"A": "Label"}, extensions={7: b"$a=D1 1 0  A B\n"})
    for end in range(4, read_dictionary(written(whole, "a.sav")).begins):
        with pytest.raises(DictionaryError):
            read_dictionary(written(whole[:end], "cut.sav"))


def test_a_record_cannot_claim_more_than_the_file_has(written: Callable[..., Path]) -> None:
    whole = sav({"A": [1.0]}, extensions={7: b"$a=D1 1 0  A B\n"})
    claimed = whole.replace(struct.pack("<3i", 7, 1, 15), struct.pack("<3i", 7, 1, 2**31 - 1))
    with pytest.raises(DictionaryError, match="impossible length"):
        read_dictionary(written(claimed, "a.sav"))


def test_columns_keep_the_type_of_their_values(read: Read) -> None:
    table = read(sav({"A": [1, None], "B": [None, None], "C": ["x  ", ""], "D": [2.0**53, 1]}, extensions=UTF8))
    assert [column.cells.dtype for column in table.columns] == [pl.Int64, pl.Float64, pl.String, pl.Float64]
    assert table.columns[2].cells.to_list() == ["x", None]
