"""Packed files: what is in them is read, within bounds, and nothing is left behind."""

import gzip
import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from topline.readers import packed
from topline.readers.errors import UnreadableFileError

CSV = b"id,answer\n1,Yes\n2,No\n"


def zipped(**parts: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return file.getvalue()


@pytest.fixture
def beside(tmp_path: Path) -> Path:
    """The folder that is unpacked to."""
    folder = tmp_path / "beside"
    folder.mkdir()
    return folder


def unpacked(path: Path, beside: Path) -> bytes:
    with packed.unpacked(path, path.name, beside) as found:
        content = found.read_bytes()
        assert found == path or found.parent == beside
    assert list(beside.iterdir()) == []
    return content


def refused(path: Path, beside: Path) -> str:
    with pytest.raises(UnreadableFileError) as refusal, packed.unpacked(path, path.name, beside):
        pass
    assert list(beside.iterdir()) == []
    assert str(refusal.value).startswith(path.name)
    assert "\n" not in str(refusal.value)
    return str(refusal.value)


@pytest.mark.parametrize("name", ["survey.csv.gz", "survey.gz", "survey.csv", "survey"])
def test_gzip_under_any_name(written: Callable[..., Path], beside: Path, name: str) -> None:
    assert unpacked(written(gzip.compress(CSV), name), beside) == CSV


def test_gzip_in_several_parts(written: Callable[..., Path], beside: Path) -> None:
    assert unpacked(written(gzip.compress(CSV[:10]) + gzip.compress(CSV[10:]), "survey.gz"), beside) == CSV


@pytest.mark.parametrize("content", [CSV, b"", b"PAR1", b"\x1f\x8b", zipped(**{"[Content_Types].xml": b"<Types/>"})])
def test_what_is_not_packed_stays_where_it_is(written: Callable[..., Path], beside: Path, content: bytes) -> None:
    path = written(content, "survey.csv.gz")
    with packed.unpacked(path, path.name, beside) as found:
        assert found == path


def test_damaged_gzip(written: Callable[..., Path], beside: Path) -> None:
    whole = gzip.compress(CSV * 100)
    assert "damaged or cut short" in refused(written(whole[:-20], "survey.gz"), beside)
    assert "damaged or cut short" in refused(written(whole[:30] + b"xxxx" + whole[34:], "survey.gz"), beside)
    assert "damaged or cut short" in refused(written(whole + b"more", "survey.gz"), beside)
    assert "empty" in refused(written(gzip.compress(b""), "survey.gz"), beside)


@pytest.mark.parametrize("pack", [gzip.compress, lambda content: zipped(**{"survey.csv": content})])
def test_a_small_file_that_unpacks_to_a_large_one_is_refused(
    written: Callable[..., Path], beside: Path, pack: Callable[[bytes], bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = written(pack(b"0" * 5_000_000), "survey.csv.gz")
    for module in ("packed", "workbook_checks"):
        monkeypatch.setattr(f"topline.readers.{module}.LEAST_ALLOWED", 1_000_000)
    assert "unpacks to more" in refused(path, beside)


def test_a_tar_archive_in_gzip(written: Callable[..., Path], beside: Path) -> None:
    tar = b"survey.csv".ljust(257, b"\0") + b"ustar\x0000" + b"\0" * 1000
    assert "holds a tar archive" in refused(written(gzip.compress(tar), "survey.tar.gz"), beside)


@pytest.mark.parametrize(
    "parts",
    [
        {"survey.csv": CSV},
        {"CSV/Survey.CSV": CSV, "README.txt": b"about", "codebook.pdf": b"%PDF"},
        {"survey.csv": CSV, "__MACOSX/._survey.csv": b"x", ".hidden.csv": b"x", "folder/": b""},
        {"survey.txt": CSV},
    ],
)
def test_a_zip_archive_with_one_file_of_replies(
    written: Callable[..., Path], beside: Path, parts: dict[str, bytes]
) -> None:
    assert unpacked(written(zipped(**parts), "survey.zip"), beside) == CSV


def test_a_zip_archive_with_several_files_names_them(written: Callable[..., Path], beside: Path) -> None:
    said = refused(written(zipped(**{"a.csv": CSV, "b\x1b[31m.sav": CSV}), "survey.zip"), beside)
    assert "a.csv" in said
    assert "\x1b" not in said
    many = zipped(**{f"{number}.csv": CSV for number in range(9)})
    assert "4.csv ...)" in refused(written(many, "survey.zip"), beside)


@pytest.mark.parametrize("parts", [{}, {"codebook.pdf": b"%PDF"}])
def test_a_zip_archive_without_any(written: Callable[..., Path], beside: Path, parts: dict[str, bytes]) -> None:
    assert "without a file of replies" in refused(written(zipped(**parts), "survey.zip"), beside)


def test_a_zip_archive_with_a_password_or_damage(written: Callable[..., Path], beside: Path) -> None:
    whole = bytearray(zipped(**{"survey.csv": CSV}))
    assert "damaged or cut short" in refused(written(bytes(whole[:-10]), "survey.zip"), beside)
    flags = whole.rindex(b"PK\x01\x02") + 8
    whole[flags] |= 1
    assert "has a password" in refused(written(bytes(whole), "survey.zip"), beside)


def test_the_awkward_files(shared: Path, beside: Path) -> None:
    assert unpacked(shared / "nasty" / "g01_survey.csv.gz", beside).startswith(b"id,")
    assert unpacked(shared / "nasty" / "g02_survey.zip", beside).startswith(b"id,")
    workbook = shared / "nasty" / "x01_ok.xlsx"
    assert unpacked(workbook, beside) == workbook.read_bytes()
