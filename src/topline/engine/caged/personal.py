"""What a statement does with answers that tell who a person is, while these are masked.

The mask itself stands in the table, so nothing here keeps a secret: it only keeps a statement from being answered
from masks as if they were answers.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from topline.engine.caged.guard import Node, RefusedError, folded
from topline.engine.caged.lineage import STAR_KEYS
from topline.engine.responses import TABLES

ABOUT_PRESENCE = frozenset({"OPERATOR_IS_NULL", "OPERATOR_IS_NOT_NULL"})
"""Operators to which a mask is as good as the answer."""
RENAMING = ("SET_OPERATION_NODE", "RECURSIVE_CTE_NODE", "PIVOT", "POSITIONAL_REFERENCE")
"""Kinds of nodes that hand columns on by their place, or under other names."""


def masked_in(query: Node, columns: Mapping[str, str]) -> frozenset[str]:
    """The personal questions whose masks may be in what a statement gives, or that it counts.

    Args:
        query: A statement that the guard let in.
        columns: Names of the questions by the names of their columns.

    Raises:
        RefusedError: when it does anything with them but show them, count them, or ask whether they are there.
    """
    names = {folded(column): question for column, question in columns.items()}
    if not names:
        return frozenset()
    told_of = _source(query)["query"] if _source(query).get("type") == "SHOW_REF" else query
    shown = [item for item in told_of.get("select_list", ()) if item["class"] == "COLUMN_REF"]
    if any(modifier["type"] == "DISTINCT_MODIFIER" for modifier in told_of.get("modifiers", ())):
        shown = []
    tables = [node for node, _ in _with_parents(query, None) if _is_replies(node)]
    if not tables:
        return frozenset()
    aliases = {folded(node.get("alias") or node["table_name"]) for node in tables}
    unseen = _unseen_stars(query)
    found: set[str] = set()
    for node, above in _with_parents(query, None):
        if id(node) in unseen:
            continue
        if node.get("class") == "STAR":
            left_out = {folded(name) for name in node.get("exclude_list", ()) if isinstance(name, str)}
            found |= {question for column, question in names.items() if column not in left_out}
        elif node.get("class") == "COLUMN_REF":
            parts = [folded(part) for part in node["column_names"]]
            spoken = [names[part] for part in parts if part in names]
            if spoken and not any(node is one for one in shown) and not _needs_no_answer(above):
                raise RefusedError(
                    f"{spoken[0]} tells who a person is and is masked: it can be shown, counted and asked for with "
                    "IS NULL, and nothing else, until personal answers are shown (P, or --personal)",
                    node.get("query_location"),
                )
            found.update(spoken)
            if parts[-1] in aliases:  # a row as one value, with every column in it
                found.update(names.values())
    return frozenset() if _source(query).get("show_type") == "DESCRIBE" else frozenset(found)


def _source(query: Node) -> Node:
    return query.get("from_table") or {}


def _unseen_stars(query: Node) -> frozenset[int]:
    """The stars of which nothing comes out: those within, where what is shown is named column by column.

    DESCRIBE and SUMMARIZE stand in a star of their own; what they tell of is within.
    """
    if _source(query).get("type") == "SHOW_REF":
        return frozenset(map(id, _stars(query["select_list"]))) | _unseen_stars(_source(query)["query"])
    if query.get("type") != "SELECT_NODE" or _stars(query.get("select_list")) or not _keeps_names(query):
        return frozenset()
    return frozenset(map(id, _stars(query)))


def _stars(part: Any) -> list[Node]:
    return [node for node, _ in _with_parents(part, None) if node.get("class") == "STAR"]


def _keeps_names(query: Node) -> bool:
    """Whether every column of the replies keeps its name throughout, so that whoever shows it has to name it."""
    nodes = [node for node, _ in _with_parents(query, None)]
    sources = {folded(node["alias"]) for node in nodes if node.get("type") == "SUBQUERY" and node.get("alias")}
    sources |= {folded(node["key"]) for node in nodes if "key" in node}
    return not any(
        node.get("type") in RENAMING  # which is compared, not hashed: the type of a constant is a node of its own
        or node.get("column_name_alias")
        or node.get("aliases")
        or (node.get("class") == "STAR" and (node.get("columns") or not STAR_KEYS.issuperset(node)))
        or (node.get("class") == "COLUMN_REF" and folded(node["column_names"][-1]) in sources)
        for node in nodes
    )


def _needs_no_answer(above: Node | None) -> bool:
    if above is None:
        return False
    if above.get("class") == "FUNCTION":
        return bool(above["function_name"] == "count" and not above.get("distinct"))
    return above.get("type") in ABOUT_PRESENCE


def _is_replies(node: Mapping[str, Any]) -> bool:
    return node.get("type") == "BASE_TABLE" and folded(node.get("table_name", "")) in TABLES


def _with_parents(part: Any, above: Node | None) -> Iterator[tuple[Mapping[str, Any], Node | None]]:
    """Every node of a tree, with the nearest expression, source or query that it belongs to."""
    waiting: list[tuple[Any, Node | None]] = [(part, above)]
    while waiting:
        one, owner = waiting.pop()
        if isinstance(one, list):
            waiting += [(inner, owner) for inner in one]
        elif isinstance(one, dict):
            yield one, owner
            inside = one if "type" in one else owner
            waiting += [(inner, inside) for inner in one.values()]
