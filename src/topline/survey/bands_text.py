"""Bands with names as a person types them: `Young: 0-17, Adult: 18-64, "Old, or older": 65-`.

Between two whole numbers the last one is in the band; the notation of a survey file, `Young = [0, 18]`, is taken as
well, and is the one for other numbers: from 0 up to but without 18.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence

from topline.survey.bands import named_bands
from topline.survey.errors import ToplineError
from topline.survey.question import Band, Number

SHAPE = "Young: 0-17, Adult: 18-64, Old: 65-"
_WHOLE = r"[-−]?[0-9]{1,15}"
_REAL = r"[-+]?(?:inf|[0-9]*\.?[0-9]+(?:e[-+]?[0-9]+)?)"
_NAME = r"""(?:"(?P<quoted>[^"]+)"|'(?P<single>[^']+)'|(?P<bare>[^"':=\[\],][^:=\[\],]*?))"""
_ITEM = re.compile(
    rf"\s*{_NAME}\s*(?:"
    rf":\s*(?:(?P<low>{_WHOLE})?\s*(?P<to>-|–|to\b)\s*(?P<high>{_WHOLE})?|(?P<only>{_WHOLE})(?P<more>\+)?)"
    rf"|=\s*\[\s*(?P<from>{_REAL})\s*,\s*(?P<below>{_REAL})\s*\]"
    r")\s*(?:,|;|$)",
    re.IGNORECASE,
)
_PLAIN = re.compile(r"[^\"':=\[\],;]+")


def has_names(text: str) -> bool:
    """Whether a text means bands with names, be it right or wrong."""
    return any(sign in text for sign in ":=[")


def read_named_bands(text: str) -> tuple[Band, ...]:
    """Bands with names.

    Raises:
        ToplineError: when they are not written so, or do not rise.
    """
    said: dict[str, list[Number]] = {}
    for name, low, high in _items(text.strip()):
        if name in said:
            raise ToplineError(f"two bands are called {name!r}; give each a name of its own")
        said[name] = [low, high]
    bands = named_bands(said)
    if len(bands) == 1 and bands[0].low is None and bands[0].high is None:
        raise ToplineError("a band of all numbers parts nobody from anybody; give it an end")
    return bands


def _items(text: str) -> Iterator[tuple[str, Number, Number]]:
    at = 0
    while at < len(text):
        found = _ITEM.match(text, at)
        if found is None:
            rest = text[at:].strip()[:30]
            raise ToplineError(f"bands with names are written {SHAPE}, or Young = [0, 17.5]; not {rest!r}")
        at = found.end()
        name = " ".join((found["quoted"] or found["single"] or found["bare"]).split())
        if found["from"] is not None:
            yield name, float(found["from"]), float(found["below"])
        elif found["only"] is not None:
            only = _whole(found["only"])
            yield name, only, math.inf if found["more"] else only + 1
        else:
            low, high = found["low"], found["high"]
            yield name, _whole(low) if low else -math.inf, _whole(high) + 1 if high else math.inf


def _whole(said: str) -> int:
    return int(said.replace("−", "-"))


def written_bands(bands: Sequence[Band]) -> str:
    """Bands with names as they can be typed; empty where they have none, or one that cannot be written."""
    if not bands or any(not band.label or ('"' in band.label and "'" in band.label) for band in bands):
        return ""
    whole = all(isinstance(end, int) for band in bands for end in (band.low, band.high) if end is not None)
    return ", ".join(_written(band, whole=whole) for band in bands)


def _written(band: Band, *, whole: bool) -> str:
    name = band.label
    if not _PLAIN.fullmatch(name):
        name = f"'{name}'" if '"' in name else f'"{name}"'
    if not whole:
        low, high = (f"{end:.12g}" for end in (_or(band.low, -math.inf), _or(band.high, math.inf)))
        return f"{name} = [{low}, {high}]"
    return f"{name}: {'' if band.low is None else band.low}-{'' if band.high is None else int(band.high) - 1}"


def _or(end: Number | None, other: float) -> Number:
    return other if end is None else end
