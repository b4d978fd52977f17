"""The privacy floor: below how many people no group is shown."""

from __future__ import annotations

LEAST_FLOOR = 3
"""The lowest floor: below 2 there is only one number, so that to withhold it would tell it."""


def floor_fault(said: int) -> str:
    """What is wrong with a floor that is too low."""
    return f"a privacy floor is the number of people below which no group is shown, {LEAST_FLOOR} or more; not {said}"
