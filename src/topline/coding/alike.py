"""Texts that say the same, put together: "networking x14" is read and coded once.

Identical texts differ in case, white space and punctuation only (`texts.normalised`). Near-identical ones, besides:

- in a slip in a long word (a letter too many or missing, two the wrong way round), where the right one is common;
- in accents of longer words, and in a plural s;
- in the order of a list of single words, as in "research, networking".

Nothing else makes two texts near. No word more or less, no other word however alike, no other number: so "no impact"
and "impact", "useful" and "useless", "5 calls" and "50 calls" never come together. Being near is being written the
same way in the end, so what is near to one text of a group is near to all of them.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from topline.coding.texts import normalised

K = TypeVar("K", bound=Hashable)

MOST_WORDS = 30
"""Words of a text, up to which it can be near another; a longer one has only itself to say."""
ACCENTS, PLURAL, SPELLING, LISTED = 6, 5, 8, 4
"""Letters that a word has at least, for its accents, its plural s, its spelling and its place in a list to not matter.

Short words are one another's opposites by a letter or a place: "pas" and "pa", "now" and "not", "yes, no".
"""
LONGEST_WORD = 50
"""Letters of a word, up to which a slip in it is looked for."""
COMMON = 5
"""Replies that a spelling stands in at least, for another to be held to be a slip."""
ALPHABETS = "\u052f"
"""The last letter of Latin, Greek and Cyrillic. In other scripts a letter more can be a word more, such as "not"."""
FAR_MORE = 20
"""How many times as many replies another spelling stands in, for one of several replies to be held to be a slip."""
NEGATING = "mм"
"""A letter that is no slip: within a verb of Turkish and its kin it says "not"."""
NOT_LISTED = frozenset(
    "nein nicht nichts kein keine nunca nada jamais aucun rien never none nothing nope neither without always"  # noqa: SIM905
    " ohne immer siempre sempre toujours sans mais menos more less fewer most least only sino also even both either"
    " before after then first last över".split()
)
"""Words that mean what stands beside them, so that their place in a list does matter."""
ITEMS = re.compile(r"[,;/\n•·]+")


@dataclass(frozen=True, slots=True)
class Alike(Generic[K]):
    """Replies that say the same."""

    text: str
    """As most of the identical ones wrote it."""
    same: tuple[K, ...]
    """Whose text is identical to that, in the order in which they were given."""
    near: tuple[K, ...] = ()
    """Whose text is near-identical."""

    @property
    def keys(self) -> tuple[K, ...]:
        """All of them."""
        return self.same + self.near

    def __len__(self) -> int:
        return len(self.same) + len(self.near)


def alike(texts: Mapping[K, str]) -> tuple[Alike[K], ...]:
    """Texts by what they say: the groups with most replies first, then in the order in which they were given."""
    identical: dict[str, list[K]] = defaultdict(list)
    for key, said in zip(texts, map(normalised, texts.values()), strict=True):
        identical[said].append(key)
    spelled = _spelled({said: len(keys) for said, keys in identical.items()})
    near: dict[str, list[str]] = defaultdict(list)
    for said, keys in identical.items():
        near[_listed({texts[key] for key in keys}, spelled) or _written(said, spelled)].append(said)
    groups = [_group(texts, [identical[said] for said in of]) for of in near.values()]
    return tuple(sorted(groups, key=len, reverse=True))


def _group(texts: Mapping[K, str], identical: list[list[K]]) -> Alike[K]:
    """A group of texts that are near, of which the most frequent stands for all."""
    same = max(identical, key=len)
    (text, _), *_ = Counter(texts[key] for key in same).most_common(1)
    return Alike(text, tuple(same), tuple(key for keys in identical if keys is not same for key in keys))


def _written(said: str, spelled: Mapping[str, str]) -> str:
    """A normalised text as all that are near to it are written."""
    words = said.split()
    return " ".join(spelled.get(word, word) for word in words) if len(words) <= MOST_WORDS else said


def _listed(texts: set[str], spelled: Mapping[str, str]) -> str:
    """A list of single words in alphabetical order; empty where none of these identical texts is one."""
    for text in texts:
        if not ITEMS.search(text):
            continue
        items = [said for item in ITEMS.split(text, MOST_WORDS) if (said := normalised(item))]
        if len(items) > 1 and all(item.isalpha() and len(item) >= LISTED and item not in NOT_LISTED for item in items):
            return ", ".join(sorted({spelled.get(item, item) for item in items}))
    return ""


def _spelled(replies: Mapping[str, int]) -> dict[str, str]:
    """The one spelling for each word of normalised texts that has another.

    Args:
        replies: How many wrote each text.
    """
    held: Counter[str] = Counter()
    for said, number in replies.items():
        words = said.split()
        if len(words) <= MOST_WORDS:
            for word in set(words):
                held[word] += number
    plain = {word: _plain(word) for word in held}
    together: Counter[str] = Counter()
    for word, number in held.items():
        together[plain[word]] += number
    meant = _meant(together)
    return {word: said for word in held if (said := _end(plain[word], meant)) != word}


def _plain(word: str) -> str:
    """A word without a plural s, and without accents; as it is where it is short."""
    if not word.isalpha() or len(word) < PLURAL:
        return word
    if len(word) >= ACCENTS and not word.isascii():
        bare = "".join(sign for sign in unicodedata.normalize("NFD", word) if not unicodedata.combining(sign))
        word = bare if bare.isascii() else word
    plural = word.isascii() and word.endswith("s") and word[-2] not in "sui"
    return word[:-1] if plural else word


def _end(word: str, meant: Mapping[str, str]) -> str:
    while word in meant:
        word = meant[word]
    return word


def _meant(held: Mapping[str, int]) -> dict[str, str]:
    """The word that was meant, for each that is a slip of one far more frequent."""
    words = {word: number for word, number in held.items() if _has_spelling(word)}
    near: dict[str, list[str]] = defaultdict(list)
    for word, number in words.items():
        if number >= COMMON:
            for slip in (*_shorter(word), *_swapped(word)):
                near[slip].append(word)
    meant = {}
    for word, number in words.items():
        others = [*near.get(word, ()), *(other for other in _shorter(word) if words.get(other, 0) >= COMMON)]
        if frequent := [other for other in others if _is_slip(number, words[other])]:
            meant[word] = min(frequent, key=lambda other: (-words[other], other))
    return meant


def _is_slip(number: int, frequent: int) -> bool:
    return frequent >= (COMMON if number == 1 else number * FAR_MORE)


def _has_spelling(word: str) -> bool:
    return SPELLING <= len(word) <= LONGEST_WORD and word.isalpha() and max(word) <= ALPHABETS


def _shorter(word: str) -> Iterator[str]:
    """The word with a letter left out, and neither one of its first two nor its last."""
    return (word[:at] + word[at + 1 :] for at in range(2, len(word) - 1) if word[at] not in NEGATING)


def _swapped(word: str) -> Iterator[str]:
    """The word with two neighbouring letters the wrong way round."""
    pairs = ((at, word[at], word[at + 1]) for at in range(2, len(word) - 2))
    return (word[:at] + b + a + word[at + 2 :] for at, a, b in pairs if a != b)
