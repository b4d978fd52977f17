"""How likely people are to recommend, from 0 to 10: points with words at the ends, and those that nobody chose."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from topline.readers.vocabulary import LEADING_NUMBER, is_last, known, numbered
from topline.survey import RECOMMEND

HIGHEST = 10
LEAST_POINTS = 3
"""Different points that answers must have to be of such a scale."""


def points_asked(answers: Sequence[str], text: str) -> dict[str, int] | None:
    """The answers of a question that asks to recommend as points from 0 to 10, with those that nobody chose.

    What stands apart from the scale is not among them. An end is one where it has words ("1 - Not at all likely"), so
    that a scale that begins at 1 stays one.

    Args:
        answers: The different answers.
        text: The question as asked.

    Returns:
        None where it does not ask to recommend, or on another scale.
    """
    if not RECOMMEND.search(text):
        return None
    listed = [answer.strip() for answer in answers if not is_last(answer)]
    points = numbered(listed) or _between_words(listed)
    if points is None or len(points) < LEAST_POINTS:
        return None
    (lowest, low), (highest, high) = min(points.items(), key=_point), max(points.items(), key=_point)
    if high > HIGHEST or (low > 0 and lowest != str(low)) or (high < HIGHEST and (highest != str(high) or high <= 5)):
        return None
    held = {point: answer for answer, point in points.items()}
    return {held.get(point, str(point)): point for point in range(HIGHEST + 1)}


def _point(item: tuple[str, int]) -> int:
    return item[1]


def _between_words(answers: Sequence[str]) -> dict[str, int] | None:
    """Points between two ends that have words and no number: "Not at all likely", "1", "2" to "Extremely likely"."""
    between = {answer: int(answer) for answer in answers if answer.isascii() and answer.isdigit()}
    words = [answer for answer in answers if answer not in between]
    found = known(words) if len(words) == 2 else None
    if found is None or not between or min(between.values()) < 1 or max(between.values()) >= HIGHEST:
        return None
    low, high = found[1]
    return {low: 0, **between, high: HIGHEST}


def labelled_points(labels: Mapping[str, str], text: str) -> dict[str, float] | None:
    """The point that each code of a question that asks to recommend stands for; None where they are not 0 to 10.

    Args:
        labels: By code; those that stand apart from the scale may be among them.
        text: The question as asked.
    """
    if not RECOMMEND.search(text):
        return None
    asked = {code: label for code, label in labels.items() if not is_last(label)}
    by_label = points_asked([*asked.values()], text)
    if by_label and len(asked) == HIGHEST + 1:
        return {code: float(by_label[label.strip()]) for code, label in asked.items() if label.strip() in by_label}
    if len(asked) != HIGHEST + 1 or not all(code.removeprefix("-").isdigit() for code in asked):
        return None
    codes = sorted(asked, key=int)
    between = [LEADING_NUMBER.match(asked[code]) for code in codes[1:-1]]
    if [found and int(found[1]) for found in between] != [*range(1, HIGHEST)]:
        return None
    return {code: float(point) for point, code in enumerate(codes)}
