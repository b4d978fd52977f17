"""`topline report`: many tables in one file, and what has changed since they were listed."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from topline.analysis import tabulate
from topline.cli.exits import WRONG, UsageError, complain
from topline.cli.opened import Opened, opened, warn_of
from topline.cli.output import STANDARD, format_of, give_out, to_screen
from topline.cli.progress import Progress
from topline.export import (
    Format,
    ReportOut,
    changes,
    every_topline,
    recorded,
    recorded_anew,
    refuse_source,
    report_text,
    toml_text,
    views_of,
    write_text,
)
from topline.readers import sanitise
from topline.survey import ToplineError, View
from topline.survey.report_file import ReportFile, read_report_file

LARGEST = 5 << 20
"""Bytes of a spec."""
BOM = "\ufeff"


def report(arguments: Namespace) -> int:
    """Write a report, its spec, or what has changed since that was recorded; gives back the exit code."""
    _refuse_together(arguments)
    told = _spec(arguments.spec) if arguments.spec is not None else None
    with opened(arguments) as it:
        warn_of(it.survey, arguments.file)
        if arguments.check and told is not None:
            return _check(told, it)
        views = every_topline(it.survey) if told is None else views_of(told, it.survey)
        if not views:
            raise ToplineError("this survey has no question that can be counted; `topline list` shows what it has")
        if arguments.write_spec is not None:
            _write_spec(views, told, it, arguments)
        if arguments.output is not None or arguments.write_spec is None:
            _warn_of_changes(told, it)
            _write(views, told, it, arguments)
    return 0


def _refuse_together(arguments: Namespace) -> None:
    """Refuse arguments that do not go with each other.

    Raises:
        UsageError: when there are any.
    """
    if arguments.check and arguments.spec is None:
        raise UsageError("--check needs the spec that things were recorded in: add --spec SPEC")
    if arguments.check and (arguments.output is not None or arguments.write_spec is not None):
        raise UsageError("--check writes nothing; leave out -o and --write-spec")


def _spec(path: Path) -> ReportFile:
    """The spec of a report.

    Raises:
        ToplineError: when it cannot be read, or does not say what it should.
    """
    shown = sanitise(str(path), one_line=True, limit=400)
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST + 1)
        if len(content) > LARGEST:
            raise ToplineError(f"{shown}: larger than {LARGEST:,} bytes, which no spec of a report is")
        text = content.decode()
    except OSError as error:
        raise ToplineError(f"{shown}: cannot be read: {(error.strerror or 'unknown fault').casefold()}") from None
    except UnicodeDecodeError:
        raise ToplineError(f"{shown}: no UTF-8 text, as a spec of a report is") from None
    return read_report_file(text.removeprefix(BOM), shown)


def _check(told: ReportFile, it: Opened) -> int:
    """Print what has changed, a line each; gives back the exit code.

    What nothing is recorded of cannot be vouched for: whoever asks regularly must not be told that all is as it was.
    """
    found = [sanitise(" ".join(line.split()), one_line=True, limit=2_000) for line in changes(told, it.survey)]
    to_screen(f"{line}\n" for line in found)
    unrecorded = _unrecorded(told, it)
    if unrecorded:
        how = "`topline report FILE --spec SPEC --write-spec SPEC --force` records it"
        what = f"not recorded, so not compared: {', '.join(unrecorded)}"
        complain(f"{told.path}: {what if told.recorded else 'nothing is recorded, so nothing was compared'}; {how}")
    return WRONG if found or unrecorded else 0


def _unrecorded(told: ReportFile, it: Opened) -> list[str]:
    """Questions that the tables speak of, and of which nothing is recorded."""
    try:
        needed = recorded(views_of(told, it.survey), it.survey)
    except ToplineError:
        return []
    return [name for name in needed if name not in told.recorded]


def _warn_of_changes(told: ReportFile | None, it: Opened) -> None:
    """Say in one line that the questions are no longer what they were."""
    found = list(changes(told, it.survey)) if told is not None and told.recorded else []
    if told is not None and found:
        what = "1 thing differs" if len(found) == 1 else f"{len(found):,} things differ"
        complain(f"{what} from what {told.path} recorded; --check says what")


def _write_spec(views: tuple[View, ...], told: ReportFile | None, it: Opened, arguments: Namespace) -> None:
    known = recorded(views, it.survey)
    text = report_text(views, it.survey.title, known) if told is None else recorded_anew(told.text, known)
    read_report_file(text, str(arguments.write_spec))
    if arguments.write_spec == STANDARD:
        to_screen([toml_text(text)])
        return
    # The spec that was read may be the one that is written: that is how it is recorded anew.
    refuse_source(arguments.write_spec, arguments.file, arguments.survey_file)
    write_text(arguments.write_spec, text, force=arguments.force)


def _write(views: tuple[View, ...], told: ReportFile | None, it: Opened, arguments: Namespace) -> None:
    """Count the tables and write them, or print them as Markdown.

    Raises:
        ToplineError: when one of them cannot be counted, or the file cannot be written.
    """
    if arguments.output is None and not arguments.format:
        arguments.format = Format.MARKDOWN.value
    if format_of(arguments) not in arguments.formats:
        raise UsageError("a report is .xlsx, .html or .md; name the file so, or say it with --format")
    stacked = arguments.stacked or (told is not None and told.stacked)
    with Progress(len(views)) as progress:
        out = ReportOut(
            views,
            it.survey,
            lambda view: tabulate(view, it.engine),
            told.title if told is not None else "",
            stacked,
            tell=lambda done, view: progress.tell(done, view.title or view.rows),
        )
        give_out(out, arguments)
