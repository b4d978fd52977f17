"""Lineage: which column of an answer says which reply a row is, read off the syntax tree.

It knows columns that are handed on as they are, through tables, joins, subqueries, WITH and UNION. Whatever else
happens to a value, or whatever it does not know, it takes for altered.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from topline.engine.caged.guard import Node, folded
from topline.engine.responses import TABLES
from topline.engine.results import Identity

STAR_KEYS = frozenset("class type query_location query_location_length relation_name exclude_list columns".split())  # noqa: SIM905
"""What a star that only shows columns may say."""
HALF_JOINS = frozenset({"SEMI", "ANTI", "MARK", "SINGLE", "RIGHT_SEMI", "RIGHT_ANTI"})
"""Joins whose right side shows no columns, or where that is not plain."""


@dataclass(frozen=True, slots=True)
class Output:
    """A column that a query gives."""

    name: str
    """Folded."""
    identity: Identity | None = None


@dataclass(frozen=True, slots=True)
class _Source:
    """A table as it stands after FROM."""

    name: str
    outputs: Sequence[Output] | None
    """None where its columns are not known."""


class UnknownColumnsError(Exception):
    """A query of which it is not known how many columns it gives."""


Tables = Mapping[str, Sequence[Output] | None]


def identities_of(query: Node, columns: Sequence[tuple[str, Identity | None]]) -> list[Identity | None]:
    """What each column that a query gives says of a reply's identity; empty where that is not known.

    Args:
        query: A statement that the guard let in.
        columns: Those of the replies.
    """
    replies = [Output(folded(name), identity) for name, identity in columns]
    try:
        return [output.identity for output in _outputs(query, dict.fromkeys(TABLES, replies))]
    except (UnknownColumnsError, LookupError, TypeError):
        return []


def _outputs(node: Node, tables: Tables) -> list[Output]:
    """The columns that a node gives.

    Raises:
        UnknownColumnsError: when they cannot be told.
    """
    for entry in (node.get("cte_map") or {}).get("map", ()):
        tables = {**tables, folded(entry["key"]): _of_with(entry["value"], tables)}
    if node["type"] == "SELECT_NODE":
        sources = list(_sources(node["from_table"], tables))
        return [output for item in node["select_list"] for output in _of_item(item, sources)]
    if node["type"] != "SET_OPERATION_NODE" or "BY_NAME" in node["setop_type"]:
        raise UnknownColumnsError
    first, *others = [_outputs(child, tables) for child in node["children"]]
    if node["setop_type"] != "UNION":
        return first
    return [
        output if all(len(other) > at and other[at].identity is output.identity for other in others) else Output("")
        for at, output in enumerate(first)
    ]


def _of_with(told: Node, tables: Tables) -> Sequence[Output] | None:
    try:
        return _renamed(_outputs(told["query_node"], tables), told.get("aliases"))
    except UnknownColumnsError:
        return None


def _renamed(outputs: Sequence[Output], names: Sequence[str] | None) -> Sequence[Output]:
    given = [folded(name) for name in names or ()]
    return [Output(given[at] if at < len(given) else output.name, output.identity) for at, output in enumerate(outputs)]


def _sources(node: Node, tables: Tables) -> Iterator[_Source]:
    """The tables after FROM, from left to right."""
    outputs: Sequence[Output] | None = None
    match node["type"]:
        case "EMPTY":
            return
        case "JOIN":
            left = list(_sources(node["left"], tables))
            right = [] if node["join_type"] in HALF_JOINS else list(_sources(node["right"], tables))
            shared = {folded(name) for name in node.get("using_columns", ())}
            if node["ref_type"] == "NATURAL" or (shared and node["join_type"] != "INNER"):
                left, right = _hidden(left), _hidden(right)
            elif shared:
                right = [_without(source, shared) for source in right]
            yield from left
            yield from right
            return
        case "BASE_TABLE":
            outputs = tables.get(folded(node["table_name"]))
        case "SUBQUERY":
            try:
                outputs = _outputs(node["subquery"]["node"], tables)
            except UnknownColumnsError:
                outputs = None
    if outputs is not None:
        outputs = _renamed(outputs, node.get("column_name_alias"))
    yield _Source(folded(node.get("alias") or node.get("table_name", "")), outputs)


def _hidden(sources: list[_Source]) -> list[_Source]:
    return [_Source(source.name, None) for source in sources]


def _without(source: _Source, shared: set[str]) -> _Source:
    """The right side of a join, without the columns that it shares with the left."""
    if source.outputs is None:
        return source
    return _Source(source.name, [output for output in source.outputs if output.name not in shared])


def _of_item(item: Mapping[str, Any], sources: Sequence[_Source]) -> Iterator[Output]:
    """The columns that one entry of a select list gives."""
    if item["class"] == "STAR":
        yield from _of_star(item, sources)
        return
    identity = None
    if item["class"] == "COLUMN_REF":
        *owners, name = (folded(part) for part in item["column_names"])
        identity = _found(name, [source for source in sources if not owners or [source.name] == owners])
        yield Output(folded(item["alias"]) if item.get("alias") else name, identity)
        return
    yield Output(folded(item.get("alias") or ""))


def _found(name: str, sources: Sequence[_Source]) -> Identity | None:
    for source in sources:
        for output in source.outputs or ():
            if output.name == name:
                return output.identity
    return None


def _of_star(item: Mapping[str, Any], sources: Sequence[_Source]) -> Iterator[Output]:
    if item.get("columns") or not STAR_KEYS.issuperset(item):
        raise UnknownColumnsError
    left_out = item.get("exclude_list", ())
    if not all(isinstance(name, str) for name in left_out):
        raise UnknownColumnsError
    hidden = {folded(name) for name in left_out}
    owner = folded(item["relation_name"]) if item.get("relation_name") else None
    for source in sources:
        if owner in (None, source.name):
            if source.outputs is None:
                raise UnknownColumnsError
            yield from (output for output in source.outputs if output.name not in hidden)
