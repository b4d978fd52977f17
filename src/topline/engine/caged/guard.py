"""The guard: lets in a statement that is one SELECT over the replies, made of nothing but what is admitted.

It judges the syntax tree that DuckDB itself made of the statement, on a database that holds nothing, so that no
way of writing (comments, quotes, dollar quotes, odd letters) says one thing to the guard and another to DuckDB.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any, NoReturn

from topline.engine.caged import admitted
from topline.engine.responses import TABLES
from topline.survey.errors import did_you_mean

Node = Mapping[str, Any]
HELP = "`topline help sql` lists those that can"
READING = f"only one SELECT over {TABLES[0]} runs here"


class RefusedError(Exception):
    """A statement that is not let in."""

    def __init__(self, reason: str, position: int | None = None) -> None:
        super().__init__(reason)
        self.position = position
        """Where in the statement, in bytes from its start; None where that is not one place."""


def admit(statements: Any, arguments: Collection[str]) -> Node:
    """The one query that was asked, once every part of it has been looked at.

    Args:
        statements: DuckDB's syntax trees of what was written.
        arguments: Names of the parameters that have a value.

    Raises:
        RefusedError: when it is not one SELECT, or holds what is not admitted.
    """
    if not isinstance(statements, list) or len(statements) != 1:
        raise RefusedError(f"{READING}, and not several statements" if statements else "there is no statement")
    query: Node = statements[0]["node"]
    try:
        _Guard(arguments).query(query, frozenset(TABLES))
    except (LookupError, TypeError, ValueError, AttributeError) as error:
        raise RefusedError(f"{READING}: this way of writing it is not admitted") from error
    return query


def folded(name: str) -> str:
    """A name as DuckDB compares names: it knows the case of ASCII alone."""
    return "".join(chr(ord(letter) + 32) if "A" <= letter <= "Z" else letter for letter in name)


class _Guard:
    """Walks a tree, knowing which names are tables where it is."""

    def __init__(self, arguments: Collection[str]) -> None:
        self._arguments = arguments

    def query(self, node: Node, tables: frozenset[str]) -> None:
        """A node that gives rows; `tables` are those that can be read where it stands."""
        kind = node.get("type")
        if kind not in admitted.QUERIES:
            _refuse(f"{READING}; a statement cannot change anything", node)
        tables = self._with_own(node, tables)
        for key, part in node.items():
            if key != "cte_map":
                self._part(part, tables)

    def _with_own(self, node: Node, tables: frozenset[str]) -> frozenset[str]:
        """The tables, and those that the node's WITH names, each known to those behind it."""
        for entry in (node.get("cte_map") or {}).get("map", ()):
            name, told = folded(entry["key"]), entry["value"]
            inner = told["query_node"]
            known = tables | {name} if inner.get("type") == "RECURSIVE_CTE_NODE" else tables
            self.query(inner, known)
            self._part({key: part for key, part in told.items() if key != "query_node"}, known)
            tables |= {name}
        return tables

    def _part(self, part: Any, tables: frozenset[str]) -> None:
        if isinstance(part, list):
            for one in part:
                self._part(one, tables)
        elif isinstance(part, dict):
            self._node(part, tables)

    def _node(self, node: Node, tables: frozenset[str]) -> None:
        kind = node.get("type")
        if "class" in node:
            self._expression(node, tables)
        elif isinstance(kind, dict):
            _plain(node)
            return
        elif kind in admitted.QUERIES or (isinstance(kind, str) and kind.endswith("_NODE")):
            self.query(node, tables)
            return
        elif kind in admitted.SOURCES:
            self._source(node, tables)
        elif kind not in admitted.ORDERS and not (kind is None and admitted.PARTS.issuperset(node)):
            _refuse(f"{READING}: this way of writing it is not admitted", node)
        for part in node.values():
            self._part(part, tables)

    def _expression(self, node: Node, tables: frozenset[str]) -> None:
        match node["class"]:
            case "FUNCTION" | "WINDOW":
                _function(node, admitted.FUNCTIONS | admitted.OPERATORS)
            case "TYPE":
                name = node["type_name"]
                if not _is_single(node) or folded(name) not in admitted.TYPES:
                    _refuse(f"the type {name} cannot be used here; {HELP}", node)
            case "PARAMETER":
                self._parameter(node)
            case known if known not in admitted.EXPRESSIONS:
                _refuse(f"{READING}: this way of writing it is not admitted", node)

    def _parameter(self, node: Node) -> None:
        name = str(node["identifier"])
        if name.isdigit():
            _refuse("a parameter has a name here, such as $role", node)
        if name not in self._arguments:
            _refuse(f"${name} has no value; give it one", node)

    def _source(self, node: Node, tables: frozenset[str]) -> None:
        match node["type"]:
            case "BASE_TABLE":
                if not _is_single(node) or folded(node.get("table_name", "")) not in tables:
                    name = _written(node) or "of that name"
                    _refuse(f"there is no table {name} here; the replies are the table {TABLES[0]}", node)
                if "at_clause" in node:
                    _refuse(f"{READING}: there are no replies of another time", node)
            case "TABLE_FUNCTION":
                _function(node["function"], admitted.TABLE_FUNCTIONS, " after FROM", node)
            case "SHOW_REF" if node.get("show_type") not in admitted.SHOWN or "query" not in node:
                _refuse(f"there is nothing to show but the table {TABLES[0]}: DESCRIBE {TABLES[0]}", node)


def _function(node: Node, known: frozenset[str], where: str = "", placed: Node | None = None) -> None:
    name = node["function_name"]
    if not _is_single(node) or folded(name) not in known:
        near = did_you_mean(name, sorted(known - admitted.OPERATORS))
        _refuse(f"the function {_written(node) or name} cannot be used here{where}{near}; {HELP}", placed or node)


def _is_single(node: Node) -> bool:
    """Whether a thing is named by its name alone, so that it is found where it is expected."""
    return len(_path(node)) == 1 and not any(
        node.get(key) for key in ("catalog", "schema", "catalog_name", "schema_name")
    )


def _path(node: Node) -> list[str]:
    path = (node.get("qualified_name") or {}).get("path") or []
    return [str(part) for part in path]


def _written(node: Node) -> str:
    return ".".join(_path(node))


def _plain(node: Node) -> None:
    """A value with its type: it holds no part that does anything."""
    if not {"type", "is_null", "value"}.issuperset(node) or isinstance(node.get("value"), (dict, list)):
        _refuse(f"{READING}: this way of writing it is not admitted", node)


def _refuse(reason: str, node: Node) -> NoReturn:
    at = node.get("query_location")
    raise RefusedError(reason, at if isinstance(at, int) and 0 <= at < 1 << 32 else None)
