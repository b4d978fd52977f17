"""What is left of a filter expression when some of its parameters have no value: the rest of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from lark import Token, Tree


def without_empty(tree: Tree[Token], parameters: Mapping[str, str]) -> Tree[Token] | None:
    """A parsed expression without the conditions that a parameter of no value stands in; None where none is left.

    It is the smallest condition that goes: of `a = $x and b = 'y'` the second stays, `not a = $x` goes as a whole,
    and from a list `a in ('y', $x)` only the value goes, while there are others.
    """
    match tree.data:
        case "either" | "both" | "negated":
            parts: list[Any] = [without_empty(part, parameters) for part in tree.children]  # type: ignore[arg-type]
            kept = [part for part in parts if part is not None]
            if len(kept) < 2 and tree.data != "negated":
                return kept[0] if kept else None
            return type(tree)(tree.data, kept, tree.meta) if kept else None
        case "among":
            question, *values = tree.children
            said: list[Any] = [value for value in values if not _is_empty(value, parameters)]
            return type(tree)(tree.data, [question, *said], tree.meta) if said or not values else None
        case _:
            return None if any(_is_empty(part, parameters) for part in tree.children) else tree


def _is_empty(part: Any, parameters: Mapping[str, str]) -> bool:
    """Whether a part of a condition is a parameter that was given no value."""
    token = part.children[0] if getattr(part, "data", "") == "value" else None
    return token is not None and token.type == "PARAMETER" and not parameters.get(str(token)[1:], "?").strip()
