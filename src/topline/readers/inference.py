"""What kind of question a column is, and by which rule: tried in a fixed order, told in words.

Nothing here reads a file: a column comes as its `Profile`, a decision goes as a `Question` whose `rule`
says what decided it. What is inferred is a proposal; the survey file overrides it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from topline.readers import roles
from topline.readers.asked import AMOUNT_ASKED, OWN_WORDS, RATING_ASKED
from topline.readers.bands import banded
from topline.readers.decisions import Decision, question_of
from topline.readers.joined import SPOKEN, WRITTEN_IN, joined_in, split_counts
from topline.readers.options import options_of
from topline.readers.profile import MOST_COUNTED, Profile, text_statistics
from topline.readers.recommending import points_asked
from topline.readers.vocabulary import are_points, is_last, known, numbered
from topline.survey import RECOMMEND, Kind, Option, Question, Response, Role, Storage, scored

FEW_NUMBERS = 12
"""Different numbers that may still be codes of answers."""
MANY_REPLIES, MOST_OF_THEM = 5, 0.9
"""Replies that hold a value which was picked rather than written, and the share of all replies that hold such ones."""
TIMES_REPEATED = 10
"""Replies for each different value, at the mean, from which on values were picked."""
MOST_BANDS, WORDS_OF_A_BAND = 25, 5
"""Bands of an amount that may be offered, and the words that one has, at the median: "1,000 to 9,999 employees"."""
LEAST_TOP, LEAST_WORDS = 4, 4
"""The lowest top of a scale of points whose question does not ask to rate, and the fewest words of that question."""
HIGHEST_TOP = 10
"""The top of a scale of points; numbers from 0 or 1 to just that are points, whatever the header says."""
LONGEST_PICKED = 120
"""Characters at the mean beyond which not even texts that repeat are taken for answers to pick from."""
_STATUS = re.compile(r"(?:(?:response|survey|reply|contact|interview)[ _]?)?(?:status|disposition)", re.IGNORECASE)


def infer(profile: Profile) -> Question:
    """The question that a column most likely is."""
    return question_of(profile, decided(profile))


def decided(profile: Profile) -> Decision:
    """What a column most likely is, by the first rule that knows."""
    return next(found for rule in RULES if (found := rule(profile)))


def as_stated(profile: Profile, said: Mapping[str, Any]) -> Question:
    """The question that a survey file states, completed by what is found; inferred where it states no kind."""
    if "kind" not in said:
        return infer(profile)
    kind = Kind(said["kind"])
    options = with_kind(profile, kind, said.get("separator", ""))
    return question_of(profile, Decision(kind, "stated in the survey file", options=options))


def with_kind(profile: Profile, kind: Kind, separator: str = "") -> tuple[Option, ...]:
    """The options of a question whose kind is stated but whose options are not."""
    counted = replace(profile, counts=split_counts(profile, separator)) if separator else profile
    options = options_of(counted)
    return scored(options) if kind is Kind.SCALE else options


def with_single_roles(questions: Iterable[Question]) -> tuple[Question, ...]:
    """The questions, with the roles that only one column can have left to the first that claims them.

    A second id stays one: its values say who a person is, and are nothing to count.
    """
    held: set[Role] = set()
    kept = []
    for question in questions:
        if question.role in (Role.SENT, Role.REPLIED, Role.STATUS):
            if question.role in held:
                question = replace(question, role=None, rule=f"{question.kind}: a second {question.role}")
            elif question.role:
                held.add(question.role)
        kept.append(question)
    return tuple(kept)


def response_in(questions: Iterable[Question]) -> Response | None:
    """How the questions tell who replied, where one of them is a status in known words."""
    status = next((question for question in questions if question.role is Role.STATUS), None)
    return roles.response_of(status) if status else None


# The rules, in the order they are tried. Each looks at one thing and says why it decided.


def _opaque(profile: Profile) -> Decision | None:
    if not profile.opaque:
        return None
    return Decision(Kind.OPEN, f"a {profile.opaque} column, shown as text")


def _several(profile: Profile) -> Decision | None:
    if not profile.several:
        return None
    return Decision(Kind.MULTI, "each reply holds a list", options=options_of(profile))


def _nobody(profile: Profile) -> Decision | None:
    if profile.answered or profile.storage is Storage.DATE:
        return None
    return Decision(Kind.SINGLE, "nobody answered", options=options_of(profile))


def _identifier(profile: Profile) -> Decision | None:
    why = roles.identifier(profile)
    return Decision(Kind.OPEN, why, Role.ID) if why else None


def _personal(profile: Profile) -> Decision | None:
    why = roles.personal(profile)
    if not why:
        return None
    numeric = profile.storage in (Storage.INTEGER, Storage.REAL)
    kind = Kind.DATE if profile.storage is Storage.DATE else Kind.NUMERIC if numeric else Kind.OPEN
    return Decision(kind, why, Role.PERSONAL)


def _date(profile: Profile) -> Decision | None:
    if profile.storage is not Storage.DATE:
        return None
    role = roles.date_role(profile)
    return Decision(Kind.DATE, f'"{profile.text}" says so' if role else "every value is a date", role)


def _weight(profile: Profile) -> Decision | None:
    is_weight, why = roles.weight(profile)
    return Decision(Kind.NUMERIC, why, Role.WEIGHT) if is_weight else None


def _truth(profile: Profile) -> Decision | None:
    if profile.storage is not Storage.BOOLEAN:
        return None
    return Decision(Kind.SINGLE, "true or false", options=(Option("true", "True"), Option("false", "False")))


def _status(profile: Profile) -> Decision | None:
    if not _STATUS.fullmatch(profile.text) or not profile.is_whole or profile.distinct > FEW_NUMBERS:
        return None
    # "No response" is what became of an invitation, not a missing answer.
    options = tuple(replace(option, missing=None) for option in options_of(profile))
    return Decision(Kind.SINGLE, f'"{profile.text}" says so', Role.STATUS, options)


def _joined(profile: Profile) -> Decision | None:
    found = joined_in(profile)
    if not found:
        return None
    among = {count.value: count for count in split_counts(profile, found.separator, found.offered)}
    apart = tuple(count for count in profile.counts if profile.missing_kind(count.value))
    counts = (*(among[answer] for answer in found.offered if answer in among), *apart)
    options = options_of(replace(profile, counts=counts, distinct=len(counts)))
    between = SPOKEN.get(found.separator, f'"{found.separator}"')
    rule = f"several answers in a cell, with {between} between"
    if found.own_words:
        options = (*options, Option(WRITTEN_IN, "Other, written in"))
        rule = f"{rule}, {len(found.offered)} of them picked often"
    return Decision(Kind.MULTI, rule, None, options, found.separator)


def _open(profile: Profile) -> Decision | None:
    texts = profile.texts
    if profile.storage is not Storage.TEXT or texts is None:
        return None
    apart = [count.replies for count in profile.counts if profile.missing_kind(count.value)]
    distinct, answered = profile.distinct - len(apart), profile.answered - sum(apart)
    if apart and profile.is_whole:
        texts = text_statistics(tuple(c for c in profile.counts if not profile.missing_kind(c.value))) or texts
    if distinct > MOST_COUNTED:
        return Decision(Kind.OPEN, f"more than {MOST_COUNTED:,} different texts ({distinct:,})")
    may_be_bands = texts.median_words <= WORDS_OF_A_BAND and distinct <= MOST_BANDS
    may_be_bands = may_be_bands and not all(value.strip().isdigit() for value in profile.values)
    if known(profile.values) or (may_be_bands and banded(profile.values)):
        return None
    mostly_different = distinct > answered / 2
    differ = f"{distinct:,} of {answered:,} answers differ"
    if mostly_different and texts.median_words >= 3 and distinct > 2:
        return Decision(Kind.OPEN, f"{differ}, {texts.median_words:g} words at the median")
    if distinct >= 30 and texts.mean_characters >= 20 and not _was_picked(profile):
        return Decision(
            Kind.OPEN, f"{distinct:,} different texts of {texts.mean_characters:.0f} characters at the mean"
        )
    if mostly_different and OWN_WORDS.search(profile.text) and distinct > 2:
        return Decision(Kind.OPEN, f"the header asks for own words, and {differ}")
    if mostly_different and distinct > FEW_NUMBERS:
        return Decision(Kind.OPEN, differ)
    return None


def _was_picked(profile: Profile) -> bool:
    """Whether texts repeat as they do when they are picked from a list, such as the names of towns, however long."""
    held = [count.replies for count in profile.counts if not profile.missing_kind(count.value)]
    if not profile.is_whole or profile.texts is None or profile.texts.mean_characters > LONGEST_PICKED:
        return False
    often = sum(replies for replies in held if replies >= MANY_REPLIES)
    return sum(held) >= TIMES_REPEATED * len(held) and often >= MOST_OF_THEM * sum(held)


def _scale(profile: Profile) -> Decision | None:
    if not profile.is_whole:
        return None
    options = options_of(profile)
    answers = [option.code for option in options if option.missing is None]
    if profile.storage is Storage.TEXT:
        return _scale_of_words(profile, options, answers)
    if profile.storage is not Storage.INTEGER or profile.numbers is None or not answers:
        return None
    low, high = profile.numbers.low, profile.numbers.high
    if low >= 0 and high <= 10 and RECOMMEND.search(profile.text) and (high > 5 or low == 0) and len(answers) > 2:
        return Decision(Kind.SCALE, "0 to 10, and the question asks to recommend", options=_points(range(11), options))
    if low >= 0 and high <= 10 and len(answers) > 2 and RATING_ASKED.search(profile.text):
        first = min(int(low), 1)
        return Decision(
            Kind.SCALE,
            f"{low:g} to {high:g}, and the question asks to rate",
            options=_points(range(first, int(high) + 1), options),
        )
    return None


def _points_between_ends(profile: Profile) -> Decision | None:
    """Points that a question in words asks for: a choice among words would have been stored in words.

    A name such as "q5" says nothing, and its numbers may be codes of anything.
    """
    if profile.storage is not Storage.INTEGER or profile.numbers is None or not profile.is_whole:
        return None
    low, high = int(profile.numbers.low), int(profile.numbers.high)
    if low not in (0, 1) or not LEAST_TOP <= high <= HIGHEST_TOP or profile.distinct < max(3, high - 2):
        return None
    if AMOUNT_ASKED.search(profile.text):
        return None
    options = _points(range(low, high + 1), options_of(profile))
    if (low, high) == (0, HIGHEST_TOP) and profile.distinct >= high:
        return Decision(Kind.SCALE, f"the points from {low} to {high}", options=options)
    if len(profile.text.split()) < LEAST_WORDS:
        return None
    return Decision(Kind.SCALE, f"a question in words, answered with {low} to {high}", options=options)


def are_points_of_items(options: Sequence[Option]) -> bool:
    """Whether items over the same whole numbers, each with no other label, are rated: "1" to "5", none left out."""
    codes = [option.code for option in options if option.missing is None]
    if any(option.code != option.label for option in options) or not all(map(str.isdigit, codes)):
        return False
    points = sorted(map(int, codes))
    return (
        bool(points)
        and points[0] in (0, 1)
        and LEAST_TOP <= points[-1] <= HIGHEST_TOP
        and (points == [*range(points[0], points[-1] + 1)])
    )


def _scale_of_words(profile: Profile, options: tuple[Option, ...], answers: Sequence[str]) -> Decision | None:
    apart = tuple(option for option in options if option.missing)
    if recommending := points_asked(answers, profile.text):
        last = tuple(option for option in options if option.missing is None and is_last(option.code))
        choices = tuple(Option(code, code, score=float(point)) for code, point in recommending.items())
        rule = "0 to 10 with words at the ends, and the question asks to recommend"
        return Decision(Kind.SCALE, rule, options=(*choices, *last, *apart))
    points = numbered(answers)
    if points and len(points) > 2 and are_points(answers):
        labels = {option.code: option.label for option in options}
        choices = tuple(
            Option(code, labels[code], score=None if is_last(code) else float(point)) for code, point in points.items()
        )
        return Decision(Kind.SCALE, "every answer begins with its point", options=choices + apart)
    found = known(answers)
    if found and found[0].is_scale and len(answers) > 2:
        return Decision(
            Kind.SCALE, f"every answer is one of the known words of {found[0].name}", options=scored(options)
        )
    return None


def _points(points: range, options: tuple[Option, ...]) -> tuple[Option, ...]:
    """The points of a scale, with those that nobody chose, and the options set apart."""
    apart = tuple(option for option in options if option.missing)
    return scored(tuple(Option(str(point), str(point)) for point in points) + apart)


def _numeric(profile: Profile) -> Decision | None:
    numbers = profile.numbers
    if numbers is None:
        return _all_infinite(profile)
    _, why = roles.weight(profile)
    if profile.storage is Storage.INTEGER and not numbers.amounts and roles.names_a_thing(profile):
        return _numbers_of_things(profile)
    if profile.distinct > FEW_NUMBERS:
        return Decision(Kind.NUMERIC, why or f"more than {FEW_NUMBERS} different numbers ({profile.distinct:,})")
    if numbers.amounts:
        return Decision(Kind.NUMERIC, why or "numbers written as amounts")
    if numbers.fractional:
        return Decision(Kind.NUMERIC, why or "numbers with a part behind the point")
    if numbers.high >= 1_000 and not (numbers.low >= 1_800 and numbers.high <= 2_200):
        return Decision(Kind.NUMERIC, why or f"numbers up to {numbers.high:,.0f}, too high for codes")
    if AMOUNT_ASKED.search(profile.text) and numbers.high > 2:
        return Decision(Kind.NUMERIC, why or "numbers, and the header asks for an amount")
    if why:
        return Decision(Kind.NUMERIC, why)
    return None


def _numbers_of_things(profile: Profile) -> Decision:
    """Numbers that only name something, such as the collector of a reply: nothing to add up."""
    rule = f'numbers that name something, as "{profile.text}" says'
    if not profile.is_whole:  # too many to count replies by
        return Decision(Kind.OPEN, rule, Role.ID)
    return Decision(Kind.SINGLE, rule, options=options_of(profile))


def _all_infinite(profile: Profile) -> Decision | None:
    if profile.storage not in (Storage.INTEGER, Storage.REAL):
        return None
    return Decision(Kind.NUMERIC, "numbers, none of them finite")


def _single(profile: Profile) -> Decision:
    options = options_of(profile)
    many = sum(option.missing is None for option in options)
    what = "one answer" if many == 1 else f"{many:,} different answers"
    return Decision(Kind.SINGLE, what, options=options)


RULES: tuple[Callable[[Profile], Decision | None], ...] = (
    _opaque,
    _several,
    _nobody,
    _identifier,
    _personal,
    _date,
    _weight,
    _truth,
    _status,
    _joined,
    _open,
    _scale,
    _points_between_ends,
    _numeric,
    _single,
)
