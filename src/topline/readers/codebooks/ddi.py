"""DDI Codebook: the XML in which archives describe the variables of a data file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from math import inf
from pathlib import Path
from typing import TYPE_CHECKING

from topline.readers.codebooks.codebook import ENOUGH_OF_ANY, Codebook, Entry, HeaderGroup, Headers, option_of, plain
from topline.readers.codebooks.ddi_fixed import files_of, is_in, layout_of
from topline.readers.codebooks.layout import DataFile, fits, is_fixed, read_fixed
from topline.readers.codebooks.overlay import overlaid
from topline.readers.codebooks.safe_xml import LANGUAGE, begins_with, in_language, parsed, words_of
from topline.readers.errors import UnreadableFileError
from topline.readers.groups.generic import shared_question
from topline.readers.missing_labels import kind_of_label, kind_said_by
from topline.readers.neighbours import named_beside, of_stem_beside, small_beside
from topline.readers.raw import RawTable, Together
from topline.readers.sanitise import sanitise
from topline.survey import MissingKind, Option, Role

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

DATA_SUFFIXES = (
    ".csv",
    ".tsv",
    ".tab",
    ".txt",
    ".sav",
    ".zsav",
    ".dta",
    ".por",
    ".sas7bdat",
    ".xpt",
    ".xlsx",
    ".parquet",
    ".dat",
    ".asc",
    ".raw",
    ".fix",
)
_CODEBOOKS = (".xml", ".ddi")
_NEVER_FIXED = frozenset([".csv", ".tsv"])
"""Suffixes of files that have delimiters, though a codebook may say where their values stand in another copy."""
_HEAD = 4096
_GRIDS = {"grid"}
_SEVERAL = {"multipleresp", "multiple"}


def recognises(head: bytes) -> bool:
    """Whether a file that begins like this is a DDI codebook."""
    return begins_with(head, "codeBook")


def read(
    path: Path,
    shown: str,
    read_data: Callable[[Path], RawTable],
    data: Path | None = None,
    named: Path | None = None,
) -> RawTable:
    """The replies that a codebook describes, with what it says of them.

    Args:
        path: The codebook.
        shown: How messages name it.
        read_data: Reads the data file, of whichever format.
        data: The data file, where that was opened; None for the one that the codebook names.
        named: What that is called, where it was unpacked.

    Raises:
        UnreadableFileError: when the codebook is none, its data is not beside it, or is not what it describes.
    """
    root = parsed(path, shown)
    files = files_of(root)
    found = data or data_beside(path, shown, root)
    named = named or found
    other = sanitise(named.name, one_line=True, limit=200)
    file = _file_of(found, named, files, root, shown)
    layout = layout_of(root, file, shown)
    table = read_fixed(found, layout, other) if layout and is_fixed(found, layout) else read_data(found)
    headers = Headers(tuple(column.name or column.header for column in table.columns))
    codebook = read_codebook(root, sanitise(path.name, one_line=True, limit=100), headers, file.id)
    if not codebook.entries:
        raise UnreadableFileError(f"{shown} describes none of the columns of {other}; open {other} itself")
    table = overlaid(table, codebook)
    if data is None and len(files) > 1:
        said = f"{codebook.source} describes {len(files):,} files of replies, of which {other} was read"
        table = replace(table, warnings=(said, *table.warnings))
    return replace(table, is_described=True)


def codebook_beside(path: Path, named: Path) -> Path | None:
    """The codebook beside a file that says at which positions its values stand; None where there is none.

    It names the file, has its name, or says exactly how long its lines are.

    Args:
        path: The file.
        named: What it is called, and where: the same, unless it was unpacked.
    """
    if named.suffix.casefold() in _NEVER_FIXED:
        return None
    for codebook in dict.fromkeys((*of_stem_beside(named, _CODEBOOKS), *small_beside(named, _CODEBOOKS))):
        try:
            with codebook.open("rb") as file:
                if not recognises(file.read(_HEAD)):
                    continue
            root = parsed(codebook, codebook.name)
            layout = layout_of(root, _file_of(path, named, files_of(root), root, codebook.name), codebook.name)
        except (OSError, UnreadableFileError):
            continue  # whatever stands beside replies is no reason not to open them
        if layout is None or not is_fixed(path, layout):
            continue
        is_own = layout.file.is_called(named) or codebook.stem.casefold() == named.stem.casefold()
        if is_own or fits(path, layout):
            return codebook
    return None


def _file_of(data: Path, named: Path, files: Sequence[DataFile], root: Element, shown: str) -> DataFile:
    """Which of the files that a codebook describes this one is: the one of its name, else of lines as long as its."""
    if found := next((file for file in files if file.is_called(named)), None):
        return found
    if len(files) == 1:
        return files[0]
    layouts = [layout for file in files if (layout := layout_of(root, file, shown)) and fits(data, layout)]
    return layouts[0].file if len(layouts) == 1 else DataFile("", ())


def data_beside(path: Path, shown: str, root: Element) -> Path:
    """The data file that a codebook names, or that has its name.

    Raises:
        UnreadableFileError: when none is beside it.
    """
    names = [words_of(name) for name in root.iter("fileName")]
    names += [(description.get("URI") or "") for description in root.iter("fileDscr")]
    for name in names:
        if found := named_beside(path, name):
            return found
    for name in (*names, f"{path.stem}.dat"):
        if found := named_beside(path, f"{name}.gz"):
            packed = sanitise(found.name, one_line=True, limit=200)
            raise UnreadableFileError(f"{shown} describes the replies in {packed}; open that itself")
    for name in names:  # archives drop the suffix, or name the file that they made theirs of
        stem = Path(name.replace("\\", "/")).name
        if stem and (found := next(of_stem_beside(path.with_name(f"{Path(stem).stem}.xml"), DATA_SUFFIXES), None)):
            return found
    if found := next(of_stem_beside(path, DATA_SUFFIXES), None):
        return found
    wanted = next((sanitise(Path(name).name, one_line=True, limit=200) for name in names if name), "a data file")
    raise UnreadableFileError(f"{shown} describes the replies in {wanted}, which is not beside it; put it there")


def read_codebook(root: Element, source: str, headers: Headers, file: str = "") -> Codebook:
    """What a codebook says of these columns, which are those of one of its files where it has several."""
    weights = {one for variable in root.iter("var") for one in (variable.get("wgt-var") or "").split()}
    reader = _Reader(root.get(LANGUAGE) or "", frozenset(weights))
    entries: dict[str, Entry] = {}
    by_id: dict[str, str] = {}
    described = 0
    for variable in root.iter("var"):
        if not is_in(variable, file):
            continue
        name = variable.get("name") or variable.get("ID") or ""
        described += 1
        header = headers.called(name)
        if header is not None and header not in entries:
            entries[header] = reader.entry(name, variable)
            by_id[variable.get("ID") or name] = header
    entries = _told_apart(entries, reader, root, headers, file)
    groups = tuple(group for element in root.iter("varGrp") if (group := reader.group(element, by_id, entries)))
    title = words_of(root.find("./stdyDscr/citation/titlStmt/titl"))
    return Codebook(source, entries, described, len(entries), groups, title, ENOUGH_OF_ANY)


def _told_apart(
    entries: Mapping[str, Entry], reader: _Reader, root: Element, headers: Headers, file: str
) -> dict[str, Entry]:
    """Variables of which several have the same literal question, with what their labels say behind it."""
    often = Counter(entry.text for entry in entries.values())
    labels: dict[str, str] = {}
    for variable in root.iter("var"):
        header = headers.called(variable.get("name") or variable.get("ID") or "")
        if header is not None and header in entries and is_in(variable, file):
            labels.setdefault(header, reader.words(variable, "labl"))
    return {
        header: replace(entry, text=f"{entry.text} - {label}")
        if often[entry.text] > 1 and (label := labels.get(header)) and label != entry.text
        else entry
        for header, entry in entries.items()
    }


def _ranges(variable: Element) -> Iterator[tuple[float, float]]:
    """The values that are set apart, each the first and the last of a range."""
    for one in variable.findall("./invalrng/range"):
        try:
            least = float(one.get("min") or one.get("minExclusive") or "-inf")
            most = float(one.get("max") or one.get("maxExclusive") or "inf")
        except ValueError:
            continue
        # Codes are whole numbers: next to a bound that is left out comes the next of them.
        least += one.get("min") is None and one.get("minExclusive") is not None
        most -= one.get("max") is None and one.get("maxExclusive") is not None
        if least <= most and (least > -inf or most < inf):
            yield least, most


def _is_within(code: str, ranges: Sequence[tuple[float, float]]) -> bool:
    try:
        return any(least <= float(code) <= most for least, most in ranges)
    except ValueError:
        return False


@dataclass(frozen=True, slots=True)
class _Reader:
    """Reads the elements of a codebook in its language."""

    language: str
    weights: frozenset[str]
    """The variables, by their ids, that others say they are weighted by."""

    def entry(self, name: str, variable: Element) -> Entry:
        label = self.words(variable, "labl")
        question = variable.find("qstn")
        asked = self.words(question, "qstnLit") if question is not None else ""
        options = tuple(self.options(variable))
        is_weight = (variable.get("wgt") or "").casefold() == "wgt" or variable.get("ID") in self.weights
        return Entry(
            name=name,
            text=asked or label,
            options=options,
            role=Role.WEIGHT if is_weight else None,
            base_text=self.words(variable, "universe"),
            apart=tuple(_ranges(variable)),
        )

    def options(self, variable: Element) -> list[Option]:
        """The categories with a label; those that are set apart even without one."""
        invalid = {item.get("VALUE") or "" for item in variable.findall("./invalrng/item")}
        ranges = list(_ranges(variable))
        options = []
        for category in variable.findall("catgry"):
            code = words_of(category.find("catValu"))
            label = self.words(category, "labl") or self.words(category, "txt")
            is_apart = (category.get("missing") or "").casefold() in ("y", "yes") or code in invalid
            is_apart = is_apart or _is_within(code, ranges)
            if not code or code.casefold() in ("sysmiss", "sysmis", "."):
                continue
            if is_apart:
                option = option_of(code, label)
                kind = kind_said_by(label) or kind_of_label(category.get("missType") or "")
                options.append(Option(option.code, option.label, kind))
            elif label:
                options.append(option_of(code, label))
        listed = {option.code for option in options}
        options += [Option(code, code, MissingKind.NO_ANSWER) for code in sorted(invalid - listed) if code]
        return options

    def words(self, element: Element, tag: str) -> str:
        """What an element says, in the codebook's language; a label of the element itself, not of a level below."""
        found = element.findall(tag)
        return plain(words_of(in_language(found, self.language)))

    def group(self, element: Element, by_id: dict[str, str], entries: dict[str, Entry]) -> HeaderGroup | None:
        """The variables of a group that the codebook calls a grid or several answers."""
        kind = (element.get("type") or "").casefold()
        headers = tuple(by_id[one] for one in (element.get("var") or "").split() if one in by_id)
        if len(headers) < 2 or kind not in _GRIDS | _SEVERAL:
            return None
        answers = [sum(option.missing is None for option in entries[header].options) for header in headers]
        how = Together.GRID
        if kind in _SEVERAL:
            how = Together.SEVERAL if max(answers) <= 2 else Together.MENTIONS
        _, parts = shared_question([entries[header].text or header for header in headers])
        labels = tuple(part or header for part, header in zip(parts, headers, strict=True))
        text = self.words(element, "txt") or self.words(element, "labl") or self.words(element, "concept")
        return HeaderGroup(how, headers, labels, text, element.get("name") or "")
