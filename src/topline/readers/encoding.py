"""In which encoding a file of text is written: told by its bytes alone."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

BLOCK = 1 << 20
VOTING = 16 << 20
"""Bytes that are enough to tell encodings apart that any byte is valid in."""

_MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_MAC_VOTES = bytes([0xCA, 0xD5, 0xD2, 0xD3, 0xD0, 0xD1, 0x8E, 0x8F, 0x8A, 0x9A, 0x9F])
"""In Mac Roman: no-break space, curly quotes, dashes, and the commonest letters with accents."""
_WINDOWS_VOTES = bytes([*range(0x91, 0x98), 0xA0, 0x85, 0xE9, 0xE8, 0xFC, 0xE4, 0xF6, 0xDF, 0x80])
"""In Windows-1252: curly quotes, dashes, no-break space, ellipsis, the same letters, and the euro sign."""
_NAMES = {"cp1252": "Windows-1252", "mac_roman": "Mac Roman", "cp932": "Shift-JIS", "gb18030": "GB 18030"}
_DOUBLE_SHARE = 0.6
"""Share of high bytes that stand beside another, from which a text can be Chinese or Japanese."""
_DIFFERENT = 4
"""Different characters that show a language; one damaged sign repeated shows none."""


@dataclass(frozen=True, slots=True)
class Encoding:
    """How bytes become text; bytes that fit nothing become U+FFFD."""

    codec: str
    warning: str = ""
    """What the user should know of a guess; empty where there was none to make."""


def encoding_of(path: Path) -> Encoding:
    """The encoding of a file: by its mark, else UTF-8 where it fits, else the likeliest."""
    with path.open("rb") as file:
        head = file.read(1 << 16)
    for mark, codec in _MARKS:
        if head.startswith(mark):
            return Encoding(codec)
    if codec := without_mark(head):
        return Encoding(codec)
    right, wrong = _fit_of_utf8(path)
    if not wrong:
        return Encoding("utf-8")
    if right > wrong:
        places = "one place is" if wrong == 1 else f"{wrong:,} places are"
        return Encoding("utf-8", f"{places} not valid UTF-8 and show as \N{REPLACEMENT CHARACTER}")
    with path.open("rb") as file:
        sample = file.read(VOTING)
    codec = _double_byte(sample) or _single_byte(sample)
    return Encoding(codec, f"not UTF-8: read as {_NAMES[codec]}")


def without_mark(head: bytes) -> str:
    """UTF-16 told by every second byte being NUL, as it is in text that is mostly Latin."""
    pairs = len(head) // 2
    if pairs < 2:
        return ""
    even, odd = head[: pairs * 2 : 2].count(0), head[1 : pairs * 2 : 2].count(0)
    if odd > 0.4 * pairs and even < 0.1 * pairs:
        return "utf-16-le"
    return "utf-16-be" if even > 0.4 * pairs and odd < 0.1 * pairs else ""


def _fit_of_utf8(path: Path) -> tuple[int, int]:
    """Characters beyond ASCII that are valid UTF-8, and places that are not."""
    right = wrong = stated = 0
    beyond = False
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            if not block.isascii():
                beyond = True
                stated += block.count(b"\xef\xbf\xbd")
    if not beyond:
        return 0, 0
    for text in _beyond_ascii(path):
        if not text.isascii():
            wrong += len(re.findall("\ufffd+", text)) if stated == 0 else text.count("\ufffd")
            right += len(re.findall("[^\x00-\x7f\ufffd]", text))
    # A replacement character that stands in the file is valid: whoever exported it had lost a character before.
    return right + stated, max(wrong - stated, 0)


def _beyond_ascii(path: Path) -> Iterator[str]:
    """The text of a file read as UTF-8, without the blocks that are ASCII alone."""
    decoder = codecs.getincrementaldecoder("utf-8")("replace")
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            unfinished, _ = decoder.getstate()
            if unfinished or not block.isascii():
                yield decoder.decode(block)
    yield decoder.decode(b"", final=True)


def _double_byte(sample: bytes) -> str:
    """Shift-JIS or GB 18030 where one clearly fits, else nothing."""
    high = len(re.findall(rb"[\x80-\xff]", sample))
    beside = sum(len(run) for run in re.findall(rb"[\x80-\xff]{2,}", sample))
    if not high or beside < _DOUBLE_SHARE * high:
        return ""
    japanese = _share(sample, "cp932", "[\u3000-\u30ff\u4e00-\u9fff\uff01-\uff5e]")
    chinese = _share(sample, "gb18030", "[\u3000-\u3020\u4e00-\u9fff\uff01-\uff5e]")
    if chinese:
        simple = re.sub("[\x00-\x7f]", "", sample.decode("gb18030", "ignore"))[:100_000]
        chinese *= len(simple.encode("gb2312", "ignore")) / max(2 * len(simple), 1)
    best = max(japanese, chinese)
    if best < 0.9:
        return ""
    return "cp932" if japanese >= chinese else "gb18030"


def _share(sample: bytes, codec: str, wanted: str) -> float:
    """Share of the characters beyond ASCII that a language uses; 0 where the bytes are not valid."""
    cut = sample if len(sample) < VOTING else sample[: sample.rfind(b"\n") + 1]
    try:
        text = re.sub("[\x00-\x7f]", "", cut.decode(codec))
    except UnicodeDecodeError:
        return 0.0
    fitting = re.findall(wanted, text)
    return len(fitting) / len(text) if len(set(fitting)) >= _DIFFERENT else 0.0


def _single_byte(sample: bytes) -> str:
    mac = sum(map(sample.count, (bytes([byte]) for byte in _MAC_VOTES)))
    windows = sum(map(sample.count, (bytes([byte]) for byte in _WINDOWS_VOTES)))
    return "mac_roman" if mac > windows else "cp1252"
