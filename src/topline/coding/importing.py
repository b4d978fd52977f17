"""Codes from elsewhere as events of the journal: whose reply each line means, and which code."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from topline.coding.bench import Bench
from topline.coding.code_table import TICKED, Cells, Columns, row_of, split
from topline.coding.codeframe import slug
from topline.coding.errors import CodingError
from topline.coding.events import CodeAdded, Coded, Event, Flagged, How
from topline.coding.listed import CANNOT
from topline.coding.pile import Pile
from topline.coding.reply_key import ReplyKey, respondent_of
from topline.survey import code_of

BY_ID, BY_ROW, BY_TEXT = "respondent", "row", "text"
ANOTHER = ", where the text is another one"
"""What is said of a line whose reply has another text than the one that stands in the line."""
TOLD = 8
"""Lines that fit no reply, of which each is named."""
LONGEST_LABEL = 200


@dataclass(frozen=True, slots=True)
class Given:
    """What a line gives."""

    line: int
    """Where it stands in its file, counted from 1."""
    said: str
    """How it says which reply."""
    keys: tuple[ReplyKey, ...]
    """The replies that it means; none where it fits none."""
    names: tuple[tuple[str, str], ...]
    """The codes that it gives: the id where it has one, and the label."""
    cannot: bool = False
    """Whether it says that the reply can't be coded."""


@dataclass(frozen=True, slots=True)
class Brought:
    """What is brought in, in one stroke."""

    events: tuple[Event, ...]
    replies: int
    """Rows of the survey that get codes, or others than they had."""
    codings: int
    """Codes that these get, all told."""
    unchanged: int
    """Rows that have these codes by this coder already."""
    replaced: int
    """Rows of which the coder gave other codes before."""
    settled: int
    """Rows that were settled, and keep the codes that they were settled on."""
    unfit: tuple[Given, ...]
    """Lines that fit no reply."""
    added: tuple[tuple[str, str], ...]
    """New codes with their labels."""
    cannot: int = 0
    """Rows that can't be coded, as the coder now says."""


def given_by(cells: Cells, columns: Columns, pile: Pile, rows_from: int | None) -> tuple[list[Given], str, int | None]:
    """What the lines of a table give, how they say which reply, and the number of the first row where by rows.

    Args:
        cells: The table.
        columns: What its columns say.
        pile: All replies.
        rows_from: 0 or 1, the number of the first row; None to find out.

    Raises:
        CodingError: when it cannot be told whether rows are counted from 0 or from 1.
    """
    named = [(number, line, _names(cells, columns, line)) for number, line in cells.lines]
    telling = [(number, line, names) for number, line, names in named if names or _cannot(columns, line)]
    if columns.id is not None:
        by, at, start = BY_ID, columns.id, None
        known = _by_respondent(pile)
        find = {line[at]: known.get(_id(line[at]), ()) for _, line, _ in telling}
    elif columns.row is not None:
        by, at = BY_ROW, columns.row
        said = [(line[at], line[columns.text] if columns.text is not None else "") for _, line, _ in telling]
        start = rows_from if rows_from is not None else _first_row(said, pile, cells, cells.headings[at])
        find = {cell: _of_row(cell, start, pile) for cell, _ in said}
    else:
        assert columns.text is not None
        by, at, start = BY_TEXT, columns.text, None
        texts = _by_text(pile)
        find = {line[at]: texts.get(" ".join(line[at].split()), ()) for _, line, _ in telling}
    found = []
    for number, line, names in telling:
        text = " ".join(line[columns.text].split()) if columns.text is not None and by != BY_TEXT else ""
        keys = find[line[at]]
        fitting = tuple(key for key in keys if not text or " ".join(pile.text_of[key].split()) == text)
        which = line[at] if fitting or not keys else f"{line[at][:40]}{ANOTHER}"
        found.append(Given(number, which, fitting, names, not names))
    return found, by, start


def _cannot(columns: Columns, line: Sequence[str]) -> bool:
    return columns.how is not None and line[columns.how].casefold() == CANNOT.casefold()


def _names(cells: Cells, columns: Columns, line: Sequence[str]) -> tuple[tuple[str, str], ...]:
    found: dict[str, str] = {}
    for at in columns.codes:
        parts = split(line[at], columns.separator)
        label = line[columns.label] if columns.label is not None and len(parts) == 1 else ""
        found |= {part: label or part for part in parts}
    for at in columns.flags:
        heading = cells.headings[at]
        if line[at].casefold() in TICKED or line[at].casefold() == heading.casefold():
            found[heading] = heading
    return tuple((code, label) for code, label in found.items())


def _id(cell: str) -> str:
    """An id as text; whole numbers that a spreadsheet wrote with a point are the same."""
    return cell.removesuffix(".0") if row_of(cell) is not None else cell


def _by_respondent(pile: Pile) -> Mapping[str, tuple[ReplyKey, ...]]:
    found: dict[str, tuple[ReplyKey, ...]] = {}
    for key in dict.fromkeys(pile.keys):
        if who := respondent_of(key).strip():
            found[who] = (*found.get(who, ()), key)
    return found


def _by_text(pile: Pile) -> Mapping[str, tuple[ReplyKey, ...]]:
    found: dict[str, dict[ReplyKey, None]] = {}
    for key, text in zip(pile.keys, pile.texts, strict=True):
        found.setdefault(" ".join(text.split()), {})[key] = None
    return {text: tuple(keys) for text, keys in found.items()}


def _of_row(cell: str, start: int, pile: Pile) -> tuple[ReplyKey, ...]:
    number = row_of(cell)
    place = pile.place_of.get(number - start) if number is not None else None
    return () if place is None else (pile.keys[place],)


def _first_row(said: Sequence[tuple[str, str]], pile: Pile, cells: Cells, heading: str) -> int:
    """Whether rows are counted from 0 or from 1: as the texts beside them say, else as all of them fit."""
    fits = {}
    for start in (0, 1):
        places = [
            (pile.place_of.get(number - start) if (number := row_of(cell)) is not None else None, text)
            for cell, text in said
        ]
        fits[start] = sum(
            place is not None and (not text or " ".join(text.split()) == " ".join(pile.texts[place].split()))
            for place, text in places
        )
    if fits[0] != fits[1]:
        return max(fits, key=lambda start: fits[start])
    if heading.casefold() == "row":  # as topline itself counts them
        return 1
    raise CodingError(
        f"{cells.file}: the rows in column {heading!r} fit whether the first is 0 or 1; say which with --rows-from"
    )


def brought(
    given: Iterable[Given],
    bench: Bench,
    coder: str,
    by: str,
    *,
    listed: Iterable[str] = (),
    skip_unknown: bool = False,
) -> Brought:
    """The events that give these codes, in the coder's name.

    A reply gets the codes of all its lines, in place of those that the same coder gave it before.

    Args:
        given: What lines give.
        bench: The question.
        coder: Who brings the codes in.
        by: Where they come from, to be kept with them.
        listed: Codes that come into the codeframe in this order, whether any reply has them or not.
        skip_unknown: Whether lines that fit no reply are left out; else nothing is made where there is one.
    """
    lines = list(given)
    unfit = tuple(one for one in lines if not one.keys)
    named = [*((code, code) for code in listed), *(name for one in lines for name in one.names)]
    ids, added = _ids(named, bench)
    wanted: dict[ReplyKey, set[str]] = {}
    for one in lines:
        for key in one.keys if one.names else ():
            wanted.setdefault(key, set()).update(ids[code] for code, _ in one.names)
    hopeless = dict.fromkeys(key for one in lines if one.cannot for key in one.keys if key not in wanted)
    name, state = bench.question.name, bench.state
    by_codes: dict[frozenset[str], list[ReplyKey]] = {}
    same, others, final = set(), set(), set()
    for key, codes in wanted.items():
        standing = state.reply(key)
        own = standing.by(coder)
        if own == codes:
            same.add(key)
            continue
        if own:
            others.add(key)
        if standing.settled:
            final.add(key)
        by_codes.setdefault(frozenset(codes), []).append(key)
    events: list[Event] = [CodeAdded(question=name, code=code, label=label) for code, label in added]
    events += [
        Coded(question=name, replies=tuple(keys), codes=codes, how=How.IMPORTED, by=by)
        for codes, keys in by_codes.items()
    ]
    flagged: dict[tuple[bool, str], list[ReplyKey]] = {}
    for key in hopeless:
        now = state.reply(key).remark(coder)
        if not now.cannot:
            flagged.setdefault((now.second, now.note), []).append(key)
    events += [
        Flagged(question=name, replies=tuple(keys), cannot=True, second=second, note=note)
        for (second, note), keys in flagged.items()
    ]
    if unfit and not skip_unknown:
        events = []
    fresh = {key for keys in by_codes.values() for key in keys}
    return Brought(
        tuple(events),
        bench.rows_of(fresh),
        sum(len(wanted[key]) for key in bench.pile.keys if key in fresh),
        bench.rows_of(same),
        bench.rows_of(others),
        bench.rows_of(final),
        unfit,
        tuple(added),
        bench.rows_of({key for keys in flagged.values() for key in keys}),
    )


def _ids(named: Iterable[tuple[str, str]], bench: Bench) -> tuple[dict[str, str], list[tuple[str, str]]]:
    """The id of each code that is named, and those that are new, with their labels."""
    frame = bench.state.codeframe
    by_label = {code.label.casefold(): code.id for code in frame.codes}
    ids: dict[str, str] = {}
    added: dict[str, str] = {}
    new: dict[str, str] = {}
    for said, label in named:
        if said in ids:
            continue
        now = frame.resolve(said)
        known = now if now in frame else by_label.get(said.casefold()) or by_label.get(label.casefold())
        if not known:
            shown = label[:LONGEST_LABEL]
            known = new.get(shown.casefold()) or _fresh_id(said, label, bench, added)
            new[shown.casefold()] = known
            added.setdefault(known, shown)
        ids[said] = known
    return ids, list(added.items())


def _fresh_id(said: str, label: str, bench: Bench, added: Mapping[str, str]) -> str:
    """An id that no code has or had: the one that is said, where it looks like one."""
    if said == slug(said) and bench.state.new_code(said).code == said and said not in added:
        return said
    return bench.state.new_code(label, besides=added).code


def given_in_file(
    pile: Pile, answers: Mapping[int, Sequence[object]], labels: Mapping[str, str], separator: str
) -> list[Given]:
    """What a column of the replies themselves gives.

    Args:
        pile: The replies that are to be coded.
        answers: The stored answers of each 0-based row.
        labels: What stored codes are called.
        separator: What stands between several codes of one answer; empty for one.
    """
    found = []
    for row, key in zip(pile.rows, pile.keys, strict=True):
        names = [
            (part, labels.get(part, part))
            for answer in answers.get(row, ())
            for part in split(code_of(answer), separator)
        ]
        if names:
            found.append(Given(row + 1, str(row + 1), (key,), tuple(dict.fromkeys(names))))
    return found


def unfit_words(unfit: Sequence[Given]) -> str:
    """Which lines fit no reply, in words."""
    said = ", ".join(f"{one.line:,} ({one.said[:80]!r})" for one in unfit[:TOLD])
    more = f" and {len(unfit) - TOLD:,} more" if len(unfit) > TOLD else ""
    lines = "line fits" if len(unfit) == 1 else "lines fit"
    by_text = "; --id-column with the text's column goes by the texts" if any(map(_is_of_another, unfit)) else ""
    return f"{len(unfit):,} {lines} no reply: {'line' if len(unfit) == 1 else 'lines'} {said}{more}{by_text}"


def _is_of_another(one: Given) -> bool:
    return one.said.endswith(ANOTHER)
