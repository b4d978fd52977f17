"""Which reply a code was given to, so that a re-export or the next wave keeps its codes.

A reply is known by who gave it and by its text: the same respondent with the same text is the same reply, in
whatever row or file. Where a file has no respondents' ids the text alone tells, so that equal texts share their codes.
"""

from __future__ import annotations

import re
from hashlib import blake2b

from topline.survey.question import code_of

ReplyKey = str
"""The digest of a reply's text, and behind it the respondent's id; empty where the file has none."""

DIGEST = 16
"""Characters of the digest: 64 bits, by which no two of a million texts are mistaken for each other."""
_WHOLE = re.compile(r"([+-]?\d+)\.0*")
"""A whole number as some exports write it."""


def reply_key(text: str, respondent: str = "") -> ReplyKey:
    """The key of a reply.

    Args:
        text: The whole text; white space around it does not matter.
        respondent: The respondent's id as text; empty where the file has none.
    """
    return blake2b(text.strip().encode("utf-8", "surrogatepass"), digest_size=DIGEST // 2).hexdigest() + respondent


def respondent_id(stored: object) -> str:
    """A respondent's id as text, the same for 12, 12.0 and " 12 ": each tool exports numbers in its own way.

    Args:
        stored: The value of the column of ids; None, or a number that is none, where there is no id.
    """
    if stored is None or stored != stored:
        return ""
    said = code_of(stored).strip()
    whole = _WHOLE.fullmatch(said)
    return whole[1] if whole else said


def respondent_of(key: ReplyKey) -> str:
    """The respondent's id; empty where the text alone tells the reply."""
    return key[DIGEST:]


def digest_of(key: ReplyKey) -> str:
    """The digest of the text."""
    return key[:DIGEST]


def is_reply_key(said: str) -> bool:
    """Whether a text can be the key of a reply."""
    digest = said[:DIGEST]
    return len(digest) == DIGEST and digest.isalnum() and digest.isascii()
