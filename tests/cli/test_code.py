"""`topline code`: how far coding is, codes by rules and from files, codes and codeframes out."""

from __future__ import annotations

import csv
import io
import json
import shutil
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from topline.__main__ import main
from topline.cli.explorer import sample_path

from .conftest import Run

WHY = "In your own words, why?"
REPLIES = 60
"""Of the 120 of the export, those with an odd number wrote something."""
RULES = """
[question.in_your_own_words_why]
kind = "open"
[question.in_your_own_words_why.rules]
one = ["number 1", "number 11"]
mine = ["/reason number \\\\d\\\\d,/"]
"""


@pytest.fixture(scope="session")
def kept(export: Path) -> bytes:
    """The export as parquet, which is opened where it is and needs no reading."""
    target = export.with_name("dogs.parquet")
    assert main(["replies", str(export), "--all-fields", "-o", str(target)]) == 0
    return target.read_bytes()


@pytest.fixture
def dogs(kept: bytes, tmp_path: Path) -> Path:
    """The export where codes can be kept beside it."""
    file = tmp_path / "dogs.parquet"
    file.write_bytes(kept)
    return file


@pytest.fixture
def ruled(dogs: Path) -> Path:
    dogs.with_name("dogs.topline.toml").write_text(RULES)
    return dogs


def told(run: Run, file: Path, *words: object) -> Any:
    return run("code", file, *words, "-f", "json").json


def counts(found: Any) -> dict[str, int]:
    return {one["code"]: one["count"] for one in found["codes"]}


def records(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def exported(run: Run, file: Path, *words: object) -> list[dict[str, str]]:
    said = run("code", file, "--export", "-", *words)
    assert said.code == 0, said.err
    return records(said.out)


def journals(file: Path) -> list[Path]:
    return sorted(file.parent.glob("*.codes/*.jsonl"))


# How far it is


def test_what_nobody_coded_is_told_in_every_format(dogs: Path, run: Run) -> None:
    said = run("code", dogs)
    assert said.code == 0, said.err
    assert f"Coded: 0 of {REPLIES} replies (0%); to code: {REPLIES}; can't be coded: 0" in said.out
    assert "The codeframe is empty" in said.out
    found = told(run, dogs)
    assert (found["replies"], found["uncoded"], found["codes"], found["agreement"]) == (REPLIES, REPLIES, [], None)
    for form in ("csv", "tsv", "md"):
        assert f"Coded: 0 of {REPLIES}" in run("code", dogs, "-f", form).out
    assert not journals(dogs)


def test_two_coders_their_agreement_and_what_they_see_differently(dogs: Path, run: Run, tmp_path: Path) -> None:
    for coder, codes in (("ann", "ABAB"), ("ben", "ABBB")):
        table = tmp_path / f"{coder}.csv"
        lines = [f"{10_001 + 2 * at},{code}" for at, code in enumerate(codes)]
        table.write_text("\n".join(["RespondentID,code", *lines]))
        assert run("code", dogs, "--import", table, "--coder", coder).code == 0
    found = told(run, dogs)
    assert counts(found) == {"a": 2, "b": 3}
    assert (found["coded"], found["conflicting"]) == (4, 1)
    assert [(one["coder"], one["replies"]) for one in found["coders"]] == [("ann", 4), ("ben", 4)]
    agreed = found["agreement"]
    assert (agreed["coders"], agreed["replies"], agreed["alike"]) == (["ann", "ben"], 4, 3)
    # Of 4 replies 3 are alike; by chance (2 * 1 + 2 * 3) / 16 = 1/2, so that kappa is (3/4 - 1/2) / (1 - 1/2).
    assert agreed["codes"][0]["kappa"] == pytest.approx(0.5)
    page = run("code", dogs).out
    assert "Agreement of ann, ben on 4 replies: the same codes 75%" in page
    assert "Coders see it differently: 1" in page
    row = records(run("code", dogs, "-f", "csv").out.split("\n\n")[0])[0]
    assert (row["code"], row["count"], row["kappa"]) == ("a", "2", "0.5")


def test_help_tells_all_of_it(run: Run) -> None:
    said = run("code", "--help").out
    for option in (
        "--apply-rules",
        "--import",
        "--from-column",
        "--export",
        "--codeframe-from",
        "--undo",
        "--rows-from",
    ):
        assert option in said
    assert "topline code FILE" in run("--help").out


def test_a_question_that_cannot_be_coded_is_refused(dogs: Path, run: Run) -> None:
    said = run("code", dogs, "--question", "Region")
    assert (said.code, said.out) == (1, "")
    assert "Region is single; only open questions are coded" in said.err


@pytest.mark.parametrize("option", [["--rows-from", "0"], ["--dry-run"], ["--shape", "wide"], ["--separator", ";"]])
def test_an_option_that_goes_with_nothing_is_refused(dogs: Path, run: Run, option: list[str]) -> None:
    said = run("code", dogs, *option)
    assert said.code == 2
    assert f"{option[0]} goes with" in said.err


def test_what_goes_out_has_one_place_to_go(dogs: Path, run: Run, tmp_path: Path) -> None:
    said = run("code", dogs, "--export", tmp_path / "a.csv", "-o", tmp_path / "b.csv")
    assert said.code == 2
    assert "after --export" in said.err
    assert not list(tmp_path.glob("[ab].csv"))
    assert run("code", dogs, "-o", tmp_path / "far.json").code == 0
    assert json.loads((tmp_path / "far.json").read_text())["replies"] == REPLIES


def test_under_a_privacy_floor_no_codes_are_told(dogs: Path, run: Run, tmp_path: Path) -> None:
    for words in ([], ["--export", tmp_path / "out.csv"], ["--codeframe", tmp_path / "out.toml"]):
        said = run("code", dogs, *words, "--min-base", "5")
        assert (said.code, said.out) == (1, "")
        assert "withheld" in said.err
    assert not list(tmp_path.glob("out.*"))


# Rules


def test_rules_code_what_waits_and_nothing_else_and_one_undo_takes_it_back(
    ruled: Path, run: Run, tmp_path: Path
) -> None:
    table = tmp_path / "codes.csv"
    table.write_text("RespondentID,code\n10011,other\n")
    assert run("code", ruled, "--import", table, "--coder", "ann").code == 0
    dry = run("code", ruled, "--apply-rules", "--dry-run", "--coder", "bob").out
    # Numbers of two digits are 11, 13 ... 99: 45, of which 11 is coded already; and 1.
    assert "would have coded 45 of 59 replies" in dry
    assert "nothing was written" in dry
    assert counts(told(run, ruled)) == {"other": 1}
    said = run("code", ruled, "--apply-rules", "--coder", "bob").out
    assert "coded 45 of 59 replies" in said
    assert counts(told(run, ruled)) == {"other": 1, "one": 1, "mine": 44}
    ways = {one["coder"]: one["by"] for one in told(run, ruled)["coders"]}
    assert ways == {"ann": {"imported": 1}, "bob": {"rule": 45}}
    assert "Coder bob: 45 replies, 45 of them by rule" in run("code", ruled).out
    rows = {row["id"]: row for row in exported(run, ruled)}
    assert [rows["10001"][name] for name in ("coder", "code", "how", "by")] == ["bob", "one", "rule", "number 1"]
    assert rows["10013"]["by"] == "/reason number \\d\\d,/"
    assert [rows["10011"][name] for name in ("coder", "code", "how")] == ["ann", "other", "imported"]
    assert "no rule holds of any of the 14 replies" in run("code", ruled, "--apply-rules", "--coder", "bob").out
    assert "45 replies are as before" in run("code", ruled, "--undo", "--coder", "bob").out
    assert counts(told(run, ruled)) == {"other": 1}
    assert "nothing to take back" in run("code", ruled, "--undo", "--coder", "bob").out


def test_rules_are_not_judged_by_what_they_gave_themselves(ruled: Path, run: Run, tmp_path: Path) -> None:
    assert run("code", ruled, "--apply-rules", "--coder", "bob").code == 0
    assert told(run, ruled)["suggesters"] == []
    table = tmp_path / "codes.csv"
    table.write_text("RespondentID,code\n10013,mine\n10015,one\n")
    assert run("code", ruled, "--import", table, "--coder", "ann").code == 0
    rule = next(one for one in told(run, ruled)["suggesters"] if one["suggester"] == "rule")
    assert (rule["offered"], rule["codes_right"], rule["codes_offered"]) == (2, 2, 2)


def test_without_rules_it_says_where_they_are_written(dogs: Path, run: Run) -> None:
    said = run("code", dogs, "--apply-rules")
    assert said.code == 1
    assert "[question.in_your_own_words_why.rules]" in said.err


# Codes in


def test_the_coded_replies_of_a_real_survey(shared: Path, tmp_path: Path, run: Run) -> None:
    real = shared / "data" / "real"
    name = "jupyter-2015-ux-SurveyExport.csv"
    if not (real / name).is_file():
        pytest.skip("the real survey is not beside this clone")
    for one in (name, "jupyter-2015-hinderances_themes.csv"):
        shutil.copy(real / one, tmp_path)
    file, themes = tmp_path / name, tmp_path / "jupyter-2015-hinderances_themes.csv"
    said = run("code", file, "--question", "hinders you from", "--import", themes, "--coder", "ann")
    assert said.code == 0, said.err
    assert "imported 1,254 codes of 669 replies" in said.out
    assert "row, the first of them 0" in said.out
    shown = run("show", file, "hinders you from", "-f", "json").json
    checks = json.loads((real / "expected.json").read_text())["files"]
    check = next(one for entry in checks for one in entry["checks"] if one["file"] == themes.name)
    assert {row["label"]: row["cells"][0]["count"] for row in shown["rows"]} == check["counts"]
    found = told(run, file)  # the one question that is coded
    assert (found["coded"], found["uncoded"]) == (check["base"], 764 - check["base"])
    again = run("code", file, "--question", "hinders you from", "--import", themes, "--coder", "ann")
    assert "imported 0 codes of 0 replies" in again.out
    assert "as they were: 669 replies" in again.out


def lines_of(head: str, *lines: str) -> str:
    return "\n".join([head, *lines, ""])


FORMS = {
    "by id, a line a code": (lines_of("RespondentID,code", "10001,food", "10001,walks", "10003,food"), []),
    "by id under another name": (lines_of("who;my theme", "10001;food|walks", "10003;food"), ["--id-column", "who"]),
    "several in a cell": (lines_of("id,codes", '10001,"food, walks"', "10003,food", "10005,"), []),
    "by rows from 1": (lines_of("row,themes", "2,food;walks", "4,food"), []),
    "by rows from 0": (lines_of(",themes", "1,food|walks", "3,food"), []),
    "by rows that must be said": (
        lines_of("#,topic", "2,food/walks", "4,food"),
        ["--rows-from", "1", "--separator", "/"],
    ),
    "by text": (
        lines_of(
            "text,code",
            '"Because of reason number 1, which is mine.",food',
            '"Because of reason number 1, which is mine. ",walks',
            '"Because of  reason number 3, which is mine.",food',
        ),
        [],
    ),
    "wide": (lines_of("id,food,walks,never", "10001,1,1,0", "10003,x,,", "10005,0,0,0"), []),
    "wide, with their names": (lines_of("id,food,walks", "10001,food,walks", "10003,food,"), []),
    "several columns": (lines_of("id,code 1,code 2", "10001,food,walks", "10003,,food"), []),
    "another column of codes": (
        lines_of("id,code,mine", "10001,no,food", "10001,no,walks", "10003,no,food"),
        ["--code-column", "mine"],
    ),
}


@pytest.mark.parametrize("form", FORMS)
def test_every_form_of_a_file_of_codes(dogs: Path, tmp_path: Path, run: Run, form: str) -> None:
    text, options = FORMS[form]
    table = tmp_path / "codes.csv"
    table.write_text(text)
    said = run("code", dogs, "--import", table, *options, "--coder", "ann")
    assert said.code == 0, said.err
    assert "imported 3 codes of 2 replies" in said.out
    given = [(row["id"], row["code"]) for row in exported(run, dogs) if row["code"]]
    assert given == [("10001", "food"), ("10001", "walks"), ("10003", "food")]
    assert {row["by"] for row in exported(run, dogs) if row["code"]} == {"codes.csv"}
    listed = ["food", "walks", "never"] if form == "wide" else ["food", "walks"]
    assert list(counts(told(run, dogs))) == listed


def test_a_line_that_fits_no_reply_keeps_all_of_them_out(dogs: Path, tmp_path: Path, run: Run) -> None:
    table = tmp_path / "codes.csv"
    table.write_text(lines_of("id,code", "10001,food", "10002,food", "77,walks"))
    said = run("code", dogs, "--import", table)
    assert (said.code, said.out) == (1, "")
    assert "2 lines fit no reply: lines 3 ('10002'), 4 ('77'); nothing was written; --skip-unknown" in said.err
    assert not journals(dogs)
    said = run("code", dogs, "--import", table, "--skip-unknown", "--coder", "ann")
    assert "imported 1 code of 1 reply" in said.out
    assert "left out: 2 lines fit no reply" in said.out
    assert counts(told(run, dogs))["food"] == 1


def test_new_codes_whose_long_names_begin_alike_are_told_apart(dogs: Path, run: Run, tmp_path: Path) -> None:
    table = tmp_path / "codes.csv"
    table.write_text(f"RespondentID,code\n10001,{'x' * 60} one\n10003,{'x' * 60} two\n")
    said = run("code", dogs, "--import", table)
    assert said.code == 0, said.err
    assert sorted(counts(told(run, dogs)).values()) == [1, 1]
    frame = tmp_path / "frame.csv"
    frame.write_text(f"net,label\n{'n' * 60} one,{'y' * 60} one\n{'n' * 60} two,{'y' * 60} two\n")
    assert run("code", dogs, "--codeframe-from", frame).code == 0
    assert len(counts(told(run, dogs))) == 4


def test_rows_that_fit_from_0_and_from_1_have_to_be_said(tmp_path: Path, run: Run) -> None:
    file = tmp_path / "short.csv"
    texts = [
        "It is too dear for me",
        "I never heard of it before",
        "My friends told me not to",
        "No time for that at all",
    ]
    file.write_text(lines_of("Why not?", *texts))
    table = tmp_path / "codes.csv"
    table.write_text(lines_of(",code", "1,a", "2,b"))
    said = run("code", file, "--import", table)
    assert said.code == 1
    assert "fit whether the first is 0 or 1; say which with --rows-from" in said.err
    assert run("code", file, "--import", table, "--rows-from", "0").code == 0
    given = {row["row"]: row["code"] for row in exported(run, file)}
    assert given == {"1": "", "2": "a", "3": "b", "4": ""}


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("code\nfood\nwalks\n", "no column says which reply"),
        ("id,colour\n10001,red\n10003,blue\n", "no column holds codes; name it with --code-column"),
        ("id,code\n", "holds no rows below its headings"),
    ],
)
def test_a_file_that_says_too_little_is_refused(dogs: Path, tmp_path: Path, run: Run, text: str, why: str) -> None:
    table = tmp_path / "codes.csv"
    table.write_text(text)
    said = run("code", dogs, "--import", table)
    assert (said.code, said.out) == (1, "")
    assert why in said.err
    assert said.err.count("\n") == 1


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "holds no rows"),
        (bytes(range(256)) * 40, ""),
        (b"PAR1 and more", "is a parquet file; codes are read from CSV or xlsx"),
        (b"%PDF-1.7", "is a PDF; codes are read from CSV or xlsx"),
        (b"PK\x03\x04 no workbook", ""),
        (b'id,code\n10001,"open', ""),
    ],
)
@pytest.mark.parametrize("option", ["--import", "--codeframe-from"])
def test_what_is_no_table_ends_in_one_line(
    dogs: Path, tmp_path: Path, run: Run, content: bytes, why: str, option: str
) -> None:
    table = tmp_path / "codes.csv"
    table.write_bytes(content)
    said = run("code", dogs, option, table)
    assert (said.code, said.out) == (1, "")
    assert why in said.err
    assert said.err.count("\n") == 1
    assert not journals(dogs)


@pytest.mark.parametrize("name", ["absent.csv", ".", "absent.toml"])
def test_a_file_that_is_none_is_told(dogs: Path, tmp_path: Path, run: Run, name: str) -> None:
    for option in ("--import", "--codeframe-from"):
        said = run("code", dogs, option, tmp_path / name)
        assert said.code == 1
        assert "cannot read" in said.err


def test_a_codeframe_that_cannot_be_kept_is_refused(dogs: Path, tmp_path: Path, run: Run) -> None:
    frame = tmp_path / "frame.csv"
    frame.write_text(lines_of("label,definition", f"Food,{'x' * 10_001}"))
    assert "nothing was written: code added: definition" in run("code", dogs, "--codeframe-from", frame).err
    frame.write_text(lines_of("id,label", "a,Food", "a,Walks"))
    assert "the code 'a' stands twice" in run("code", dogs, "--codeframe-from", frame).err
    for text in ("codeframe = 1", "x =", "[question.other]\ntext = 'x'", "a = 1\n[b.c.d]\ne = 1"):
        toml = tmp_path / "frame.toml"
        toml.write_text(text)
        said = run("code", dogs, "--codeframe-from", toml)
        assert said.code == 1
        assert "frame.toml" in said.err
    assert not any(one.stat().st_size for one in journals(dogs))


def test_a_missing_column_names_the_nearest(dogs: Path, tmp_path: Path, run: Run) -> None:
    table = tmp_path / "codes.csv"
    table.write_text("id,mine\n10001,food\n")
    assert "nearest: mine" in run("code", dogs, "--import", table, "--code-column", "mines").err


def test_codes_of_another_column_of_the_file(dogs: Path, run: Run) -> None:
    said = run("code", dogs, "--from-column", "Region", "--coder", "ann")
    assert said.code == 0, said.err
    assert f"imported {REPLIES} codes of {REPLIES} replies" in said.out
    found = told(run, dogs)
    assert {one["label"] for one in found["codes"]} == {"North", "South", "East, by the sea"}
    assert sum(counts(found).values()) == REPLIES
    assert "holds no codes" in run("code", dogs, "--from-column", "weight").err


# Codes out


@pytest.fixture
def coded(dogs: Path, tmp_path: Path, run: Run) -> Path:
    table = tmp_path / "codes.csv"
    table.write_text(lines_of("id,code,label", "10001,food,=Food", "10001,walks,Walks", "10003,food,=Food"))
    assert run("code", dogs, "--import", table, "--coder", "ann").code == 0
    return dogs


def test_long_and_wide_say_the_same(coded: Path, tmp_path: Path, run: Run) -> None:
    long = exported(run, coded)
    assert len(long) == REPLIES + 1
    assert {row["label"] for row in long} == {"'=Food", "Walks", ""}
    assert all(row["when"].endswith("Z") for row in long if row["code"])
    wide = exported(run, coded, "--shape", "wide", "--no-text")
    assert list(wide[0]) == ["id", "row", "'=Food", "Walks"]
    assert [list(row.values()) for row in wide[:3]] == [
        ["10001", "2", "1", "1"],
        ["10003", "4", "1", "0"],
        ["10005", "6", "", ""],
    ]
    target = tmp_path / "codes.json"
    assert run("code", coded, "--export", target).code == 0
    found = json.loads(target.read_text())
    assert found["shape"] == "long"
    assert found["rows"][0]["label"] == "=Food"
    assert "mine. | ann | food |" in run("code", coded, "--export", "-", "-f", "md").out


def test_a_workbook_of_codes_comes_back_as_the_same_codes(coded: Path, tmp_path: Path, run: Run) -> None:
    before = Counter((row["id"], row["code"]) for row in exported(run, coded))
    for shape in ("long", "wide"):
        target = tmp_path / f"{shape}.xlsx"
        assert run("code", coded, "--export", target, "--shape", shape).code == 0
        said = run("code", coded, "--import", target, "--coder", "ann")
        assert said.code == 0, said.err
        assert "as they were: 2 replies" in said.out
    assert Counter((row["id"], row["code"]) for row in exported(run, coded)) == before


def test_nothing_is_written_over_without_being_told_to(coded: Path, tmp_path: Path, run: Run) -> None:
    target = tmp_path / "out.csv"
    target.write_text("mine")
    for words in (["--export", target], ["--codeframe", target]):
        assert "exists already; give --force" in run("code", coded, *words).err
    assert target.read_text() == "mine"
    assert run("code", coded, "--export", target, "--force").code == 0
    assert target.stat().st_mode & 0o077 == 0
    for source in (coded, *journals(coded)):
        before = source.read_bytes()
        for option in ("--export", "--codeframe"):
            assert "is what this was read from" in run("code", coded, option, source, "--force", "-f", "csv").err
        assert source.read_bytes() == before
    assert run("code", coded, "--export", tmp_path / "out.what").code == 2


def test_codes_come_in_only_where_the_text_beside_them_is_that_of_the_reply(tmp_path: Path, run: Run) -> None:
    texts = [f"{reason} {at}" for at in range(6) for reason in ("too slow for me", "I like it", "my boss is kind")]
    files = []
    for name, order in (("w1", texts), ("w2", ["quite new", *reversed(texts)])):
        path = tmp_path / f"{name}.csv"
        path.write_text("why\n" + "".join(f"{text}\n" for text in order))
        path.with_suffix(".topline.toml").write_text('[question.why]\nkind = "open"\n')
        files.append(path)
    codes, out = tmp_path / "codes.csv", tmp_path / "out.csv"
    codes.write_text("text,code\ntoo slow for me 0,Slow\nmy boss is kind 1,Boss\n")
    assert run("code", files[0], "--import", codes).code == 0
    assert run("code", files[0], "--export", out).code == 0
    said = run("code", files[1], "--import", out)
    assert said.code == 1
    assert "2 lines fit no reply: lines 2 ('1, where the text is another one')" in said.err
    assert "--id-column with the text's column goes by the texts" in said.err
    assert run("code", files[1], "--import", out, "--id-column", "text").code == 0
    coded = [row["text"] for row in records(run("code", files[1], "--export", "-", "-f", "csv").out) if row["code"]]
    assert sorted(coded) == ["my boss is kind 1", "too slow for me 0"]


def test_what_cannot_be_coded_goes_out_and_comes_in(tmp_path: Path, run: Run) -> None:
    file, again = tmp_path / "a.csv", tmp_path / "b.csv"
    for path in (file, again):
        path.write_text("id,why\n1,too slow here\n2,???\n3,I like it so\n")
        path.with_suffix(".topline.toml").write_text('id = "id"\n[question.why]\nkind = "open"\n')
    out = tmp_path / "out.csv"
    out.write_text("id,code,how\n1,Slow,hand\n2,,can't code\n3,,\n")
    for path in (file, again):
        said = run("code", path, "--import", out, "--coder", "ann")
        assert (said.code, "can't be coded: 1 of the replies" in said.out) == (0, True), said.err
        assert "Coded: 1 of 3 replies (33%); to code: 1; can't be coded: 1" in run("code", path).out
        assert run("code", path, "--export", out, "--force").code == 0
    assert "can't be coded" not in run("code", again, "--import", out, "--coder", "ann").out
    assert run("code", again, "--undo", "--coder", "ann").code == 0
    assert "can't be coded: 0" in run("code", again).out


def test_a_codeframe_goes_out_and_comes_in(coded: Path, tmp_path: Path, run: Run) -> None:
    frame = tmp_path / "frame.csv"
    rows = ["net,id,label,key,definition,examples", "Daily / Outside,walks,Long walks,L,Any walk,to the lake | at dawn"]
    frame.write_text(lines_of(rows[0], rows[1], "Daily,cost,What it costs,,,"))
    assert "nothing was written" in run("code", coded, "--codeframe-from", frame, "--dry-run").out
    assert run("code", coded, "--codeframe-from", frame, "--coder", "ann").code == 0
    out = tmp_path / "out.csv"
    assert run("code", coded, "--codeframe", out).code == 0
    found = {row["id"]: row for row in records(out.read_text())}
    assert found["walks"] == {
        "net": "Daily / Outside",
        "id": "walks",
        "label": "Long walks",
        "key": "L",
        "definition": "Any walk",
        "examples": "to the lake | at dawn",
        "count": "1",
    }
    assert (found["cost"]["net"], found["cost"]["count"], found["food"]["label"]) == ("Daily", "0", "'=Food")
    assert "says all of this already" in run("code", coded, "--codeframe-from", out, "--coder", "ann").out
    assert run("code", coded, "--undo", "--coder", "ann").code == 0
    assert list(counts(told(run, coded))) == ["food", "walks"]


def test_the_toml_of_a_codeframe_tells_what_belongs_under_a_code(tmp_path: Path, run: Run) -> None:
    file, frame, again = tmp_path / "raw.parquet", tmp_path / "frame.csv", tmp_path / "frame.toml"
    assert run("sample", "--uncoded", "-o", file).code == 0
    line = 'Daily,walks,Long walks,L,"Any ""walk"", slow or not",to the lake | at dawn'
    frame.write_text(lines_of("net,id,label,key,definition,examples", line, ",cost,What it costs,,,"))
    assert run("code", file, "--codeframe-from", frame, "--coder", "ann").code == 0
    said = run("code", file, "--codeframe", again)
    assert (said.code, said.err) == (0, "")
    other = tmp_path / "other.parquet"
    assert run("sample", "--uncoded", "-o", other).code == 0
    assert run("code", other, "--codeframe-from", again, "--coder", "ben").code == 0
    out = run("code", other, "--codeframe", "-", "-f", "csv").out
    assert out == run("code", file, "--codeframe", "-", "-f", "csv").out
    assert '"L","Any ""walk"", slow or not","to the lake | at dawn"' in out
    stated = tmp_path / "stated.parquet"
    assert run("sample", "--uncoded", "-o", stated).code == 0
    stated.with_suffix(".topline.toml").write_text(again.read_text())
    assert run("code", stated, "--codeframe", "-", "-f", "csv").out == out
    again.write_text(again.read_text().replace("[question.how.guide]", "[question.how.guide]\nnobody = 'x'"))
    assert "guide: 'nobody' is no code of the codeframe" in run("code", other, "--codeframe-from", again).err
    again.write_text(again.read_text().replace("nobody = 'x'", "nobody = 1"))
    assert "guide.nobody: a code is told of by its definition" in run("code", other, "--codeframe-from", again).err


def test_the_toml_of_a_codeframe_is_what_a_survey_file_takes(tmp_path: Path, run: Run) -> None:
    file = tmp_path / "sample.parquet"
    assert run("sample", "-o", file).code == 0
    frame = tmp_path / "sample.topline.toml"
    assert run("code", file, "--codeframe", frame).code == 0
    assert 'selling.research = "Researching prospects"' in frame.read_text()
    shown = run("show", file, "how", "-f", "json").json
    assert shown["rows"] == run("show", sample_path(), "how", "-f", "json").json["rows"]
    raw = tmp_path / "raw.parquet"
    assert run("sample", "--uncoded", "-o", raw).code == 0
    assert run("code", raw, "--codeframe-from", frame, "--coder", "ann").code == 0
    assert "says all of this already" in run("code", raw, "--codeframe-from", frame, "--coder", "ann").out
    found = told(run, raw)
    assert [one["net"] for one in found["codes"]] == ["Selling"] * 4 + ["Managing"] * 4 + [""]
    assert (found["coded"], found["uncoded"]) == (0, 203)
