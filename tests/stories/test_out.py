"""Out of the explorer: what the clipboard and the files get is what was on the screen."""

from __future__ import annotations

import csv
import io
import json
import shlex
from itertools import groupby
from pathlib import Path

import polars as pl
import pyreadstat
import pytest
from python_calamine import CalamineWorkbook

from topline.__main__ import main
from topline.analysis import MASK
from topline.cli.explorer import sample_path
from topline.export.naming import size_words
from topline.readers import open_source
from topline.tui.action import Place
from topline.tui.tasks.outgoing import MOST_ROWS, MOST_SENT

from .reading import status
from .stage import Stage, play

ON_HOW = ("down", "down")
CROSSED = ("f2",)
PEOPLE = (*ON_HOW, "tab", *["down"] * 6, "enter")


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of its own, in which the explorer runs."""
    folder = tmp_path / "here"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


def tsv(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text), delimiter="\t"))


async def retype(stage: Stage, name: str) -> str:
    """Another name for the file, at once."""
    await stage.press("tab")
    return await stage.hurry("ctrl+u", *("space" if letter == " " else letter for letter in name))


# To the clipboard.


def test_two_keys_send_the_command(capsys: pytest.CaptureFixture[str]) -> None:
    async def story(stage: Stage) -> None:
        box = await stage.press(*ON_HOW, "y")
        assert "Copy to the terminal's clipboard" in box
        assert "c  the command that gives the same" in box
        assert "sent to the terminal's clipboard: the command (1 line)" in status(await stage.press("c"))
        assert "Copy to the terminal" not in stage.screen

    assert play(story).clipboard == f"topline show {sample_path()} how"


def test_a_table_is_sent_as_markdown_or_for_a_spreadsheet() -> None:
    async def story(stage: Stage) -> None:
        assert "this table (27 lines)" in status(await stage.press(*ON_HOW, "y", "m"))
        assert "| **Managing** | 20% | 41 | 15-26 |" in stage.app.clipboard
        await stage.press("y", "down", "enter")
        rows = tsv(stage.app.clipboard)
        assert rows[0] == ["code", "answer", "n", "%", "low", "high"]
        assert next(row for row in rows if row[0] == "coaching")[:3] == ["coaching", "Coaching", "0"]

    play(story)


def test_nothing_is_sent_where_nothing_was_picked() -> None:
    async def story(stage: Stage) -> None:
        await stage.press("y", "escape")
        assert "sent" not in stage.screen

    assert play(story).clipboard == ""


def test_the_replies_of_a_few_are_all_sent() -> None:
    async def story(stage: Stage) -> None:
        assert "41 replies (42 lines)" in status(await stage.press(*PEOPLE, "y", "t"))

    rows = tsv(play(story).clipboard)
    assert rows[0][:3] == ["row", "respondent", "how"]
    assert {len(row) for row in rows} == {9}
    assert len(rows) == 42


@pytest.mark.parametrize("letter", ["m", "t"])
def test_replies_are_sent_as_far_as_a_clipboard_takes_them(letter: str) -> None:
    said: list[str] = []

    async def story(stage: Stage) -> None:
        said.append(status(await stage.press("3", "b", "y", letter)))

    text = play(story, size=(120, 36)).clipboard
    sent = len(tsv(text)) - 1 if letter == "t" else sum(line.startswith("| ") for line in text.splitlines()) - 2
    assert f"the first {sent:,} of 5,000 replies; e writes them all" in said[0]
    assert 100 < sent <= MOST_ROWS
    assert len(text.encode()) <= MOST_SENT


def test_one_reply_is_sent_as_text_or_markdown_with_its_codes_and_masked() -> None:
    async def story(stage: Stage) -> None:
        assert "this reply (" in status(await stage.press(*PEOPLE, "enter", "y", "t"))
        text = stage.app.clipboard
        assert text.startswith("Social media and the sales manager: reply 1 of 41, Number ")
        assert "    coded: " in text
        assert f"Name, invented: {MASK}" in text
        await stage.press("y", "m")
        assert stage.app.clipboard.startswith("## Social media and the sales manager: reply 1 of 41")
        await stage.press("P", "y", "t")
        assert MASK not in stage.app.clipboard

    play(story)


def test_a_table_too_large_for_a_clipboard_is_offered_as_a_file(tmp_path: Path, here: Path) -> None:
    labels = [f"{'a very long answer ' * 4}{number:04}" for number in range(1500)]
    pl.DataFrame({"pick": labels * 2}).write_parquet(
        tmp_path / "large.parquet", metadata={"topline": '[question.pick]\nkind = "single"'}
    )

    async def story(stage: Stage) -> None:
        box = await stage.press("y", "t")
        assert "Export" in box
        assert "KB, and a clipboard takes 55.5 KB. Write" in box
        assert "large-pick.tsv" in box
        assert "wrote large-pick.tsv (1,500 rows, " in status(await stage.press("enter"))

    app = play(story, size=(100, 30), file=tmp_path / "large.parquet")
    assert app.clipboard == ""
    assert len((here / "large-pick.tsv").read_text().splitlines()) > 1500


def test_where_there_is_nothing_yet_it_says_what_is_lacking() -> None:
    async def story(stage: Stage) -> None:
        assert "there is no result yet" in status(await stage.press("5", "y"))

    play(story)


# To a file.


def test_enter_writes_the_table_under_a_name_of_its_own(here: Path) -> None:
    async def story(stage: Stage) -> None:
        box = await stage.press(*CROSSED, "e")
        assert "sample-impact-by-policy.csv" in box
        assert "412 replies, the 8 columns shown" in box
        screen = await stage.press("enter")
        size = size_words((here / "sample-impact-by-policy.csv").stat().st_size)
        assert f"wrote sample-impact-by-policy.csv (2 rows, {size})" in status(screen)
        assert "sample-impact-by-policy-2.csv" in await stage.press("e")

    play(story)
    rows = list(csv.reader((here / "sample-impact-by-policy.csv").open(newline="")))
    assert rows[1][:4] == ["Yes", "Yes", "205", rows[1][3]]
    assert [path.name for path in here.iterdir()] == ["sample-impact-by-policy.csv"]


@pytest.mark.parametrize(
    ("letter", "ending"),
    [("c", "csv"), ("t", "tsv"), ("m", "md"), ("j", "json"), ("p", "parquet"), ("x", "xlsx"), ("s", "sav")],
)
def test_a_letter_is_a_format_and_the_replies_are_those_of_the_screen(letter: str, ending: str, here: Path) -> None:
    async def story(stage: Stage) -> None:
        await stage.press(*PEOPLE, "s", "e", letter)
        assert f"sample-replies.{ending}" in stage.screen
        assert f"wrote sample-replies.{ending} (41 rows, " in status(await stage.press("enter"))

    play(story, size=(120, 36))
    path = here / f"sample-replies.{ending}"
    if ending == "xlsx":
        assert len(CalamineWorkbook.from_path(path).get_sheet_by_name("Replies").to_python()) == 42
    elif ending == "sav":
        assert pyreadstat.read_sav(path, output_format="polars")[0].height == 41
    elif ending == "parquet":
        frame = pl.read_parquet(path)
        assert frame.height == 41
        assert open_source(path).survey["how"].nets
    elif ending == "json":
        assert len(json.loads(path.read_text())["replies"]) == 41
    else:
        assert sum("recruit" in line.casefold() or "hir" in line.casefold() for line in path.open()) > 20


@pytest.mark.parametrize(("letter", "ending"), [("h", "html"), ("x", "xlsx"), ("m", "md")])
def test_every_topline_is_one_file(letter: str, ending: str, here: Path) -> None:
    async def story(stage: Stage) -> None:
        assert "a report: every topline of everyone" in await stage.press("e")
        await stage.press("down", "down", "down", letter)
        assert f"wrote sample-report.{ending} " in status(await stage.press("enter"))

    play(story)
    if ending == "xlsx":
        assert CalamineWorkbook.from_path(here / "sample-report.xlsx").sheet_names[:3] == [
            "Index",
            "1 Response",
            "2 impact",
        ]
    else:
        text = (here / f"sample-report.{ending}").read_text()
        assert "Who was asked, and who answered" in text
        assert "How likely are you to recommend social selling" in text


def test_arrows_go_round_the_formats_and_the_name_follows() -> None:
    async def story(stage: Stage) -> None:
        assert "[m Markdown]" in await stage.press(*ON_HOW, "e", "right", "right")
        assert "sample-how.md" in stage.screen
        assert "[x Excel]" in await stage.press("left", "left", "left")
        assert "[p parquet]" in await stage.press("down", "right")
        assert "sample-replies.parquet" in stage.screen
        assert "[c CSV]" in await stage.press("up")

    play(story)


def test_a_name_can_be_typed_and_its_ending_is_the_format(here: Path) -> None:
    async def story(stage: Stage) -> None:
        await stage.press(*ON_HOW, "e")
        assert "[j JSON]" in await retype(stage, "my table.json")
        assert "wrote my table.json" in status(await stage.press("enter"))

    play(story)
    assert json.loads((here / "my table.json").read_text())["question"]["name"] == "how"


def test_a_file_that_is_there_is_replaced_only_by_a_key_of_its_own(here: Path) -> None:
    (here / "mine.csv").write_text("mine")
    (here / "link.csv").symlink_to(here / "mine.csv")

    async def story(stage: Stage) -> None:
        await stage.press(*ON_HOW, "e", "exclamation_mark")
        await retype(stage, "mine.csv")
        assert (here / "mine.csv").read_text() == "mine"
        assert "mine.csv exists already: ! replaces it" in await stage.press("enter")
        assert (here / "mine.csv").read_text() == "mine"
        # Another name: the key stands for the one that was asked about, and for no other.
        await retype(stage, "link.csv")
        assert "it is a link" in await stage.press("up", "exclamation_mark", "enter")
        await retype(stage, "mine.csv")
        await stage.press("enter")
        assert "wrote mine.csv" in status(await stage.press("exclamation_mark"))

    play(story, size=(100, 30))
    assert (here / "mine.csv").read_text().startswith('"code"')
    assert (here / "link.csv").is_symlink()


def test_what_it_is_read_from_is_never_written_over(tmp_path: Path) -> None:
    own = tmp_path / "own.parquet"
    own.write_bytes(sample_path().read_bytes())
    beside = tmp_path / "own.topline.toml"
    beside.write_text('title = "Mine"')

    async def story(stage: Stage) -> None:
        for name in (own, beside):
            await stage.press("e")
            await retype(stage, str(name))
            await stage.press("enter")
            assert "is what this was read from" in " ".join(stage.screen.split())
            await stage.press("exclamation_mark", "escape")

    play(story, size=(160, 40), file=own)
    assert own.read_bytes() == sample_path().read_bytes()
    assert beside.read_text() == 'title = "Mine"'


@pytest.mark.parametrize(("name", "why"), [("none/a.csv", "there is no such folder"), ("", "give the file a name")])
def test_what_cannot_be_written_is_told_in_the_box(name: str, why: str, here: Path) -> None:
    async def story(stage: Stage) -> None:
        await stage.press("e")
        await retype(stage, name)
        box = await stage.press("enter")
        assert why in box
        assert "Export" in box

    play(story)
    assert list(here.iterdir()) == []


def test_a_folder_that_is_gone_is_told_in_the_box(here: Path) -> None:
    async def story(stage: Stage) -> None:
        here.rmdir()
        assert "in a folder that is no longer there" in await stage.press("e")
        assert "there is no such folder" in await stage.press("enter")
        here.mkdir()

    play(story)


def test_names_and_addresses_leave_only_when_they_are_shown(here: Path) -> None:
    async def story(stage: Stage) -> None:
        box = await stage.press("3", "e", "down")
        assert "Name, E-mail: masked; P at the place shows and writes them" in box
        await stage.press("enter", "P")
        assert "with Name, E-mail: these tell who people are" in await stage.press("e", "down")
        await stage.press("enter")

    play(story, size=(100, 30))
    masked, shown = ((here / name).read_text() for name in ("sample-replies.csv", "sample-replies-2.csv"))
    assert MASK in masked
    assert {row["email"] for row in csv.DictReader(io.StringIO(masked))} == {MASK}
    assert [row["email"].count("@") for row in csv.DictReader(io.StringIO(shown))] == [1] * 412
    assert MASK not in shown


def test_one_reply_goes_to_a_file(here: Path) -> None:
    async def story(stage: Stage) -> None:
        assert "sample-reply-2.md" in await stage.press(*PEOPLE, "enter", "J", "e", "m")
        assert "wrote sample-reply-2.md (1 row, " in status(await stage.press("enter"))
        await stage.press("e", "j", "enter")

    play(story)
    assert (here / "sample-reply-2.md").read_text().startswith("## Social media and the sales manager: reply 2 of 41")
    shape = json.loads((here / "sample-reply-2.json").read_text())
    assert (shape["offset"], len(shape["replies"])) == (1, 1)
    assert "Recruiting and hiring" in shape["replies"][0]["answers"]["how_codes"]


STATEMENT = "select row, respondent, replied from responses where impact = 'Yes' order by row"


async def state(stage: Stage, statement: str) -> None:
    """Run a statement at the console, and leave it."""
    await stage.press("5", "tab")
    await stage.hurry(*("space" if letter == " " else letter for letter in statement))
    await stage.press("enter", "escape")


def test_the_result_of_a_statement_goes_out_as_it_is(here: Path) -> None:
    async def story(stage: Stage) -> None:
        await state(stage, STATEMENT)
        assert "205 rows (206 lines)" in status(await stage.press("y", "t"))
        rows = tsv(stage.app.clipboard)
        assert rows[0] == ["row", "respondent", "replied"]
        assert len(rows) == 206
        await stage.press("y", "c")
        assert stage.app.clipboard == f'topline sql {sample_path()} "{STATEMENT}"'
        assert "sample-result.parquet" in await stage.press("e", "p")
        assert "wrote sample-result.parquet (205 rows, " in status(await stage.press("enter"))

    play(story, size=(120, 36))
    frame = pl.read_parquet(here / "sample-result.parquet")
    assert [str(kind) for kind in frame.dtypes] == ["Int64", "Int64", "Datetime(time_unit='us', time_zone=None)"]
    assert frame["row"].is_sorted()


def test_a_result_cut_for_the_screen_is_written_whole(here: Path) -> None:
    async def story(stage: Stage) -> None:
        await state(stage, "select a.row, b.impact from responses a, responses b where b.row <= 3")
        assert "the first " in status(await stage.press("y", "t"))
        assert "wrote sample-result.csv (15,000 rows, " in status(await stage.press("e", "enter"))

    play(story, size=(120, 36))
    assert len((here / "sample-result.csv").read_text().splitlines()) == 15_001


def test_help_tells_what_a_clipboard_needs() -> None:
    async def story(stage: Stage) -> None:
        told = await stage.press("question_mark")
        for _ in range(8):
            told += await stage.press("pagedown")
        assert "set-clipboard on" in told

    play(story, size=(100, 40))


# The law: the command that is copied gives the numbers of the screen.


SCREENS = {
    "funnel": (),
    "topline": ON_HOW,
    "another base": (*ON_HOW, "b"),
    "by count, without zeros": (*ON_HOW, "s", "z"),
    "weighted": (*ON_HOW, "w", "enter"),
    "a scale": ("down",) * 18,
    "a grid": (*["down"] * 18, "v"),
    "a number": ("down",) * 14,
    "crosstab": CROSSED,
    "crosstab, row percent": (*CROSSED, "%"),
    "crosstab, counts": (*CROSSED, "%", "%"),
    "crosstab by a column": (*CROSSED, "right", "s"),
    "crosstab swapped": (*CROSSED, "o"),
    "crosstab weighted": (*CROSSED, "w", "enter"),
    "kept only": (*ON_HOW, "tab", "down", "+"),
    "left out": (*ON_HOW, "tab", "down", "-", "1"),
    "kept and crossed": (*ON_HOW, "tab", "down", "+", *CROSSED),
    "compared": ("down", "d", "enter"),
    "compared and kept": (*ON_HOW, "d", "down", "enter", "tab", "down", "+"),
    "filtered": ("down", "f", "enter", "space", "enter"),
    "filtered by an expression": ("down", "f", "tab", "tab", *"years > 10 or role='VP'", "enter"),
    "people": PEOPLE,
    "people in an order": (*PEOPLE, "right", "right", "s", "s"),
    "everyone": ("3", "b"),
    "searched": ("slash", *"twitter", "enter"),
    "reply": (*PEOPLE, "enter", "J"),
    "query of replies": ("f4",),
}


NAMES = {
    "%": "percent_sign",
    "+": "plus",
    "-": "minus",
    " ": "space",
    ">": "greater_than_sign",
    "=": "equals_sign",
    "'": "apostrophe",
}


@pytest.mark.parametrize("screen", SCREENS)
def test_the_command_gives_what_the_screen_shows(screen: str, here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    written: list[Path] = []

    async def story(stage: Stage) -> None:
        for key, times in ((key, len(list(same))) for key, same in groupby(SCREENS[screen])):
            await stage.hurry(*[NAMES.get(key, key)] * times)
        assert "the command (1 line)" in status(await stage.press("y", "c"))
        assert "wrote " in status(await stage.press("e", "j", "enter"))
        if stage.app.history.desk.place in (Place.TOPLINE, Place.CROSSTAB):
            await stage.press("e", "c", "enter")
        written.extend(sorted(here.iterdir()))

    app = play(story, size=(140, 40))
    words = shlex.split(app.clipboard)
    assert words[0] == "topline"
    for path in written:
        capsys.readouterr()
        assert main([*words[1:], "--format", path.suffix[1:]]) == 0
        assert capsys.readouterr().out == path.read_text()


# Many replies.


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """More replies than can be written at once."""
    import duckdb

    path = tmp_path_factory.mktemp("many") / "many.parquet"
    survey = "[question.pick]\nkind = 'single'\n[question.why]\nkind = 'open'"
    said = "select ['Yes', 'No'][1 + n % 2] as pick, 'because of reason ' || n as why from range(400000) t(n)"
    duckdb.execute(f"copy ({said}) to '{path}' (format parquet, kv_metadata {{topline: $${survey}$$}})")
    return path


@pytest.mark.parametrize("letter", ["c", "p"])
def test_a_long_export_can_be_stopped_and_leaves_nothing_behind(letter: str, many: Path, here: Path) -> None:
    async def story(stage: Stage) -> None:
        await stage.press("3", "e", letter)
        box = await stage.hurry("enter", "escape")
        assert "stopped; nothing was written" in box
        assert "Enter write" in box
        assert list(here.iterdir()) == []
        # And it can be written after all.
        if letter == "p":
            assert "wrote many-replies.parquet (400,000 rows, " in status(await stage.press("enter"))
        else:
            await stage.press("escape")

    play(story, file=many, size=(100, 30))
