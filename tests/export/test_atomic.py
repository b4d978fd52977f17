"""A file is there whole or not at all."""

from __future__ import annotations

import errno
import os
import stat
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from topline.export import ExportError, write_text

ROOT = os.geteuid() == 0


def left_in(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def test_whole_and_private(tmp_path: Path) -> None:
    target = tmp_path / "a.md"
    write_text(target, iter(["one\n", "zwölf \U0001f600\n"]))
    assert target.read_bytes().decode() == "one\nzwölf \U0001f600\n"
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    assert left_in(tmp_path) == {"a.md"}


def test_never_over_an_existing_file_but_with_force(tmp_path: Path) -> None:
    target = tmp_path / "a.md"
    target.write_text("mine")
    with pytest.raises(ExportError, match="exists already; give --force"):
        write_text(target, "theirs")
    assert target.read_text() == "mine"
    write_text(target, "theirs", force=True)
    assert target.read_text() == "theirs"
    assert left_in(tmp_path) == {"a.md"}


@pytest.mark.parametrize("force", [True, False])
def test_links_folders_and_devices_are_refused(tmp_path: Path, force: bool) -> None:
    (tmp_path / "file").write_text("mine")
    (tmp_path / "link").symlink_to(tmp_path / "file")
    (tmp_path / "dangling").symlink_to(tmp_path / "none")
    (tmp_path / "folder").mkdir()
    os.mkfifo(tmp_path / "fifo")
    before = left_in(tmp_path)
    for name, why in (("link", "link"), ("dangling", "link"), ("folder", "a folder"), ("fifo", "no ordinary file")):
        with pytest.raises(ExportError, match=why):
            write_text(tmp_path / name, "theirs", force=force)
    with pytest.raises(ExportError, match="names a folder"):
        write_text(Path("/"), "theirs", force=force)
    assert (tmp_path / "file").read_text() == "mine"
    assert left_in(tmp_path) == before


def test_a_file_that_appears_meanwhile_is_kept(tmp_path: Path) -> None:
    target = tmp_path / "a.md"

    def pieces() -> Iterator[str]:
        yield "theirs"
        target.write_text("mine")

    with pytest.raises(ExportError, match="exists already"):
        write_text(target, pieces())
    assert target.read_text() == "mine"
    assert left_in(tmp_path) == {"a.md"}


@pytest.mark.parametrize("fault", [RuntimeError, KeyboardInterrupt])
def test_a_fault_in_the_middle_leaves_what_was_there(tmp_path: Path, fault: type[BaseException]) -> None:
    target = tmp_path / "a.md"
    target.write_text("mine")

    def pieces() -> Iterator[str]:
        yield "half"
        raise fault

    with pytest.raises(fault):
        write_text(target, pieces(), force=True)
    assert target.read_text() == "mine"
    assert left_in(tmp_path) == {"a.md"}


def test_only_one_of_many_writers_gets_the_name(tmp_path: Path) -> None:
    target, refused = tmp_path / "a.md", []

    def write(number: int) -> None:
        try:
            write_text(target, str(number) * 1000)
        except ExportError:
            refused.append(number)

    threads = [threading.Thread(target=write, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(refused) == 7
    assert len(target.read_text()) == 1000
    assert left_in(tmp_path) == {"a.md"}


def test_without_hard_links(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError(errno.EPERM, "no links here")

    monkeypatch.setattr(os, "link", refuse)
    target = tmp_path / "a.md"
    write_text(target, "one")
    assert target.read_text() == "one"
    with pytest.raises(ExportError, match="exists already"):
        write_text(target, "two")
    assert target.read_text() == "one"
    assert left_in(tmp_path) == {"a.md"}


def test_no_such_folder(tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="there is no such folder; nothing was written"):
        write_text(tmp_path / "none" / "a.md", "x")


def test_a_name_too_long(tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="the name is too long"):
        write_text(tmp_path / ("a" * 300), "x")


@pytest.mark.skipif(ROOT, reason="root may write everywhere")
def test_a_folder_that_may_not_be_written(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(ExportError, match="you may not write there"):
        write_text(tmp_path / "a.md", "x")


def test_a_file_that_grows_too_large(tmp_path: Path) -> None:
    target = tmp_path / "a.md"
    target.write_text("mine")
    code = (
        "import resource, sys\nfrom pathlib import Path\nfrom topline.export import ExportError, write_text\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (10_000, 10_000))\n"
        "try: write_text(Path(sys.argv[1]), ('x' * 1000 for _ in range(1000)), force=True)\n"
        "except ExportError as error: print(error)"
    )
    done = subprocess.run([sys.executable, "-c", code, target], capture_output=True, text=True, timeout=60)
    assert done.stdout == f"cannot write {target}: it would be larger than a file may be here; nothing was written\n"
    assert target.read_text() == "mine"
    assert left_in(tmp_path) == {"a.md"}


@pytest.mark.skipif(not ROOT, reason="needs root for a disk of its own")
def test_a_full_disk(tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(disk)]
    if subprocess.run(mount, capture_output=True).returncode:
        pytest.skip("may not mount here")
    try:
        (disk / "a.md").write_text("mine")
        with pytest.raises(ExportError, match="the disk is full; nothing was written"):
            write_text(disk / "a.md", ("x" * 1000 for _ in range(1000)), force=True)
        assert (disk / "a.md").read_text() == "mine"
        assert left_in(disk) == {"a.md"}
    finally:
        subprocess.run(["umount", str(disk)], check=True)
