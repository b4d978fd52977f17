"""The cage as an analyst knows it: what runs, what comes back, and what is said of it."""

from __future__ import annotations

import math
from collections.abc import Iterator

import pytest

from topline.engine import Cage, Identity, SqlError, SqlKilledError, SqlRefusedError, columns_of
from topline.engine.caged import admitted
from topline.survey import MASK, Kind, Question, Role, Storage, Survey

from .site import FRAME, PERSON, SURVEY, Site
from .useful import USEFUL


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    site = Site(tmp_path_factory.mktemp("site"))
    yield site
    site.cage.close()


@pytest.fixture
def cage(site: Site) -> Cage:
    return site.cage


@pytest.mark.parametrize("statement", list(USEFUL))
def test_what_analysts_write_runs(cage: Cage, statement: str) -> None:
    assert list(cage.run(statement).rows) == USEFUL[statement]


def test_there_are_enough_of_them() -> None:
    assert len(USEFUL) >= 60


def test_functions_that_are_admitted_exist(cage: Cage) -> None:
    """A name on the list that DuckDB does not know would be a hole when it comes to know it."""
    import duckdb

    connection = duckdb.connect()
    known = {name for (name,) in connection.execute("select lower(function_name) from duckdb_functions()").fetchall()}
    connection.close()
    syntax = {"coalesce", "ifnull"}
    assert admitted.FUNCTIONS - syntax <= known
    reaching = ("read_", "parquet_", "duckdb_", "pragma_", "pg_", "current_s", "current_q", "getenv", "query", "glob")
    assert not [
        name for name in admitted.FUNCTIONS if name.startswith((*reaching, "json_ser", "json_des", "__", "st_"))
    ]


# Columns.


def test_columns_are_questions_by_name() -> None:
    told = [(column.name, column.type) for column in columns_of(SURVEY)]
    assert told == [
        ("row", "BIGINT"),
        ("respondent", "BIGINT"),
        ("role", "VARCHAR"),
        ("years", "BIGINT"),
        ("how", "VARCHAR"),
        ("how_codes", "VARCHAR[]"),
        ("When?", "TIMESTAMP"),
        ("email", "VARCHAR"),
    ]


def test_columns_are_those_of_the_table(cage: Cage) -> None:
    result = cage.run("select * from responses limit 1")
    assert result.columns == tuple(column.name for column in columns_of(SURVEY))
    assert result.types == ("BIGINT", "BIGINT", "VARCHAR", "INTEGER", "VARCHAR", "VARCHAR[]", "TIMESTAMP", "VARCHAR")
    assert cage.run("select * from replies limit 1").rows == result.rows


def test_names_that_clash_get_numbers() -> None:
    survey = Survey(
        "Test",
        (
            Question("Row", Kind.NUMERIC, storage=Storage.REAL),
            Question("how", Kind.OPEN, codes="c"),
            Question("HOW_codes", Kind.MULTI),
            Question("role", Kind.SINGLE),
            Question("ROLE", Kind.SINGLE, column="ROLE_1"),
        ),
    )
    assert [column.name for column in columns_of(survey)] == [
        "row_2",
        "Row",
        "how",
        "how_codes_2",
        "HOW_codes",
        "role",
        "ROLE_2",
    ]


# What comes back.


def test_values_of_every_type(cage: Cage) -> None:
    written: dict[str, object] = {
        "null": None,
        "true": True,
        "170141183460469231731687303715884105727": 170141183460469231731687303715884105727,
        "340282366920938463463374607431768211455::uhugeint": 340282366920938463463374607431768211455,
        "1.5": 1.5,
        "2.00": 2,
        "1.23456789012345678901::decimal(30, 20)": "1.23456789012345678901",
        "0.1::float": 0.1,
        "'inf'::double": math.inf,
        "'a\nb\t\x1b[31m'": "a\nb\t\x1b[31m",
        "'\\x00\\xFF'::blob": "\\x00\\xFF",
        "date '0044-03-15 (BC)'": "0044-03-15 (BC)",
        "date '99999-01-01'": "99999-01-01",
        "'infinity'::timestamp": "infinity",
        "timestamp '2026-03-01 12:00:00.5'": "2026-03-01 12:00:00.5",
        "timestamptz '2026-03-01 12:00:00+02'": "2026-03-01 10:00:00+00",
        "time '12:00'": "12:00:00",
        "interval '1 month 2 days'": "1 month 2 days",
        "'9f0d4a1e-0000-4000-8000-000000000000'::uuid": "9f0d4a1e-0000-4000-8000-000000000000",
        "'101'::bit": "101",
        "'b'::enum('a', 'b')": "b",
        "[1, null]": [1, None],
        "[[1.5], []]": [[1.5], []],
        "[date '2026-03-01']": ["2026-03-01"],
        "{'a': 1, 'b': ['x']}": {"a": 1, "b": ["x"]},
        "{'a': date '2026-03-01'}": "{'a': 2026-03-01}",
        "map {'a': 1}": "{a=1}",
        "'{\"a\": 1}'::json": '{"a": 1}',
        "[1, 2]::int[2]": [1, 2],
    }
    result = cage.run(f"select {', '.join(written)}")
    assert list(result.rows[0]) == list(written.values())
    assert result.types[4] == "DECIMAL(2,1)"


def test_not_a_number_comes_back(cage: Cage) -> None:
    assert math.isnan(cage.run("select 'nan'::double").rows[0][0])


def test_answers_are_those_of_the_file(cage: Cage) -> None:
    rows = cage.run("select respondent, role, years, how, how_codes from responses order by row").rows
    assert [tuple(row) for row in rows] == FRAME.select("respondent", "role", "years", "how", "how_codes").rows()


def test_columns_may_have_one_name_or_a_strange_one(cage: Cage) -> None:
    result = cage.run('select 1 as a, 2 as a, 3 as "x\ny", 4')
    assert result.columns[2] == "x\ny"
    assert result.rows == ((1, 2, 3, 4),)


@pytest.mark.parametrize(("limit", "truncated"), [(0, True), (1, True), (299, True), (300, False), (301, False)])
def test_truncation_is_known(cage: Cage, limit: int, truncated: bool) -> None:
    result = cage.run("select row from responses order by row desc", limit=limit)
    assert result.truncated is truncated
    assert [row for (row,) in result.rows] == list(range(300, 300 - min(limit, 300), -1))


def test_order_holds_for_many_rows(cage: Cage) -> None:
    rows = cage.run("select range from range(30000) order by hash(range) desc", limit=20_000).rows
    whole = cage.run("select list(range order by hash(range) desc) from range(30000)").rows[0][0]
    assert [row for (row,) in rows] == whole[:20_000]


def test_long_values_are_cut_and_counted(cage: Cage) -> None:
    result = cage.run("select repeat('é', 100001), repeat('x', 100000), [repeat('y', 200000)], range(100001)")
    texts = result.rows[0]
    assert texts[0] == "é" * 99_999 + "…"
    assert texts[1] == "x" * 100_000
    assert len(texts[2][0]) == 100_000
    assert len(texts[3]) == 100_000
    assert result.shortened == 3


def test_size_is_bounded_and_that_is_said(cage: Cage) -> None:
    for letter, size in (("x", 1), ("語", 3)):
        result = cage.run(f"select repeat('{letter}', 99999) from range(500)", limit=500)
        assert 30 < len(result.rows) * size / 10 < 40
        assert result.truncated


def test_row_that_is_too_long_is_an_error(cage: Cage) -> None:
    with pytest.raises(SqlKilledError, match="memory"):
        cage.run("select list_transform(range(90000), lambda x: repeat('x', 100))")


# Parameters.


def test_parameters_are_bound(cage: Cage) -> None:
    hostile = "VP'; drop view responses; --"
    rows = cage.run("select count(*), $text from responses where role = $role", {"role": "VP", "text": hostile}).rows
    assert rows == ((100, hostile),)


def test_parameters_are_numbers_and_dates_where_those_are_meant(cage: Cage) -> None:
    statement = 'select count(*) from responses where years > $n and years < $m and "When?" < $day limit $few'
    assert cage.run(statement, {"n": "9", "m": "20", "day": "2026-03-08", "few": "5"}).rows == ((4,),)


def test_parameter_that_is_not_named_is_left_out(cage: Cage) -> None:
    assert cage.run("select $a", {"a": "1", "b": "2"}).rows == (("1",),)


def test_parameter_in_a_text_is_text(cage: Cage) -> None:
    assert cage.run("select '$a'", {"a": "1"}).rows == (("$a",),)


# What goes wrong.


@pytest.mark.parametrize(
    ("statement", "kind", "said", "position"),
    [
        ("select role, nope from responses", SqlError, 'Referenced column "nope" not found', 13),
        ("select\n  yeers from responses", SqlError, "(line 2, column 3)", 9),
        ("select 'ü', nope from responses", SqlError, "(line 1, column 13)", 12),
        ("select yeers from responses", SqlError, "nearest: years", 7),
        ("selec 1", SqlError, 'syntax error at or near "selec"', 0),
        ("select (1", SqlError, "syntax error", 8),
        ("select role::int from responses", SqlError, "Could not convert string", 11),
        ("select 1 // 0", SqlError, "Division by zero", None),
        ("select strptime('1', '%d.%；')", SqlError, "what it says of it is no text", None),
        ("select read_text('x')", SqlRefusedError, "the function read_text cannot be used here", 7),
        ("select meidan(years) from responses", SqlRefusedError, "nearest: median", 7),
        ("select * from respones", SqlRefusedError, "no table respones here; the replies are the table responses", 14),
        ("  \n ", SqlRefusedError, "there is no statement", None),
        ("-- nothing", SqlRefusedError, "there is no statement", None),
        (";", SqlRefusedError, "there is no statement", None),
        ("drop view responses", SqlRefusedError, "only one SELECT over responses runs here", None),
        ("pivot responses on role", SqlRefusedError, "a pivot names its values", None),
        ("select $role", SqlRefusedError, "$role has no value", 7),
    ],
)
def test_complaints_say_what_and_where(
    cage: Cage, statement: str, kind: type[SqlError], said: str, position: int | None
) -> None:
    with pytest.raises(SqlError) as caught:
        cage.run(statement)
    assert type(caught.value) is kind
    assert said in str(caught.value)
    assert caught.value.position == position


def test_complaints_hold_nothing_that_acts_on_a_terminal(cage: Cage) -> None:
    with pytest.raises(SqlError) as caught:
        cage.run('select "\x1b[31m\x07\u202e" from responses')
    assert str(caught.value).isprintable()


# People.


def test_personal_answers_are_masked(cage: Cage) -> None:
    result = cage.run("select row, email from responses limit 1")
    assert result.rows == ((1, MASK),)
    assert result.masked == ("email",)


def test_personal_answers_are_shown_when_they_may_be(cage: Cage) -> None:
    result = cage.run("select email from responses where email like '%7@%' order by row limit 1", personal=True)
    assert result.rows == ((FRAME["email"][7],),)
    assert result.masked == ()


def test_mask_holds_however_the_answer_is_asked_for(cage: Cage) -> None:
    for statement in (
        "select r::varchar from responses r limit 1",
        "select responses from responses limit 1",
        "select x.email from (select * from responses) x limit 1",
        "select columns('em.*') from responses limit 1",
        "select * from (select * from responses) unpivot (v for n in (columns('em.*'))) limit 1",
        "select to_json(r) from responses r limit 1",
        "select r['email'] from responses r limit 1",
        "select max(columns('e.*')) from responses",
        "summarize responses",
        "summarize select email from responses",
        "select x from (select * from responses) x limit 1",
        "with x as (select * from responses) select x from x limit 1",
        "select a from (select columns('e.*') as a from responses) limit 1",
        "select v from (select * from responses) unpivot (v for n in (columns('em.*'))) limit 1",
    ):
        result = cage.run(statement)
        assert PERSON not in str(result.rows), statement
        assert result.masked == ("email",), statement


@pytest.mark.parametrize(
    "statement",
    [
        "select upper(email) from responses",
        "select row from responses where email = 'a'",
        "select row from responses order by email",
        "select count(distinct email) from responses",
        "select distinct email from responses",
        "select r.email || '' from responses r",
        "select 1 from responses a join responses b on a.email = b.email",
        "select count(*) from responses group by email",
    ],
)
def test_masks_are_not_taken_for_answers(cage: Cage, statement: str) -> None:
    with pytest.raises(SqlRefusedError, match="email tells who a person is and is masked"):
        cage.run(statement)
    cage.run(statement, personal=True)


def test_masks_can_be_counted(cage: Cage) -> None:
    statement = "select count(email), count(*) filter (where email is null) from responses where email is not null"
    assert cage.run(statement).rows == ((300, 0),)


def test_nothing_is_masked_that_is_not_spoken_of(cage: Cage) -> None:
    for statement in (
        "select * exclude (email) from responses",
        "select role, count(*) from responses group by all",
        "select * from range(3)",
        "summarize select role, row from responses",
        "describe responses",
        "describe select role, email from responses",
        "select role from (select * from responses) x",
        "with x as (select * from responses) select max(row) from x",
        "select count(*) from (select * from responses)",
    ):
        assert cage.run(statement).masked == (), statement


# Identity.

LINEAGE: dict[str, tuple[int, Identity] | None] = {
    "select role, row from responses": (1, Identity.ROW),
    "select respondent, role from responses": (0, Identity.RESPONDENT),
    "select respondent, row from responses": (1, Identity.ROW),
    "select * from responses": (0, Identity.ROW),
    "select role, r.* from responses r": (1, Identity.ROW),
    "select * exclude (row) from responses": (0, Identity.RESPONDENT),
    "select respondent as who from responses": (0, Identity.RESPONDENT),
    "select who from (select respondent as who from responses)": (0, Identity.RESPONDENT),
    "with x as (select role, respondent from responses) select * from x": (1, Identity.RESPONDENT),
    "with x(a, b) as (select role, respondent from responses) select b from x": (0, Identity.RESPONDENT),
    "select b from (select role, respondent from responses) t(a, b)": (0, Identity.RESPONDENT),
    "select row from responses where role = 'VP' union all select row from responses": (0, Identity.ROW),
    "select respondent, unnest(how_codes) from responses": (0, Identity.RESPONDENT),
    "select respondent, count(*) from responses group by 1": (0, Identity.RESPONDENT),
    "select distinct on (role) row, role from responses": (0, Identity.ROW),
    "select a.row, b.role from responses a join responses b using (respondent)": (0, Identity.ROW),
    "select row, rank() over (order by years) from responses": (0, Identity.ROW),
    "select row + 1 as row from responses": None,
    "select years as row from responses": None,
    "select role as respondent from responses": None,
    "select max(row) as row from responses": None,
    "select count(*) as respondent from responses": None,
    "select row from range(3) t(row)": None,
    "select row from (select years as row from responses)": None,
    "with responses as (select 1 as row) select row from responses": None,
    "with recursive t(row) as (select 1 union all select row + 1 from t where row < 3) select row from t": None,
    "select row from responses union all select years from responses": None,
    "select row from (select row, role from responses) pivot (count(*) for role in ('VP'))": None,
    "select columns('ro.*') from responses": None,
    "select row from responses union all by name select years as row from responses": None,
}


@pytest.mark.parametrize("statement", list(LINEAGE))
def test_what_tells_whose_row_it_is(cage: Cage, statement: str) -> None:
    result = cage.run(statement, limit=5)
    found = LINEAGE[statement]
    assert (result.identity, result.identified_by) == (found or (None, None))
    if found is not None:
        wanted = {Identity.ROW: range(1, 301), Identity.RESPONDENT: range(100, 400)}[found[1]]
        assert all(row[found[0]] in wanted for row in result.rows)


def test_survey_without_an_id_or_people(site: Site) -> None:
    survey = Survey("Test", (Question("role", Kind.SINGLE), Question("years", Kind.NUMERIC, storage=Storage.REAL)))
    with Cage(site.data, survey) as cage:
        result = cage.run("select * from responses order by row limit 1")
    assert result.rows == ((1, "VP", 0.0),)
    assert result.identified_by is Identity.ROW


def test_questions_with_any_names(site: Site) -> None:
    names = ['a "quoted" one', "select", "drop view responses; --", "größe", "x" * 200, "topline", "a\nb"]
    questions = tuple(Question(name, Kind.SINGLE, column="role") for name in names[:1]) + tuple(
        Question(name, Kind.NUMERIC, column="years", storage=Storage.INTEGER) for name in names[1:2]
    )
    with Cage(site.data, Survey("Test", questions)) as cage:
        assert cage.run('select "a ""quoted"" one", "select" from responses limit 1').rows == (("VP", 0),)


def test_file_that_is_no_parquet_says_so(site: Site) -> None:
    with Cage(site.secret, SURVEY) as cage, pytest.raises(SqlError, match="cannot be read"):
        cage.run("select 1")


def test_file_that_is_gone_says_so(site: Site) -> None:
    with Cage(site.folder / "gone.parquet", SURVEY) as cage, pytest.raises(SqlError, match="no such file"):
        cage.run("select 1")


def test_role_of_a_column_does_not_leave_the_mask(site: Site) -> None:
    coded = Survey("Test", (Question("how", Kind.OPEN, codes="how_codes", role=Role.PERSONAL),))
    with Cage(site.data, coded) as cage:
        assert cage.run("select * from responses order by row limit 1").rows == ((1, MASK, MASK),)
