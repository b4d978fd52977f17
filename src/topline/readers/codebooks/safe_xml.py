"""XML from anybody: read without expanding an entity, or fetching anything."""

from __future__ import annotations

import html.entities
import re
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element, TreeBuilder

from topline.readers.errors import UnreadableFileError

if TYPE_CHECKING:
    from xml.parsers.expat import XMLParserType

MOST_BYTES = 256 << 20
"""A codebook of this size describes no survey."""
LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
_WITHOUT_PROLOGUE = re.compile(rb"<!--.*?(?:-->|\Z)|<[?!][^>]*(?:>|\Z)", re.DOTALL)
_DEEPEST = 200
"""Elements within elements; a codebook has a dozen."""


class _RefusedError(Exception):
    """What makes a file not fit to be read."""


def parsed(path: Path, shown: str) -> Element:
    """The root of an XML file; elements are named without their namespace.

    Args:
        path: The file.
        shown: How errors name it.

    Raises:
        UnreadableFileError: when it is no XML, or declares entities: a few lines of these can ask for all memory.
    """
    from xml.parsers import expat

    if path.stat().st_size > MOST_BYTES:
        raise UnreadableFileError(f"{shown} is too large for a codebook; is it the right file?")
    builder = TreeBuilder()
    parser = expat.ParserCreate(namespace_separator="}")
    parser.buffer_text = True
    _listen(parser, builder)
    try:
        with path.open("rb") as file:
            parser.ParseFile(file)
        return builder.close()
    except _RefusedError as refused:
        raise UnreadableFileError(f"{shown}, line {parser.CurrentLineNumber}: {refused}") from None
    except (expat.ExpatError, AssertionError, LookupError, ValueError) as error:
        line = getattr(error, "lineno", parser.CurrentLineNumber)
        reason = expat.ErrorString(error.code) if isinstance(error, expat.ExpatError) else str(error)
        raise UnreadableFileError(f"{shown}, line {line}: not valid XML ({reason}); export it again") from None


def _listen(parser: XMLParserType, builder: TreeBuilder) -> None:
    depth = 0

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > _DEEPEST:
            raise _RefusedError(f"more than {_DEEPEST} elements within each other; export it again")
        builder.start(_bare(tag), {_attribute(name): value for name, value in attributes.items()})

    def end(tag: str) -> None:
        nonlocal depth
        depth -= 1
        builder.end(_bare(tag))

    def entity(*_: object) -> None:
        raise _RefusedError("it declares entities, which topline does not expand; export it without a DOCTYPE")

    def skipped(name: str, is_parameter: bool) -> None:
        # Known from a document type that is never fetched: names that HTML has stand for themselves.
        if not is_parameter:
            builder.data(chr(html.entities.name2codepoint[name]) if name in html.entities.name2codepoint else " ")

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = builder.data
    parser.EntityDeclHandler = entity
    parser.SkippedEntityHandler = skipped


def _bare(tag: str) -> str:
    return tag.rpartition("}")[2]


def _attribute(name: str) -> str:
    space, _, bare = name.rpartition("}")
    return f"{{{space}}}{bare}" if space.endswith("/namespace") else bare


def words_of(element: Element | None) -> str:
    """The text of an element with that of what it holds, line breaks as blanks; empty where there is none."""
    if element is None:
        return ""
    return " ".join(" ".join(element.itertext()).split()) if len(element) else " ".join((element.text or "").split())


def in_language(elements: list[Element], wanted: str = "") -> Element | None:
    """The element in the wanted language, else the first without a language, else the first."""
    first = next((one for one in elements if wanted and one.get(LANGUAGE, "") == wanted), None)
    if first is None:
        first = next((one for one in elements if not one.get(LANGUAGE)), None)
    return first if first is not None else next(iter(elements), None)


def begins_with(head: bytes, tag: str) -> bool:
    """Whether a file that begins like this is XML whose first element is this one."""
    text = head.replace(b"\x00", b"").removeprefix(b"\xef\xbb\xbf").removeprefix(b"\xff\xfe").removeprefix(b"\xfe\xff")
    if not text.lstrip().startswith(b"<"):
        return False
    first = re.search(rb"<(?:[\w.-]+:)?([A-Za-z_][\w.-]*)[\s/>]", _WITHOUT_PROLOGUE.sub(b"", text))
    return first is not None and first[1] == tag.encode()
