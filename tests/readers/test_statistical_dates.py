"""Dates and times of statistical packages, and what labels say of answers that are set apart."""

from datetime import date, datetime, timedelta

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from topline.readers.missing_labels import kind_of_label
from topline.readers.statistical_dates import Package, clock_of, moments_of
from topline.survey import MissingKind

SPSS = datetime(1582, 10, 14)
STATA = datetime(1960, 1, 1)


def shown(number: float, format_: str, package: Package) -> object:
    clock = clock_of(format_, package)
    assert clock
    return moments_of(pl.Series([number], dtype=pl.Float64), clock)[0]


@pytest.mark.parametrize(
    ("number", "format_", "package", "means"),
    [
        (86400.0, "DATE11", Package.SPSS, date(1582, 10, 15)),
        (86399.0, "ADATE10", Package.SPSS, date(1582, 10, 14)),
        (13797227045.5, "DATETIME20.1", Package.SPSS, datetime(2020, 1, 1, 3, 4, 5, 500_000)),
        (11045, "TIME8", Package.SPSS, "03:04:05"),
        (90061.25, "DTIME11.2", Package.SPSS, "25:01:01.250"),
        (-61, "TIME8", Package.SPSS, "-00:01:01"),
        (0, "%td", Package.STATA, date(1960, 1, 1)),
        (-1, "%-tdDD/NN/CCYY", Package.STATA, date(1959, 12, 31)),
        (22000, "%dD_m_Y", Package.STATA, date(2020, 3, 26)),
        (1893467045500, "%tc", Package.STATA, datetime(2020, 1, 1, 3, 4, 5, 500_000)),
        (11045000, "%tcHH:MM:SS", Package.STATA, "03:04:05"),
        (1893467045000, "%tcNN/DD/CCYY_HH:MM", Package.STATA, datetime(2020, 1, 1, 3, 4, 5)),
        (723, "%tm", Package.STATA, date(2020, 4, 1)),
        (-1, "%tm", Package.STATA, date(1959, 12, 1)),
        (241, "%tq", Package.STATA, date(2020, 4, 1)),
        (121, "%th", Package.STATA, date(2020, 7, 1)),
        (3121, "%tw", Package.STATA, date(2020, 1, 8)),
        (22000, "YYMMDD10.", Package.SAS, date(2020, 3, 26)),
        (22000, "E8601DA", Package.SAS, date(2020, 3, 26)),
        (1893467045.5, "DATETIME22.3", Package.SAS, datetime(2020, 1, 1, 3, 4, 5, 500_000)),
        (1893467045, "DTDATE9.", Package.SAS, date(2020, 1, 1)),
        (11045, "TIME", Package.SAS, "03:04:05"),
        (1e30, "DATE11", Package.SPSS, None),
        (4e15, "DATETIME20", Package.SPSS, None),
        (float("nan"), "%td", Package.STATA, None),
    ],
)
def test_numbers_are_what_their_format_shows(number: float, format_: str, package: Package, means: object) -> None:
    assert shown(number, format_, package) == means


@pytest.mark.parametrize(
    ("package", "formats"),
    [
        (Package.SPSS, "F8.2 A20 MONTH3 WKDAY9 PCT5.1"),
        (Package.STATA, "%9.0g %ty %tbnyse %-12s %8.0f"),
        (Package.SAS, "BEST12. AGEF3. $CHAR8. DOLLAR8.2"),
    ],
)
def test_other_formats_are_of_numbers(package: Package, formats: str) -> None:
    assert {format_: clock_of(format_, package) for format_ in ["", *formats.split()]} == dict.fromkeys(
        ["", *formats.split()]
    )


@given(st.datetimes(datetime(1, 1, 1), datetime(9999, 12, 31, 23, 59, 59)).map(lambda at: at.replace(microsecond=0)))
def test_every_moment_comes_back(at: datetime) -> None:
    seconds = (at - SPSS) // timedelta(seconds=1)
    assert shown(seconds, "DATETIME20", Package.SPSS) == at
    assert shown(seconds, "DATE11", Package.SPSS) == at.date()
    assert shown((at - STATA) // timedelta(milliseconds=1), "%tc", Package.STATA) == at
    assert shown((at - STATA).days, "%td", Package.STATA) == at.date()


@pytest.mark.parametrize(
    ("kind", "labels"),
    [
        (MissingKind.REFUSED, "Refused; REFUSAL; Prefer not to say; I'd rather not say; Verweigert; Отказ; Recusou"),
        (MissingKind.REFUSED, "Refused/Don't know; Declined to answer"),
        (MissingKind.DONT_KNOW, "Don't know; DON’T KNOW; DK; D.K.; dont know; Do not know/cannot choose; Not sure"),
        (MissingKind.DONT_KNOW, "Unsure; Weiß nicht; Ne sait pas; No sabe; Não sei; Weet niet; Не знаю; DK/Refused"),
        (MissingKind.NOT_ASKED, "Not asked; N/A; NA; IAP; Inapplicable; Not applicable; Legitimate skip; Valid Skip"),
        (MissingKind.NOT_ASKED, "Does not apply; Trifft nicht zu; No aplica; Not in universe; Niet van toepassing"),
        (MissingKind.NO_ANSWER, "No answer; Keine Angabe; Missing; Skipped; 99; -1; No contesta; Blank; National"),
    ],
)
def test_labels_say_why_there_is_no_answer(kind: MissingKind, labels: str) -> None:
    assert {label: kind_of_label(label) for label in labels.split("; ")} == dict.fromkeys(labels.split("; "), kind)
