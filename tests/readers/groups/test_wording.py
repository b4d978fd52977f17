"""Headers that are alike in words: repeated, numbered after their question, or different in how they end."""

from collections.abc import Callable, Sequence

from topline.readers.groups import Found
from topline.readers.raw import Together

FoundIn = Callable[[str | Sequence[Sequence[str]]], Found]
ROWS = 12
OFTEN = ("Never", "Rarely", "Often")


def table(*columns: Sequence[str]) -> list[list[str]]:
    """Columns, each with its header first, as the rows of a file."""
    return [list(row) for row in zip(*columns, strict=True)]


def every(header: str, number: int, cell: str, blank: str = "") -> list[str]:
    """A column in which every so many rows hold a cell."""
    return [header, *(cell if row % number == 0 else blank for row in range(ROWS))]


def over(header: str, start: int, answers: Sequence[str] = OFTEN) -> list[str]:
    """A column of answers in turn."""
    return [header, *(answers[(row + start) % len(answers)] for row in range(ROWS))]


def test_a_header_that_comes_again_is_one_question(found_in: FoundIn) -> None:
    question = "Which tools do you use in your work?"
    found = found_in(
        table(
            over("How often do you work at home?", 0),
            every(question, 2, "Excel", "NA"),
            every(f"{question}_1", 3, "Tableau", "NA"),
            every(f"{question}_2", 4, "Pen & paper", "NA"),
            [f"{question}_3", *(f"Other: {row}" if row % 5 == 0 else "Other:" for row in range(ROWS))],
        )
    )
    (group,) = found.groups
    assert (group.how, group.columns, group.text) == (Together.SEVERAL, (1, 2, 3), question)
    assert group.labels == ("Excel", "Tableau", "Pen & paper")
    assert group.other == 4


def test_headers_made_unique_by_other_programs_are_repeated_too(found_in: FoundIn) -> None:
    for first, second in (("Which one is yours?", "Which one is yours?.1"), ("Your pets...4", "Your pets...5")):
        found = found_in(table(every(first, 2, "Dog"), every(second, 3, "Cat")))
        assert [group.labels for group in found.groups] == [("Dog", "Cat")]


def test_a_question_that_is_asked_twice_is_two(found_in: FoundIn) -> None:
    why = "Why or why not, in your words?"
    texts = [f"reason number {row}" for row in range(ROWS)]
    assert not found_in(table([why, *texts], [f"{why}_1", *reversed(texts)])).groups


def test_options_behind_the_number_of_their_question(found_in: FoundIn) -> None:
    found = found_in(
        table(
            over("1. How often?", 0),
            every("3. Python.", 2, "Python."),
            every("3. C (and derivatives).", 3, "C (and derivatives)."),
            every("4. Data engineer.", 2, "Data engineer."),
            every("4. Student.", 3, "Student."),
        )
    )
    assert [(group.name, group.columns, group.labels) for group in found.groups] == [
        ("q3", (1, 2), ("Python.", "C (and derivatives).")),
        ("q4", (3, 4), ("Data engineer.", "Student.")),
    ]


def test_items_behind_the_number_of_their_question_and_a_letter(found_in: FoundIn) -> None:
    found = found_in(
        table(over("10a. Slow machine", 0), over("10b. Lost data", 1), over("10c. No grid", 2), over("11. Now?", 0))
    )
    (group,) = found.groups
    assert (group.how, group.name, group.labels) == (Together.GRID, "q10", ("Slow machine", "Lost data", "No grid"))
    follow_ups = (over("8a. Do you drive?", 0, ("Yes", "No")), over("8b. Is it yours?", 1, ("Yes", "No")))
    assert not found_in(table(*follow_ups, over("8c. Is it new?", 0, ("No", "Yes")))).groups


def test_headers_that_differ_in_their_last_words_are_items(found_in: FoundIn) -> None:
    start = "Please rate how much you like the food of"
    found = found_in(
        table(
            over("Your age band", 0),
            *(over(f"{start} {land}", at) for at, land in enumerate(("Chad:", "Peru.", "Iran"))),
        )
    )
    (group,) = found.groups
    assert (group.how, group.columns, group.text) == (Together.GRID, (1, 2, 3), start)
    assert group.labels == ("Chad", "Peru", "Iran")


def test_items_behind_a_colon_may_begin_alike_and_be_long(found_in: FoundIn) -> None:
    start = "How far do you agree with this statement:"
    ends = (
        "sleeping in two beds helps us to stay together as a couple in the long run",
        "sleeping in two beds is what both of us need",
        "our life is better",
    )
    (group,) = found_in(table(*(over(f"{start} {end}", at) for at, end in enumerate(ends)))).groups
    assert (group.text, group.labels) == (start, ends)


def test_questions_that_begin_alike_and_are_answered_otherwise_stay_apart(found_in: FoundIn) -> None:
    start = "Thinking of the last time you flew, what was the"
    columns = (
        over(f"{start} airline?", 0, ("Blue", "Red", "Green")),
        over(f"{start} weather?", 0, ("Rain", "Sun", "Snow")),
        over(f"{start} price?", 0, ("Low", "Fair", "High")),
    )
    assert not found_in(table(*columns)).groups


def test_a_bar_parts_a_question_from_its_item(found_in: FoundIn) -> None:
    (group,) = found_in(table(over("Q6 | Candy corn", 0), over("Q6 | Cash, or money", 1), over("Q6 | Gum", 2))).groups
    assert (group.how, group.text, group.labels) == (Together.GRID, "Q6", ("Candy corn", "Cash, or money", "Gum"))


def test_numbers_in_place_of_own_words_tick_nothing(found_in: FoundIn) -> None:
    question = "Which do you use?"
    options = (every(f"{question} - Python", 2, "Python"), every(f"{question} - R", 3, "R"))
    coded = [f"{question} - Other - Text", *("7" if row == 3 else "-1" for row in range(ROWS))]
    (group,) = found_in(table(*options, coded)).groups
    assert (group.columns, group.other) == ((0, 1), 2)


def test_names_with_hyphens_are_numbered_alike(found_in: FoundIn) -> None:
    (group,) = found_in(table(*(over(f"Big-5_{number}", number) for number in (1, 2, 3)))).groups
    assert (group.how, group.name) == (Together.GRID, "Big-5")


def test_a_column_headed_other_has_the_words_for_the_question_before_it(found_in: FoundIn) -> None:
    words = ["Other", *("my own way" if row % 4 == 0 else "" for row in range(ROWS))]
    assert found_in(table(over("How do you travel?", 0), words)).own_words == ((1, 0),)
    assert not found_in(table(over("How do you travel?", 0), every("Other", 3, "1"))).own_words
