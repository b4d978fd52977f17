"""Answers that have an order: scales in many languages, bands of an amount, and points with words."""

import pytest

from topline.readers.bands import banded
from topline.readers.vocabulary import are_points, is_last, known, numbered

SCALES = [
    "Stimme gar nicht zu|Stimme eher nicht zu|Stimme eher zu|Stimme vollständig zu|Keine Angabe",
    "gar nicht|selten|eher selten|eher häufig|sehr häufig",
    "Nicht interessant|Kaum interessant|Mäßig interessant|Interessant|Sehr interessant",
    "Nunca|A veces|Casi siempre|Siempre|Ns/Nc",
    "Jamais|Quelquefois|Souvent",
    "Mauvais /Bad|Bon / Good|Tres bon /Very Good|Excellent /Excellent|Je ne sais pas / I don't know",
    "Discordo totalmente|Discordo|Neutro|Concordo|Concordo totalmente",
    "非常不满意|不满意|一般|满意|非常满意",
    "전혀 그렇지 않다|그렇지 않다|보통이다|그렇다|매우 그렇다",
    "No, not rude at all|Yes, somewhat rude|Yes, very rude",
    "Don't use at all|Less Often|Every Few Weeks|About Once a Day|Several Times a Day",
    "Never|Once a year or less|Once a month or less|A few times per month|A few times per week|Every day",
    "Rarely|Monthly|Weekly|Daily|Continuously|Unsure / I would rather not say",
]


@pytest.mark.parametrize("scale", SCALES)
def test_scales_are_put_in_order(scale: str) -> None:
    answers = tuple(scale.split("|"))
    found = known(answers[::-1])
    assert found is not None
    assert found[0].is_scale
    assert found[1] == answers


@pytest.mark.parametrize(
    "answer",
    ["99. Ns/Nc", "Je ne sais pas / I don't know", "Unsure / I would rather not say", "Keine Angabe", "Weiß nicht",
     "Otro", "その他", "не знаю", "I am not sure", "N/A - I do not share my code", "NS/NC"],
)  # fmt: skip
def test_answers_that_stand_apart_in_many_languages(answer: str) -> None:
    assert is_last(answer)


@pytest.mark.parametrize("answer", ["Neutral", "Sure", "Anderswo", "Nothing at all", "No", "9. A lot"])
def test_answers_that_do_not(answer: str) -> None:
    assert not is_last(answer)


@pytest.mark.parametrize(
    "bands",
    [
        "ต่ำกว่า 15,000 บาท|15,000 - 20,000 บาท|20,001 - 30,000 บาท|มากกว่า 200,000 บาท",
        "น้อยกว่า 1 ปี|1 ปี|5 ปี|20 ปี",
        "Menos de 35|Entre 35 y 45|Más de 45",
        "1 to 9 employees|100 to 999 employees|1000 to 9999 employees|10 000 or more employees",
        "Less than 20% (one day per week)|Between 20% and 50%|More than 50%",
        "1 - 2 ปี|3 - 4 ปี|7 - 10 ปี|11 - 15 ปี|มากกว่า 30 ปี|ยังไม่ได้ทำงานเต็มเวลา",
    ],
)
def test_bands_are_put_in_order(bands: str) -> None:
    answers = tuple(bands.split("|"))
    assert banded(answers[::-1]) == answers


def test_words_are_no_bands_because_two_of_them_name_an_amount() -> None:
    assert banded(("red", "green", "1 of each", "2 of each")) is None


@pytest.mark.parametrize(
    ("answers", "points", "is_scale"),
    [
        ("1. Paid in full|2. Paid later|4. We had none|99. Ns/Nc", (1, 2, 4, 99), False),
        ("1. Because of politics|2. Because of the rich|3. Because they are lazy", (1, 2, 3), False),
        ("2. By work|6. By chance|7. By inheritance|Otro", (2, 6, 7, 11), False),
        ("1 - Strongly disagree|2 - Disagree|3 - Agree", (1, 2, 3), True),
        ("Not sensitive 1|2|3|Very sensitive 10", (1, 2, 3, 10), True),
        ("No trust at all - 1|2|Complete trust - 7", (1, 2, 7), True),
        ("0|1|2|3 or more", (0, 1, 2, 3), False),
        ("1 day|2 days|3 days", (1, 2, 3), False),
    ],
)
def test_numbered_answers_are_points_only_where_the_words_say_so(
    answers: str, points: tuple[int, ...], is_scale: bool
) -> None:
    listed = answers.split("|")
    found = numbered(listed[::-1])
    assert found is not None
    assert [*found] == listed
    assert tuple(found.values()) == points
    assert are_points(listed) is is_scale


@pytest.mark.parametrize("answers", ["Under 5|5-9|10+", "18-29|30-44", "Less than 1|1|2"])
def test_bands_are_no_points(answers: str) -> None:
    assert numbered(answers.split("|")) is None


@pytest.mark.parametrize(
    "order",
    [
        ["0 - 1.99", "2.00 - 2.49", "2.50 - 2.99", "3.00 - 4.00"],
        ["less than 100,000", "between 100,000 and 1 million", "more than 1 million"],
        ["Less than 12 months", "Between 1 and 5 years", "More than 5 years"],
        ["30 minutes", "Less than 1 hour", "1-2 hours", "More than 5 hours"],
        ["6am - 7am", "9am - 10am", "11:30am - 1pm", "2 p.m. - 3 p.m."],
        ["Under 5 ft.", "5'2\"", "5'10\"", "6'1\"", "6'6\" and above"],
        ["1st year", "2nd year", "3rd year", "4th year or above"],
        ["None", "1", "2", "More than 3", "Other"],
        ["Never", "1-2 times a week", "3-5 times a week", "10+ times a week"],
        ["2015.2 ou antes", "2016.1", "2019.2"],
        ["Under $10k", "$10k-$25k", "$100k-$1M", "$1M+"],
    ],
)
def test_bands_in_every_measure(order: list[str]) -> None:
    assert banded(order[::-1]) == tuple(order)


def test_spellings_of_one_band_stand_together() -> None:
    assert banded(["Year 2", "year 1", "Year 1", "year 2"]) == ("year 1", "Year 1", "Year 2", "year 2")
    assert banded(["1,000", "1000", "2"]) is None


@pytest.mark.parametrize(
    "order",
    [
        ["None", "A little", "Confident", "Expert"],
        ["Never.", "Every few months.", "Monthly.", "Weekly.", "Daily."],
        ["Not at all", "Several days", "More than half the days", "Nearly every day"],
        ["Worsen", "No effect", "Improve"],
        ["No, not at all", "No, not really", "Neutral", "Yes, somewhat", "Yes, definitely", "Not sure"],
        ["Neither comfortable nor uncomfortable", "Somewhat comfortable", "Extremely comfortable"],
        ["Never", "Rarely", "Often", "Not applicable to me"],
        ["Some high school", "Bachelor’s degree (B.A., B.S.)", "Master’s degree (M.A.)", "Doctorate"],
    ],
)
def test_more_words_that_every_survey_knows(order: list[str]) -> None:
    found = known(order[::-1])
    assert found
    assert list(found[1]) == order
