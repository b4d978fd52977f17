"""The points that the options of a scale stand for."""

from __future__ import annotations

from dataclasses import replace

from topline.survey.question import STANDS_APART, Option


def scored(options: tuple[Option, ...]) -> tuple[Option, ...]:
    """Options of a scale with the points they stand for: their number where all have one, else 1, 2, 3 ...

    What stands apart from the scale, such as "Don't know", has none.
    """
    choices = [o for o in options if o.missing is None and not STANDS_APART.fullmatch(o.label.strip())]
    if all(option.score is not None for option in choices):
        return options
    numbers = [_number(option.code) for option in choices]
    by_order = any(number is None for number in numbers)
    points = {o.code: float(i) if by_order else n for i, (o, n) in enumerate(zip(choices, numbers, strict=True), 1)}
    return tuple(replace(o, score=points[o.code]) if o.code in points else o for o in options)


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None
