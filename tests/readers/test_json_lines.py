"""Replies as JSON: a reply a line, a list of them, or the list in an object, as interfaces of survey tools give it."""

import json
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import polars
import pytest
from hypothesis import given
from hypothesis import strategies as st

from topline.readers import json_lines
from topline.readers.errors import UnreadableFileError
from topline.readers.raw import RawTable

ANSWERS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(st.characters(codec="utf-8")),
)


def read(path: Path) -> RawTable:
    return json_lines.read(path, path.name)


def columns(table: RawTable) -> dict[str, list[Any]]:
    return {column.header: column.cells.to_list() for column in table.columns}


@pytest.mark.parametrize(
    "content",
    [
        '{"id": 1, "Q1": "Yes"}\n{"id": 2, "Q1": "No"}\n',
        '\n{"id": 1, "Q1": "Yes"}\r\n\r\n{"id": 2, "Q1": "No"}',
        '[{"id": 1, "Q1": "Yes"}, {"id": 2, "Q1": "No"}]',
        '[\n  {\n "id": 1,\n "Q1": "Yes"},\n {"id": 2, "Q1": "No"}\n]\n',
        '{\n"id": 1, "Q1": "Yes"}\n{\n"id": 2, "Q1": "No"}\n',
        '{"count": 2, "next": null, "results": [{"id": 1, "Q1": "Yes"}, {"id": 2, "Q1": "No"}]}',
    ],
)
@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16"])
def test_replies_however_they_are_laid_out(written: Callable[..., Path], content: str, codec: str) -> None:
    path = written(content.encode(codec), "replies.json")
    assert json_lines.recognises(path.read_bytes())
    assert columns(read(path)) == {"id": [1, 2], "Q1": ["Yes", "No"]}


@pytest.mark.parametrize("head", [b"id,Q1\n1,2\n", b"[red],x\n", b'"{a}",b\n', b"PAR1", b"", b"{{x}},b\n"])
def test_what_is_no_json(head: bytes) -> None:
    assert not json_lines.recognises(head)


def test_names_in_order_of_appearance_and_null_where_they_are_absent(written: Callable[..., Path]) -> None:
    table = read(written('{"b": 1}\n{"a": 2, "b": null}\n{"c": 3, "a": 4}\n'))
    assert columns(table) == {"b": [1, None, None], "a": [None, 2, 4], "c": [None, None, 3]}
    assert [column.position for column in table.columns] == [0, 1, 2]
    assert table.rows == 3


@pytest.mark.parametrize(
    ("values", "dtype", "cells"),
    [
        ([1, 2], polars.Int64, [1, 2]),
        ([1, 2.5], polars.Float64, [1.0, 2.5]),
        ([True, None, False], polars.Boolean, [True, None, False]),
        (["007", None, ""], polars.String, ["007", None, None]),
        ([34, ""], polars.Int64, [34, None]),
        ([1, "x", True, 2.0], polars.String, ["1", "x", "true", "2"]),
        ([1, True], polars.String, ["1", "true"]),
        ([None, None], polars.String, [None, None]),
        ([2**64, 1], polars.String, ["18446744073709551616", "1"]),
        ([2**60 + 1, 0.5], polars.String, ["1152921504606846977", "0.5"]),
        ([["a", "b"], [], None, "c"], polars.List(polars.String), [["a", "b"], [], None, ["c"]]),
        ([[1, None, "", 2], None], polars.List(polars.String), [["1", "2"], None]),
        ([[{"x": 1}], None], polars.String, ['[{"x": 1}]', None]),
    ],
)
def test_answers_keep_the_type_that_they_share(
    written: Callable[..., Path], values: list[Any], dtype: polars.DataType, cells: list[Any]
) -> None:
    content = "".join(json.dumps({"id": place, "q": value}) + "\n" for place, value in enumerate(values))
    found = read(written(content)).columns[1].cells
    assert found.dtype == dtype
    assert found.to_list() == cells


def test_objects_within_become_dotted_names_up_to_three_levels(written: Callable[..., Path]) -> None:
    reply = {"id": 1, "a": {"b": 2, "c": {"d": 3, "e": {"f": 4}}, "none": {}}, "a.b": "own"}
    found = columns(read(written(json.dumps(reply) + "\n" + json.dumps(reply))))
    assert found == {
        "id": [1, 1],
        "a.b": [2, 2],
        "a.c.d": [3, 3],
        "a.c.e": ['{"f": 4}'] * 2,
        "a.b_": ["own", "own"],
    }


def test_half_characters_and_what_is_no_number(written: Callable[..., Path]) -> None:
    path = written('{"a": "\\ud83d\\ude00", "n": NaN}\n{"a": "x\\ud800", "n": 1}\n')
    assert columns(read(path)) == {"a": ["😀", "x\ufffd"], "n": [None, 1]}
    path = written('{"a": ["\\ud800", "b"]}\n{"a": null, "\\udfff": true}\n')
    assert columns(read(path)) == {"a": [["\ufffd", "b"], None], "\ufffd": [None, True]}


@pytest.mark.parametrize(
    ("content", "place"),
    [
        ('{"a": 1}\n{"a": 2\n{"a": 3}\n', "line 2"),
        ('{"a": 1}\n\n{"a": 2}\n{"a": 3} x\n', "line 4"),
        ('{"a": 1}\n[1]\n', "line 2"),
        ('[\n{"a": 1},\n{"a": }\n]', "line 3"),
        ('[{"a": 1}\n{"a": 2}]', "line 2"),
        ('[{"a": 1},\n{"a": 2}', "line 2"),
        ('[{"a": 1},\n3]', "line 2"),
        ('[{"a": 1}]\nx', "line 2"),
        ('{\n"a": 1,\n}', "line "),
        ('{"a": 1}\n{"a": ' + "9" * 5000 + "}\n", "line 2"),
        ('{"a":' * 100_000, "line 1"),
    ],
)
def test_damage_is_told_with_its_line(written: Callable[..., Path], content: str, place: str) -> None:
    with pytest.raises(UnreadableFileError, match=rf"^survey\.csv, {place}") as refusal:
        read(written(content))
    assert "\n" not in str(refusal.value)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("[]", "no replies"),
        ("{}\n{}\n", "no replies"),
        ('{"columns": {"q1": {"type": "single"}}, "title": "a codebook"}', "single JSON object"),
        ('{"a": [{"b": 1}], "c": [{"d": 1}]}', "single JSON object"),
    ],
)
def test_json_that_holds_no_replies_is_refused(written: Callable[..., Path], content: str, reason: str) -> None:
    with pytest.raises(UnreadableFileError, match=reason):
        read(written(content))


def test_lines_and_names_are_bounded(written: Callable[..., Path], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(json_lines, "MOST_COLUMNS", 10)
    with pytest.raises(UnreadableFileError, match="more than 10 different names"):
        read(written("".join(f'{{"q{place}": 1}}\n' for place in range(20))))
    monkeypatch.setattr(json_lines, "MOST_IN_A_LINE", 50)
    with pytest.raises(UnreadableFileError, match="line 2: longer"):
        read(written('{"a": 1}\n{"a": "' + "x" * 100 + '"}\n'))


@given(st.lists(st.dictionaries(st.sampled_from("abc"), ANSWERS, min_size=1), min_size=2, max_size=6))
def test_lines_and_a_list_of_the_same_replies_are_read_alike(replies: list[dict[str, Any]]) -> None:
    with TemporaryDirectory() as folder:
        lines, listed = Path(folder) / "lines", Path(folder) / "list"
        lines.write_text("\n".join(map(json.dumps, replies)))
        listed.write_text(json.dumps(replies, indent=1))
        first, second = columns(read(lines)), columns(read(listed))
    assert first == second
    for name, cells in first.items():
        for reply, cell in zip(replies, cells, strict=True):
            answer = reply.get(name)
            assert (cell is None) == (answer in (None, ""))
            assert cell is None or cell == answer or isinstance(cell, str)


def test_the_awkward_files(shared: Path) -> None:
    table = read(shared / "nasty" / "responses.json")
    assert columns(table) == {"id": [1, 2], "Q1": ["Yes", "No"]}
