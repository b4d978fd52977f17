"""The values that a parameter can be given, with the replies that have each."""

from __future__ import annotations

from topline.analysis import values_of
from topline.engine import Engine


def test_options_stand_in_the_codebooks_order_with_those_that_nobody_chose(managers: Engine) -> None:
    assert values_of(managers.survey["impact"], managers) == (("Yes", 4), ("No", 2), ("Perhaps", 0))
    assert values_of(managers.survey["tools"], managers) == (("Mail", 3), ("Phone", 2), ("Fax", 2))
    assert dict(values_of(managers.survey["how"], managers))["Coaching"] == 0


def test_anything_else_stands_by_how_often_it_is_there(managers: Engine) -> None:
    assert values_of(managers.survey["team"], managers) == (("3", 2), ("1", 1), ("4", 1), ("5", 1), ("12", 1))
    assert values_of(managers.survey["since"], managers) == (("2024-01-31", 1), ("2024-02-01", 1), ("2024-02-02", 1))
    assert ("one", 1) in values_of(managers.survey["remark"], managers)


def test_of_what_tells_who_a_person_is_there_are_none(managers: Engine) -> None:
    assert values_of(managers.survey["who"], managers) == ()
