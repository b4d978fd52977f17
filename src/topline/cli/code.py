"""`topline code`: how far the coding of an open question is, and codes in and out without the explorer."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterable
from pathlib import Path

from topline.analysis import rows_to_code
from topline.analysis.floor import refused
from topline.cli.code_pages import account_lines, account_page
from topline.cli.exits import UsageError, complain
from topline.cli.opened import Opened, opened, warn_of
from topline.cli.output import STANDARD, TEXT, format_of, give_out, give_page, sources_of, to_screen, width_of
from topline.coding import CodingError, Event, coder_name
from topline.coding.account import account_of
from topline.coding.bench import Bench, bench_for, question_to_code
from topline.coding.by_rules import ruled
from topline.coding.code_table import NOTHING, Columns, likely_separator, read_cells, understood
from topline.coding.frame_file import HEADINGS, frame_events, frame_rows, frame_toml, read_frame
from topline.coding.importing import BY_ROW, Brought, Given, brought, given_by, given_in_file, unfit_words
from topline.coding.listed import CodeList, Shape
from topline.coding.place import JOURNAL
from topline.export import refuse_source, toml_text, write_text
from topline.export.coding_shape import AccountOut
from topline.export.rows_out import RowsOut
from topline.survey import Kind, Role

OF_ROWS = ("csv", "tsv", "md", "json", "xlsx")
MOST_NAMED = 12
"""New codes that are named."""


def code(arguments: Namespace) -> None:
    """Tell how far the coding is, or bring codes in or out."""
    _check(arguments)
    with opened(arguments) as it:
        warn_of(it.survey, arguments.file)
        if it.survey.min_base:
            raise refused(it.survey, "replies are coded one by one, and codes are told by reply")
        brings = bool(arguments.import_ or arguments.from_column)
        writes = brings or arguments.apply_rules or arguments.codeframe_from or arguments.undo
        coder = coder_name(arguments.coder) if writes else ""
        question = question_to_code(it.survey, arguments.question)
        # Codes from elsewhere may be of people who answered without being asked; these are kept, and not counted.
        rows = None if brings else rows_to_code(it.windows, it.survey, question)
        bench = bench_for(it.source, arguments.file, question.name, "" if arguments.dry_run else coder, rows)
        for fault in bench.desk.faults:
            complain(str(fault))
        _carry_out(arguments, it, bench, coder)


def _check(arguments: Namespace) -> None:
    """Refuse options that go with none of what is asked.

    Raises:
        UsageError: when there are any.
    """
    importing = arguments.import_ or arguments.from_column
    for name, needs, holds in (
        ("dry_run", "--apply-rules, --import, --from-column or --codeframe-from",
         importing or arguments.apply_rules or arguments.codeframe_from),
        ("id_column", "--import", arguments.import_),
        ("code_column", "--import", arguments.import_),
        ("rows_from", "--import", arguments.import_),
        ("skip_unknown", "--import", arguments.import_),
        ("separator", "--import or --from-column", importing),
        ("shape", "--export", arguments.export),
        ("no_text", "--export", arguments.export),
    ):  # fmt: skip
        said = getattr(arguments, name)
        if said is not None and said is not False and said != "" and not holds:
            raise UsageError(f"--{name.replace('_', '-')} goes with {needs}; see `topline code --help`")

    does = ("apply_rules", "import_", "from_column", "export", "codeframe", "codeframe_from", "undo")
    if arguments.output and any(getattr(arguments, name) for name in does):
        raise UsageError(
            "-o takes how far it is; codes go to the file after --export, a codeframe to that after --codeframe"
        )


def _carry_out(arguments: Namespace, it: Opened, bench: Bench, coder: str) -> None:
    if arguments.apply_rules:
        _apply_rules(arguments, bench, coder)
    elif arguments.import_:
        _import(arguments, it, bench, coder)
    elif arguments.from_column:
        _from_column(arguments, it, bench, coder)
    elif arguments.codeframe_from:
        _codeframe_from(arguments, bench, coder)
    elif arguments.export:
        _refuse_journals(arguments.export, bench)
        _export(arguments, bench)
    elif arguments.codeframe:
        _refuse_journals(arguments.codeframe, bench)
        _codeframe(arguments, bench)
    elif arguments.undo:
        _undo(bench, coder)
    else:
        _tell(arguments, it, bench)


def _tell(arguments: Namespace, it: Opened, bench: Bench) -> None:
    account = account_of(bench)
    if format_of(arguments) == TEXT:
        give_page(account_page(account, it.survey, width_of(arguments)), arguments)
    else:
        give_out(AccountOut(account, account_lines(account)), arguments)


# Codes in


def _apply_rules(arguments: Namespace, bench: Bench, coder: str) -> None:
    name = bench.question.name
    if not bench.question.rules:
        raise CodingError(f"{name} has no rules; write some into the survey file: [question.{name}.rules]")
    found = ruled(bench)
    if not found.events:
        _say(f"no rule holds of any of the {found.waiting:,} replies to {name} that wait to be coded")
        return
    _record(arguments, bench, found.events)
    labels = {one.id: one.label for one in bench.state.codeframe.codes}
    given = ", ".join(f"{labels.get(code, code)} {many:,}" for code, many in found.counts)
    _say(
        f"{_would(arguments, 'coded')} {found.replies:,} of {found.waiting:,} replies to {name} that waited, by rule, "
        f"as {coder}: {given}"
    )
    _say_undo(arguments)


def _import(arguments: Namespace, it: Opened, bench: Bench, coder: str) -> None:
    survey, question = it.survey, bench.question
    identity = survey.with_role(Role.ID)
    cells = read_cells(arguments.import_)
    columns = understood(
        cells,
        ids=(identity.name, identity.text, identity.label, *identity.headers) if identity else (),
        texts=(question.name, question.text, question.label),
        id_column=arguments.id_column,
        code_column=arguments.code_column,
        separator=arguments.separator,
        numbered=arguments.rows_from is not None,
    )
    given, by, start = given_by(cells, columns, bench.pile, arguments.rows_from)
    told = f"row, the first of them {start}" if by == BY_ROW else by
    _bring(arguments, bench, coder, given, cells.file, [cells.headings[at] for at in columns.flags])
    _say(f"lines said which reply by {told}; codes stood in {_columns(columns, cells.headings)}")


def _columns(columns: Columns, headings: tuple[str, ...]) -> str:
    named = ", ".join(repr(headings[at]) for at in (*columns.codes, *columns.flags)[:MOST_NAMED])
    more = "" if len(columns.flags) <= MOST_NAMED else f" and {len(columns.flags) - MOST_NAMED} more"
    between = f", divided by {columns.separator!r}" if columns.separator else ""
    over = f"; passed over: {', '.join(columns.passed_over[:MOST_NAMED])}" if columns.passed_over else ""
    return f"{named}{more}{between}{over}"


def _from_column(arguments: Namespace, it: Opened, bench: Bench, coder: str) -> None:
    column = it.survey.find(arguments.from_column)
    if column.role is not None or column.kind in (Kind.NUMERIC, Kind.DATE):
        raise CodingError(f"{column.name} is {column.role or column.kind}, and holds no codes")
    if column.name == bench.question.name:
        raise CodingError(f"{column.name} is the question itself; name the column that holds its codes")
    replies = it.windows.replies(bench.pile.rows, [column])
    answers = {
        row: (answer if isinstance(answer, list) else [answer])
        for row, reply in zip(bench.pile.rows, replies, strict=True)
        if (answer := reply.answers[0]) is not None
    }
    labels = {option.code: option.label for option in column.choices}
    separator = "" if arguments.separator.casefold() == NOTHING else arguments.separator
    if not arguments.separator and column.kind is Kind.OPEN:
        separator = likely_separator(str(one) for several in answers.values() for one in several)
    _bring(arguments, bench, coder, given_in_file(bench.pile, answers, labels, separator), column.name)


def _bring(
    arguments: Namespace, bench: Bench, coder: str, given: Iterable[Given], by: str, listed: Iterable[str] = ()
) -> None:
    found = brought(given, bench, coder, by, listed=listed, skip_unknown=arguments.skip_unknown)
    if found.unfit and not arguments.skip_unknown:
        raise CodingError(f"{by}: {unfit_words(found.unfit)}; nothing was written; --skip-unknown leaves them out")
    if found.events:
        _record(arguments, bench, found.events)
    for line in _brought_lines(arguments, bench, coder, found, by):
        _say(line)
    if found.events:
        _say_undo(arguments)


def _brought_lines(arguments: Namespace, bench: Bench, coder: str, found: Brought, by: str) -> Iterable[str]:
    name = bench.question.name
    replies = "1 reply" if found.replies == 1 else f"{found.replies:,} replies"
    codes = "1 code" if found.codings == 1 else f"{found.codings:,} codes"
    yield f"{_would(arguments, 'imported')} {codes} of {replies} to {name} from {by}, as {coder}"
    if found.added:
        named = ", ".join(f'"{label}"' if "," in label else label for _, label in found.added[:MOST_NAMED])
        more = f" and {len(found.added) - MOST_NAMED} more" if len(found.added) > MOST_NAMED else ""
        yield f"new codes: {len(found.added):,} ({named}{more})"
    if found.cannot:
        yield f"can't be coded: {found.cannot:,} of the replies, as {by} says"
    if found.unchanged:
        yield f"as they were: {found.unchanged:,} replies had just these codes by {coder}"
    if found.replaced:
        yield f"replaced: {coder} had given {found.replaced:,} of these replies other codes"
    if found.settled:
        yield f"settled: {found.settled:,} of these replies keep the codes that they were settled on"
    if found.unfit:
        yield f"left out: {unfit_words(found.unfit)}"


def _codeframe_from(arguments: Namespace, bench: Bench, coder: str) -> None:
    events = frame_events(read_frame(arguments.codeframe_from, bench.question), bench)
    if not events:
        _say(f"the codeframe of {bench.question.name} says all of this already")
        return
    before = len(bench.state.codeframe.codes)
    _record(arguments, bench, events)
    _say(f"{_would(arguments, 'made')} {_changes(len(events))} to the codeframe of {bench.question.name}, as {coder}")
    if not arguments.dry_run:
        _say(f"it has {len(bench.state.codeframe.codes):,} codes now, and had {before:,}")
    _say_undo(arguments)


def _changes(many: int) -> str:
    return "1 change" if many == 1 else f"{many:,} changes"


def _undo(bench: Bench, coder: str) -> None:
    events = bench.desk.undo()
    if not events:
        _say(f"{coder} has nothing to take back at {bench.question.name}")
        return
    replies = {key for event in events for key in getattr(event, "replies", ())}
    _say(f"took back the last of {coder} at {bench.question.name}: {bench.rows_of(replies):,} replies are as before")


def _record(arguments: Namespace, bench: Bench, events: Iterable[Event]) -> None:
    if not arguments.dry_run:
        bench.desk.record(*events)


def _would(arguments: Namespace, done: str) -> str:
    return f"would have {done}" if arguments.dry_run else done


def _say_undo(arguments: Namespace) -> None:
    if arguments.dry_run:
        _say("nothing was written (--dry-run)")
    else:
        _say("--undo takes all of it back at once, and so does u at the coding place")


# Codes out


def _refuse_journals(path: Path, bench: Bench) -> None:
    """Codes are made from the journals, so that nothing is written over one of them, whatever was forced."""
    refuse_source(path, *bench.desk.journals.folder.glob(f"*{JOURNAL}"))


def _export(arguments: Namespace, bench: Bench) -> None:
    codes = CodeList(bench.pile, bench.state, texts=not arguments.no_text)
    shape = Shape(arguments.shape or Shape.LONG)
    head = {"question": bench.question.name, "text": bench.question.text, "shape": shape.value}
    out = RowsOut(bench.question.label, codes.headings(shape), lambda: codes.rows(shape), head)
    _give_rows(out, arguments, arguments.export)


def _codeframe(arguments: Namespace, bench: Bench) -> None:
    frame = bench.state.codeframe
    if arguments.codeframe.suffix.casefold() != ".toml":
        head = {"question": bench.question.name, "text": bench.question.text}
        _give_rows(
            RowsOut("Codeframe", HEADINGS, lambda: frame_rows(frame, bench.state.counts), head),
            arguments,
            arguments.codeframe,
        )
        return
    text = toml_text(frame_toml(bench))
    refuse_source(arguments.codeframe, *sources_of(arguments))
    write_text(arguments.codeframe, text, force=arguments.force)


def _give_rows(out: RowsOut, arguments: Namespace, path: Path) -> None:
    said = Namespace(**{**vars(arguments), "output": path, "formats": OF_ROWS})
    if format_of(said) == TEXT:
        if path == STANDARD:
            said.format = "csv"
        else:
            raise UsageError(f"cannot tell the format of {path}; name it .{', .'.join(OF_ROWS)}, or say --format")
    give_out(out, said)


def _say(line: str) -> None:
    from topline.readers import sanitise

    to_screen([sanitise(line, one_line=True, limit=2_000) + "\n"])
