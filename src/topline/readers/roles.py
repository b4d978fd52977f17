"""What a column is for beyond being an answer: told by its header, then checked against its values."""

from __future__ import annotations

import re

from topline.readers.asked import AMOUNT_ASKED
from topline.readers.naming import readable
from topline.readers.profile import Profile
from topline.survey import Question, Response, Role, Storage

_ID = re.compile(
    r"#|id|uuid|guid|(?:respondent|response|record|case|participant|submission|session|person|interview|user"
    r"|row|entry|survey|_)"
    r"[ _.]?(?:id|no|nr|number|key|uuid)|respid|caseid|idno|id_?nr|respondents?|serial|key|token|instanceid|responseid"
    r"|lfd\.? ?nr\.?|lfdn|index|(?:antwort|umfrage)[ -]?id|id (?:de|da|della|du|van) (?:la )?(?:r[ée]ponse|respuesta"
    r"|resposta|risposta)|reactie[ -]?id",
    re.IGNORECASE,
)
"""Headers that can only mean who replied."""
_OF_A_PERSON = re.compile(
    r"(?:respondent|participant|person|user|subject|student|worker|panelist|member|customer|client|patient|employee)"
    r"[ _.]?(?:id|no|nr|number|key|uuid)",
    re.IGNORECASE,
)
"""Headers that mean a person even where the same person stands in several rows."""
_ID_LIKE = re.compile(r"(?i:\b(?:id|uuid|guid)$|^id_)|_id$|[a-z]I[Dd]$")
"""Headers that may mean it, where no value occurs twice."""
_ID_VALUE = re.compile(
    r"R_[A-Za-z0-9]{10,}|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|[0-9a-f]{24,64}"
)
_PERSONAL = re.compile(
    r"(?:(?:respondent|recipient|participant|contact|your|user|work|primary)(?:'s|’s)?[ _]?)?"
    r"(?:e-?mail(?:[ _]?address)?"
    r"|(?:tele)?phone(?:[ _]?(?:number|no))?"
    r"|mobile(?:[ _]?(?:number|phone))?|tel|ip[ _]?address|ip|(?:first|last|full|sur|fore|given"
    r"|family)[ _]?name|name|surname|username|user[ _]name"
    r"|street|street[ _]address"
    r"|address[ _]line[ _]?[0-9]|home[ _]address|address|ssn"
    r"|(?:\w*[ _])?(?:latitude|longitude)|location(?:latitude|longitude)"
    r"|firstname and surname|date of birth|birth[ _]?date|dob|vorname|nachname|telefon(?:nummer)?|handy(?:nummer)?"
    r"|geburtsdatum|anschrift|ip-adresse|e-mail-adresse"
    r"|nombres?|apellidos?|nombre (?:completo|y apellidos?)|correo(?: electr[oó]nico)?|teléfono|dirección(?: ip)?"
    r"|fecha de nacimiento|nom|prénoms?|nom (?:complet|de famille)|post-?nom|courriel"
    r"|adresse(?: ip| e-?mail| électronique)?"
    r"|téléphone|numéro de téléphone|date de naissance|nome(?: completo)?|sobrenome|cognome|telefone|celular|telefono"
    r"|endereço(?: de e-?mail| ip)?|indirizzo(?: e-?mail| ip)?|data de nascimento|data di nascita"
    r"|(?:voor|achter)?naam|telefoonnummer|geboortedatum|имя|фамилия|фио|телефон|姓名|电话|手机号?|邮箱|氏名|お名前|名前"
    r"|メールアドレス|電話番号|이름|성명|이메일|전화번호|ชื่อ|อีเมล|nama(?: lengkap)?|nomor (?:hp|telepon))",
    re.IGNORECASE,
)
_ASKED_FOR = re.compile(
    r"^(?:\d{1,3}[.)] *)?(?:(?:what(?: is|'s|’s)|please (?:enter|provide|write|type)|enter|provide) (?=your )|your )?"
    r"|\s*[?:*.]+$"
    r"|\s*\((?:optional|opcional|facultatif|optionnel|freiwillig|opzionale|not required|if any)\)",
    re.IGNORECASE,
)
"""What may stand around a header that asks for personal data: "2. What is your name? (optional)"."""
_AND = re.compile(r"\s*(?:[/&,;+]|\b(?:and|or|und|oder|y|et|ou|e|en)\b)\s*", re.IGNORECASE)
_POINT = r"-?\d{1,2}\.\d{3,}(?:,? +|,)-?\d{1,3}\.\d{3,}(?:(?:,? +|,)-?\d+(?:\.\d+)?){0,2}"
"""Latitude and longitude, so fine that they tell the house, and often altitude and accuracy."""
_PERSONAL_VALUES = {
    "e-mail addresses": re.compile(r"[^@\s,;]+@[^@\s,;]+\.[^@\s,;]{2,}"),
    "IP addresses": re.compile(r"(?:\d{1,3}\.){3}\d{1,3}|(?=(?:.*:){3}|.*::)[0-9A-Fa-f:.]{6,45}"),
    "places on the earth": re.compile(rf"\[?(?:{_POINT})(?:;\s*(?:{_POINT}))*;?\]?"),
    "phone numbers": re.compile(r"\+\d[\d ()/.-]{6,18}\d|\(\d{3}\) ?\d{3}-\d{4}"),
}
_SENT = re.compile(
    r"(?:date|time|day)? ?_?(?:sent|invited|mailed)[ _]?(?:at|on|date|time)?|invitation[ _]?(?:date|time|sent)",
    re.IGNORECASE,
)
_REPLIED = re.compile(
    r"(?:date|time|day)[ _]?(?:replied|submitted|completed|answered)|(?:replied|submitted|completed|answered"
    r"|finished)[ _]?(?:at|on|date|time)?"
    r"|timestamp|zeitstempel|marca temporal|end[ _]?(?:date|time)|submit[ _]?date(?: \(utc\))?"
    r"|submission[ _]?(?:date|time)|completion[ _]?time"
    r"|recorded[ _]?date|response[ _]?date|_submission_time|datum abgeschickt|date de soumission|fecha de envío"
    r"|data de envio|horodateur|carimbo de data/hora|informazioni cronologiche|tijdstempel|отметка времени"
    r"|タイムスタンプ|타임스탬프|时间戳记|時間戳記|ประทับเวลา",
    re.IGNORECASE,
)
_WEIGHT = re.compile(
    r"(?:\w*_)?(?:weights?|wgt|wght|wt|pw|pweight|weight_\w+|wgt\w{0,3}|gew|gewichtung|hochrechnungsfaktor)"
    r"|w_\w+|w\d?|\w*weight(?:ing)?|weight(?:ing)? factor|[a-z]{1,4}wg?ht",
    re.IGNORECASE,
)
_DISPOSITIONS = {
    "bounced": ("bounced", "undeliverable", "undelivered", "failed", "invalid address"),
    "delivered": ("delivered", "sent", "opened", "clicked", "no reply", "no response", "not started", "unopened"),
    "partial": ("partial", "incomplete", "in progress", "started", "partially complete", "partial complete"),
    "replied": ("replied", "complete", "completed", "finished", "submitted", "responded"),
}
"""What became of an invitation, in the words that survey tools use."""
_NEAR_ONE = (0.5, 1.5)
"""The mean of a weight that keeps the number of replies."""
_POPULATION = 1e10
"""More than all people alive: no weights sum to it."""


LONGEST_AMOUNT, FEWEST_CODES, ROUND, DIFFERENT = 8, 20, 0.1, 0.9
"""Digits from which on numbers of one length are codes; how many there are at least; the share of them that may end
in two noughts, as amounts do; and the share of the replies that differ."""
_BARE_CODE = re.compile(r"[A-Za-z]{0,3}[0-9]+\w{0,4}")
"""A header that says nothing but the number of a column."""
FEWEST_PEOPLE = 9
"""Different values above which a column named after people says who they are, however often each occurs."""


def identifier(profile: Profile) -> str | None:
    """Why a column says who replied, or None where it does not."""
    if profile.opaque or profile.several or not profile.answered or profile.storage in (Storage.REAL, Storage.BOOLEAN):
        return None
    unique = profile.distinct == profile.answered
    repeated = profile.answered - profile.distinct
    of_a_person = _OF_A_PERSON.fullmatch(profile.header.strip()) is not None and profile.distinct > FEWEST_PEOPLE
    if of_a_person or (_ID.fullmatch(profile.header.strip()) and profile.distinct > profile.answered / 2):
        blank = profile.rows - profile.answered
        faults = [f"{repeated:,} repeat"] if repeated else []
        faults += [f"{blank:,} blank"] if blank and not profile.sampled else []
        return f'"{profile.text}" says so' + (
            f", though {' and '.join(faults)}" if faults else ", and no value repeats"
        )
    if digits := _code_length(profile):
        return f"numbers of {digits} digits each, of which hardly any repeats"
    if not unique or profile.answered < 5:
        return None
    if not profile.header.strip() and profile.storage is Storage.INTEGER and profile.numbers:
        return "a nameless first column of row numbers" if profile.position == 0 else None
    if len(profile.text.split()) <= 4 and _ID_LIKE.search(profile.header.strip()):
        return f'"{profile.text}" is like one, and no value repeats'
    if profile.storage is Storage.TEXT and _most(profile, _ID_VALUE):
        return "random keys, of which none repeats"
    return None


def names_a_thing(profile: Profile) -> bool:
    """Whether the header says that numbers are the ids of something, which need not be the respondent."""
    return len(profile.text.split()) <= 4 and _ID_LIKE.search(profile.header.strip()) is not None


def _code_length(profile: Profile) -> int:
    """The digits of codes that name one thing each: as many in every one, and no round amounts; 0 for other numbers."""
    numbers = profile.numbers
    if numbers is None or profile.storage is not Storage.INTEGER or numbers.low < 0 or profile.answered < FEWEST_CODES:
        return 0
    # What a header names in words is an amount, or tells who a person is.
    if (profile.position and not _BARE_CODE.fullmatch(profile.header.strip())) or _asks_who(profile):
        return 0
    digits = len(f"{numbers.low:.0f}")
    if digits < LONGEST_AMOUNT or digits != len(f"{numbers.high:.0f}") or AMOUNT_ASKED.search(profile.text):
        return 0
    are_round = sum(value.endswith("00") for value in profile.values) > ROUND * len(profile.values)
    return 0 if are_round or profile.distinct < DIFFERENT * profile.answered else digits


def personal(profile: Profile) -> str | None:
    """Why a column holds what identifies a person, or None where it does not."""
    if profile.opaque or not profile.answered:
        return None
    if _asks_who(profile) and profile.storage is not Storage.BOOLEAN:
        return f'"{profile.text}" says so'
    if profile.storage is Storage.TEXT:
        return next((f"{name} in it" for name, pattern in _PERSONAL_VALUES.items() if _most(profile, pattern)), None)
    return None


def _asks_who(profile: Profile) -> bool:
    """Whether the header asks for what identifies a person, or for several such things at once."""
    if _is_called(profile, _PERSONAL):
        return True
    for said in (profile.text, readable(profile.header)):
        bare = said.strip()
        while (shorter := _ASKED_FOR.sub("", bare).strip()) != bare:
            bare = shorter
        parts = [part for part in _AND.split(bare) if part]
        if _PERSONAL.fullmatch(bare) or (len(parts) > 1 and all(map(_PERSONAL.fullmatch, parts))):
            return True
    return False


def date_role(profile: Profile) -> Role | None:
    """Whether a date says when a person was asked, or replied."""
    if _is_called(profile, _SENT):
        return Role.SENT
    return Role.REPLIED if _is_called(profile, _REPLIED) else None


def weight(profile: Profile) -> tuple[bool, str]:
    """Whether a column is a weight, and why; or why it is none although its header says so, else nothing."""
    numbers = profile.numbers
    if numbers is None or profile.several or not _is_called(profile, _WEIGHT):
        return False, ""
    if numbers.low < 0:
        return False, f"no weight, though named like one: as low as {numbers.low:g}"
    if numbers.not_finite:
        return False, f"no weight, though named like one: {numbers.not_finite:,} values are not finite"
    blank = profile.rows - profile.answered
    without = f", {blank:,} blank" if blank else ""
    if _NEAR_ONE[0] <= numbers.mean <= _NEAR_ONE[1]:
        return True, f"named like one, none below 0, mean {numbers.mean:.3g}{without}"
    total = numbers.mean * profile.answered
    if numbers.mean > _NEAR_ONE[1] and numbers.fractional and total < _POPULATION:
        return True, f"named like one, none below 0, summing to a population of {total:,.0f}{without}"
    return False, f"no weight, though named like one: its mean is {numbers.mean:.4g}, not about 1"


def response_of(question: Question) -> Response | None:
    """How a status tells who replied; None unless every one of its answers is a word for that."""
    found: dict[str, list[str]] = {key: [] for key in _DISPOSITIONS}
    for option in question.options:
        key = next((key for key, words in _DISPOSITIONS.items() if option.label.casefold() in words), None)
        if key is None:
            return None
        found[key].append(option.code)
    if not found["replied"]:
        return None
    bounced, delivered, partial, replied = (tuple(codes) for codes in found.values())
    return Response(question.name, bounced, delivered, partial, replied)


def _is_called(profile: Profile, pattern: re.Pattern[str]) -> bool:
    """Whether the header is of a pattern, or the text that stands elsewhere."""
    return any(pattern.fullmatch(said) is not None for said in (profile.text, profile.header.strip()))


def _most(profile: Profile, pattern: re.Pattern[str]) -> bool:
    """Whether four in five of the values counted, at least three, are of a pattern."""
    fitting = sum(pattern.fullmatch(value.strip()) is not None for value in profile.values)
    return fitting >= max(3, 0.8 * len(profile.counts))
