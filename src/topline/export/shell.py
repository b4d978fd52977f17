"""A command line as text that can be pasted: no byte of it acts on the terminal or on the shell."""

from __future__ import annotations

import shlex
from collections.abc import Iterable

from topline.readers.sanitise import sanitise

SPECIAL = frozenset('"$`\\!')
"""What a shell acts on between double quotes."""
ESCAPES = {"'": "\\'", "\\": "\\\\", "\n": "\\n", "\t": "\\t"}


def shell_line(words: Iterable[str]) -> str:
    """A command line of these words."""
    return " ".join(map(shell_word, words))


def shell_word(word: str) -> str:
    """A word as a shell reads it; `$'...'` where a terminal would act on the word itself."""
    if not _is_plain(word):
        return f"$'{''.join(map(_escaped, word))}'"
    # A filter has its answers in single quotes: easier to read, and to change, between double ones.
    return f'"{word}"' if "'" in word and not SPECIAL & set(word) else shlex.quote(word)


def _is_plain(word: str) -> bool:
    return "\n" not in word and sanitise(word, limit=len(word) + 1) == word


def _escaped(letter: str) -> str:
    if letter in ESCAPES:
        return ESCAPES[letter]
    if _is_plain(letter):
        return letter
    # Bytes of a file's name that are no UTF-8 come as surrogates.
    how = "surrogateescape" if "\udc80" <= letter <= "\udcff" else "surrogatepass"
    return "".join(f"\\x{byte:02x}" for byte in letter.encode("utf-8", how))
