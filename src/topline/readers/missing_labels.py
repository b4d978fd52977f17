"""Why an answer that a codebook sets apart is no answer, told by what the codebook calls it.

For values that the file itself declares missing, and for labelled codes that can be no answer: negative ones, and those
among numbers. A respondent who picked "Don't know" where neither is so has answered.
"""

from __future__ import annotations

import re

from topline.survey import MissingKind

_WORDS: dict[MissingKind, tuple[str, ...]] = {
    MissingKind.NOT_ASKED: (
        r"not asked|never asked|\bn\W{0,2}a\b|\bn\W?a\W?p\b|\bi\W?a\W?p\b|\binap\b|inapplic|not\W+applic|non\W?applic",
        r"does\W?n[o']?t apply|not in universe|\bniu\b|out of scope|not (?:administered|shown|presented|displayed)",
        r"\bskip\b|skip (?:pattern|logic)|legitimate\w* skip|valid\w* skip|by design|split ballot|filter|routed",
        r"skipped (?:due|because|by (?:logic|routing))",  # "skipped" alone is what the respondent did
        r"trifft nicht zu|nicht gefragt|nicht erhoben|entf[aä]llt",
        r"sans objet|non (?:concern|pos[ée])|no (?:aplica|procede)|n[aã]o (?:se )?aplic|non (?:pertinente|previsto)",
        r"niet van toepassing|\bn\W?v\W?t\b|niet gesteld|ej till[aä]mplig|ikke (?:aktuelt|relevant|spurgt|stilt)",
        r"nie dotyczy|неприменимо|не применимо|不适用|非該当|해당 ?없음",
    ),
    MissingKind.REFUSED: (
        r"\brefus|\bref\b|\brf\b|declined|(?:prefer|rather|wish|want)\w*(?: to)? not|not (?:wish|want|willing)",
        r"won'?t (?:say|tell)|verweiger|m[oö]chte (?:ich )?(?:nicht|keine)|ne souhaite pas|rechaz|rehus|prefiere no",
        r"recus[ao]|rifiut|geweiger|weigert|wil niet|v[aä]gra|vill (?:ej|inte)|\bnekte?|kielt[aä]|odm[oó]w|odm[ií]t",
        r"отказ|拒|거절",
    ),
    MissingKind.DONT_KNOW: (
        r"\bd\W?k\b|\bdo(?:es)?\W?n?\W?o?\W?t\W+know|not sure|unsure|uncertain|undecided|no opinion|no idea",
        r"can\W?(?:no)?\W?t (?:say|choose|tell|decide|remember|recall)|don\W?t (?:remember|recall)",
        r"wei(?:ß|ss) (?:es )?(?:ich )?nicht|kann ich nicht sagen|ne sa(?:is|it) pas|\bnsp\b|\bn\W?s\W?/\W?n\W?[cr]\b",
        r"no s(?:é|e|abe)\b|n[aã]o s(?:ei|abe)|non (?:so|sa)\b|weet (?:ik )?(?:het )?niet|vet (?:ej|inte|ikke)",
        r"ved ikke|[ei][in] osaa|nie wiem|trudno powiedzie|nev[ií]m|не знаю|затрудн",
        r"わからない|分からない|不知道|모르|모름",
    ),
    MissingKind.NO_ANSWER: (
        r"^no (?:answer|response|reply)|^not (?:answered|stated|reported|ascertained)|^missing|^keine angabe",
        r"^k\W?a\W?$|^sans r[ée]ponse|^sin respuesta|^sem resposta|^nessuna risposta|^geen antwoord|^ingen svar",
        r"^нет ответа|^無回答",
    ),
}
_PATTERNS = {kind: re.compile("|".join(words)) for kind, words in _WORDS.items()}


def kind_said_by(label: str) -> MissingKind | None:
    """Why a value with this label is no answer, where the label speaks of that; else None."""
    text = " ".join(label.replace("’", "'").casefold().split())
    places = {kind: match.start() for kind, pattern in _PATTERNS.items() if (match := pattern.search(text))}
    return min(places, key=lambda kind: places[kind]) if places else None


def kind_of_label(label: str) -> MissingKind:
    """Why a value with this label is set apart: what it speaks of first, or that there is no answer."""
    return kind_said_by(label) or MissingKind.NO_ANSWER
