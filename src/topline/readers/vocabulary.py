"""Answers that every survey knows, and the order they are offered in."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from topline.readers.naming import readable
from topline.readers.scales import ABOVE, BELOW, GRADES, OR_ABOVE, OR_BELOW, ORDERS, SCALES
from topline.survey import STANDS_APART


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """A set of answers with an order."""

    name: str
    answers: tuple[tuple[str, ...], ...]
    """From one end to the other; each with its other spellings."""
    is_scale: bool = True
    """Whether a mean of the answers means something."""


def _read(name: str, text: str, *, is_scale: bool = True) -> Vocabulary:
    """A vocabulary from one line: answers between semicolons, other spellings between slashes."""
    answers = tuple(tuple(word.strip() for word in answer.split("/")) for answer in text.split(";"))
    return Vocabulary(name, answers, is_scale)


VOCABULARIES: tuple[Vocabulary, ...] = (
    _read("Yes/No", "yes/y/ja/sí/si/oui/sim/true; maybe/not sure/unsure; no/n/nein/non/não/false", is_scale=False),
    _read(
        "agreement",
        "completely disagree/strongly disagree/disagree strongly/totally disagree/disagree completely;"
        "disagree/moderately disagree; somewhat disagree/disagree somewhat/slightly disagree/tend to disagree;"
        "neither agree nor disagree/neither agree or disagree/neutral/neither/neither disagree nor agree/undecided;"
        "somewhat agree/agree somewhat/slightly agree/tend to agree; agree/moderately agree;"
        "strongly agree/agree strongly/completely agree/totally agree/agree completely",
    ),
    _read(
        "satisfaction",
        "extremely dissatisfied/completely dissatisfied; very dissatisfied/very unsatisfied/not at all satisfied;"
        "dissatisfied/unsatisfied/not satisfied; somewhat dissatisfied/slightly dissatisfied;"
        "neither satisfied nor dissatisfied/neutral/neither; slightly satisfied; somewhat satisfied"
        "/moderately satisfied;"
        "satisfied; very satisfied; extremely satisfied/completely satisfied",
    ),
    _read("satisfaction", "very unhappy; unhappy; neither happy nor unhappy/neutral; happy; very happy"),
    _read(
        "favour",
        "very unfavorably; somewhat unfavorably/unfavorably; neither favorably nor unfavorably (neutral)/neutral;"
        "somewhat favorably/favorably; very favorably",
    ),
    _read(
        "favour",
        "very unfavorable; somewhat unfavorable/unfavorable; neutral/indifferent/neither favorable nor unfavorable;"
        "somewhat favorable/favorable; very favorable",
    ),
    _read(
        "frequency",
        "never/not at all/never and not open to it; never but open to it; almost never/hardly ever; rarely"
        "/seldom/once in a while/not very often/not often;"
        "occasionally; sometimes/every once in a while/about half the time; often/frequently/fairly often;"
        "usually/most of the time/very often; almost always/very frequently; always/all the time",
    ),
    _read(
        "frequency",
        "never/don't use at all/do not use; less often/less frequently; rarely/seldom/hardly ever;"
        "less than once a year/less than yearly; once a year/yearly/once a year or less/annually;"
        "a few times a year/several times a year;"
        "every few months/quarterly;"
        "less than once a month/less than once per month or monthly/less than monthly/less often than monthly;"
        "once a month/monthly/about once a month/once a month or less; every few weeks"
        "/every other week/every two weeks; a few times a month/several times a month"
        "/a few times per month/a few times per month or weekly;"
        "less than once a week/less than weekly; once a week/weekly/about once a week/once a week or less;"
        "a few times a week/several times a week/a few times per week/multiple times a week;"
        "once a day/daily/every day/about once a day/daily or almost daily;"
        "several times a day/more than once a day/hourly"
        "/multiple times a day/a few times a day; constantly/continuously/all the time",
    ),
    _read("frequency", "not at all; several days; more than half the days; nearly every day"),
    _read("frequency", "never true; rarely true; sometimes true; often true; usually true; always true"),
    _read(
        "likelihood",
        "extremely unlikely/not at all likely; very unlikely/not likely; unlikely; somewhat unlikely"
        "/slightly unlikely;"
        "slightly likely; neither likely nor unlikely/neutral/neither; somewhat likely/moderately likely; likely;"
        "very likely; extremely likely",
    ),
    _read(
        "importance",
        "not at all important/very unimportant; not too important/not very important/unimportant/not important"
        "/not so important; somewhat unimportant; neither important nor unimportant/neutral;"
        "slightly important; somewhat important/moderately important/fairly important; important; very important;"
        "extremely important/essential",
    ),
    _read(
        "quality",
        "terrible; very poor/very bad; poor/bad; below average; fair/average/neutral/ok/okay; above average;"
        "good; very good; excellent/outstanding",
    ),
    _read(
        "probability",
        "definitely not/definitely would not/definitely will not; probably not/probably would not/probably will not;"
        "possibly/perhaps/maybe/might or might not/may or may not/not sure;"
        "probably/probably would/probably will/probably yes; definitely/definitely would/definitely will"
        "/definitely yes",
    ),
    _read(
        "extent",
        "not at all; slightly/a little/to a small extent; partly/partially/somewhat/to some extent;"
        "mostly/mainly/largely/to a large extent/to a great extent; completely/fully/entirely/totally",
    ),
    _read(
        "amount",
        "not at all/none at all/nothing; not very/not very much/not much/very little; a little/a little bit/slightly;"
        "some/somewhat; a moderate amount/moderately/a fair amount; quite a bit/a good amount; a lot/very/very much;"
        " a great deal/extremely",
    ),
    _read(
        "confidence",
        "not at all confident; not very confident; somewhat confident; very confident/confident; extremely confident",
    ),
    _read(
        "skill",
        "none/no experience/not at all; complete novice/complete beginner; novice/beginner/a little/basic; some/fair;"
        "intermediate/competent; advanced/confident/proficient/good; expert/very good/professional",
        is_scale=False,
    ),
    _read("openness", "not open at all/not at all open; somewhat not open; neutral; somewhat open; open; very open"),
    _read(
        "yes and no",
        "no not at all/no definitely not/definitely no; no not really/not really/no probably not; neutral/maybe;"
        "yes somewhat/yes probably/yes a little; yes definitely/yes absolutely/yes very much",
    ),
    _read("liking", "hate it/i hate it; dislike it/i don't like it; meh/neutral; like it/i like it; love it/i love it"),
    _read(
        "familiarity",
        "not at all familiar; not very familiar/slightly familiar; somewhat familiar; moderately familiar;"
        " very familiar; extremely familiar",
    ),
    _read(
        "ease",
        "very difficult; difficult/somewhat difficult; neither easy nor difficult/neutral; easy/somewhat easy;"
        " very easy",
    ),
    _read(
        "change",
        "much worse; worse/somewhat worse/worsen/worsened; about the same/the same/same/no change/no effect;"
        "better/somewhat better/improve/improved; much better",
    ),
    _read(
        "change",
        "decreased a lot; decreased/decreased somewhat; stayed the same; increased/increased somewhat; increased a lot",
    ),
    _read(
        "change",
        "much less/a lot less; less/somewhat less/a little less; about the same/the same/same/no change;"
        " more/somewhat more/a little more; much more/a lot more",
    ),
    _read("level", "very low; low; medium/moderate; high; very high"),
    *(_read(name, text) for name, text in SCALES),
    *(_read(name, text, is_scale=False) for name, text in ORDERS),
)

LEADING_NUMBER = re.compile(r"\s*(\d{1,2})(?:\s*[-–—:.)=(]|\s+\D|\s*$)")
"""The point of a scale, before the words that explain it."""
_TRAILING_NUMBER = re.compile(r"(?:.*[^\d.,$€£-]\s*[-–—:=(]?\s*)?(?<![\d.,$€£])(\d{1,2})\)?\s*$")
"""The point of a scale, behind the words that explain it: "Very sensitive 10", "No trust - 1"."""
MOST_POINTS = 10
"""The highest point that a scale may have."""
BELOW_BAND = re.compile(
    rf"^\W*(?:{'|'.join(BELOW)}|<|≤)|(?:{'|'.join(OR_BELOW)})\W*$|(?:以下|未満|미만|이하)$", re.IGNORECASE
)
ABOVE_BAND = re.compile(
    rf"^\W*(?:{'|'.join(ABOVE)}|>|≥)|[0-9a-z]\+(?:\W|$)|(?:{'|'.join(OR_ABOVE)})\W*$", re.IGNORECASE
)
"""How the lowest band of an amount is written, and the highest."""


_DEGREES = {
    "slightly": 1, "a little": 1, "a bit": 1, "somewhat": 1, "fairly": 1, "quite": 1, "rather": 1, "tend to": 1,
    "moderately": 2, "very": 3, "strongly": 3, "much": 3, "a lot": 3, "extremely": 4, "completely": 4, "totally": 4,
}  # fmt: skip
"""Words before a pair of opposites; without one of them it is 2."""
_OPPOSITES = (
    ("dissatisfied", "satisfied"), ("unsatisfied", "satisfied"), ("unlikely", "likely"), ("unimportant", "important"),
    ("bad", "good"), ("poor", "good"), ("badly", "well"), ("difficult", "easy"), ("hard", "easy"), ("unsafe", "safe"),
    ("negative", "positive"), ("unhappy", "happy"), ("oppose", "support"), ("oppose", "favor"), ("oppose", "favour"),
    ("worse", "better"), ("disagree", "agree"), ("uncomfortable", "comfortable"), ("unhelpful", "helpful"),
    ("unconfident", "confident"), ("unfair", "fair"), ("weak", "strong"), ("disapprove", "approve"),
    ("distrust", "trust"), ("decreased", "increased"),
)  # fmt: skip
_BETWEEN = frozenset({"neither", "neutral", "about the same", "the same", "no change", "no difference", "average"})
"""Answers between opposites, besides "neither good nor bad"."""


def folded(answer: str) -> str:
    """An answer as it is compared with a vocabulary: without case, remarks in brackets, and punctuation."""
    text = re.sub(r"\([^()]*\)", " ", readable(answer).casefold().replace("’", "'"))
    text = re.sub(r"\bper (day|week|month|year)\b", r"a \1", text)
    bare = " ".join(re.sub(r"[^\w'<> ]", " ", text).split())
    return re.sub(r"^not (.+) at all$", r"not at all \1", bare)


def is_last(answer: str) -> bool:
    """Whether an answer stands apart from the order of the others: other, none of these, don't know."""
    return STANDS_APART.fullmatch(readable(answer)) is not None


_YES_OR_NO = re.compile(r"^(?:yes|no) (?=\w)")
"""Words before a grade that say it again: "Yes, very rude"."""
_INTENSITY = Vocabulary("intensity", tuple((grade,) for grade in GRADES[0]))
_OPPOSED = Vocabulary("opposites", tuple(_OPPOSITES))


@cache
def _places() -> tuple[tuple[Vocabulary, dict[str, int]], ...]:
    """Each vocabulary with the place of every folded word; made when it is first needed."""
    return tuple(
        (vocabulary, {folded(word): place for place, answer in enumerate(vocabulary.answers) for word in answer})
        for vocabulary in VOCABULARIES
    )


def known(answers: Sequence[str]) -> tuple[Vocabulary, tuple[str, ...]] | None:
    """The vocabulary that all the answers belong to, and the answers in its order.

    Answers that stand apart ("Don't know") come last and need not belong. At least two must belong, to
    different places of the order.
    """
    listed = [answer for answer in answers if not is_last(answer)]
    if not 2 <= len(listed) <= 15:
        return None
    # "None" stands apart from most options, and is the least of some.
    words = {answer: folded(answer) for answer in answers if answer in listed or folded(answer) == "none"}
    if len(listed) < len(words) <= 15 and (found := _known(answers, [*words], words)):
        return found
    for words in _readings(listed):
        if found := _known(answers, listed, words):
            return found
    return None


def _readings(answers: Sequence[str]) -> Iterator[dict[str, str]]:
    """The answers as they are compared: whole, and where they say all in two languages, in either."""
    yield {answer: folded(answer) for answer in answers}
    halves = {answer: [folded(half) for half in answer.split("/")] for answer in answers}
    if sum(len(half) == 2 for half in halves.values()) * 2 > len(answers):
        yield {answer: half[0] for answer, half in halves.items()}
        yield {answer: half[-1] for answer, half in halves.items()}


def _known(
    answers: Sequence[str], listed: Sequence[str], words: Mapping[str, str]
) -> tuple[Vocabulary, tuple[str, ...]] | None:
    for vocabulary, places in _places():
        if all(word in places for word in words.values()) and len({places[word] for word in words.values()}) > 1:
            ordered = sorted(listed, key=lambda answer: places[words[answer]])
            return vocabulary, (*ordered, *(answer for answer in answers if answer not in ordered))
    if len(listed) > 2 and (found := _by_intensity(words) or _by_opposites(words)):
        vocabulary, ordered = found
        return vocabulary, (*ordered, *(answer for answer in answers if answer not in ordered))
    return None


def _by_intensity(words: Mapping[str, str]) -> tuple[Vocabulary, list[str]] | None:
    """Answers that grade one thing, from the least: "Not at all keen", "Fairly keen", or the grades alone.

    In the order of the grades of a language, the thing itself is "keen" without a grade.
    """
    for grades in GRADES:
        found = {answer: _grade(word, grades) for answer, word in words.items()}
        things = {thing for place, thing in found.values() if place >= 0}
        if len(things) != 1:
            continue
        bare, thing = grades.index(""), things.pop()
        places = {answer: bare if place < 0 and said == thing else place for answer, (place, said) in found.items()}
        if min(places.values()) >= 0 and len(set(places.values())) > 1:
            return _INTENSITY, sorted(words, key=lambda answer: places[answer])
    return None


def _by_opposites(words: Mapping[str, str]) -> tuple[Vocabulary, list[str]] | None:
    """Answers that grade two opposites, from the bad end: "Very bad", "Fairly bad", "Neither", "Good"."""
    for opposites in _OPPOSITES:
        places = {answer: _between(word, opposites) for answer, word in words.items()}
        found = [place for place in places.values() if place is not None]
        if len(set(found)) == len(words) and min(found) < max(found) and (min(found) < 0 < max(found) or 0 in found):
            return _OPPOSED, sorted(words, key=lambda answer: places[answer] or 0)
    return None


def _between(word: str, opposites: tuple[str, str]) -> int | None:
    """Where an answer stands between two opposites, 0 in the middle; None where it speaks of something else."""
    if word in _BETWEEN or (word.startswith("neither ") and all(re.search(rf"\b{one}\b", word) for one in opposites)):
        return 0
    for side, adjective in zip((-1, 1), opposites, strict=True):
        if word == adjective:
            return side * 2
        before, after = word.removesuffix(f" {adjective}"), word.removeprefix(f"{adjective} ")
        degree = _DEGREES.get(before) or _DEGREES.get(after)
        if degree:
            return side * degree
    return None


def _grade(answer: str, grades: Sequence[str]) -> tuple[int, str]:
    """How intense an answer is, -1 where it does not say, and what is graded."""
    answer = re.sub(r"^not (.+) at all$", r"not at all \1", _YES_OR_NO.sub("", answer))
    for place, written in enumerate(grades):
        grade = written.casefold()
        if grade and answer == grade:
            return place, ""
        if grade and answer.startswith(f"{grade} "):
            return place, answer.removeprefix(f"{grade} ")
    return -1, answer


def numbered(answers: Sequence[str]) -> dict[str, int] | None:
    """The point of each answer where all have one ("1 - Poor", "2", ..., "5 - Excellent"), lowest first.

    The point may stand behind the words ("Poor 1"); what stands apart from the others has a code of its own ("99. Don't
    know") and comes last.
    """
    listed = [answer for answer in answers if not is_last(answer)]
    points = _points(listed, LEADING_NUMBER) or _points(listed, _TRAILING_NUMBER)
    if points is None:
        return None
    ordered = dict(sorted(points.items(), key=lambda item: item[1]))
    apart = {answer: _code_of(answer) for answer in answers if is_last(answer)}
    have_words = all(re.search(r"[^\W\d]", answer) for answer in listed)
    if not have_words and None in apart.values():
        return None
    return ordered | {answer: code if code is not None else MOST_POINTS + 1 for answer, code in apart.items()}


def _points(answers: Sequence[str], pattern: re.Pattern[str]) -> dict[str, int] | None:
    points: dict[str, int] = {}
    for answer in answers:
        found = pattern.match(answer)
        if not found:
            return None
        points[answer] = int(found[1])
    if len(set(points.values())) < len(points) or max(points.values(), default=99) > MOST_POINTS:
        return None
    if not any(re.search(r"[^\W\d]", answer) for answer in answers):
        return None
    return points


def _code_of(answer: str) -> int | None:
    found = LEADING_NUMBER.match(answer)
    return int(found[1]) if found else None


def are_points(answers: Sequence[str]) -> bool:
    """Whether numbered answers are points of a scale, and not a list whose items are numbered.

    On a scale some points have no words, or the words are those of a known scale.
    """
    listed = [answer for answer in answers if not is_last(answer)]
    words = [re.sub(r"^\s*[0-9]{1,2}[\s\-–—:.)=(]*|[\s\-–—:=(]*[0-9]{1,2}\)?\s*$", "", answer) for answer in listed]
    if any(BELOW_BAND.search(word) or ABOVE_BAND.search(word) for word in words):
        return False
    if any(not word for word in words):
        return True
    found = known(words)
    return found is not None and found[0].is_scale
