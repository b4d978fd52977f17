"""Catalogs of SAS formats: they hold the value labels, which data files only name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from topline.readers.neighbours import of_stem_beside, small_beside
from topline.readers.sanitise import sanitise
from topline.readers.statistical_dates import Package, clock_of

SUFFIX = ".sas7bcat"
MAGIC = b"\0" * 12 + b"\xc2\xea\x81\x63\xb3\x14\x11\xcf\xbd\x92\x08\x00\x09\xc7\x31\x8c\x18\x1f\x10\x11"
"""How such files begin."""
_USUAL = "formats.sas7bcat"
"""What SAS calls a catalog where nobody gave it a name."""
_MOST_NAMED = 3
_OF_SAS = re.compile(
    r"\$?|\$?(?:ASCII|BINARY|CHAR|EBCDIC|F|HEX|OCTAL|QUOTE|REVERJ|REVERS|UPCASE|VARYING|BASE64X|UUID|UCS2\w*|UTF\w*)"
    r"|BEST[DX]?|COMMAX?|D|DOLLARX?|E|EUROX?|FLOAT|FRACT|IEEE|IBR?|NEGPAREN|NUMX|PDJUL[GI]|PERCENTN?|PIBR?|PKR?|PD"
    r"|PVALUE|RBR?|ROMAN|S370F\w*|SIZEKM?B?|SIZEK|SSN|VAXRB|VMSZN|WORD[FS]|YEN|Z|ZD|NL(?:BEST|MNY|NUM|PCT|PVALUE)\w*"
)
"""Formats that SAS itself has, besides those of dates: they label nothing."""


def format_name(format_: str) -> str:
    """The name of a SAS format, without its width; no name ends in a digit."""
    return format_.strip().rstrip("0123456789.").upper()


def labels_beside(path: Path, formats: Mapping[str, str | None]) -> tuple[dict[str, dict[Any, str]], list[str]]:
    """The value labels of variables, from the catalog beside their file that has most of their formats.

    Args:
        path: The file.
        formats: What each variable is formatted by.

    Returns:
        The labels by variable, letters standing for special missing values; and what there is to say, a sentence each.
    """
    named = {variable: format_name(format_ or "") for variable, format_ in formats.items()}
    own = {name for name in named.values() if not _OF_SAS.fullmatch(name) and not clock_of(name, Package.SAS)}
    if not own:
        return {}, []
    best: dict[str, dict[Any, str]] = {}
    said = []
    for catalog in _catalogs(path):
        try:
            found = _read(catalog)
        except Exception as error:  # the library raises many kinds, and the bytes are anybody's
            shown = sanitise(catalog.name, one_line=True, limit=100)
            said.append(f"{shown} beside it could not be read ({sanitise(str(error), one_line=True, limit=100)})")
            continue
        if len(own & found.keys()) > len(own & best.keys()):
            best = found
    labels = {variable: best[name] for variable, name in named.items() if name in best}
    if unknown := sorted(own - best.keys()):
        are = "formats are" if len(unknown) > 1 else "a format is"
        which = _listed(unknown)
        said.append(f"{are} not beside the file ({which}): put the catalog, {_USUAL}, there for the labels of values")
    return labels, said


def _catalogs(path: Path) -> Iterable[Path]:
    """The catalogs beside a file: its namesake first, then the one of the usual name."""
    others = sorted(small_beside(path, (SUFFIX,)), key=lambda other: other.name.casefold() != _USUAL)
    return dict.fromkeys((*of_stem_beside(path, (SUFFIX,)), *others))


def _read(catalog: Path) -> dict[str, dict[Any, str]]:
    """The labels of each format."""
    import pyreadstat

    _, found = pyreadstat.read_sas7bcat(str(catalog.absolute()), output_format="dict")
    return {format_name(name): labels for name, labels in found.value_labels.items()}


def _listed(names: list[str]) -> str:
    return ", ".join(names[:_MOST_NAMED]) + (" ..." if len(names) > _MOST_NAMED else "")
