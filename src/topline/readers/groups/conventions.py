"""What a survey tool writes that is no answer: why cells are blank, columns of its own, rows that are no replies."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from topline.readers.groups import platforms
from topline.readers.groups.candidates import Sheet
from topline.readers.groups.generic import brackets
from topline.readers.groups.qualtrics import DISPLAY_ORDER
from topline.readers.header import Heading
from topline.survey import MissingKind, Role

TIMINGS = "how long a page took"
SHOWN_ORDER = "the order in which options were shown"
"""Why columns are left out."""


@dataclass(frozen=True, slots=True)
class NoReplies:
    """Rows that nobody answered in earnest, told by one column."""

    column: int
    """Its place."""
    cells: frozenset[str]
    """What it holds in such rows, without case and spaces at the ends."""
    others: frozenset[str]
    """What else the column holds where it is the platform's own."""
    why: str
    """What these rows are, for the report: "previews and spam"."""


@dataclass(frozen=True, slots=True)
class Conventions:
    """What a platform writes that has to be known to read its answers; empty where no platform is known."""

    platform: str = ""
    apart: tuple[tuple[str, MissingKind], ...] = ()
    """Cells that say why there is no answer, in any column of answers; for `RawColumn.apart`."""
    separators: tuple[str, ...] = ()
    """What it writes between several answers in a cell, the likeliest first."""
    roles: tuple[tuple[int, Role], ...] = ()
    """Places of columns of the platform's own, and what they are for; for `RawColumn.role`."""
    dropped: tuple[tuple[int, str], ...] = ()
    """Places of columns that are no question, each with the reason."""
    no_replies: tuple[NoReplies, ...] = ()
    """Rows to leave out."""
    blank_is: MissingKind = MissingKind.NO_ANSWER
    """Why a blank cell is blank, where whoever was asked and gave no answer is told in another way."""


@dataclass(frozen=True, slots=True)
class _Written:
    """What one platform writes, by names of columns without case."""

    apart: tuple[tuple[str, MissingKind], ...] = ()
    separators: tuple[str, ...] = ()
    id: str = ""
    personal: str = ""
    replied: str = ""
    dropped: tuple[tuple[str, str], ...] = ()
    blank_is: MissingKind = MissingKind.NO_ANSWER


_LEGACY = re.compile(r"V\d+")
"""Tags of Qualtrics' own columns in its older exports; the row below says what they are."""
_NAMES = "email address|first name|last name|ip address"
_PLACE = "(?:.*[_/:-])?(?:latitude|longitude)|.+[_-](?:altitude|precision|accuracy)"
"""Parts of a point that somebody's device measured, behind the name of the question."""
_WRITTEN: Mapping[str, _Written] = {
    platforms.SURVEYMONKEY: _Written(
        id="respondent ?_?id", personal=f"{_NAMES}|custom data \\d+", replied="end ?date|date modified"
    ),
    platforms.QUALTRICS: _Written(
        apart=(("-99", MissingKind.NO_ANSWER),),
        separators=(",",),
        id="responseid|_recordid",
        personal="ipaddress|recipient(?:lastname|firstname|email)|externalreference|externaldatareference"
        "|location(?:latitude|longitude|accuracy)|emailaddress|name",
        replied="recordeddate|enddate",
        dropped=(
            (DISPLAY_ORDER.pattern.casefold(), SHOWN_ORDER),
            (r".+_(?:first click|last click|page submit|click count)", TIMINGS),
        ),
        blank_is=MissingKind.NOT_ASKED,
    ),
    platforms.LIMESURVEY: _Written(
        apart=(("N/A", MissingKind.NOT_ASKED),),
        id="id|response id|antwort id|id de la réponse",
        personal="ipaddr|ip address|ip-adresse|firstname|lastname|email|first name|last name|email address|token"
        "|access code|refurl|referrer url|adresse ip|url référente",
        replied="submitdate|date submitted|datum abgeschickt|date de soumission",
        dropped=(
            (
                r"interviewtime|total time|gesamtzeit|grouptime\.?\d+|group time: .*|gruppenzeit: .*|question time: .*"
                r"|fragenzeit: .*|\w+\d\w*time|temps total ?:?|durée pour (?:le groupe|la question) ?: .*",
                TIMINGS,
            ),
        ),
    ),
    platforms.REDCAP: _Written(
        id="record_?id|record id|study_?id", personal="redcap_survey_identifier|survey identifier"
    ),
    platforms.KOBO: _Written(
        separators=(" ",),
        id="_uuid",
        personal=f"deviceid|phonenumber|subscriberid|simserial|username|_submitted_by|_geolocation|imei|{_PLACE}",
        replied="_submission_time",
        blank_is=MissingKind.NOT_ASKED,
    ),
    platforms.ODK: _Written(
        separators=(" ",),
        id="key",
        personal=f"deviceid|phonenumber|subscriberid|simserial|username|devicename|submittername|email|{_PLACE}",
        replied="submissiondate",
        blank_is=MissingKind.NOT_ASKED,
    ),
    platforms.TYPEFORM: _Written(id="#", personal="network id", replied="submit date \\(utc\\)", separators=(", ",)),
    platforms.GOOGLE_FORMS: _Written(
        separators=(";", ", "),
        personal="username|email address|e-mail-adresse|adresse e-mail|dirección de correo electrónico",
    ),
    platforms.MICROSOFT_FORMS: _Written(
        separators=(";",),
        id="id",
        personal="email|name|e-mail|e-mail2|name2",
        replied="completion time",
        dropped=(
            (r"(?:points|feedback) - .*", "what a quiz gave for an answer"),
            (r"total points|quiz feedback|grade posted time", "what a quiz gave for all answers"),
        ),
    ),
    platforms.ALCHEMER: _Written(
        separators=(";",),
        id="response ?id",
        personal="ip address|longitude|latitude|postal|contact id|email",
        replied="date submitted",
    ),
    platforms.STACK_OVERFLOW: _Written(
        apart=(("NA", MissingKind.NO_ANSWER),), separators=(";",), id="responseid|respondent"
    ),
    platforms.PANEL: _Written(apart=(("NA", MissingKind.NOT_ASKED),)),
}
_NO_REPLIES = frozenset(
    ["survey preview", "survey test", "spam", "preview spam", "spam survey preview", "imported spam", "spam imported",
     "offline survey preview", "1", "2", "8", "9", "12", "17"]
)  # fmt: skip
"""What Qualtrics writes into "Status", in words or as codes, of replies that nobody gave in earnest."""
_EARNEST = frozenset(
    ["ip address", "imported", "email", "offline", "synthetic", "ex", "qualtrics research suite", "response type",
     "0", "4", "16", "32", "40", "48"]
)  # fmt: skip
"""What it writes of the others."""


def conventions_of(platform: str, sheet: Sheet) -> Conventions:
    """What has to be known of a platform to read the columns of this table."""
    written = _WRITTEN.get(platform)
    if written is None:
        return Conventions(platform)
    named = [_name(heading) for heading in sheet.headings]
    return Conventions(
        platform=platform,
        apart=written.apart,
        separators=written.separators,
        roles=(*_roles(written, named), *(_contact(sheet) if platform == platforms.SURVEYMONKEY else ())),
        dropped=(*_dropped(written, named), *(_quiz(sheet) if platform == platforms.GOOGLE_FORMS else ())),
        no_replies=_no_replies(platform, named),
        blank_is=written.blank_is,
    )


def _name(heading: Heading) -> str:
    own = heading.text if _LEGACY.fullmatch(heading.tag) else heading.tag or heading.header
    name = " ".join(own.split()).casefold()
    code, point, rest = name.partition(". ")
    return code if point and rest and " " not in code else name


def _roles(written: _Written, named: Sequence[str]) -> list[tuple[int, Role]]:
    found = []
    taken: set[Role] = set()
    for place, name in enumerate(named):
        said = {Role.ID: written.id, Role.PERSONAL: written.personal, Role.REPLIED: written.replied}
        for role, pattern in said.items():
            if pattern and re.fullmatch(pattern, name) and role not in taken:
                found.append((place, role))
                if role is not Role.PERSONAL:
                    taken.add(role)
                break
    return found


_CONTACT = frozenset(
    ["name", "company", "address", "address 2", "city/town", "state/province", "zip/postal code", "country",
     "email address", "phone number"]
)  # fmt: skip
"""What SurveyMonkey asks for in a block of contact information ..."""
_PERSONAL = frozenset(["name", "address", "address 2", "zip/postal code", "email address", "phone number"])
"""... and what of it tells who a person is."""


def _contact(sheet: Sheet) -> list[tuple[int, Role]]:
    """The lines of a block of contact information: questions that have nothing but such lines, two at least."""
    blocks: dict[str, list[int]] = {}
    for place, heading in enumerate(sheet.headings):
        if heading.question and heading.part:
            blocks.setdefault(heading.question, []).append(place)
    lines = {place: " ".join(sheet.headings[place].part.split()).casefold() for at in blocks.values() for place in at}
    return [
        (place, Role.PERSONAL)
        for places in blocks.values()
        if len(places) > 1 and all(lines[place] in _CONTACT for place in places)
        for place in places
        if lines[place] in _PERSONAL
    ]


def _dropped(written: _Written, named: Sequence[str]) -> list[tuple[int, str]]:
    return [
        (place, why)
        for place, name in enumerate(named)
        for pattern, why in written.dropped
        if re.fullmatch(pattern, name, re.DOTALL)
    ]


def _no_replies(platform: str, named: Sequence[str]) -> tuple[NoReplies, ...]:
    if platform != platforms.QUALTRICS or "status" not in named:
        return ()
    return (NoReplies(named.index("status"), _NO_REPLIES, _EARNEST, "previews, tests and spam"),)


def _quiz(sheet: Sheet) -> list[tuple[int, str]]:
    """Google's quizzes: what an answer was worth stands behind the question in brackets."""
    return [
        (place, "what a quiz gave for an answer")
        for place in sorted(sheet.free)
        if brackets(sheet.texts[place])[1][-1:] in (("Score",), ("Feedback",))
        and place
        and brackets(sheet.texts[place])[0] in (sheet.texts[place - 1], brackets(sheet.texts[place - 1])[0])
    ]
