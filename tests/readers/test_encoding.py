"""The encoding of a file, told by its bytes."""

from collections.abc import Callable
from pathlib import Path

import pytest

from topline.readers.encoding import encoding_of

GERMAN = "id,Stadt\n1,Zürich\n2,Köln\n3,Malmö\n"


@pytest.mark.parametrize(
    ("content", "codec"),
    [
        (b"id,Q1\n1,Yes\n", "utf-8"),
        (GERMAN.encode(), "utf-8"),
        (GERMAN.encode("utf-8-sig"), "utf-8-sig"),
        (GERMAN.encode("utf-16"), "utf-16"),
        (GERMAN.encode("utf-16-le"), "utf-16-le"),
        (GERMAN.encode("utf-16-be"), "utf-16-be"),
        (GERMAN.encode("cp1252"), "cp1252"),
        ("text\n“it’s fine” – Zürich\n".encode("cp1252"), "cp1252"),
        ("text\n“it’s fine” – level\u00a0of café\n".encode("mac_roman"), "mac_roman"),
        ("性別,満足度\n女性,満足しています\n男性,普通です\n".encode("cp932"), "cp932"),
        ("性别,您对服务满意吗\n男,非常满意\n女,不满意\n".encode("gb18030"), "gb18030"),
        ("a\n" + "naïve 50% \ufffd\n" * 3, "utf-8"),
    ],
)
def test_an_encoding_is_told_by_its_bytes(written: Callable[..., Path], content: bytes, codec: str) -> None:
    assert encoding_of(written(content)).codec == codec


def test_a_few_bad_bytes_leave_utf_8_and_are_told(written: Callable[..., Path]) -> None:
    encoding = encoding_of(written(GERMAN.encode() + b"4,Orl\xe9ans\n"))
    assert encoding.codec == "utf-8"
    assert "one place is not valid UTF-8" in encoding.warning


def test_one_damaged_sign_repeated_is_not_japanese(written: Callable[..., Path]) -> None:
    assert encoding_of(written(b"Episode I\x8c\xe6 The Menace\n" * 9)).codec != "cp932"
