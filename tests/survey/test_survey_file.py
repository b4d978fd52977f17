"""The survey file: what it says is taken, and every mistake names the file, the line and the nearest key."""

from __future__ import annotations

import tomllib

import pytest

from topline.survey import (
    CannedQuery,
    Kind,
    MissingKind,
    Net,
    Option,
    Parameter,
    Question,
    Response,
    Role,
    Storage,
    Survey,
    SurveyFileError,
    read_survey_file,
)
from topline.survey.toml_file import line_of

REPLIES = Survey(
    "inferred",
    (
        Question("who", Kind.OPEN, role=Role.ID),
        Question("role", Kind.SINGLE, options=(Option("m", "Manager"), Option("d", "Director"))),
        Question("age", Kind.NUMERIC, storage=Storage.INTEGER, rule="mostly numbers"),
        Question("agree", Kind.SINGLE, options=(Option("no", "No"), Option("yes", "Yes"))),
        Question("how", Kind.OPEN, positions=(4,)),
        Question("how_codes", Kind.MULTI, positions=(5,)),
        Question("status", Kind.SINGLE),
        Question("mail", Kind.OPEN),
    ),
)


def applied(text: str) -> Survey:
    return read_survey_file(text, "a.topline.toml").applied(REPLIES)


def test_an_empty_file_says_nothing() -> None:
    assert applied("") == REPLIES


def test_what_is_said_of_the_survey_is_taken() -> None:
    survey = applied(
        'title = "T"\nnote = "N"\ninvited = 50\nid = "mail"\npersonal = ["how"]\ncodes_folder = "/srv"\n'
        '[response]\nstatus = "status"\nreplied = ["done", 2]\n[response.steps]\nWrote = "how is answered"\n'
    )
    assert (survey.title, survey.note, survey.invited, survey.codes_folder) == ("T", "N", 50, "/srv")
    assert [(q.name, q.role) for q in survey if q.role] == [
        ("how", Role.PERSONAL),
        ("status", Role.STATUS),
        ("mail", Role.ID),
    ]
    assert survey.response == Response("status", replied=("done", "2"), steps=(("Wrote", "how is answered"),))


def test_what_is_said_of_a_question_is_taken() -> None:
    role = applied(
        '[question.role]\ntext = "Your role?"\nlabel = "Role"\nunit = "u"\ngrid = "g"\nbase = "b"\nbase_text = "t"\n'
    )["role"]
    assert (role.text, role.label, role.unit, role.grid, role.base, role.base_text) == (
        *("Your role?", "Role", "u", "g", "b", "t"),
    )


def test_options_keep_the_order_they_are_given_in() -> None:
    assert applied('[question.role]\noptions = ["d", "m"]')["role"].options == (Option("d", "d"), Option("m", "m"))
    labelled = applied('[question.role.options]\nd = "Boss"\nm = "Manager"')["role"]
    assert labelled.options == (Option("d", "Boss"), Option("m", "Manager"))


def test_nets_and_missing_answers_are_named_by_code_or_label() -> None:
    role = applied('[question.role]\nmissing = {Director = "refused"}\nnets = {All = ["Manager", "d"]}')["role"]
    assert role.missing == (Option("d", "Director", MissingKind.REFUSED),)
    assert role.nets == (Net("All", ("m", "d")),)


def test_a_scale_has_points_by_order_by_number_or_as_stated() -> None:
    assert [o.score for o in applied('[question.agree]\nkind = "scale"')["agree"].options] == [1, 2]
    ages = applied('[question.age]\nkind = "scale"\noptions = [10, 20]')["age"]
    assert [o.score for o in ages.options] == [10, 20]
    stated = applied('[question.agree]\nkind = "scale"\nscores = {No = -1, yes = 1.5}')["agree"]
    assert [o.score for o in stated.options] == [-1, 1.5]


def test_a_codeframe_with_nets_makes_a_verbatim_countable() -> None:
    survey = applied(
        '[question.how]\ncodes = "how_codes"\n[question.how.codeframe]\n'
        'sell_more.a = "Alpha"\nsell_more.b = "Beta"\nother = "Other"\n'
    )
    how = survey["how"]
    assert how.options == (Option("a", "Alpha"), Option("b", "Beta"), Option("other", "Other"))
    assert how.nets == (Net("Sell more", ("a", "b")),)
    assert how.positions == (4, 5)
    assert "how_codes" not in survey


def test_a_stated_kind_says_so() -> None:
    assert applied('[question.age]\nkind = "single"')["age"].rule == "stated in the survey file"
    assert applied('[question.who]\nkind = "single"')["who"].role is None


def test_a_role_can_be_taken_from_whatever_has_it() -> None:
    assert applied('id = ""')["who"].role is None
    named = applied('personal = ["mail"]')
    assert read_survey_file("personal = []", "b").applied(named)["mail"].role is None


def test_what_is_taken_apart_is_no_question_of_its_own() -> None:
    assert applied('[question."a set"]\napart = true') == REPLIES


@pytest.mark.parametrize("said", ['[question.x]\ncolumns = ["a", "b"]', "[question.x]\napart = true"])
def test_which_columns_are_one_question_decides_how_replies_are_read(said: str) -> None:
    told = read_survey_file(f'{said}\n[[query]]\nrows = "age"', "a")
    assert told.of_replies.key not in ("", read_survey_file('[[query]]\nrows = "age"', "a").of_replies.key)
    assert told.of_replies.key == read_survey_file(said, "a").of_replies.key


def test_what_is_asked_of_the_replies_does_not_decide_how_they_are_read() -> None:
    said = """
    title = "T"
    personal = ["who"]
    [question.age]
    text = "How old?"
    options = ["b", "a"]
    missing = { x = "refused" }
    nets = { N = ["a"] }
    """
    assert read_survey_file(said, "a").of_replies.key == ""
    split = read_survey_file('[question.age]\nkind = "multi"\noptions = ["b", "a"]', "a").of_replies
    again = read_survey_file('[question.age]\nkind = "multi"\noptions = { a = "A", b = "B" }', "a").of_replies
    assert split.key == again.key, "neither order nor labels decide how cells are split"
    other = read_survey_file('[question.age]\nkind = "multi"\noptions = ["b"]', "a").of_replies
    assert split.key != other.key


def test_canned_queries_are_read() -> None:
    survey = applied(
        '[[query]]\nkey = "f2"\ntitle = "By role"\nrows = "agree"\ncolumns = "role"\n'
        '[[query]]\nview = "replies"\nfields = ["how"]\nwhere = "role = $r"\nzeros = false\n'
        '[query.parameters.r]\nchoices = "role"\ndefault = "Manager"\n'
    )
    assert survey.queries == (
        CannedQuery("By role", "f2", rows="agree", columns=("role",)),
        CannedQuery(
            "replies, role = $r",
            view="replies",
            fields=("how",),
            where="role = $r",
            zeros=False,
            parameters=(Parameter("r", "role", "Manager"),),
        ),
    )


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        # Keys that nobody knows, at each level.
        ('note = "x"\ntilte = "x"', 2, "unknown key 'tilte'; nearest: title"),
        ("zzzzzz = 1", 1, "unknown key 'zzzzzz'; known: title, note"),
        ('[response]\nstauts = "status"', 2, "unknown key 'stauts'; nearest: status"),
        ('[question.role]\ntext = "x"\nknid = "single"', 3, "unknown key 'knid'; nearest: kind"),
        ('[[query]]\nrows = "age"\n\n[[query]]\nrow = "age"', 5, "unknown key 'row'; nearest: rows"),
        ('[[query]]\n[query.parameters.p]\nchoces = "x"', 3, "unknown key 'choces'; nearest: choices"),
        # Values of the wrong type.
        ("title = 3", 1, "title must be text, not 3"),
        ("invited = true", 1, "invited must be a whole number, not True"),
        ("invited = 0", 1, "invited must be the number of people asked, not 0"),
        ('personal = "mail"', 1, "personal must be a list, not 'mail'"),
        ("personal = [1]", 1, "personal must hold names of questions, not 1"),
        ("question = 3", 1, "question must be a table, not 3"),
        ("[question]\nrole = 3", 2, "[question.role] must be a table"),
        ("[question.role]\ngrid = true", 2, "grid must be text, not True"),
        ('[question.role]\noptions = "m"', 2, "options must be a list or a table, not 'm'"),
        ("[question.role]\noptions = [[1]]", 2, "options must hold texts or numbers, not [1]"),
        ('[question.role]\ncolumns = "a"', 2, "columns must be a list, not 'a'"),
        ("[question.role]\ncolumns = [1, 2]", 2, "columns must hold headers of columns, not 1"),
        ("[question.role]\napart = 1", 2, "apart must be true or false, not 1"),
        ('[question.role.nets]\nAll = "m"', 2, "nets must hold lists of options, not 'm'"),
        ('[question.agree.scores]\nyes = "x"', 2, "scores must hold numbers, not 'x'"),
        ('[question.how.codeframe]\na.b.c = "x"', 2, "codeframe must hold labels, not {'c': 'x'}"),
        ('[response]\nstatus = "status"\nsteps = {x = 3}', 3, "steps must hold filter expressions, not 3"),
        ("[response]\nreplied = [[]]", 2, "replied must hold answers, not []"),
        ("query = 3", 1, "query must be a list, not 3"),
        ("query = [3]", 1, "query.0 must be a table"),
        ("[[query]]\nzeros = 1", 2, "zeros must be true or false, not 1"),
        ("[[query]]\ncolumns = 3", 2, "columns must be text or a list, not 3"),
        ("[[query]]\nfields = [3]", 2, "fields must hold names of questions, not 3"),
        ("[[query]]\nparameters.p = 3", 2, "query.0.parameters.p must be a table"),
        ("[[query]]\n[query.parameters.p]\ndefault = 3", 3, "default must be text, not 3"),
        # Words that are none of the allowed ones.
        ('[question.role]\nkind = "singel"', 2, "'singel' is no kind of question; one of: single, multi,"),
        ('[question.role.missing]\nm = "refusd"', 2, "'refusd' is no kind of missing; one of: not asked,"),
        # Columns that cannot be one question.
        ('[question.x]\ncolumns = ["a"]', 2, "columns must name at least two columns"),
        ('[question.x]\nkind = "open"\ncolumns = ["a", "b"]', 3, "columns that are put together are multi or single"),
        ('[question.x]\ncolumns = ["a", "a"]', 2, "the column 'a' stands twice"),
        (
            '[question.x]\ncolumns = ["a", "b"]\n[question.y]\ncolumns = ["c", "b"]',
            4,
            "the column 'b' stands in [question.x] already",
        ),
        ('[question.x]\ncolumns = ["a", "b"]\napart = true', 3, "columns are either put together or taken apart"),
        # Names that the replies do not have.
        ('\n[question.roel]\ntext = "x"', 2, "the replies have no column 'roel'; nearest: role"),
        ('id = "whoo"', 1, "the replies have no column 'whoo'; nearest: who"),
        ('weight = "agee"', 1, "the replies have no column 'agee'; nearest: agree, age"),
        ('personal = ["mail", "mial"]', 1, "the replies have no column 'mial'; nearest: mail"),
        ('[response]\nstatus = "statsu"', 2, "the replies have no column 'statsu'; nearest: status"),
        ('[question.how]\ncodes = "hwo_codes"', 2, "the replies have no column 'hwo_codes'; nearest: how_codes"),
        ('[question.role.nets]\nAll = ["m", "Directr"]', 2, "the net 'All' names no option 'Directr'; nearest: Direct"),
        ("[question.agree.scores]\nyess = 3", 2, "a score is given to 'yess', which is no option; nearest: Yes"),
        # Codes that cannot be.
        ('[question.role]\noptions = ["m", "m"]', 2, "the option 'm' stands twice; codes are unique"),
        (
            '[question.how]\ncodes = "how_codes"\n[question.how.codeframe]\na.x = "1"\nb.x = "2"',
            3,
            "the code 'x' stands twice in the codeframe; codes are unique",
        ),
        (
            '[question.age]\nkind = "single"\noptions = ["old"]',
            3,
            "'old' cannot be an answer: the column holds integer",
        ),
    ],
)
def test_a_mistake_names_the_file_the_line_and_the_nearest(text: str, line: int, words: str) -> None:
    with pytest.raises(SurveyFileError) as caught:
        applied(text)
    assert str(caught.value).startswith(f"a.topline.toml, line {line}: {words}")
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("text", ["title = ", "[question.role", 'a = "x\n"', 'title = "a"\ntitle = "b"', "\0"])
def test_what_is_no_toml_is_told_with_its_place(text: str) -> None:
    with pytest.raises(tomllib.TOMLDecodeError):
        tomllib.loads(text)
    with pytest.raises(SurveyFileError, match=r"^a\.topline\.toml: not a readable survey file: .*\(at .*\)$") as caught:
        applied(text)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("place", "line"),
    [
        (("title",), 1),
        (("question", "a b", "text"), 4),
        (("question", "a b", "nets", "X"), 6),
        (("query", "0"), 8),
        (("query", "1", "rows"), 12),
        (("query", "1", "parameters", "p", "default"), 14),
        (("question", "a b", "options"), 3),
        (("nowhere",), None),
    ],
)
def test_the_line_of_a_key_or_of_the_nearest_table_above(place: tuple[str, ...], line: int | None) -> None:
    text = (
        'title = "T"  # the title\n\n[question."a b"]\ntext = "x"\n[question."a b".nets]\nX = ["a"]\n\n'
        '[[query]]\nrows = "x"\n\n[[query]]\nrows = "y"\n[query.parameters.p]\ndefault = "z"\n'
    )
    assert line_of(text, place) == line
