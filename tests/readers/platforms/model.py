"""A small model of a survey, from which the files of every platform are written, and surveys drawn at random.

What is drawn is what a survey can hold: options with commas, dashes and brackets in them, some that nobody chose,
people who were not asked or did not answer. What is ruled out is what no reader could tell from so few replies: an
option is chosen twice at least or never.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from hypothesis import strategies as st

OTHER = "Other (please specify)"


class Form(StrEnum):
    """What was asked for."""

    SINGLE = "single"
    MULTI = "multi"
    SCALE = "scale"
    GRID = "grid"
    RANKING = "ranking"
    OPEN = "open"
    NUMERIC = "numeric"
    DATE = "date"


@dataclass(frozen=True)
class Asked:
    """A question, and what everyone answered."""

    name: str
    """A short name for tools that have one: "q3"."""
    text: str
    form: Form
    answers: tuple[Any, ...]
    """By form: the place of an option; places of options; a place for every item; a rank for every item; text, number
    or date. None where there is no answer."""
    options: tuple[str, ...] = ()
    items: tuple[str, ...] = ()
    """Rows of a grid, or what was ranked."""
    words: tuple[str | None, ...] = ()
    """What was written in by those who chose the last option, where that is "Other"; empty where it was not offered."""
    asked: tuple[bool, ...] = ()
    """Who was asked; everyone where it is empty. Who was not has no answer."""

    def was_asked(self, person: int) -> bool:
        return not self.asked or self.asked[person]

    def given(self, item: int | None = None) -> list[Any]:
        """The answers to the question, or to one of its items, without those that are missing."""
        held = [answer for answer in self.answers if answer is not None]
        return held if item is None else [answer[item] for answer in held if answer[item] is not None]

    def counts(self, item: int | None = None) -> dict[str, int]:
        """How many chose every option."""
        found = dict.fromkeys(self.options, 0)
        for answer in self.given(item):
            for place in answer if self.form is Form.MULTI else (answer,):
                found[self.options[place]] += 1
        return found

    def without_other(self) -> Asked:
        """The question as a tool asks it that offers no "Other" with words of its own; who chose it did not answer."""
        if not self.words:
            return self
        last = len(self.options) - 1
        if self.form is Form.MULTI:
            kept = [answer and tuple(place for place in answer if place != last) for answer in self.answers]
        else:
            kept = [None if answer == last else answer for answer in self.answers]
        return replace(self, options=self.options[:-1], answers=tuple(kept), words=())


@dataclass(frozen=True)
class Model:
    """A survey and its replies."""

    ids: tuple[str, ...]
    """With zeros in front, as of a panel."""
    emails: tuple[str, ...]
    replied: tuple[date, ...]
    questions: tuple[Asked, ...]

    @property
    def people(self) -> int:
        return len(self.ids)

    def with_questions(self, questions: Sequence[Asked]) -> Model:
        return replace(self, questions=tuple(questions))

    def without_other(self) -> Model:
        return self.with_questions([asked.without_other() for asked in self.questions])

    def without_commas(self) -> Model:
        """The survey as one whose options of several answers hold no comma."""
        return self.with_questions(
            [
                replace(asked, options=tuple(option.replace(", ", " and ") for option in asked.options))
                if asked.form is Form.MULTI
                else asked
                for asked in self.questions
            ]
        )


_TEXTS = {
    Form.SINGLE: (
        "How do you usually get to work?",
        "What describes your home best: owned, rented or shared?",
        "Employment - current situation",
        'Which brand comes to mind first when you hear "coffee"?',
        "Where did you hear about us",
    ),
    Form.MULTI: (
        "Which of these do you own? Select all that apply.",
        "What have you bought in the last 12 months - for yourself or others?",
        "Which apply to you",
        "Why do you come here: please tick all reasons",
    ),
    Form.SCALE: (
        "How much do you agree with the new opening hours?",
        "The staff helped me",
        "How do you feel about it",
    ),
    Form.GRID: ("How much do you agree or disagree with each?", "Please rate the following", "Over the past month"),
    Form.RANKING: ("Rank these from best to worst.", "Put these in your order of preference, first to last"),
    Form.OPEN: ("What could we do better?", "Comments", "Is there anything else, good or bad, that you want to say?"),
    Form.NUMERIC: ("How many hours a week do you work?", "Age", "Number of people in the household"),
    Form.DATE: ("When did you last visit us?", "Date of purchase"),
}
_OPTIONS = (
    "Car", "Bus", "Bicycle", "On foot", "Train (any)", "Car, as a passenger", "E-bike or scooter", "Full-time",
    "Part-time", "Self-employed", "Student", "Retired", "North", "South", "Über Freunde", "Newspaper/radio",
    "Friends & family", "Price", "Quality", "Service", "A place - close to home", "Tea, coffee or cocoa",
    "Café au lait", "1-2 of them", "3 or more", "Don't know", "Yes, both", "It's cheap", "Smartphone", "Tablet",
    "Laptop", "No phone", "Red", "Green", "Blue", "“Best” brand", "Owned", "Rented", "Shared flat", "O2",
    "Brand: Acme", "Brand: Zenith",
)  # fmt: skip
_ITEMS = (
    "The shop is clean", "The prices are fair", "Staff, in general, are friendly", "I found what I wanted",
    "Opening hours", "Parking (cars and bikes)", "The web-site", "Delivery", "Choice of goods", "Length of queues",
)  # fmt: skip
_SCALES = (
    ("Strongly disagree", "Disagree", "Neither agree nor disagree", "Agree", "Strongly agree"),
    ("Very dissatisfied", "Dissatisfied", "Neutral", "Satisfied", "Very satisfied"),
    ("Never", "Rarely", "Sometimes", "Often", "Always"),
)
_WRITTEN = ("by boat", "my own, home-made", "something I forgot", "a gift - from my aunt", "see above", "none, really")
_SUBJECTS = ("the queue", "my last order", "a friendly clerk", "the café", "your app", "parking")
_VERBS = ("was far too slow", "made my day", "could be cheaper", "is hard to find", "never works on Mondays")
_ENDS = ("", ", honestly", "; please fix it", ' ("again")', " - thank you!", "\nand that is all")


def _seeded(draw: st.DrawFn, chosen: Sequence[int], people: int) -> list[int]:
    """Everyone's choice, each of the options that are chosen at all twice at least."""
    rest = draw(st.lists(st.sampled_from(list(chosen)), min_size=people, max_size=people))
    return [*chosen, *chosen, *rest][:people]


def _blanked(draw: st.DrawFn, answers: Sequence[Any], from_: int) -> tuple[Any, ...]:
    """Answers of which some after the first ones are not given."""
    given = draw(st.lists(st.sampled_from([True, True, True, False]), min_size=len(answers), max_size=len(answers)))
    return tuple(
        answer if kept or at < from_ else None for at, (answer, kept) in enumerate(zip(answers, given, strict=True))
    )


def _chosen(draw: st.DrawFn, options: int) -> list[int]:
    """The places of options that anybody chose: three at least, and all but at most one; the last of them always."""
    never = draw(st.none() | st.integers(0, options - 2)) if options > 3 else None
    return [place for place in range(options) if place != never]


def _options(draw: st.DrawFn, least: int, most: int) -> tuple[str, ...]:
    return tuple(draw(st.lists(st.sampled_from(_OPTIONS), min_size=least, max_size=most, unique=True)))


def _words(draw: st.DrawFn, chose: Sequence[bool]) -> tuple[str | None, ...]:
    return tuple(draw(st.sampled_from(_WRITTEN)) if one else None for one in chose)


def _single(draw: st.DrawFn, name: str, text: str, people: int) -> Asked:
    has_other = draw(st.booleans())
    options = (*_options(draw, 2, 4), *((OTHER,) if has_other else ()))
    chosen = _chosen(draw, len(options))
    answers = _blanked(draw, _seeded(draw, chosen, people), 2 * len(chosen))
    words = _words(draw, [answer == len(options) - 1 for answer in answers]) if has_other else ()
    return Asked(name, text, Form.SINGLE, answers, options, words=words)


def _multi(draw: st.DrawFn, name: str, text: str, people: int, asked: tuple[bool, ...] = ()) -> Asked:
    """The first two people asked tick everything that anybody does, those after them one option each, and of the rest
    every second one several."""
    has_other = draw(st.booleans())
    options = (*_options(draw, 4, 5), *((OTHER,) if has_other else ()))
    chosen = _chosen(draw, len(options))
    any_, some = (
        st.lists(st.sampled_from(chosen), min_size=least, max_size=len(chosen), unique=True).map(sorted).map(tuple)
        for least in (0, 2)
    )
    first = iter([tuple(chosen), tuple(chosen), *((place,) for place in chosen)])
    answers: list[tuple[int, ...] | None] = []
    for person in range(people):
        if asked and not asked[person]:
            answers.append(None)
        else:
            answers.append(next(first, None) or draw(some if person % 2 else any_))
    last = len(options) - 1
    words = _words(draw, [bool(answer) and last in answer for answer in answers]) if has_other else ()
    return Asked(name, text, Form.MULTI, tuple(answers), options, words=words, asked=asked)


def _scale(draw: st.DrawFn, name: str, text: str, people: int) -> Asked:
    options = draw(st.sampled_from(_SCALES))
    chosen = _chosen(draw, len(options))
    return Asked(name, text, Form.SCALE, _blanked(draw, _seeded(draw, chosen, people), 8), options)


def _grid(draw: st.DrawFn, name: str, text: str, people: int) -> Asked:
    options = draw(st.sampled_from(_SCALES))
    items = tuple(draw(st.lists(st.sampled_from(_ITEMS), min_size=3, max_size=4, unique=True)))
    chosen = _chosen(draw, len(options))
    columns = []
    for _ in items:
        columns.append(_blanked(draw, _seeded(draw, chosen, people), 8))
    return Asked(name, text, Form.GRID, tuple(zip(*columns, strict=True)), options, items)


def _ranking(draw: st.DrawFn, name: str, text: str, people: int) -> Asked:
    items = tuple(draw(st.lists(st.sampled_from(_ITEMS), min_size=3, max_size=4, unique=True)))
    ranks = list(range(1, len(items) + 1))
    orders = st.permutations(ranks).map(tuple)
    turned = [tuple(ranks[at:] + ranks[:at]) for at in range(len(ranks))]
    answers = [*turned, *turned, *(draw(orders) for _ in range(people - 2 * len(ranks)))]
    return Asked(name, text, Form.RANKING, _blanked(draw, answers, 2 * len(ranks)), items=items)


def _open(draw: st.DrawFn, name: str, text: str, people: int) -> Asked:
    said = [f"{subject} {verb}{end}" for end in _ENDS for verb in _VERBS for subject in _SUBJECTS]
    start, step = draw(st.integers(0, 50)), draw(st.sampled_from([1, 7, 11]))
    answers = [said[(start + step * person) % len(said)] for person in range(people)]
    return Asked(name, text, Form.OPEN, _blanked(draw, answers, 5))


def _numeric(draw: st.DrawFn, name: str, text: str, people: int) -> Asked:
    drawn = draw(st.lists(st.integers(0, 120), min_size=people, max_size=people))
    answers = [*range(20, 34), *drawn][:people]
    return Asked(name, text, Form.NUMERIC, _blanked(draw, answers, 14))


def _date(draw: st.DrawFn, name: str, text: str, people: int) -> Asked:
    """The first is a day that can be no month, so that their order can be told."""
    days = draw(st.lists(st.integers(0, 700), min_size=people, max_size=people))
    answers = [date(2023, 1, 27), *(date(2023, 1, 1) + timedelta(day) for day in days[1:])]
    return Asked(name, text, Form.DATE, _blanked(draw, answers, 4))


_MADE = {
    Form.SINGLE: _single,
    Form.MULTI: _multi,
    Form.SCALE: _scale,
    Form.GRID: _grid,
    Form.RANKING: _ranking,
    Form.OPEN: _open,
    Form.NUMERIC: _numeric,
    Form.DATE: _date,
}


@st.composite
def models(draw: st.DrawFn) -> Model:
    """Surveys of 14 to 40 replies: every form of question once, one question of some people only, in any order."""
    people = draw(st.integers(14, 40))
    texts = {form: draw(st.permutations(texts)) for form, texts in _TEXTS.items()}
    questions: list[Asked] = []
    for number, form in enumerate(draw(st.permutations(list(Form))), 1):
        questions.append(_MADE[form](draw, f"q{number}", texts[form][0], people))
    filter_ = draw(st.lists(st.booleans(), min_size=people, max_size=people))
    asked = (True, False, *(True,) * 8, *filter_[10:])
    # At least one question stands between two that take several answers: some tools write no question over options.
    at = draw(st.integers(0, len(questions)))
    beside = {questions[place].form for place in (at - 1, at) if 0 <= place < len(questions)}
    if Form.MULTI not in beside:
        questions.insert(at, _multi(draw, f"q{len(questions) + 1}", texts[Form.MULTI][1], people, asked))
    return Model(
        ids=tuple(f"{7 * person + 3:05}" for person in range(people)),
        emails=tuple(f"person{person}@example.org" for person in range(people)),
        replied=tuple(date(2024, 5, 13) + timedelta(person) for person in range(people)),
        questions=tuple(questions),
    )
