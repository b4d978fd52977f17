"""Why an answer that a codebook sets apart is no answer, told by what the codebook calls it.

Only for values that the file itself declares missing: a respondent who picked "Don't know" where the file does not
set it apart has answered.
"""

from __future__ import annotations

import re

from topline.survey import MissingKind

_WORDS: dict[MissingKind, str] = {
    MissingKind.NOT_ASKED: (
        r"not asked|never asked|\bn\W{0,2}a\b|\bn\W?a\W?p\b|\bi\W?[an]\W?p\b|inapplic|not\W+applic|non\W?applic"
        r"|does\W?n[o']?t apply|not in universe|\bniu\b|\bskip\b|skip (?:pattern|logic)|legitimate\w* skip|valid\w* skip"
        r"|skipped (?:due|because|by (?:design|logic|routing|filter))|filter|routed|missing by design|by design"
        r"|not (?:administered|shown|presented|displayed|included|fielded)|split ballot|out of scope"
        r"|trifft nicht zu|nicht gefragt|nicht erhoben|entf[aä]llt|sans objet|non (?:concern|pos[ée])|no (?:aplica|procede)"
        r"|n[aã]o (?:se )?aplic|non pertinente|non previsto|niet van toepassing|\bn\W?v\W?t\b|niet gesteld"
        r"|ej till[aä]mplig|ikke (?:aktuelt|relevant|spurgt|stilt)|nie dotyczy|неприменимо|не применимо|不适用|非該当|해당 ?없음"
    ),
    MissingKind.REFUSED: (
        r"\brefus|\bref\b|\brf\b|declined|(?:prefer|rather|wish|want)\w*(?: to)? not|rather not|not wish|won'?t (?:say|tell)"
        r"|verweiger|m[oö]chte (?:ich )?(?:nicht|keine)|ne souhaite pas|rechaz|rehus|prefiere no|recus|rifiut|geweiger"
        r"|wil niet|weiger|v[aä]gra|vill (?:ej|inte)|nekt|kielt|odm[oó]w|odm[ií]t|отказ|拒|거절"
    ),
    MissingKind.DONT_KNOW: (
        r"\bd\W?k\b|\bdo(?:es)?\W?n?\W?o?\W?t\W+know|dont\W?know|not sure|unsure|uncertain|undecided|no opinion|no idea"
        r"|can\W?(?:no)?\W?t (?:say|choose|tell|decide|remember|recall)|don\W?t (?:remember|recall)|unknown"
        r"|wei(?:ß|ss) (?:es )?(?:ich )?nicht|ich wei(?:ß|ss) nicht|kann ich nicht sagen|ne sa(?:is|it) pas|\bnsp\b"
        r"|\bn[so]\W?/\W?n[cr]\b|no s(?:é|e|abe)\b|n[aã]o s(?:ei|abe)|non (?:so|sa)\b|weet (?:ik )?(?:het )?niet"
        r"|vet (?:ej|inte|ikke)|ved ikke|ei osaa|en osaa|nie wiem|trudno powiedzie|nev[ií]m|не знаю|затрудн"
        r"|わからない|分からない|不知道|모르|모름"
    ),
}
_PATTERNS = {kind: re.compile(words) for kind, words in _WORDS.items()}


def kind_of_label(label: str) -> MissingKind:
    """Why a value with this label is set apart: what it speaks of first, or that there is no answer."""
    text = " ".join(label.replace("’", "'").casefold().split())
    places = {kind: match.start() for kind, pattern in _PATTERNS.items() if (match := pattern.search(text))}
    return min(places, key=lambda kind: places[kind]) if places else MissingKind.NO_ANSWER
