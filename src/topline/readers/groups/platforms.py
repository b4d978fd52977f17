"""Which survey tool wrote a table: told by the columns that only it writes."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from topline.readers.header import Header, Heading
from topline.readers.raw import RawColumn

SURVEYMONKEY = "SurveyMonkey"
QUALTRICS = "Qualtrics"
LIMESURVEY = "LimeSurvey"
REDCAP = "REDCap"
KOBO = "KoboToolbox"
ODK = "ODK"
TYPEFORM = "Typeform"
GOOGLE_FORMS = "Google Forms"
MICROSOFT_FORMS = "Microsoft Forms"
ALCHEMER = "Alchemer"
STACK_OVERFLOW = "Stack Overflow"
PANEL = "panel"
"""No tool of its own: columns named "q0001", "q0004_0001", as panels hand them out."""

_TIMESTAMPS = frozenset(
    ["timestamp", "zeitstempel", "marca temporal", "horodateur", "carimbo de data/hora", "informazioni cronologiche",
     "tijdstempel", "tidsstempel", "tidsstämpel", "sygnatura czasowa", "отметка времени",
     "タイムスタンプ", "타임스탬프", "时间戳记", "時間戳記", "ประทับเวลา", "zaman damgası", "časové razítko",
     "cap waktu", "stempel waktu", "dấu thời gian", "طابع زمني", "χρονική σήμανση", "позначка часу"]
)  # fmt: skip
"""The first header of Google Forms in the languages that it speaks."""
_QUALTRICS = frozenset(
    ["startdate", "enddate", "status", "ipaddress", "progress", "finished", "recordeddate", "responseid",
     "recipientlastname", "distributionchannel", "userlanguage"]
)  # fmt: skip
_LIMESURVEY = (
    frozenset(["id", "submitdate", "lastpage", "startlanguage", "seed"]),
    frozenset(["response id", "date submitted", "last page", "start language", "seed"]),
    frozenset(["id de la réponse", "date de soumission", "dernière page", "langue de départ", "tête de série"]),
    frozenset(["antwort id", "datum abgeschickt", "letzte seite", "start-sprache", "zufallsstartwert"]),
)
_KOBO = frozenset(
    ["_id", "_uuid", "_submission_time", "_validation_status", "_notes", "_status", "_submitted_by", "__version__",
     "_tags", "_index"]
)  # fmt: skip
_ODK = frozenset(["submissiondate", "key", "instanceid", "meta-instanceid", "submitterid", "devicename"])
_SURVEYMONKEY = frozenset(
    ["collector id", "collectorid", "start date", "startdate", "end date", "enddate", "ip address", "email address",
     "first name", "last name", "custom data 1"]
)  # fmt: skip
_STACK_OVERFLOW = frozenset(["mainbranch", "hobbyist", "hobby", "devtype", "edlevel", "convertedcompyearly"])
_PANEL_NAME = re.compile(r"q\d{4}(?:_\d{4})?")
_ALCHEMER_PART = re.compile(r"[^:]+:{1,2}\S.{9,}", re.DOTALL)


@dataclass(frozen=True, slots=True)
class _Headers:
    """The headers of a table, without case."""

    named: tuple[str, ...]

    def begins(self, *names: str) -> bool:
        """Whether the first columns are these."""
        return self.named[: len(names)] == names

    def many(self, names: Collection[str]) -> int:
        """How many of these names there are."""
        return len(set(self.named) & set(names))

    def first_is(self, names: Iterable[str]) -> bool:
        """Whether the first column has one of these names."""
        return bool(self.named) and self.named[0] in names


def platform_of(header: Header, columns: Sequence[RawColumn]) -> str:
    """The survey tool that wrote a table, or nothing where none is recognised.

    Args:
        header: The header, of which the rows alone may tell.
        columns: The columns, for headers whose words the cells have to confirm.
    """
    if header.platform:
        return header.platform
    headers = _Headers(tuple(_name(heading) for heading in header.headings))
    for platform, tells in _FINGERPRINTS:
        if tells(headers):
            return platform
    return REDCAP if _is_redcap(headers, columns) else ""


def _name(heading: Heading) -> str:
    return " ".join((heading.tag or heading.header).split()).casefold()


def _is_surveymonkey(headers: _Headers) -> bool:
    if not headers.first_is(("respondent id", "respondentid", "respondent_id")):
        return False
    specified = any("(please specify)" in name or "open-ended response" in name for name in headers.named)
    return specified or headers.many(_SURVEYMONKEY) > 1


def _is_limesurvey(headers: _Headers) -> bool:
    if any(headers.many(names) >= 3 for names in _LIMESURVEY):
        return True
    codes = {name.split(". ")[0] for name in headers.named if ". " in name}
    return len(codes & _LIMESURVEY[0]) >= 3


def _is_alchemer(headers: _Headers) -> bool:
    started = headers.begins("time started", "date submitted", "status")
    numbered = headers.first_is(("response id", "responseid")) and headers.many(("time started", "date submitted")) == 2
    return started or (numbered and any(_ALCHEMER_PART.fullmatch(name) for name in headers.named))


def _is_kobo(headers: _Headers) -> bool:
    return headers.many(_KOBO) >= 3 and "_uuid" in headers.named


def _is_odk(headers: _Headers) -> bool:
    return headers.many(_ODK) >= 2 and {"key", "submissiondate"} <= set(headers.named)


def _is_typeform(headers: _Headers) -> bool:
    return headers.first_is("#") and headers.many(("network id", "submit date (utc)", "start date (utc)")) >= 2


def _is_microsoft(headers: _Headers) -> bool:
    return headers.begins("id", "start time", "completion time")


def _is_panel(headers: _Headers) -> bool:
    fitting = sum(_PANEL_NAME.fullmatch(name) is not None for name in headers.named)
    return fitting >= 3 and fitting * 2 > len(headers.named)


def _is_redcap(headers: _Headers, columns: Sequence[RawColumn]) -> bool:
    """The forms of REDCap end in a column that says how complete each is: 0, 1 or 2, or the words for it."""
    if any(name.startswith(("redcap_event_name", "redcap_repeat_")) for name in headers.named):
        return True
    if not any(name == "complete?" or name.endswith("_complete") for name in headers.named):
        return False
    if headers.first_is(("record_id", "record id", "study_id", "study id")):
        return True
    states = frozenset(["0", "1", "2", "incomplete", "unverified", "complete"])
    for name, column in zip(headers.named, columns, strict=False):
        if name == "complete?" or name.endswith("_complete"):
            held = {str(cell).strip().casefold() for cell in column.cells.head(500).drop_nulls().unique().to_list()}
            if not held <= states:
                return False
    return any("___" in name or "(choice=" in name for name in headers.named)


_FINGERPRINTS = (
    (SURVEYMONKEY, _is_surveymonkey),
    (KOBO, _is_kobo),
    (ODK, _is_odk),
    (LIMESURVEY, _is_limesurvey),
    (QUALTRICS, lambda headers: headers.many(_QUALTRICS) >= 4 and headers.many(("responseid", "finished")) > 0),
    (TYPEFORM, _is_typeform),
    (MICROSOFT_FORMS, _is_microsoft),
    (GOOGLE_FORMS, lambda headers: headers.first_is(_TIMESTAMPS)),
    (ALCHEMER, _is_alchemer),
    (
        STACK_OVERFLOW,
        lambda headers: headers.first_is(("responseid", "respondent")) and headers.many(_STACK_OVERFLOW) > 0,
    ),
    (PANEL, _is_panel),
)
