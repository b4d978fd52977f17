"""Survey-like parquet files of any size: 40 columns, always the same ones for the same number of rows.

DuckDB computes every answer from a hash of the row's number and the column's name, and writes as it goes, so
memory does not grow with the rows.
"""

from __future__ import annotations

import json
import sys
import time
from argparse import ArgumentParser, BooleanOptionalAction
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import duckdb

from measure import DATA

MEMORY = "1GB"
GROUP = 122_880
"""Rows of a row group."""
REPLIED, BOUNCED = 62, 4
"""Percent of those asked."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: how it is computed, and what the survey file says of it."""

    name: str
    sql: str
    said: str = ""
    """Lines of TOML; none for those that have a role instead."""


def chance(name: str) -> str:
    """SQL for a number from 0 to 1 that belongs to a row and a name."""
    return f"(hash(i, {_text(name)}) % 1000003 / 1000003.0)"


def single(name: str, words: str, options: Sequence[str], *, skew: float = 1.6, missing: int = 3) -> Column:
    """One option, the first ones oftener."""
    pick = f"{_list(options)}[1 + floor({len(options)} * pow({chance(name)}, {skew}))::int]"
    return Column(name, _answered(name, pick, missing), _said(words, "single", options))


def multi(name: str, words: str, options: Sequence[str], *, missing: int = 5) -> Column:
    """Several options, each its own chance; the first ones oftener."""
    parts = ", ".join(
        f"case when {chance(f'{name}{at}')} < {0.55 / (1 + at / 2):.3f} then {_text(option)} end"
        for at, option in enumerate(options)
    )
    chosen = f"list_filter([{parts}], lambda o: o is not null)"
    answer = f"case when len({chosen}) > 0 then {chosen} end"
    return Column(name, _answered(name, answer, missing), _said(words, "multi", options))


def scale(name: str, words: str, *, lean: float) -> Column:
    """Five points of agreement."""
    pick = f"{_list(AGREEMENT)}[1 + floor(5 * pow({chance(name)}, {lean}))::int]"
    nets = 'nets = {"Agree" = ["Agree", "Strongly agree"], "Disagree" = ["Strongly disagree", "Disagree"]}'
    return Column(name, _answered(name, pick, 4), f'{_said(words, "scale", AGREEMENT)}\ngrid = "Statements"\n{nets}')


def points(name: str, words: str) -> Column:
    """0 to 10."""
    pick = f"floor(11 * pow({chance(name)}, 0.6))::tinyint"
    return Column(name, _answered(name, pick, 6), _said(words, "scale", [str(point) for point in range(11)]))


def numeric(name: str, words: str, highest: int, *, skew: float = 3, part: int = 0) -> Column:
    """A number from 0 up, mostly low ones."""
    number = f"round({highest} * pow({chance(name)}, {skew}), {part})"
    return Column(name, _answered(name, number if part else f"{number}::int", 8), _said(words, "numeric"))


def verbatim(name: str, words: str, missing: int, more: str = "") -> Column:
    """A sentence or, of every other person, two: some often the same, most of the longer ones like no other."""
    first, second = (
        " || ".join(
            f"{_list(texts)}[1 + floor({len(texts)} * pow({chance(f'{name}{sentence}{at}')}, 1.5))::int]"
            for at, texts in enumerate((OPENINGS, SUBJECTS, ENDINGS))
        )
        for sentence in ("", "then")
    )
    text = f"{first} || case when {chance(f'{name} more')} < 0.5 then ' ' || {second} else '' end"
    return Column(name, _answered(name, text, missing), _said(words, "open") + more)


def _answered(name: str, answer: str, missing: int) -> str:
    """An answer of those who replied, save so many percent of them."""
    return f"case when status = 'replied' and {chance(f'{name} missing')} >= {missing / 100} then {answer} end"


def _said(words: str, kind: str, options: Sequence[str] = (), *, base: bool = True) -> str:
    lines = [f"text = {json.dumps(words)}", f'kind = "{kind}"']
    if base:
        lines += ["base = \"status = 'replied'\"", 'base_text = "replied"']
    return "\n".join([*lines, *([f"options = {json.dumps(list(options))}"] if options else [])])


def _text(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _list(texts: Sequence[str]) -> str:
    return f"[{', '.join(map(_text, texts))}]"


AGREEMENT = ("Strongly disagree", "Disagree", "Neither", "Agree", "Strongly agree")
THEMES = {
    "research": "Researching prospects",
    "preparing": "Preparing for calls",
    "news": "Keeping up with customers",
    "networking": "Networking for leads",
    "recruiting": "Recruiting and hiring",
    "coaching": "Coaching",
}
OPENINGS = (
    "We", "Most of my team", "I personally", "Two of our reps", "Nobody here but me", "Our younger people",
    "Since last year we", "On good days we", "My director", "The whole region", "Inside sales", "Field reps",
    "Honestly, I", "Every new hire", "Our best account managers",
)  # fmt: skip
SUBJECTS = (
    " look every prospect up before the first call", " read what customers post about themselves",
    " ask for introductions", " find candidates without an agency", " see who changed jobs",
    " follow the competition", " answer questions in groups", " share what marketing writes",
    " spend too long on it", " still prefer the telephone", " get leads from former colleagues",
    " learn names before a visit", " watch for projects being announced", " check references of applicants",
    " keep in touch with people who left",
)  # fmt: skip
ENDINGS = (
    ".", ", and it shows in the numbers.", ", though nobody measures it.", "; it saves a call or two a day.",
    ", which the company blocks during working hours.", ", at home in the evening.", ". I would not go back.",
    ". It is one tool among many, no more than that.", ", but only in some industries.", " and that opens doors.",
    ", so meetings start warmer than they used to.", ". Still, deals close in person.", ", if there is time.",
    ". We do not tell the head office.", "!",
)  # fmt: skip
COUNTRIES = (
    "Germany", "France", "United Kingdom", "Spain", "Italy", "Poland", "Netherlands", "Belgium", "Austria", "Sweden",
    "Denmark", "Norway", "Finland", "Portugal", "Ireland", "Greece", "United States", "Canada", "Mexico", "Brazil",
    "Argentina", "Chile", "Japan", "India", "Australia",
)  # fmt: skip
HOW = '\nlabel = "How"\ncodes = "how_codes"\n[question.how.codeframe]\n' + "\n".join(
    f'{"managing" if code in ("recruiting", "coaching") else "selling"}.{code} = "{label}"'
    for code, label in THEMES.items()
)

COLUMNS = (
    Column("respondent", "i + 1"),
    Column("sent", "timestamp '2026-01-05 08:00:00' + to_seconds(i % 900000)"),
    Column(
        "replied",
        "case when status = 'replied' then timestamp '2026-01-05 09:00:00' + to_seconds(i % 900000)"
        f" + to_seconds((pow({chance('replied')}, 3) * 1200000)::bigint) end",
    ),
    Column("status", "status", _said("What became of it?", "single", ["replied", "delivered", "bounced"], base=False)),
    Column("weight", f"round(0.4 + 1.6 * {chance('weight')}, 4)"),
    Column("email", "'person' || (i + 1) || '@example.org'"),
    single("impact", "Has it had an impact on your role?", ["Yes", "No"], skew=1, missing=0),
    verbatim("how", "If so, how?", 35, HOW),
    multi("how_codes", "Codes of the replies", tuple(THEMES), missing=35),
    single("role", "What is your role?", ["Team lead", "Manager", "Director", "VP"]),
    single("region", "Where are you?", ["EMEA", "North America", "Asia Pacific", "Latin America"]),
    single("country", "In which country?", COUNTRIES, skew=2.5),
    single(
        "industry", "Your industry?", ["Software", "Machinery", "Medical", "Freight", "Finance", "Food", "Building"]
    ),
    single("size", "How large is your company?", ["1-9", "10-49", "50-249", "250-999", "1,000 or more"], skew=0.8),
    single("gender", "Are you ...", ["A woman", "A man", "Neither", "Rather not say"], skew=2),
    single("age", "How old are you?", ["Under 30", "30 to 39", "40 to 49", "50 to 59", "60 or older"], skew=1.1),
    single("policy", "What is the policy?", ["Banned", "Allowed, no time", "Time, no credit", "Counted as work"]),
    single("plan", "Which plan do you have?", ["Free", "Single", "Team", "Enterprise"], skew=2.2, missing=12),
    single("device", "On which device?", ["Telephone", "Laptop", "Tablet", "Desktop"], skew=1.3),
    multi("uses", "What do you use it for?", ["Prospects", "Customers", "Hiring", "News", "Learning", "Support"]),
    multi("networks", "Which networks?", ["LinkedIn", "Twitter", "Facebook", "XING", "YouTube", "None of these"]),
    multi("barriers", "What keeps you from it?", ["Time", "Policy", "Skill", "Doubt", "Privacy", "Tools", "Nothing"]),
    multi("training", "Which training had you?", ["Course", "Coach", "Book", "Colleagues", "None"], missing=20),
    scale("agree_work", "It counts as work in my team", lean=1.3),
    scale("agree_metrics", "It should be tracked", lean=0.7),
    scale("agree_calls", "Calls are worth more", lean=0.9),
    scale("agree_credit", "I give credit for it", lean=1.6),
    scale("agree_learn", "I would like to learn more", lean=0.6),
    points("recommend", "How likely are you to recommend it?"),
    points("satisfied", "How satisfied are you with it?"),
    numeric("team", "How many report to you?", 60),
    numeric("years", "For how many years?", 35, skew=1.5),
    numeric("calls", "Cold calls a week?", 120, part=1),
    numeric("leads", "Leads a week?", 60, part=1),
    numeric("meetings", "Meetings a week?", 25, part=1),
    numeric("quota", "Percent of quota?", 160, skew=0.4),
    numeric("minutes", "Minutes a day?", 180),
    numeric("spent", "Spent a year, in euros?", 90_000, skew=5, part=2),
    verbatim("wish", "What should change?", 45),
    verbatim("else", "Anything else?", 80),
)


def survey_file() -> str:
    """What the metadata says: everything, so that opening the file looks at no reply."""
    head = [
        'title = "A survey of any size"',
        'note = "Synthetic"',
        'id = "respondent"',
        'sent = "sent"',
        'replied = "replied"',
        'weight = "weight"',
        'personal = ["email"]',
        "[response]",
        'status = "status"',
        *(f'{step} = ["{step}"]' for step in ("bounced", "delivered", "replied")),
    ]
    said = [f"[question.{column.name}]\n{column.said}" for column in COLUMNS if column.said]
    return "\n".join([*head, *(text for text in said if not text.startswith("[question.how_codes]"))]) + "\n"


def generate(rows: int, output: Path, *, metadata: bool = True) -> None:
    """Write a file of so many rows.

    Args:
        metadata: Whether the survey file goes into its metadata.
    """
    output.parent.mkdir(parents=True, exist_ok=True)
    unfinished = output.with_name(f".{output.name}.unfinished")
    state = chance("status")
    status = f"case when {state} < {REPLIED / 100} then 'replied' when {state} < {1 - BOUNCED / 100} then 'delivered'"
    answers = ",\n".join(f'{column.sql} as "{column.name}"' for column in COLUMNS)
    options = f"format parquet, compression zstd, row_group_size {GROUP}"
    if metadata:
        options += f", kv_metadata {{topline: {_text(survey_file())}}}"
    with duckdb.connect(config={"memory_limit": MEMORY, "temp_directory": str(output.parent)}) as connection:
        connection.execute("set enable_progress_bar = false")
        connection.execute(
            f"copy (select {answers} from (select i, {status} else 'bounced' end as status from range({rows}) t(i)))"
            f" to {_text(str(unfinished))} ({options})"
        )
    unfinished.replace(output)


def generated(rows: int, *, metadata: bool = True) -> Path:
    """A generated file, made now if it was not before."""
    made_by = sha256(Path(__file__).read_bytes()).hexdigest()[:8]
    path = DATA / f"{rows}-{'survey' if metadata else 'plain'}-{made_by}.parquet"
    if not path.exists():
        print(f"generating {path} ...", file=sys.stderr)
        generate(rows, path, metadata=metadata)
    return path


def main() -> int:
    """Generate a file."""
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=5_000, help="replies asked for (default: %(default)s)")
    parser.add_argument("--output", type=Path, required=True, help="the parquet file to write")
    parser.add_argument("--metadata", action=BooleanOptionalAction, default=True, help="with the survey in it, or bare")
    arguments = parser.parse_args()
    started = time.perf_counter()
    generate(arguments.rows, arguments.output, metadata=arguments.metadata)
    size = arguments.output.stat().st_size / 1e6
    print(f"{arguments.output}: {arguments.rows:,} rows, {size:,.1f} MB, {time.perf_counter() - started:.1f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main())
