"""Over a real SSH connection: few bytes, no mouse, a terminal left as it was, and an end when the line drops."""

from __future__ import annotations

import getpass
import os
import shlex
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

import topline

from .terminal import AT_REST, PATIENCE, Terminal

MOUSE = {1000, 1002, 1003, 1006, 1015}
CONFIGURATION = """
ListenAddress 127.0.0.1
Port {port}
HostKey {folder}/host
AuthorizedKeysFile {folder}/key.pub
PidFile {folder}/sshd.pid
StrictModes no
PasswordAuthentication no
KbdInteractiveAuthentication no
UsePAM no
PermitRootLogin prohibit-password
SetEnv TOPLINE_STATE={folder}/state TOPLINE_CONFIG={folder}/config LANG=C.UTF-8
"""


class Server:
    """An SSH server of the test's own, on this machine, for whoever runs the test."""

    def __init__(self, folder: Path, port: int) -> None:
        self.folder = folder
        self._port = port

    def open(self, *words: str, size: tuple[int, int] = (80, 24)) -> Terminal:
        """The explorer on the other side, in a terminal on this one."""
        source = Path(topline.__file__).parents[1]
        started = f"echo $$ > {shlex.quote(str(self.pid_file))}; export PYTHONPATH={shlex.quote(str(source))}"
        remote = f"{started}; exec {shlex.join([sys.executable, '-m', 'topline', *words])}"
        options = ("StrictHostKeyChecking=no", "UserKnownHostsFile=/dev/null", "IdentitiesOnly=yes", "LogLevel=ERROR")
        return Terminal(
            *(word for option in options for word in ("-o", option)),
            *("-F", "/dev/null", "-tt", "-i", self.folder / "key", "-p", self._port),
            *(f"{getpass.getuser()}@127.0.0.1", remote),
            program=(),
            command=str(shutil.which("ssh")),
            size=size,
        )

    @property
    def pid_file(self) -> Path:
        """Where the explorer's process is told."""
        return self.folder / "pid"

    @property
    def is_running(self) -> bool:
        """Whether the explorer runs on the other side."""
        try:
            os.kill(int(self.pid_file.read_text()), 0)
        except ProcessLookupError:
            return False
        return True


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    """A server; the test is skipped where none can be run."""
    sshd = shutil.which("sshd") or shutil.which("sshd", path="/usr/sbin:/usr/local/sbin:/sbin")
    if not sshd or not shutil.which("ssh") or not shutil.which("ssh-keygen"):
        pytest.skip("there is no OpenSSH server on this machine")
    for key in ("host", "key"):
        subprocess.run(
            ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", tmp_path / key], check=True, stdin=subprocess.DEVNULL
        )
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    configuration = tmp_path / "sshd_config"
    configuration.write_text(CONFIGURATION.format(port=port, folder=tmp_path))
    with subprocess.Popen(
        [sshd, "-D", "-e", "-f", configuration], stdin=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    ) as process:
        try:
            _wait_until_it_listens(process, port)
            yield Server(tmp_path, port)
        finally:
            process.terminate()


def _wait_until_it_listens(process: subprocess.Popen[str], port: int) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        if process.poll() is not None:
            assert process.stderr
            pytest.skip(f"the OpenSSH server does not run here: {process.stderr.read().strip().splitlines()[-1:]}")
        time.sleep(0.01)
    pytest.fail("the OpenSSH server never listened")


def test_it_is_slim_without_a_mouse_and_leaves_the_terminal_as_it_was(server: Server) -> None:
    with server.open() as terminal:
        terminal.wait_for("5,000 asked > 412 replied (8.2%)", "? help")
        assert terminal.modes == AT_REST - {7, 25} | {1004, 1049, 2004}
        assert b"38;2;" not in terminal.raw
        terminal.go("down", "Has social media had an impact")
        terminal.go("/", "Search questions")
        terminal.go("esc", lambda screen: "Search questions" not in screen)
        terminal.resize(120, 36)
        terminal.wait_for("1 Topline  2 Crosstab")
        terminal.press("q")
        assert terminal.end() == 0
        assert terminal.modes == AT_REST
    assert not server.is_running


def test_the_mouse_is_there_for_whoever_asks(server: Server) -> None:
    with server.open("--mouse") as terminal:
        terminal.wait_for("? help")
        assert terminal.modes & MOUSE == MOUSE - {1002}
        terminal.press("q")
        assert terminal.end() == 0
        assert terminal.modes == AT_REST


def test_it_ends_when_the_line_drops_and_the_next_session_goes_on(server: Server) -> None:
    with server.open() as terminal:
        terminal.wait_for("? help")
        terminal.go("3", "1 of 412 ──")
        terminal.go("down", "2 of 412 ──")
        os.kill(terminal.pid, signal.SIGKILL)
    deadline = time.monotonic() + PATIENCE
    while server.is_running:
        assert time.monotonic() < deadline, "it outlives its line"
        time.sleep(0.02)
    with server.open() as terminal:
        terminal.wait_for("2 of 412 ──", "where you left off")
        terminal.press("q")
        assert terminal.end() == 0
