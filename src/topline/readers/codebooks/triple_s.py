"""Triple-S: a survey as an XML file that describes its variables, and a data file beside it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from topline.readers.codebooks.codebook import numbered, plain
from topline.readers.codebooks.safe_xml import LANGUAGE, begins_with, in_language, parsed, words_of
from topline.readers.errors import UnreadableFileError
from topline.readers.fixed_width import FURTHEST
from topline.readers.neighbours import named_beside, of_stem_beside
from topline.readers.raw import RawTable
from topline.readers.sanitise import sanitise
from topline.survey import Option

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

DATA_SUFFIXES = (".asc", ".dat", ".csv", ".txt")
DEFINITION_SUFFIXES = (".sss", ".xml")
TYPES = ("single", "multiple", "quantity", "character", "logical", "date", "time")
_MOST_SUBFIELDS = 10_000
_HEAD = 4096


@dataclass(frozen=True, slots=True)
class Variable:
    """A variable as the definition has it."""

    name: str
    text: str
    type: str
    start: int
    """1-based: a character of the record, or a field of comma-separated data."""
    finish: int
    use: str = ""
    """"serial", "weight", "other" for own words beside a list, or nothing."""
    literal: bool = False
    """Whether codes are texts, so that "01" is not 1."""
    options: tuple[Option, ...] = ()
    subfields: int = 0
    """For several answers: how many codes may stand side by side; 0 for a string of 0 and 1, a character a code."""
    width: int = 0
    """Characters of such a code; 0 where they share the field evenly."""
    base_text: str = ""


@dataclass(frozen=True, slots=True)
class Definition:
    """What the XML says of the data."""

    title: str
    variables: tuple[Variable, ...]
    href: str = ""
    """The name of the data file; empty where it is that of the definition."""
    separated: bool = False
    """Whether the data is comma-separated; else at fixed positions."""
    skipped: int = 0
    """Lines before the first reply."""
    warnings: tuple[str, ...] = ()


def recognises(head: bytes) -> bool:
    """Whether a file that begins like this is a triple-S definition."""
    return begins_with(head, "sss")


def codebook_beside(path: Path) -> Path | None:
    """The triple-S definition that stands beside a data file and has its name; None where there is none."""
    if path.suffix.casefold() not in DATA_SUFFIXES:
        return None
    for definition in of_stem_beside(path, DEFINITION_SUFFIXES):
        try:
            with definition.open("rb") as file:
                if recognises(file.read(_HEAD)):
                    return definition
        except OSError:
            continue
    return None


def data_beside(path: Path, shown: str, definition: Definition) -> Path:
    """The data file of a definition.

    Raises:
        UnreadableFileError: when it is not there.
    """
    found = named_beside(path, definition.href) if definition.href else None
    if found := found or next(iter(of_stem_beside(path, DATA_SUFFIXES)), None):
        return found
    wanted = sanitise(Path(definition.href.replace("\\", "/")).name, one_line=True, limit=200)
    wanted = wanted or f"{sanitise(path.stem, one_line=True, limit=200)}{'.csv' if definition.separated else '.asc'}"
    raise UnreadableFileError(f"{shown} describes the replies in {wanted}, which is not beside it; put it there")


def read(path: Path, shown: str, progress: Callable[[str], None] = lambda _: None) -> RawTable:
    """Read the survey that a triple-S definition describes.

    Args:
        path: The definition.
        shown: How messages name it.
        progress: Told in a few words what is being done.

    Raises:
        UnreadableFileError: when the definition is none, or its data is not beside it.
    """
    from topline.readers.codebooks.triple_s_data import read_data

    progress("reading the definition")
    definition = defined(path, shown)
    return read_data(data_beside(path, shown, definition), definition, progress)


def defined(path: Path, shown: str) -> Definition:
    """What a definition says.

    Raises:
        UnreadableFileError: when it is not triple-S, or a variable has no place in the data.
    """
    root = parsed(path, shown)
    if root.tag == "sss" and root.find("hierarchy") is not None and root.find("survey") is None:
        raise UnreadableFileError(_levels(root, shown))
    survey = root.find("survey") if root.tag == "sss" else None
    record = survey.find("record") if survey is not None else None
    if survey is None or record is None:
        raise UnreadableFileError(f"{shown} is no triple-S survey: it has no survey with a record; export it again")
    language = (root.get("languages") or root.get(LANGUAGE) or "").split()
    reader = _Reader(shown, language[0] if language else "")
    elements = record.findall("variable")
    variables = tuple(reader.variable(element) for element in elements)
    if not variables:
        raise UnreadableFileError(f"{shown} describes no variables; export it again")
    warnings = []
    if root.find(".//hierarchy") is not None:
        warnings.append(
            "one level of several is read: each row is one of this file; open another level's file for its own"
        )
    return Definition(
        title=reader.words(survey.find("title")) or words_of(survey.find("name")),
        variables=_with_bases(variables, [element.get("ident") or "" for element in elements]),
        href=(record.get("href") or "").strip(),
        separated=(record.get("format") or "fixed").strip().casefold() == "csv",
        skipped=reader.number(record.get("skip"), "the record", "skip", 0),
        warnings=tuple(warnings),
    )


def _levels(root: Element, shown: str) -> str:
    """What to do with a file that only says how the surveys of several levels belong together."""
    named = dict.fromkeys(name for element in root.iter() if (name := (element.get("href") or "").strip()))
    files = ", ".join(sanitise(Path(name.replace("\\", "/")).name, one_line=True, limit=60) for name in [*named][:5])
    of = f" ({files})" if files else ""
    return f"{shown} only says how the surveys of several levels belong together; open one of these instead{of}"


@dataclass(frozen=True, slots=True)
class _Reader:
    """Reads the elements of a definition."""

    shown: str
    language: str

    def variable(self, element: Element) -> Variable:
        name = words_of(element.find("name")) or (element.get("ident") or "").strip()
        kind = (element.get("type") or "").strip().casefold()
        if kind not in TYPES:
            raise UnreadableFileError(f"{self.shown}: variable {_safe(name)} is of no known type; export it again")
        position, values, spread = element.find("position"), element.find("values"), element.find("spread")
        if position is None:
            raise UnreadableFileError(f"{self.shown}: variable {_safe(name)} has no position; export it again")
        literal = (element.get("format") or "").strip().casefold() == "literal"
        options = tuple(self.option(value, literal) for value in values.iter("value")) if values is not None else ()
        start = self.number(position.get("start"), name, "start", -1)
        subfields = self.number(spread.get("subfields"), name, "subfields", 1) if spread is not None else 0
        width = self.number(spread.get("width"), name, "width", 0) if spread is not None else 0
        finish = self.number(position.get("finish"), name, "finish", start)
        places = finish - start + 1
        if not 1 <= start <= finish <= FURTHEST or (places > 1 and subfields > places) or subfields > _MOST_SUBFIELDS:
            raise UnreadableFileError(
                f"{self.shown}: variable {_safe(name)} has an impossible position; export it again"
            )
        return Variable(
            name=name,
            text=self.words(element.find("label")),
            type=kind,
            start=start,
            finish=finish,
            use=(element.get("use") or "").strip().casefold(),
            literal=literal,
            options=options,
            subfields=subfields,
            width=width,
            base_text=words_of(element.find("filter")) or (element.get("filter") or "").strip(),
        )

    def option(self, value: Element, literal: bool) -> Option:
        code = (value.get("code") or "").strip()
        code = code if literal else numbered(code)
        try:
            score = float(value.get("score") or "")
        except ValueError:
            score = None
        return Option(code, plain(self.words(value)) or code, score=score)

    def words(self, element: Element | None) -> str:
        """A text as it was asked: in the first language of the file, as the interview had it.

        What stands in the element itself is meant where no text is of that mode and language.
        """
        if element is None:
            return ""
        texts = element.findall("text")
        if not texts:
            return words_of(element)
        asked = [text for text in texts if text.get("mode", "interview") == "interview"]
        own = [text for text in asked if text.get(LANGUAGE) in (None, "", self.language)]
        bare = " ".join(" ".join([element.text or "", *(child.tail or "" for child in element)]).split())
        return words_of(in_language(own, self.language)) or bare or words_of(in_language(asked or texts, self.language))

    def number(self, text: str | None, name: str, what: str, default: int) -> int:
        if text is None or not text.strip():
            return default
        if not (text.strip().isascii() and text.strip().isdigit() and len(text.strip()) < 10):
            raise UnreadableFileError(f"{self.shown}: {_safe(name)} has no number as its {what}; export it again")
        return int(text)


def _with_bases(variables: tuple[Variable, ...], idents: list[str]) -> tuple[Variable, ...]:
    """Variables whose filters, each the name of another variable, are said in words."""
    known = dict(zip(idents, variables, strict=True)) | {variable.name: variable for variable in variables}
    return tuple(
        replace(variable, base_text=_base_text(variable.base_text, known)) if variable.base_text else variable
        for variable in variables
    )


def _base_text(name: str, known: Mapping[str, Variable]) -> str:
    filtering = known.get(name)
    if filtering is None or not filtering.text:
        return f"those with {name}"
    return f"those with {filtering.name}: {plain(filtering.text)}"


def _safe(name: str) -> str:
    return sanitise(name, one_line=True, limit=60) or "without a name"
