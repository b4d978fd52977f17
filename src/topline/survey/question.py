"""A question and its answers: what was asked, what could be answered, and where the answers are stored."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from topline.survey.widths import cut

_APART = (
    r"(?:none|none of (?:these|the above)|other|other\W.*|something else|all of the above|(?:i )?(?:don.?t"
    r"|do not) know|dk|i don.?t understand.*|do(?:es)?(?:n.?t| not) apply(?: to me)?\.?|unfamiliar.*"
    r"|.*\(n/a\)|(?:i.?m |i am )?(?:not sure|unsure)|i haven.?t decided(?: yet)?"
    r"|no opinion|can.?t say|not applicable(?: to me(?: \(.*\))?)?|n/a - .*"
    r"|(?:i.?d |i would |i )?(?:prefer not to .*|rather not say)|refused"
    r"|sonstiges?|andere[rs]?|weiß (?:ich )?nicht|keine angabe|k\.? ?a\.?|kann ich nicht (?:beurteilen|sagen)"
    r"|otr[oa]s?|ns/?nc|n\.s\./n\.c\.|no (?:lo )?s[eé]|no sabe.*|no contesta|no aplica|prefiero no .*"
    r"|ningun[oa]s?(?: de (?:los|las) anteriores)?"
    r"|autres?|je ne sais pas|ne sa(?:it|is) pas|nsp|sans (?:opinion|avis)"
    r"|préf[eè]re? ne pas .*|non (?:applicable|concernée?)"
    r"|outr[oa]s?|não sei.*|prefiro não .*|altro|non so.*|preferisco non .*|weet (?:ik )?niet|geen mening|anders"
    r"|nie wiem|trudno powiedzieć|не знаю|затрудняюсь ответить|другое|bilmiyorum|fikrim yok|diğer|lainnya|tidak tahu"
    r"|其他|不知道|不清楚|以上都不是|不适用|その他|わからない|分からない|該当なし|기타|모르겠다|모르겠음|해당 ?없음"
    r"|อื่น ?ๆ|ไม่ทราบ|ไม่แน่ใจ|khác|không biết|أخرى|لا أعرف|لا ينطبق)"
)
STANDS_APART = re.compile(rf"(?:[0-9]{{1,3}} ?[-.):=] ?)?{_APART}(?: ?/ ?{_APART})*", re.IGNORECASE)
"""Answers that a questionnaire offers last, and that stand for no point of a scale."""
RECOMMEND = re.compile(
    r"re[ck]om+[ea]nd|(?<![a-z])nps(?![a-z])|promoter|empfehl|empfiehl|consigli|ra[ck]+omand|aanbev[eo]|aanraden|anbefal"
    r"|suositel|poleci|doporuč|odporúč|ajánl|рекоменд|порекоменд|препоръч|preporuč|priporoč|tavsiye|öneri[rn]|συστήσ"
    r"|συνιστ|ממליצ|להמליץ|وصي|推荐|推薦|すすめ|お勧め|薦め|추천|แนะนำ|giới thiệu",
    re.IGNORECASE,
)
"""Questions that ask whether one would recommend, of which the net promoter score is told."""


class Kind(StrEnum):
    """What kind of answer a question takes."""

    SINGLE = "single"
    MULTI = "multi"
    SCALE = "scale"
    NUMERIC = "numeric"
    DATE = "date"
    OPEN = "open"


class Role(StrEnum):
    """What a column is for, where it is more than an answer."""

    ID = "id"
    WEIGHT = "weight"
    SENT = "date sent"
    REPLIED = "date replied"
    STATUS = "status"
    PERSONAL = "personal"


class MissingKind(StrEnum):
    """Why there is no answer that counts."""

    NOT_ASKED = "not asked"
    NO_ANSWER = "no answer"
    DONT_KNOW = "don't know"
    REFUSED = "refused"


class Storage(StrEnum):
    """The type of the stored values (of the elements, for a question with several answers)."""

    TEXT = "text"
    INTEGER = "integer"
    REAL = "real"
    BOOLEAN = "boolean"
    DATE = "date"


SHORT = 40
"""Cells of a question's label in a sentence."""
MASK = "•••"
"""Stands for an answer that tells who a person is, until it is asked for."""


@dataclass(frozen=True, slots=True)
class Option:
    """An answer choice."""

    code: str
    """The value as stored, written as text."""
    label: str
    """What the respondent read."""
    missing: MissingKind | None = None
    """Why this answer is set apart from the base, or None for an answer that counts."""
    score: float | None = None
    """The number this answer stands for in a mean, in points; only for scales."""


@dataclass(frozen=True, slots=True)
class Net:
    """A group of options that counts each person once."""

    label: str
    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Rule:
    """Words or a pattern that suggest a code for the verbatims in which they occur."""

    code: str
    text: str
    """As it is written: words with perhaps a * before or behind one, or a pattern between slashes."""

    @property
    def regex(self) -> str | None:
        """The pattern of RE2; None for words."""
        return self.text[1:-1] if len(self.text) > 1 and self.text[0] == self.text[-1] == "/" else None


@dataclass(frozen=True, slots=True)
class Guidance:
    """What belongs under a code of a verbatim, told to those who code."""

    code: str
    definition: str = ""
    examples: tuple[str, ...] = ()
    key: str = ""
    """The letter that gives it; empty for any that is free."""


Number = int | float


@dataclass(frozen=True, slots=True)
class Band:
    """Numbers that are counted together."""

    low: Number | None
    """The first of them; None where it is open downwards."""
    high: Number | None
    """The first that is beyond; None where it is open upwards."""
    label: str = ""
    """What it is called; empty where its ends say it."""


@dataclass(frozen=True, slots=True)
class Question:
    """One question of a survey, or one column that has a role."""

    name: str
    """Unique in its survey; what people type."""
    kind: Kind
    text: str = ""
    """The question as asked."""
    label: str = ""
    """A short form for lists and sentences."""
    column: str = ""
    """The column of the replies that holds the answers."""
    storage: Storage = Storage.TEXT
    role: Role | None = None
    options: tuple[Option, ...] = ()
    """The answer choices in the order they were offered; for a coded verbatim, its codeframe."""
    nets: tuple[Net, ...] = ()
    bands: tuple[Band, ...] = ()
    """For numbers: what they are counted by, rising; empty where that is drawn from the numbers."""
    grid: str = ""
    """The name shared by questions that were asked together over the same options."""
    ranks: bool = False
    """Whether its answer is the place that it was given among the questions of its grid: 1 is the first."""
    unit: str = ""
    """The unit of a number, such as "minutes a day"."""
    base: str = ""
    """An expression saying who was asked; empty when everyone was."""
    base_text: str = ""
    """Who was asked, in words."""
    blank: MissingKind = MissingKind.NO_ANSWER
    """Why nothing is stored for some, as far as the file tells; where a base is stated, that tells."""
    codes: str = ""
    """For a verbatim: the LIST column that holds its codes; empty while it is not coded."""
    coded_here: bool = False
    """Whether these codes are those that coders gave here, so that it is known which replies wait to be coded."""
    has_uncoded: bool = False
    """Whether any reply to it waits to be coded."""
    rules: tuple[Rule, ...] = ()
    """For a verbatim: what suggests codes; several can suggest the same."""
    guide: tuple[Guidance, ...] = ()
    """For a verbatim: what belongs under its codes, of those of which anything is said."""
    separator: str = ""
    """For several answers stored as one text: what stands between them."""
    rule: str = ""
    """What decided the kind: the rule of inference, or where it was stated."""
    positions: tuple[int, ...] = ()
    """The 0-based columns of the original file that this question was read from."""
    headers: tuple[str, ...] = ()
    """Those columns' headers, as they stand in the file."""
    answered: int | None = None
    """Replies with an answer as counted when the file was read; None when it was not."""
    ranked: tuple[str, ...] = field(default=(), repr=False, compare=False)
    """For one answer: the codes, where the engine sorts them by itself as they were offered; else empty."""
    bits: tuple[str, ...] = field(default=(), repr=False, compare=False)
    """For several answers: the codes that the engine has a bit for, the lowest first; empty where it has none."""
    _by_code: dict[str, Option] = field(init=False, repr=False, compare=False, hash=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "text", self.text or self.name)
        object.__setattr__(self, "label", self.label or self.text)
        object.__setattr__(self, "column", self.column or self.name)
        object.__setattr__(self, "_by_code", {option.code: option for option in self.options})

    @property
    def short(self) -> str:
        """The label, cut at a word, for a sentence."""
        return self.shortened(SHORT)

    def shortened(self, room: int) -> str:
        """The label in about so many cells, for a sentence."""
        return cut(self.label, room)

    @property
    def is_coded(self) -> bool:
        """Whether this verbatim has been coded, and so is also a question with several answers."""
        return self.kind is Kind.OPEN and bool(self.codes)

    @property
    def has_words(self) -> bool:
        """Whether its answers are texts, of which the words can be counted."""
        return self.kind is Kind.OPEN and self.storage is Storage.TEXT

    @property
    def takes_several(self) -> bool:
        """Whether one reply can have several of the options."""
        return self.kind is Kind.MULTI or self.is_coded

    @property
    def has_options(self) -> bool:
        """Whether answers are counted option by option."""
        return self.kind in (Kind.SINGLE, Kind.SCALE) or self.takes_several

    @property
    def choices(self) -> tuple[Option, ...]:
        """The options that count as answers."""
        return tuple(option for option in self.options if option.missing is None)

    @property
    def missing(self) -> tuple[Option, ...]:
        """The stored answers that are set apart: not asked, no answer, don't know, refused."""
        return tuple(option for option in self.options if option.missing is not None)

    @property
    def choices_column(self) -> str:
        """The column that holds option codes: the verbatim's codes for a coded question."""
        return self.codes if self.is_coded else self.column

    def option(self, code: str) -> Option:
        """The option with this code; a code nobody listed stands for itself."""
        return self._by_code.get(code) or Option(code, code)

    def lists(self, code: str) -> bool:
        """Whether the codebook has this code."""
        return code in self._by_code

    def net_of(self, code: str) -> Net | None:
        """The first net that holds this code."""
        return next((net for net in self.nets if code in net.codes), None)

    def stored(self, code: str) -> str | int | float | bool:
        """A code as a value of the stored type, to be bound as a parameter.

        Raises:
            ValueError: when the code cannot be a value of that type.
        """
        match Storage.TEXT if self.is_coded else self.storage:
            case Storage.INTEGER:
                return int(code)
            case Storage.REAL:
                return float(code)
            case Storage.BOOLEAN:
                return code == "true"
            case Storage.DATE:
                datetime.fromisoformat(code)
                return code
            case _:
                return code


def code_of(value: object) -> str:
    """A stored value written as a code: whole numbers without a point, truth as true and false."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
