"""The many marks that programs leave where there is no answer, and what each of them says.

Words that a person could have read and picked, such as "No answer", "Refused" or "Don't know", are answers until
a survey file says otherwise: they are shown, and counted in the base.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

from topline.survey import MissingKind

_SPELLINGS: dict[MissingKind, tuple[str, ...]] = {
    MissingKind.NOT_ASKED: ("na", "n/a", "#n/a", "n.a.", "<na>", "not asked"),
    MissingKind.NO_ANSWER: (
        "null", "(null)", "#null!", "nil", "nan", "#value!", "#ref!", "#div/0!", "#name?", "(blank)",
        "-", "--", ".", "?",
    ),
}  # fmt: skip
CODE_OF_NONE = re.compile(r"-(?:77|88|99|777|888|999|7777|8888|9999)(?:\.0+)?")
"""What survey tools and statistics packages write for no answer, where no other number is below zero."""
_BEYOND_POINTS = {
    "66": MissingKind.NOT_ASKED,
    "77": MissingKind.REFUSED,
    "88": MissingKind.DONT_KNOW,
    "99": MissingKind.NO_ANSWER,
}
"""What studies across countries write beside points from 0 to 10."""
MOST_BELOW = 2
"""Different numbers from -9 to -1 up to which they are such codes; more are answers."""
LEAST_POINTS, LEAST_AGES = 5, 30
"""Different points that stand beside such codes, and different ages and the like."""
_BELOW_ONE = re.compile(r"-[1-9](?:\.0+)?")
"""What they write beside codes of answers from 1 on."""
_BY_SPELLING = {spelling: kind for kind, spellings in _SPELLINGS.items() for spelling in spellings}


def missing_kind(
    answer: str, among: Collection[str] = (), apart: Mapping[str, MissingKind] | None = None
) -> MissingKind | None:
    """Why a stored text is no answer, or None where it is one.

    Args:
        answer: A stored text.
        among: The other answers of the question; beside codes of two capitals, "NA" is one of these.
        apart: What the platform that wrote it sets apart besides, without spaces at the ends.
    """
    if apart and (said := apart.get(answer.strip())):
        return said
    spelling = " ".join(answer.split()).casefold()
    kind = _BY_SPELLING.get(spelling)
    if kind and spelling == "na" and _are_country_codes(among):
        return None
    if kind is None and CODE_OF_NONE.fullmatch(spelling) and not _are_below_zero(among):
        return MissingKind.NO_ANSWER
    if kind is None and spelling in _BEYOND_POINTS and _are_points(among):
        return _BEYOND_POINTS[spelling]
    if kind is None and _BELOW_ONE.fullmatch(spelling) and _are_codes_from_one(among):
        return MissingKind.NO_ANSWER
    return kind


BLANKS = " \t\r\n\v\f\u00a0\u200b\u2060\ufeff\u3000\u2007\u202f\x1c\x1d\x1e\x1f\x85\u2028\u2029"
"""White space, and marks that are not drawn."""


def is_blank(text: str) -> bool:
    """Whether a text holds nothing but white space and marks that are not drawn."""
    return not text.strip(BLANKS)


def _are_below_zero(answers: Collection[str]) -> bool:
    """Whether there are numbers below zero besides codes of missing answers."""
    found = (answer.strip() for answer in answers)
    return any(re.fullmatch(r"-[0-9.,]*[1-9][0-9.,]*", one) and not CODE_OF_NONE.fullmatch(one) for one in found)


def _are_country_codes(answers: Collection[str]) -> bool:
    others = [answer for answer in answers if answer.casefold() != "na"]
    return len(others) >= 5 and all(re.fullmatch("[A-Z]{2}", answer) for answer in others)


def _are_points(answers: Collection[str]) -> bool:
    """Whether answers are points from 0 to 10, beside codes that lie far beyond."""
    points = {answer.strip() for answer in answers} - _BEYOND_POINTS.keys()
    return len(points) >= LEAST_POINTS and all(re.fullmatch("[0-9]|10", point) for point in points)


def _are_codes_from_one(answers: Collection[str]) -> bool:
    """Whether answers are whole numbers from 1 on without a gap, or ages and the like, beside few from -9 to -1.

    A scale with two sides has a middle, or as many points on either.
    """
    found = [answer.strip() for answer in answers]
    below = [one for one in found if _BELOW_ONE.fullmatch(one)]
    others = [one for one in found if not _BELOW_ONE.fullmatch(one)]
    if (
        len(below) > MOST_BELOW
        or len(others) < max(3, 2 * len(below))
        or not all(re.fullmatch(r"[1-9][0-9]{0,2}", one) for one in others)
    ):
        return False
    return sorted(map(int, others)) == [*range(1, len(others) + 1)] or len(others) >= LEAST_AGES
