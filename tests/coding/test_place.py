"""Where journals are kept and what they are called."""

from __future__ import annotations

from pathlib import Path

import pytest

from topline.coding import CodingError, coder_name, codes_folder
from topline.coding.place import is_coder_name


@pytest.mark.parametrize(
    ("source", "stated", "folder"),
    [
        ("wave1.sav", "", "wave1.codes"),
        ("wave1.csv", "", "wave1.codes"),
        ("wave1.topline.toml", "", "wave1.codes"),
        ("wave1.csv.gz", "", "wave1.codes"),
        ("wave.1.parquet", "", "wave.1.codes"),
        ("wave1.sav", "shared", "shared/wave1.codes"),
        ("wave1.sav", "../other", "../other/wave1.codes"),
    ],
)
def test_codes_are_kept_beside_the_replies_or_where_it_is_stated(
    tmp_path: Path, source: str, stated: str, folder: str
) -> None:
    assert codes_folder(tmp_path / source, stated) == (tmp_path / folder).resolve()


def test_a_wave_can_go_on_with_the_codes_of_the_one_before(tmp_path: Path) -> None:
    assert codes_folder(tmp_path / "wave2.csv", "wave1.codes") == codes_folder(tmp_path / "wave1.sav")
    assert codes_folder(tmp_path / "wave2.csv", str(tmp_path / "x" / "a.codes")) == tmp_path / "x" / "a.codes"


def test_a_stated_folder_can_be_anywhere_and_a_link_is_the_same_survey(tmp_path: Path) -> None:
    assert codes_folder(tmp_path / "wave1.sav", "/srv/codes") == Path("/srv/codes/wave1.codes")
    (tmp_path / "wave1.sav").touch()
    (tmp_path / "link.sav").symlink_to("wave1.sav")
    assert codes_folder(tmp_path / "link.sav") == tmp_path.resolve() / "wave1.codes"


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("ann", "ann"),
        (" Ann Lee ", "Ann_Lee"),
        ("../../etc/passwd", "etc_passwd"),
        (".hidden", "hidden"),
        ("a\x1b[31m", "a_31m"),
        ("Zoe\u0308", "Zoë"),
        ("王芳", "王芳"),
        ("ann@example.org", "ann@example.org"),
        ("x" * 300, "x" * 60),
    ],
)
def test_a_coder_is_called_what_a_file_can_be_called(said: str, name: str) -> None:
    assert coder_name(said) == name
    assert is_coder_name(name)
    assert coder_name(name) == name


def test_the_user_of_the_system_is_the_coder_where_none_is_named() -> None:
    assert is_coder_name(coder_name())


@pytest.mark.parametrize("said", ["...", "/", "___"])
def test_a_name_without_letters_is_refused(said: str) -> None:
    with pytest.raises(CodingError, match="--coder"):
        coder_name(said)
    assert not is_coder_name(said)
