"""Values of every type of DuckDB's as JSON can hold them, each bounded."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

LONGEST = 100_000
"""Characters of a text, and elements of a list, that are handed over; the rest is left out."""
EXACT = 15
"""Digits of a decimal number that a float holds whatever they are."""
PLAIN = frozenset(
    """
    boolean tinyint smallint integer bigint hugeint utinyint usmallint uinteger ubigint uhugeint double varchar decimal
    """.split()  # noqa: SIM905
)
"""Types whose values are handed over as they are; of all others DuckDB writes a text."""
UNCHANGED = frozenset({int, float, bool, type(None)})
"""What JSON holds as it is."""


def selected(types: Sequence[Any], names: Sequence[str]) -> str:
    """The select list that gives columns of these types as what can be handed over.

    Args:
        types: DuckDB's own objects for the types.
        names: What the columns are called, as SQL.
    """
    return ", ".join(_as_sql(kind, name) for kind, name in zip(types, names, strict=True))


def _as_sql(kind: Any, name: str) -> str:
    if kind.id == "varchar":
        return f"left({name}, {LONGEST + 1})"
    if kind.id == "float":  # by way of its text: 0.1 stays 0.1
        return f"cast(cast({name} as varchar) as double)"
    if _is_plain(kind):
        return name
    if kind.id in ("list", "array"):
        return f"cast({name} as varchar[])"
    return f"left(cast({name} as varchar), {LONGEST + 1})"


def _is_plain(kind: Any) -> bool:
    match kind.id:
        case "list" | "array":
            return _is_plain(kind.children[0][1])
        case "struct":
            return all(_is_plain(inner) for _, inner in kind.children)
        case other:
            return other in PLAIN


class Handover:
    """Makes rows fit to be handed over, and counts what had to be shortened."""

    def __init__(self) -> None:
        self.shortened = 0
        """Values that are not whole."""

    def row(self, row: Sequence[Any]) -> list[Any]:
        """A row as JSON can hold it."""
        return [self._value(value) for value in row]

    def _value(self, value: Any) -> Any:
        kind = type(value)
        if kind in UNCHANGED:
            return value
        if kind is str:
            if len(value) <= LONGEST:
                return value
            self.shortened += 1
            return value[: LONGEST - 1] + "…"
        if kind is Decimal:
            return _number(value)
        if kind is dict:
            return {str(key): self._value(part) for key, part in value.items()}
        if kind in (list, tuple):
            if len(value) > LONGEST:
                self.shortened += 1
            return [self._value(part) for part in value[:LONGEST]]
        return self._value(str(value))


def _number(value: Decimal) -> int | float | str:
    """A decimal as a number where a number holds it, else as its text."""
    if not value.is_finite():
        return float(value)
    if value == value.to_integral_value() and value.adjusted() < 40:
        return int(value)
    return float(value) if len(value.as_tuple().digits) <= EXACT else str(value)
