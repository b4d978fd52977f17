"""Numbers that are years, which people write without a mark between thousands."""

from __future__ import annotations

import re

from topline.survey.question import Kind, Question

EARLIEST, LATEST = 1800, 2199
"""Years that a survey asks about."""
_YEAR = re.compile(
    r"(?<![a-z])(?:(?:(?<!this )(?<!last )(?<!past )(?<!per )(?<!each )(?<!every )(?<!a )year(?!ly|s? ago)(?![a-z])"
    r"|birth_?year|year_?of_?birth|yob|yrborn|born|n[ée]+e?s? en"
    r"|(?:geburts|bau|kalender|abschluss|eintritts)?jahr(?:gang)?(?![a-z])|geboren)"
    r"|(?<!cette )(?<!par )ann[ée]e|a[ñn]o de|año(?!s)|ano de|anno (?:di|de)|nat[oa] nel|geboortejaar|bouwjaar|jaar van"
    r"|födelseår|fødselsår|årgång|rok (?:urodzenia|narození)|год (?:рожд|выпуск|основ)|doğum yılı|tahun lahir|năm sinh"
    r"|出生年|哪一年|年份|生年|何年|년도|연도|ปีเกิด|سنة)",
    re.IGNORECASE,
)
_AMOUNT = re.compile(
    r"how (?:many|much)|number of|wie ?viele?|combien|cu[aá]nt|quant|income|salary|price|cost", re.IGNORECASE
)


def are_years(question: Question, low: float, high: float) -> bool:
    """Whether numbers from `low` to `high` are years: the question says so, and they lie where years do."""
    if question.kind is not Kind.NUMERIC or not EARLIEST <= low <= high <= LATEST:
        return False
    said = (question.text, question.name.replace("_", " "))
    return any(_YEAR.search(text) and not _AMOUNT.search(text) for text in said)


def grouped(value: float, form: str, *, years: bool) -> str:
    """A number in a form with a mark between thousands, without that mark where it is a year."""
    return format(value, form.replace(",", "") if years else form)
