"""Which numbers are years, and how years are written."""

import pytest

from topline.survey import Kind, Question, are_years, grouped


@pytest.mark.parametrize(
    "text",
    ["Year of birth", "In what year were you born?", "birth_year", "yob", "Geburtsjahr", "Année de naissance",
     "Año de nacimiento", "Ano de nascimento", "Anno di nascita", "Geboortejaar", "Год рождения", "出生年份",
     "Which year did you join?", "Year"],
)  # fmt: skip
def test_questions_that_ask_for_a_year(text: str) -> None:
    assert are_years(Question("q", Kind.NUMERIC, text), 1931, 2004)


@pytest.mark.parametrize(
    "text",
    ["Income per year", "How many people did you hire in a year?", "Yearly income", "How much did you spend last year?",
     "Years of experience", "Employees", "Number of births in the year"],
)  # fmt: skip
def test_questions_that_ask_for_an_amount(text: str) -> None:
    assert not are_years(Question("q", Kind.NUMERIC, text), 1931, 2004)


def test_numbers_beyond_the_years_that_people_are_asked_for_are_none() -> None:
    asked = Question("birth_year", Kind.NUMERIC)
    assert are_years(asked, 1800, 2199)
    assert not are_years(asked, 0, 2004)
    assert not are_years(asked, 1931, 19_310)
    assert not are_years(Question("birth_year", Kind.DATE), 1931, 2004)


def test_a_year_has_no_mark_between_thousands() -> None:
    assert grouped(1983.0, ",.0f", years=True) == "1983"
    assert grouped(1983.0, ",.0f", years=False) == "1,983"
