"""The words of SQL: what a statement is made of, for its colours and for completion."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from enum import StrEnum


def _listed(words: str) -> tuple[str, ...]:
    return tuple(words.split())


KEYWORDS = _listed(
    "select from where group by order having limit offset as and or not in is null like ilike between case when"
    " then else end distinct desc asc nulls first last union all except intersect with join left right inner full"
    " outer cross on using over partition range preceding following current unbounded filter qualify"
    " within exists cast true false values unpivot pivot any sample unnest"
)
FUNCTIONS = _listed(
    "count sum avg min max median mode stddev variance quantile_cont quantile_disc corr round floor ceil abs"
    " length lower upper trim substr replace contains starts_with regexp_matches regexp_extract split_part"
    " strip_accents concat concat_ws coalesce nullif greatest least list_contains array_length"
    " array_to_string cardinality unnest string_agg list bool_and bool_or row_number rank dense_rank ntile lag lead"
    " first_value last_value cume_dist percent_rank date_trunc date_part date_diff year month day hour dayname"
    " strftime sqrt ln log exp power sign histogram approx_count_distinct arg_max arg_min"
)
TABLE = "responses"


class Token(StrEnum):
    """What a piece of a statement is."""

    KEYWORD = "keyword"
    FUNCTION = "function"
    NAME = "name"
    """A word that is neither: a column, or a name that the statement gives."""
    QUOTED = "quoted"
    """A name in double quotes."""
    TEXT = "text"
    NUMBER = "number"
    PARAMETER = "parameter"
    COMMENT = "comment"
    SIGN = "sign"


@dataclass(frozen=True, slots=True)
class Piece:
    """A token and where it stands."""

    token: Token
    start: int
    end: int
    is_open: bool = False
    """Whether a text or a quoted name lacks its closing quote."""


PIECES = re.compile(
    r"(?P<comment>--[^\n]*|/\*(?:.|\n)*?(?:\*/|\Z))"
    r"|(?P<text>'(?:[^']|'')*(?P<shut>'|\Z))"
    r'|(?P<quoted>"(?:[^"]|"")*(?P<closed>"|\Z))'
    r"|(?P<parameter>\$\w+)"
    r"|(?P<number>\d+(?:\.\d*)?(?:[eE][+-]?\d+)?|\.\d+)"
    r"|(?P<name>[^\W\d]\w*)"
    r"|(?P<sign>[^\s\w])"
)
MATCHED = tuple(token for token in Token if token.value in PIECES.groupindex)
"""The tokens that the pattern tells apart; the others are names that mean something."""
RESERVED: Collection[str] = frozenset(
    _listed(
        "all analyse analyze and any anti array as asc asof asymmetric at authorization binary both by case cast check"
        " collate collation column columns concurrently constraint create cross default deferrable desc describe"
        " distinct do else end except false fetch for foreign freeze from full generated glob group having ilike in"
        " initially inner intersect into is isnull join lambda lateral leading left like limit map natural not notnull"
        " null offset on only or order outer overlaps pivot pivot_longer pivot_wider placing positional primary"
        " qualify references returning right select semi show similar some struct summarize symmetric table tablesample"
        " then to trailing true try_cast tuple union unique unpack unpivot using variadic verbose when where window"
        " with"
    )
)
"""Words that name a column only in double quotes."""
SPECIAL: Collection[str] = frozenset(KEYWORDS)


def pieces(statement: str) -> Iterator[Piece]:
    """What a statement is made of, in order; white space is left out."""
    for found in PIECES.finditer(statement):
        token = next(kind for kind in MATCHED if found[kind.value] is not None)
        if token is Token.NAME:
            word = found[0].casefold()
            if word in SPECIAL:
                token = Token.KEYWORD
            elif word in FUNCTIONS and statement[found.end() :].lstrip(" ").startswith("("):
                token = Token.FUNCTION
        is_open = (token is Token.TEXT and not found["shut"]) or (token is Token.QUOTED and not found["closed"])
        yield Piece(token, found.start(), found.end(), is_open)


def written(name: str) -> str:
    """The name of a column as it stands in a statement: in quotes where it has to."""
    if re.fullmatch(r"[^\W\d]\w*", name) and name.casefold() not in RESERVED:
        return name
    return '"' + name.replace('"', '""') + '"'


def name_of(piece: Piece, statement: str) -> str:
    """The name that a piece stands for."""
    text = statement[piece.start : piece.end]
    return text[1 : None if piece.is_open else -1].replace('""', '"') if piece.token is Token.QUOTED else text
