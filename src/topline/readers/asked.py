"""What a header asks for, in the languages that surveys are held in."""

from __future__ import annotations

import re

AMOUNT_ASKED = re.compile(
    r"^# ?[^\W\d]|\b(?:how (?:many|much|old|long|far)|number of|no\. of|age|(?<!past )(?<!last )(?:years?|hours?"
    r"|minutes?|days?|weeks?|months?)|times|percent(?:age)?|price|cost|income|salary|alter|edad|duration|height|count|score|points"
    r"|wie (?:viele?|alt|lange|oft)|anzahl|jahren?|cu[aá]nt[oa]s?|n[uú]mero de|años|combien|nombre de|âge|ans"
    r"|quant(?:[oa]s|[ie])|idade|anos|età|anni|hoeveel|leeftijd|jaar)\b",
    re.IGNORECASE,
)
"""How many, how much, how old."""
NAME_ASKED = re.compile(r"\bversions?\b|\brelease\b|\bversión\b|\bversão\b|\bversione\b|\bwersj", re.IGNORECASE)
"""What is written like a number and is none: version 3.10 is not 3.1."""
CODE_ASKED = re.compile(
    r"\b(?:zip|zip[ _]?code|post(?:al)?[ _]?code|pin[ _]?code|plz|postleitzahl|c[óo]digo postal|code postal|cep)\b",
    re.IGNORECASE,
)
"""Numbers that only name a place: nothing to add up."""
RATING_ASKED = re.compile(
    r"\b(?:scale|rat(?:e|ing)|satisf\w*|agree\w*|likely|likelihood|recommend\w*|importan\w*|score|confiden\w*"
    r"|how (?:well|easy|difficult|hard|often|stressful|useful|helpful|effective|satisfied|concerned|interested"
    r"|familiar|comfortable|strongly|true)|evaluate|to what extent|bewert\w*|skala|wie (?:sehr|wichtig|zufrieden|gut)"
    r"|escala|valora\w*|califi\w*|eval[uúû]\w*|en qué medida|qué tan|à quel point|dans quelle mesure|note[rz]"
    r"|[ée]chelle|avali\w*|em que medida|valuta\w*|in che misura|quanto sei|o quanto|in hoeverre)\b",
    re.IGNORECASE,
)
"""How good, how much one agrees: a point between two ends."""
OWN_WORDS = re.compile(
    r"comment|please (?:specify|explain|describe|elaborate|list|tell|share)|\bwhy\b|in your own words|anything else"
    r"|verbatim|feedback|open.?ended|suggestion|describe|tell us|list them|is there anything|kommentar|\bwarum\b"
    r"|\bwieso\b|anmerkung|beschreib|comentario|por ?qu[eé]\b|explique|sugerencia|describa|observaci|commentaire"
    r"|pourquoi|précisez|remarques|coment[aá]rio|sugest|descreva|commento|perché|opmerking|waarom|коммент|почему"
    r"|ความคิดเห็น|ข้อเสนอแนะ|ご意見|[ _.]te?xt$|[ _.]specify$|理由|建议|意见|为什么|의견",
    re.IGNORECASE,
)
"""What a person thinks, in words of their own."""
