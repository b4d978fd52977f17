"""`topline weights`: what a weight costs, and how a raked one meets its targets."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterable, Iterator

from topline.analysis import WeightReport, weight_report, weights_of
from topline.charts import weight_lines
from topline.charts.lines import Ink, Line, line
from topline.cli.opened import opened, warn_of
from topline.cli.output import TEXT, format_of, give, give_page, width_of
from topline.export import json_text, weight_shape
from topline.survey import Survey, ToplineError


def weights(arguments: Namespace) -> None:
    """Print or write the reports of all weights of a survey, or of one."""
    with opened(arguments) as it:
        warn_of(it.survey, arguments.file)
        named = [it.survey.find_weight(arguments.name)] if arguments.name else list(weights_of(it.survey))
        reports: list[WeightReport] = []
        faults: list[str] = []
        for name in named:
            try:
                reports.append(weight_report(name, it.engine))
            except ToplineError as error:
                if arguments.name:
                    raise
                faults.append(str(error))
        if format_of(arguments) == TEXT:
            give_page(_pages(it.survey, reports, faults, width_of(arguments)), arguments)
        elif arguments.name:
            give([json_text(weight_shape(reports[0])), "\n"], arguments)
        else:
            shape = {"weights": [weight_shape(report) for report in reports], "faults": faults}
            give([json_text(shape), "\n"], arguments)


def _pages(survey: Survey, reports: Iterable[WeightReport], faults: Iterable[str], width: int) -> Iterator[str]:
    lines: list[Line] = [line((survey.title, Ink.NET), width=width)]
    for report in reports:
        kind = "raked" if report.weighting else "a column"
        title = f" ({report.label})" if report.label != report.name else ""
        lines += [Line(), line((f"{report.name}{title}, {kind}", Ink.NET), width=width)]
        lines += weight_lines(report, width)
    lines += [one for fault in faults for one in (Line(), line((fault, Ink.WARNING)))]
    if len(lines) == 1:
        lines += [
            Line(),
            line(('This survey has no weights; name a column in its survey file: weight = "COLUMN",', Ink.LABEL)),
        ]
        lines.append(line(("or rake one to targets: [weighting.NAME]. See docs/survey-file.md.", Ink.LABEL)))
    for one in lines:
        yield one.plain.rstrip() + "\n"
