"""Several answers in one cell: options that hold the separator, answers that were written in, and rankings."""

import polars

from topline.readers.assembled import questions_of
from topline.readers.columns import ReadColumn
from topline.readers.rankings import with_rankings
from topline.readers.raw import RawColumn, RawTable
from topline.survey import Kind, SurveyFile


def read(header: str, cells: list[str | None], **said: object) -> list[ReadColumn]:
    column = RawColumn(header, polars.Series(cells, dtype=polars.String), 0)
    stated = SurveyFile("s.toml", "", {"question": {"Uses": said}} if said else {})
    return questions_of(with_rankings(RawTable((column,), len(cells))), stated)


def test_pieces_that_always_stand_side_by_side_are_one_answer() -> None:
    cells = ["Laufen, joggen oder walken, Rad", "Rad, Yoga", "Laufen, joggen oder walken", "Yoga", "Rad", "Yoga, Rad"]
    (found,) = read("Sport", cells * 6)
    assert {option.code for option in found.question.options} == {"Laufen, joggen oder walken", "Rad", "Yoga"}
    assert found.values.to_list()[0] == ["Laufen, joggen oder walken", "Rad"]


def test_a_question_that_asks_for_all_that_apply_takes_several() -> None:
    cells = ["White"] * 60 + ["Asian"] * 20 + ["Black"] * 20 + ["White, Asian", "White, Black", "Asian, Black"] * 3
    (found,) = read("Which are you? (select all that apply)", cells)
    assert found.question.kind is Kind.MULTI
    assert [option.code for option in found.question.options] == ["White", "Asian", "Black"]
    (single,) = read("Which are you?", cells)
    assert single.question.kind is Kind.SINGLE


def test_what_was_written_in_is_kept_beside_what_was_picked() -> None:
    picked = ["R, Python", "R", "Python, SQL", "SQL, R", "Python", "R, Python, SQL"] * 10
    found, words = read("Uses", [*picked, "R, my own, odd one", "Fortran"])
    assert [option.code for option in found.question.options] == ["R", "Python", "SQL", "(other)"]
    assert found.values.to_list()[-2:] == [["R", "(other)"], ["(other)"]]
    assert words.question.name == "Uses_other"
    assert words.values.to_list()[-2:] == ["my own, odd one", "Fortran"]


def test_the_survey_file_lists_an_answer_that_holds_the_separator() -> None:
    cells = ["Bike, e-bike,Car", "Car", "Bike, e-bike", "Bus,Car"]
    (found,) = read("Uses", cells, kind="multi", separator=",", options=["Bike, e-bike", "Car", "Bus"])
    assert found.values.to_list() == [["Bike, e-bike", "Car"], ["Car"], ["Bike, e-bike"], ["Bus", "Car"]]


def test_cells_that_hold_all_options_are_a_ranking() -> None:
    found = read("Rank these", ["Peace;Pay;Time;", "Pay;Peace;Time;", "Time;Pay;Peace;", None, "Peace;Time;Pay;"])
    assert [one.question.label for one in found] == ["Peace", "Pay", "Time"]
    assert found[0].values.to_list() == [1, 2, 3, None, 1]
    assert {one.question.grid for one in found} == {"Rank these"}
    assert {one.question.kind for one in found} == {Kind.SINGLE}
    assert [option.code for option in found[1].question.options] == ["1", "2", "3"]


def test_an_answer_that_each_ends_in_the_separator_is_one_of_several() -> None:
    (found,) = read("Uses", ["Maps;", "Photos;", "Maps;Photos;", "Mail;", "Maps;"] * 4)
    assert found.question.kind is Kind.MULTI
    assert found.values.to_list()[:3] == [["Maps"], ["Photos"], ["Maps", "Photos"]]


def test_marks_of_no_answer_join_nothing() -> None:
    picked = [
        "Chain (e.g. A, B), Cafe",
        "Cafe, Kiosk",
        "Kiosk",
        "Cafe",
        "Chain (e.g. A, B), Kiosk",
        "Chain (e.g. A, B)",
    ]
    (found,) = read("Where", [*picked * 4, *["NA"] * 400])
    assert found.question.kind is Kind.MULTI
    assert found.question.answered == 24
    assert [option.code for option in found.question.options if option.missing] == ["NA"]
    assert {o.code for o in found.question.options if not o.missing} == {"Chain (e.g. A, B)", "Cafe", "Kiosk"}


def test_few_replies_that_join_what_others_answer_alone_are_several_answers() -> None:
    alone = ["Student"] * 60 + ["Visitor"] * 30 + ["Guest"] * 40
    (found,) = read("Role", [*alone, *["Student;Visitor"] * 4, "Visitor;Guest"])
    assert found.question.kind is Kind.MULTI
    assert [option.code for option in found.question.options] == ["Student", "Visitor", "Guest"]


def test_few_separators_before_what_nobody_answers_alone_join_nothing() -> None:
    alone = ["Student"] * 60 + ["Visitor"] * 30 + ["Guest"] * 40
    (found,) = read("Role", [*alone, *["Student;Visitor"] * 4, "Student; in my second year"])
    assert found.question.kind is Kind.SINGLE
    (found,) = read("Town", [*alone, *["Student, Visitor"] * 5])
    assert found.question.kind is Kind.SINGLE
