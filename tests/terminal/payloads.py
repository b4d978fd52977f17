"""Things that people, or those who wish them ill, put into a survey; each carries a mark by which it is found again."""

from __future__ import annotations

import json
from pathlib import Path

import polars as pl

ATTACKS: dict[str, str] = {
    "colour": "\x1b[38;2;1;2;3m",
    "clear": "\x1b[2J\x1b[3J",
    "cursor": "\x1b[99;99H",
    "cursor save": "\x1b7\x1b8\x1b[s\x1b[u",
    "reset": "\x1bc",
    "index": "\x1bD\x1bM\x1bE",
    "main screen": "\x1b[?1049l",
    "mouse": "\x1b[?1003h\x1b[?9h",
    "where are you": "\x1b[6n\x1b[5n\x1b[c",
    "keyboard": "\x1b[>31u\x1b[=5u",
    "paste": "\x1b[201~\x1b[200~",
    "title": "\x1b]0;owned\x07",
    "title, ended by ST": "\x1b]2;owned\x1b\\",
    "link": "\x1b]8;;http://evil.example\x1b\\here\x1b]8;;\x1b\\",
    "clipboard": "\x1b]52;c;cm0gLXJmIH4=\x07",
    "colours": "\x1b]4;1;?\x07\x1b]10;?\x07",
    "notice": "\x1b]9;owned\x07\x1b]777;notify;a;b\x07",
    "pointer": "\x1b]22;wait\x07",
    "device": "\x1bP$q q\x1b\\\x1bPq#0;2;0;0;0\x1b\\",
    "program": "\x1b_Gf=100;AAAA\x1b\\\x1b^private\x1b\\\x1bXstring\x1b\\",
    "sheet": "\x1b#8\x1b(0\x1b%G",
    "C1 CSI": "\x9b31m\x9b2J",
    "C1 OSC": "\x9d0;owned\x9c",
    "C1 DCS": "\x90q\x9c\x9e\x9f\x98",
    "C1 others": "\x84\x8d\x8e\x8f\x96",
    "NUL": "\x00\x00",
    "shift": "\x0e\x0f",
    "bell": "\x07\x05",
    "backspace": "\x08\x08\x08",
    "delete": "\x7f\x7f",
    "cancel": "\x18\x1a",
    "return": "over\rthis",
    "line ends": "a\r\nb\nc\x85d\u2028e\u2029f",
    "feeds": "a\x0bb\x0cc",
    "tab": "a\tb",
    "separators": "\x1c\x1d\x1e\x1f",
    "bidi overrides": "\u202etxt.exe\u202d\u202c\u202a\u202b",
    "bidi isolates": "\u2066\u2067\u2068x\u2069",
    "invisible": "\u200b\u2060\ufeff\u00ad",
    "tags": "\U000e0001\U000e0041\U000e0042\U000e007f",
    "selectors": "a\ufe00b\U000e0100",
    "private": "\ue0a0\U000f1234\ufffe\U0001ffff",
    "marks": "e" + "\u0301" * 60,
    "joiners": "\u200d\u200c\u200d",
    "wide": "\u4e16\u754c\U0001f468\u200d\U0001f469\u200d\U0001f467",
    "close nothing": "[/b]",
    "close all": "[/]",
    "markup": "[red]x[/red][b]y[/b]",
    "click": "[@click=app.quit]x[/]",
    "link markup": "[link=http://evil.example]x[/link]",
    "variable": "$background [$error]x[/] {x!r} %s \\[",
    "broken markup": "[[[ [bold red on",
    "emoji code": ":warning: :x:",
    "formula": "=HYPERLINK(1)+cmd|' /C calc'!A0",
    "toml": "\"\"\" ''' \\u001b \n[query]",
    "sql": "'; drop view replies; --",
    "long word": "x" * 10_000,
    "long": "word " * 3_000,
    "empty mark": "\u0301",
}
"""What is tried, by what it is."""
HARMLESS = {"long word": "x" * 10_000, "long": "word " * 3_000}


def marks(prefix: str) -> tuple[str, ...]:
    """The marks of all attacks where they stand, such as "pick07"."""
    return tuple(f"{prefix}{number:02}" for number in range(len(ATTACKS)))


def payloads(prefix: str, *, hostile: bool) -> tuple[str, ...]:
    """Every attack behind its mark; or harmless words in the same places."""
    attacks = ATTACKS.items()
    return tuple(
        f"{mark} {attack if hostile else HARMLESS.get(name, 'harmless')} z"
        for mark, (name, attack) in zip(marks(prefix), attacks, strict=True)
    )


def short(prefix: str, *, hostile: bool) -> tuple[str, ...]:
    """The same without the long ones, for what is not cut."""
    return tuple(said for said in payloads(prefix, hostile=hostile) if len(said) < 1_000)


def write_survey(folder: Path, *, hostile: bool) -> Path:
    """A parquet file whose every text is a payload: headers, answers, options, nets, titles, queries."""
    pick, why, code = (payloads(prefix, hostile=hostile) for prefix in ("pick", "why", "code"))
    several, who, head = (payloads(prefix, hostile=hostile) for prefix in ("some", "name", "head"))
    rows = len(pick)
    columns: dict[str, object] = {
        "id": [said[:300] for said in payloads("id ", hostile=hostile)],
        "pick": list(pick),
        "why": list(why),
        "codes": [[f"c{number}", "c0"] for number in range(rows)],
        "some": [[several[number], several[(number + 1) % rows]] for number in range(rows)],
        "age": [float(number) for number in range(rows)],
        "who": list(who),
    }
    columns |= {f"{name[:300]}": ["Yes", "No"] * (rows // 2) + ["Yes"] * (rows % 2) for name in head}
    path = folder / f"survey-{hostile}.parquet"
    metadata = {"topline": survey_file(pick, code, hostile=hostile)}
    pl.DataFrame(columns).write_parquet(path, metadata=metadata)
    return path


def survey_file(pick: tuple[str, ...], code: tuple[str, ...], *, hostile: bool) -> str:
    """The survey file that says as much as it can, in payloads."""
    said = iter(short("said", hostile=hostile) * 2)
    titles = short("query", hostile=hostile)

    def text() -> str:
        return quoted(next(said))

    lines = [f"title = {quoted(' '.join(short('title', hostile=hostile)[::-1]))}", f"note = {text()}", 'id = "id"']
    lines += ['personal = ["who"]', "[question.id]", f"label = {text()}"]
    for name, kind in (("pick", "single"), ("why", "open"), ("some", "multi"), ("age", "numeric")):
        lines += [f"[question.{name}]", f'kind = "{kind}"', f"text = {text()}", f"label = {text()}"]
        lines += ['base = "age is answered"', f"base_text = {text()}"]
        if name == "pick":
            lines += [f"options = [{', '.join(map(quoted, pick))}]"]
            lines += [f'missing = {{{quoted(pick[3])} = "don\'t know"}}']
            lines += [f"nets = {{{quoted(next(said))} = [{quoted(pick[0])}, {quoted(pick[1])}]}}"]
        elif name == "why":
            lines += ['codes = "codes"', "[question.why.codeframe]"]
            lines += [f"{quoted(next(said))}.c{number} = {quoted(label)}" for number, label in enumerate(code[:6])]
            lines += [f"c{number} = {quoted(label)}" for number, label in enumerate(code) if number >= 6]
        elif name == "age":
            lines += [f"unit = {text()}"]
    lines += ["[[query]]", 'key = "f1"', f"title = {text()}", 'rows = "pick"', 'columns = "some"']
    lines += ["[[query]]", 'key = "f2"', f"title = {text()}", 'rows = "pick"', 'where = "pick = $it"']
    lines += ['parameters.it.choices = "pick"', f"parameters.it.default = {quoted(pick[5])}"]
    lines += ["[[query]]", 'key = "f3"', f"title = {text()}", f"rows = {text()}"]
    lines += ["[[query]]", 'key = "f4"', f"title = {text()}", 'view = "replies"', 'fields = ["why", "pick", "some"]']
    lines += [
        "[[query]]",
        'key = "f5"',
        f"title = {text()}",
        f"sql = {quoted('select row, why, pick, who from responses -- ' + next(said))}",
    ]
    for title in titles:
        lines += ["[[query]]", f"title = {quoted(title)}", 'rows = "pick"']
    return "\n".join(lines)


def quoted(text: str) -> str:
    """A string of TOML."""
    return json.dumps(text, ensure_ascii=True) if _is_plain(text) else _escaped(text)


def _is_plain(text: str) -> bool:
    return all(ord(letter) < 0x10000 and not 0x7F <= ord(letter) < 0xA0 for letter in text)


def _escaped(text: str) -> str:
    return '"' + "".join(f"\\U{ord(letter):08x}" for letter in text) + '"'
