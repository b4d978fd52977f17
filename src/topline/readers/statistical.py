"""Files of statistical packages: SPSS, Stata and SAS, by pyreadstat.

Variable labels are the questions as asked, value labels the options in the codebook's order, and values that the
file sets apart say why there is no answer.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from pathlib import Path
from typing import Any

from topline.readers import sas_catalog
from topline.readers.errors import UnreadableFileError
from topline.readers.raw import RawColumn, RawTable
from topline.readers.spss_dictionary import Dictionary, DictionaryError, read_dictionary
from topline.readers.spss_sets import groups_of
from topline.readers.stata_characteristics import Characteristics, characteristics_of, read_header
from topline.readers.statistical_dates import Package, clock_of
from topline.readers.statistical_text import BYTES, Repair, encodings_for, said_of
from topline.readers.statistical_values import Pieces, Stored, held
from topline.survey import MissingKind, Role

_IN_PLACE = 150_000
"""Values read in one go where the next replies are found at once: what is near the processor holds them as objects."""
_AT_ONCE, _AT_MOST, _PASSES = 2_000_000, 8_000_000, 12
"""The same where all replies before have to be unpacked again, and times that this is done; each takes 40 bytes."""
_COLUMNS_AT_ONCE = 250
"""Where a file does not say how many replies it holds, pyreadstat makes room for 100,000 in each column."""
_SAS = b"\0" * 12 + b"\xc2\xea\x81\x60\xb3\x14\x11\xcf\xbd\x92\x08\x00\x09\xc7\x31\x8c\x18\x1f\x10\x11"
_TRANSPORT = b"HEADER RECORD*******LIB"
_MEMBERS = (b"HEADER RECORD*******MEMBER  HEADER RECORD", b"HEADER RECORD*******MEMBV8  HEADER RECORD")


class Form(Enum):
    """A format, by the name that pyreadstat's parser has for it."""

    SAV = "sav/zsav"
    POR = "por"
    DTA = "dta"
    SAS7BDAT = "sas7bdat"
    XPORT = "xport"

    @property
    def package(self) -> Package:
        """Whose formats of dates it has."""
        if self is Form.DTA:
            return Package.STATA
        return Package.SPSS if self in (Form.SAV, Form.POR) else Package.SAS

    @property
    def title(self) -> str:
        """What people call it."""
        return {Form.POR: "SPSS portable file", Form.XPORT: "SAS transport file"}.get(
            self, f"{self.package.value} file"
        )


@dataclass(frozen=True, slots=True)
class _Content:
    """All that pyreadstat says of a file."""

    metadata: Any
    """As pyreadstat makes it; its types are wider than what it ever holds."""
    pieces: dict[str, Pieces]
    rows: int
    encoding: str | None
    """That its texts were read in; None for the file's own."""
    repair: Repair | None
    """Makes texts right that were read as bare bytes."""

    def text(self, value: str | None) -> str:
        """A text as it should be."""
        return self.repair.text(value or "") if self.repair else value or ""


def recognises(head: bytes) -> bool:
    """Whether a file that begins like this is of SPSS, Stata or SAS."""
    return _form_of(head) is not None or head.startswith(sas_catalog.MAGIC)


def _form_of(head: bytes) -> Form | None:
    if head.startswith((b"$FL2", b"$FL3")):
        return Form.SAV
    if head.startswith(b"<stata_dta>") or (
        len(head) > 3 and 102 <= head[0] <= 119 and head[1] in (1, 2) and head[2] == 1 and head[3] == 0
    ):
        return Form.DTA
    if head.startswith(_SAS):
        return Form.SAS7BDAT
    if head.startswith(_TRANSPORT):
        return Form.XPORT
    return Form.POR if b"SPSS PORT FILE" in head[:800] else None


def read(path: Path, shown: str, progress: Callable[[str], None]) -> RawTable:
    """Read a file of a statistical package.

    Args:
        path: The file.
        shown: Its name for messages, fit for a screen.
        progress: Told in a few words what is being done.

    Raises:
        UnreadableFileError: when it cannot be read, in one line.
    """
    with path.open("rb") as file:
        head = file.read(4096)
    if head.startswith(sas_catalog.MAGIC):
        raise UnreadableFileError(f"{shown} is a catalog of SAS formats; open the .sas7bdat file beside it")
    form = _form_of(head)
    if form is None:
        raise UnreadableFileError(f"{shown}: not a file of SPSS, Stata or SAS")
    dictionary = _checked(path, shown, form)
    content = _content(path, shown, form, dictionary, progress)
    said: list[str] = []
    if form.package is Package.SAS:
        labels, said = sas_catalog.labels_beside(path, content.metadata.original_variable_types)
        content.metadata.variable_value_labels.update(labels)
    characteristics = characteristics_of(path) if form is Form.DTA else Characteristics()
    said += _in_other_languages(content, characteristics)
    columns = _columns(content, form)
    said += _warnings(path, form, content, dictionary)
    weight, rule = characteristics.weight, "the weight that svyset declared"
    groups: tuple[Any, ...] = ()
    if dictionary:
        decoded = _decoder(content, dictionary)
        weight, rule = dictionary.weight(decoded), "the file's weight variable"
        groups, left_out = groups_of(dictionary.sets(decoded), columns, dictionary.long_names(decoded))
        said += left_out
    return RawTable(
        columns=tuple(
            replace(column, role=Role.WEIGHT, rule=rule)
            if weight and column.name.casefold() == weight.casefold() and column.cells.dtype.is_numeric()
            else column
            for column in columns
        ),
        rows=content.rows,
        groups=groups,
        title=content.text(content.metadata.file_label).strip(),
        warnings=tuple(said),
    )


def _checked(path: Path, shown: str, form: Form) -> Dictionary | None:
    """The dictionary of a .sav file; what a header says that cannot be is refused before the library sees it."""
    size = path.stat().st_size
    if form is Form.SAV:
        try:
            dictionary = read_dictionary(path)
        except DictionaryError as error:
            raise _unreadable(shown, form, str(error)) from None
        room = dictionary.has_room(size)
        if dictionary.replies > room:
            raise _unreadable(
                shown, form, f"it says that it holds {dictionary.replies:,} replies, and has room for {room:,}"
            )
        return dictionary
    if form is Form.DTA and (header := read_header(path)):
        room = size // max(header.variables, 1)
        if not 0 <= header.replies <= room:
            raise _unreadable(
                shown, form, f"it says that it holds {header.replies:,} replies, and has room for {room:,}"
            )
    return None


def _unreadable(shown: str, form: Form, reason: str) -> UnreadableFileError:
    return UnreadableFileError(f"{shown}: not a readable {form.title} ({reason}); export it again, or save it as CSV")


def _content(
    path: Path, shown: str, form: Form, dictionary: Dictionary | None, progress: Callable[[str], None]
) -> _Content:
    """Everything in the file, in the first encoding in which its texts can be read."""
    stated = dictionary.encoding if dictionary else ""
    # Since release 118 Stata writes UTF-8, and SAS says what it writes; others may have written anything.
    header = read_header(path) if form is Form.DTA else None
    silent = (form is Form.SAV and not stated) or (header is not None and header.release < 118)
    in_place = form is Form.DTA or (dictionary is not None and dictionary.compression == 0)
    reason = "no encoding fits its texts"
    for encoding in encodings_for(silent):
        try:
            content = _read_all(path, shown, form, encoding, in_place, progress)
            return replace(content, repair=Repair(stated)) if encoding == BYTES else content
        except MemoryError:
            raise
        except Exception as error:  # the library raises many kinds, and the bytes are anybody's
            reason = str(error).strip().splitlines()[0][:200] if str(error).strip() else type(error).__name__
            if not isinstance(error, UnicodeError) and not re.search("convert string|encoding|character set", reason):
                break
    raise _unreadable(shown, form, reason[:1].lower() + reason[1:])


def _parser(path: Path, form: Form, encoding: str | None) -> Callable[..., tuple[dict[str, list[Any]], Any]]:
    """pyreadstat's function for a format; those for .por and .xpt do not hand on why values are missing."""
    from pyreadstat import _readstat_parser

    def parse(**how: Any) -> tuple[dict[str, list[Any]], Any]:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            read: tuple[dict[str, list[Any]], Any] = _readstat_parser.parser_entry_point(
                str(path.absolute()),
                parser_format=form.value,
                encoding=encoding,
                user_missing=True,
                disable_datetime_conversion=True,
                output_format="dict",
                **how,
            )
        return read

    return parse


def _read_all(
    path: Path, shown: str, form: Form, encoding: str | None, in_place: bool, progress: Callable[[str], None]
) -> _Content:
    """The file, some replies at a time, as pyreadstat makes an object of every value."""
    parse = _parser(path, form, encoding)
    _, metadata = parse(metadataonly=True)
    names = list(dict.fromkeys(metadata.column_names))
    if not names:
        raise ValueError("it holds no variables")
    types = metadata.readstat_variable_types
    pieces = {name: Pieces(name, types[name] == "string", types[name].startswith("int")) for name in names}
    batches: Sequence[list[str] | None] = [None]
    if metadata.number_rows is None and len(names) > _COLUMNS_AT_ONCE:
        batches = [names[start : start + _COLUMNS_AT_ONCE] for start in range(0, len(names), _COLUMNS_AT_ONCE)]
    of = f" of {metadata.number_rows:,}" if metadata.number_rows else ""
    rows = 0
    for batch in batches:
        step = max(_values_at_once(metadata, in_place) // len(batch or names), 200 if in_place else 1_000)
        rows = 0
        while True:
            progress(f"reading {shown}: {rows:,}{of} replies")
            values, said = parse(row_limit=step, row_offset=rows, usecols=batch)
            lettered = said.missing_user_values or {}
            for name, cells in values.items():
                pieces[name].add(cells, name in lettered)
            read = len(next(iter(values.values())))
            values.clear()  # before others are made beside them
            rows += read
            if read < step or rows == metadata.number_rows:
                break
    return _Content(metadata, pieces, rows, encoding, None)


def _values_at_once(metadata: Any, in_place: bool) -> int:
    """How many values are read in one go."""
    if in_place:
        return _IN_PLACE
    whole = (metadata.number_rows or 0) * len(metadata.column_names)
    return min(max(_AT_ONCE, whole // _PASSES), _AT_MOST)


def _columns(content: _Content, form: Form) -> tuple[RawColumn, ...]:
    metadata = content.metadata
    columns = []
    # Who sets codes apart for those who were asked and did not answer leaves the others blank.
    coded = form.package is Package.SPSS and any(metadata.missing_ranges.values())
    for place, (name, pieces) in enumerate(content.pieces.items()):
        values, letters = pieces.joined()
        type_ = metadata.readstat_variable_types[name]
        if type_ == "string" and content.repair:
            values = content.repair.series(values)
        stored = Stored(
            text=type_ == "string",
            single=type_ == "float",
            labels=_labels(content, name),
            ranges=tuple((said["lo"], said["hi"]) for said in metadata.missing_ranges.get(name) or ()),
            clock=clock_of(metadata.original_variable_types.get(name) or "", form.package)
            if type_ != "string"
            else None,
        )
        kept = held(values, letters, stored)
        shown = content.text(name)
        columns.append(
            RawColumn(
                header=shown,
                cells=kept.cells.alias(shown),
                position=place,
                name=shown,
                text=content.text(metadata.column_names_to_labels.get(name)).strip(),
                options=kept.options,
                blank=MissingKind.NOT_ASKED if coded and type_ != "string" else MissingKind.NO_ANSWER,
                notes=kept.notes,
            )
        )
    return tuple(columns)


def _in_other_languages(content: _Content, characteristics: Characteristics) -> list[str]:
    """Take labels that lack in the language in use from another; what the user should know, a sentence or nothing."""
    metadata = content.metadata
    taken: dict[str, None] = {}
    for name in content.pieces:
        for labels in characteristics.labels.get(name, ()):
            values = metadata.value_labels.get(labels.values)
            if labels.text and not (metadata.column_names_to_labels.get(name) or "").strip():
                metadata.column_names_to_labels[name] = labels.text
                taken[labels.language] = None
            if values and not metadata.variable_value_labels.get(name):
                metadata.variable_value_labels[name] = values
                taken[labels.language] = None
    if not characteristics.others:
        return []
    others = ", ".join(characteristics.others)
    said = f"labels are in several languages: {characteristics.language} is in use, beside {others}"
    return [f"{said}; what lacks in it was taken from {', '.join(taken)}" if taken else said]


def _labels(content: _Content, name: str) -> dict[Any, str]:
    labels = content.metadata.variable_value_labels.get(name) or {}
    return {
        content.text(value) if isinstance(value, str) else value: content.text(label) for value, label in labels.items()
    }


def _warnings(path: Path, form: Form, content: _Content, dictionary: Dictionary | None) -> list[str]:
    said = [*said_of(content.encoding)]
    if len(content.pieces) < len(content.metadata.column_names):
        lost = len(content.metadata.column_names) - len(content.pieces)
        said.append(f"{lost} columns have the name of another and were left out")
    if dictionary and dictionary.replies > content.rows:
        said.append(f"the file says that it holds {dictionary.replies:,} replies; {content.rows:,} could be read")
    if form is Form.XPORT and (members := _members(path)) > 1:
        said.append(f"the file holds {members} data sets, of which the first was read")
    return said


def _decoder(content: _Content, dictionary: Dictionary) -> Callable[[bytes], str]:
    """What makes text of the bytes of a dictionary."""
    repair = content.repair or Repair(content.metadata.file_encoding or dictionary.encoding)
    return lambda written: repair.text(written.decode("latin-1"))


def _members(path: Path) -> int:
    """How many data sets a transport file holds."""
    found = 0
    with path.open("rb") as file:
        while block := file.read(80 * 4096):
            found += sum(block.count(header) for header in _MEMBERS)  # headers begin at multiples of 80
    return found
