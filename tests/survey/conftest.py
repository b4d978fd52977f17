"""A survey of every kind of question, with names, codes and labels that are as awkward as files make them."""

from __future__ import annotations

import pytest

from topline.survey import Kind, MissingKind, Net, Option, Question, Response, Role, Storage, Survey, scored


def options(*codes: str) -> tuple[Option, ...]:
    """Options that are labelled as they are stored."""
    return tuple(Option(code, code) for code in codes)


@pytest.fixture(scope="session")
def survey() -> Survey:
    """A survey of managers, without a file behind it."""
    return Survey(
        "Managers",
        invited=500,
        response=Response("status", delivered=("sent",), partial=("half",), replied=("done",)),
        questions=(
            Question("respondent", Kind.OPEN, role=Role.ID),
            Question("status", Kind.SINGLE, role=Role.STATUS, options=options("sent", "half", "done")),
            Question(
                "role",
                Kind.SINGLE,
                "What is your role?",
                "Role",
                options=(
                    Option("m", "Manager"),
                    Option("d", "Director"),
                    Option("v", "Vice president"),
                    Option("dk", "Don't know", MissingKind.DONT_KNOW),
                ),
                nets=(Net("Executives", ("d", "v")),),
            ),
            Question(
                "tools",
                Kind.MULTI,
                "Which tools do you use?",
                "Tools",
                options=options("mail", "phone", 'it\'s "new"'),
                base="role = 'Manager' or role = 'Director'",
                base_text="managers and directors",
            ),
            Question("agree", Kind.SCALE, storage=Storage.INTEGER, options=scored(options("1", "2", "3"))),
            Question("happy", Kind.SINGLE, storage=Storage.BOOLEAN, options=options("true", "false")),
            Question("income", Kind.NUMERIC, "Income a year", storage=Storage.REAL),
            Question(
                "children",
                Kind.NUMERIC,
                storage=Storage.INTEGER,
                options=(Option("99", "No answer", MissingKind.NO_ANSWER),),
            ),
            Question("moved", Kind.DATE, storage=Storage.DATE),
            Question(
                "how",
                Kind.OPEN,
                "If so, how?",
                codes="how_codes",
                options=(Option("research", "Researching prospects"), Option("coach", "Coaching")),
                nets=(Net("Selling", ("research",)),),
            ),
            Question("remark", Kind.OPEN),
            Question("weight", Kind.NUMERIC, storage=Storage.REAL, role=Role.WEIGHT),
        ),
    )
