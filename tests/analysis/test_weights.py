"""Raked weights: the shares are met, everyone is found behind a number, and nothing but the targets decides."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import replace

import polars
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from topline.analysis import combinations, explained, raking_report, tabulate, weight_report, weights_of
from topline.analysis import weights as weights_module
from topline.analysis.weight_report import missed_words
from topline.charts import weight_lines
from topline.engine import Engine, Windows
from topline.survey import (
    Chose,
    Kind,
    Option,
    Question,
    Role,
    Slice,
    Storage,
    Survey,
    Table,
    Target,
    ToplineError,
    View,
    Weighting,
    What,
    code_of,
)

from .conftest import MANAGERS, REPLIES, Opened
from .test_law import ROWS, SURVEY, assert_doors_open_as_many_as_they_say
from .test_storages import assert_alike, assert_each_opens_as_many, storages


def asked(name: str, *codes: str, **keys: object) -> Question:
    return Question(name, Kind.SINGLE, options=tuple(Option(code, code) for code in codes), **keys)  # type: ignore[arg-type]


SEX, AGE = asked("sex", "M", "F"), asked("age", "Y", "O")
CELLS = {("M", "Y"): 30, ("M", "O"): 20, ("F", "Y"): 35, ("F", "O"): 15}
TO_SEX, TO_AGE = Target("sex", (("M", 48.0), ("F", 52.0))), Target("age", (("Y", 4.0), ("O", 6.0)))
RAKED = Weighting("raked", (TO_SEX, TO_AGE))


@pytest.fixture
def hundred(opened: Opened) -> Engine:
    """A hundred people of whom the weights are known, and five who did not answer both questions."""
    people = [key for key, n in CELLS.items() for _ in range(n)] + [("M", None)] * 3 + [(None, "O")] * 2
    frame = polars.DataFrame(
        {"sex": [s for s, _ in people], "age": [a for _, a in people], "w": [2.0] * 50 + [1.0] * 40 + [None] * 15}
    )
    weight = Question("w", Kind.NUMERIC, storage=Storage.REAL, role=Role.WEIGHT)
    weightings = (
        RAKED,
        Weighting("started", (TO_SEX,), base="w"),
        Weighting("men", (Target("sex", (("M", 1.0), ("F", 0.0))),)),
        Weighting("capped", (TO_SEX, TO_AGE), cap=1.75),
        Weighting("too low", (TO_SEX, TO_AGE), cap=1.2),
        Weighting("half", (Target("sex", (("M", 1.0),)),)),
        Weighting("nobody", (Target("sex", (("M", 1.0), ("F", 1.0), ("X", 1.0))),)),
    )
    return opened(
        frame, replace(SEX, options=(*SEX.options, Option("X", "Another"))), AGE, weight, weightings=weightings
    )


def topline(engine: Engine, rows: str, weight: str, *where: Chose) -> Table:
    return tabulate(View(What.TOPLINE, rows, slice=Slice(where, weight=weight)), engine)


def weighed(table: Table) -> dict[str, float]:
    return {row.code: row.cells[0].weighted for row in table.rows}


def test_the_reference_weights(hundred: Engine) -> None:
    people = [(sex, age) for sex in "MF" for age in "YO"]
    found = {
        (sex, age): weighed(topline(hundred, "age", "raked", Chose("sex", (sex,))))[age] / CELLS[sex, age]
        for sex, age in people
    }
    expected = dict(zip(people, (0.55233261, 1.57150109, 0.66942919, 1.90466522), strict=True))
    assert found == pytest.approx(expected, abs=5e-9)
    report = weight_report("raked", hundred)
    assert report.effective == pytest.approx(77.733033)
    assert (report.n, report.people, report.lacking, report.mean) == (100, 105, 5, 1.0)
    assert (report.least, report.greatest) == pytest.approx((0.55233261, 1.90466522), abs=5e-9)
    assert [one.target for each in report.margins for one in each.answers] == pytest.approx([48, 52, 40, 60])
    assert [one.weighted for each in report.margins for one in each.answers] == pytest.approx([48, 52, 40, 60])
    assert [one.unweighted for each in report.margins for one in each.answers] == [50, 50, 65, 35]
    assert report.cautions == ("Caution: an efficiency below 80% costs much of what the replies can tell",)


def test_sql_explains_a_weighted_share_only_where_the_weight_is_a_column(hundred: Engine) -> None:
    """A raked weight stands in no column, nor one raked from a column."""
    for weight, statements in (("w", 2), ("raked", 1), ("started", 1)):
        table = topline(hundred, "age", weight)
        told = dict(explained(table, table.rows[0], 0, hundred.survey).parts)["SQL"]
        assert len(told) == statements
        assert told[0].startswith("select count(*) from responses")


def test_the_footer_names_weight_targets_efficiency_and_those_without(hundred: Engine) -> None:
    line = "Weight: raked (raked to sex, age; efficiency 78%); 5 who did not answer all the questions it is raked to"
    assert any(said.startswith(line) for said in topline(hundred, "sex", "raked").footer)


def test_a_filter_changes_nobodys_weight(hundred: Engine) -> None:
    everyone = weighed(topline(hundred, "age", "raked"))
    parts = [weighed(topline(hundred, "age", "raked", Chose("sex", (sex,)))) for sex in "MF"]
    assert {code: sum(part[code] for part in parts) for code in everyone} == pytest.approx(everyone)


def test_raking_begins_with_the_weights_of_its_base(hundred: Engine) -> None:
    table = topline(hundred, "sex", "started")
    assert weighed(table) == pytest.approx({"M": 0.48 * 90, "F": 0.52 * 90, "X": 0})
    young = weighed(topline(hundred, "age", "started", Chose("sex", ("F",))))
    assert young["Y"] / young["O"] == pytest.approx(35 / 5), "those without a weight to start from have none"
    report = weight_report("started", hundred)
    assert (report.n, report.lacking, report.mean) == (90, 15, pytest.approx(1))


def test_who_gives_an_answer_without_a_share_weighs_nothing(hundred: Engine) -> None:
    assert weighed(topline(hundred, "sex", "men")) == pytest.approx({"M": 53, "F": 0, "X": 0})
    assert "who did not answer the question it is raked to or gave an answer without a share" in "".join(
        topline(hundred, "sex", "men").footer
    )


@pytest.mark.parametrize(
    ("weight", "said"),
    [
        ("too low", "weighting 'too low': its cap of 1.2 is too low for its targets: they need 1.71 at least"),
        ("half", "weighting 'half': sex has no share for 'F', which some answered; give it one, or 0 to leave"),
        ("nobody", "weighting 'nobody': nobody gave 'Another' to sex, so that no weight can give it a share"),
    ],
)
def test_what_no_weights_can_meet_is_told_with_a_remedy(hundred: Engine, weight: str, said: str) -> None:
    with pytest.raises(ToplineError) as fault:
        topline(hundred, "sex", weight)
    assert str(fault.value).startswith(said)


def test_targets_that_a_cap_keeps_from_being_met_are_told(hundred: Engine) -> None:
    report = weight_report("capped", hundred)
    assert report.greatest == pytest.approx(1.75)
    assert report.met == (report.worst < 1e-6)
    assert any("targets missed by up to" in said for said in topline(hundred, "sex", "capped").footer) != report.met


def test_a_target_that_is_off_by_next_to_nothing_is_met_and_a_wide_range_is_told(opened: Opened) -> None:
    """Men all but have to be young: the weight of the old ones goes towards 0 for ever."""
    people = [("M", "Y")] * 40 + [("M", "O")] * 10 + [("F", "Y")] * 10 + [("F", "O")] * 40
    frame = polars.DataFrame({"sex": [sex for sex, _ in people], "age": [age for _, age in people]})
    told = {60.0: "", 62.4: "", 62.5: "targets missed by up to 0.02 points"}
    for young, missed in told.items():
        to_age = Target("age", (("Y", young), ("O", 100 - young)))
        capped = Weighting("capped", (Target("sex", (("M", 50.0), ("F", 50.0))), to_age), cap=1.25)
        engine = opened(frame, SEX, AGE, weightings=(capped,))
        report = weight_report("capped", engine)
        assert report.missed == missed
        assert ("all targets met" in "".join(line.plain for line in weight_lines(report, 100))) is report.met
        footer = " ".join(topline(engine, "sex", "capped").footer)
        assert ("targets missed" in footer, missed in footer) == (not report.met, True)
        assert any("raise the cap" in said for said in report.cautions) is not report.met
        wide = [said for said in report.cautions if "times as much as others" in said]
        assert bool(wide) == (young > 62)
    assert wide[0].startswith("Caution: the weights go from 0.00313 to 1.25: some people count for 400 times as much")


def test_how_far_a_target_is_missed_has_the_digits_that_tell_it() -> None:
    assert missed_words(12.34) == "targets missed by up to 12.3 points"
    assert missed_words(0.0123) == "targets missed by up to 0.01 points"
    assert missed_words(0.0) == "targets missed"


def test_a_column_has_a_report_as_well(hundred: Engine) -> None:
    report = weight_report("w", hundred)
    assert (report.people, report.n, report.lacking, report.total) == (105, 90, 15, 140)
    assert (report.effective, report.ratio) == (pytest.approx(140**2 / 240), 2)
    assert (report.weighting, report.margins) == (None, ())
    assert weights_of(hundred.survey)[:2] == ("w", "raked")


def test_nobody_is_raked_who_did_not_reply(opened: Opened) -> None:
    targets = (Target("impact", (("yes", 1.0), ("no", 1.0))),)
    survey = replace(MANAGERS, weightings=(Weighting("even", targets),))
    frame = REPLIES.with_columns(impact=polars.Series([*REPLIES["impact"][:8], "yes", "no"]))
    engine = opened(frame, *survey.questions, response=survey.response, weightings=survey.weightings)
    assert weighed(topline(engine, "impact", "even"))["yes"] == 3.0
    assert topline(engine, "impact", "even").base.unweighted == 8, "n counts people, weighted or not"
    assert (weight_report("even", engine).people, weight_report("even", engine).n) == (8, 6)
    assert "who did not reply or did not answer the question" in "".join(topline(engine, "impact", "even").footer)


def test_many_combinations_are_looked_up_in_a_list_put_aside(opened: Opened) -> None:
    letters = [chr(ord("a") + n) for n in range(10)]
    rows = [(a, b) for a in letters for b in letters for _ in range(1 + (ord(a) * ord(b)) % 3)]
    frame = polars.DataFrame({"a": [a for a, _ in rows], "b": [b for _, b in rows]})
    even = tuple((letter, 1.0) for letter in letters)
    both = Weighting("both", (Target("a", even), Target("b", even)))
    engine = opened(frame, asked("a", *letters), asked("b", *letters), weightings=(both,))
    for name in "ab":
        assert weighed(topline(engine, name, "both")) == pytest.approx(dict.fromkeys(letters, len(rows) / 10))


def test_a_draft_leaves_nothing_behind(hundred: Engine) -> None:
    before = len(weights_module._KNOWN.get(hundred, weights_module._Known()).raked)
    for share in range(1, 5):
        raking_report(Weighting("draft", (replace(TO_SEX, shares=(("M", 1.0), ("F", float(share)))),)), hundred)
    assert len(weights_module._KNOWN[hundred].raked) == before


@pytest.mark.parametrize(
    ("storage", "values"),
    [
        (Storage.INTEGER, [1, 2, 2]),
        (Storage.REAL, [1.5, 2.0, 2.0]),
        (Storage.BOOLEAN, [True, False, False]),
        (Storage.TEXT, ["it's", 'a "b"', 'a "b"']),
    ],
)
def test_answers_of_every_storage_are_raked_to(opened: Opened, storage: Storage, values: list[object]) -> None:
    first, second = map(code_of, values[:2])
    even = Weighting("even", (Target("x", ((first, 1.0), (second, 1.0))),))
    engine = opened(polars.DataFrame({"x": values}), asked("x", first, second, storage=storage), weightings=(even,))
    assert weighed(topline(engine, "x", "even")) == pytest.approx({first: 1.5, second: 1.5})


SHARES = st.floats(0.1, 10)


@settings(max_examples=15, deadline=None)
@given(st.lists(ROWS, max_size=30), st.lists(SHARES, min_size=8, max_size=8), st.booleans(), st.data())
def test_small_large_and_stored_files_weigh_alike_and_every_door_holds(
    rows: list[dict[str, object]], shares: list[float], based: bool, data: st.DataObject
) -> None:
    done = [row for row in rows if row["status"] == "done"]
    both = [row for row in done if row["colour"] not in (None, "dk") and row["agree"] is not None]
    both = [row for row in both if not based or (isinstance(row["w"], float) and 1e-12 < row["w"] < math.inf)]
    given_ = {name: sorted({str(row[name]) for row in both}) for name in ("colour", "agree")}
    if not both:
        return
    targets = tuple(Target(name, tuple(zip(codes, shares, strict=False))) for name, codes in given_.items())
    weighting = Weighting("raked", targets, base="w" if based else "")
    survey = replace(SURVEY, weightings=(weighting,))
    with storages(rows) as engines:
        for engine in engines:
            engine.survey = replace(engine.survey, weightings=survey.weightings)
        small, *others = engines
        names = data.draw(st.lists(st.sampled_from([q.name for q in SURVEY]), min_size=2, max_size=3, unique=True))
        for name in names:
            banner = data.draw(st.lists(st.sampled_from(["colour", "tools", "agree"]), max_size=1).map(tuple))
            view = View(What.CROSSTAB if banner else What.TOPLINE, name, banner, Slice(weight="raked"))
            table = tabulate(view, small)
            assert_doors_open_as_many_as_they_say(table, Windows(small))
            for engine in others:
                found = tabulate(view, engine)
                assert_alike(table, found, f"{name} by {banner}, store: {engine.store is not None}")
                assert_each_opens_as_many(found, Windows(engine))


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("xy")), min_size=1, max_size=60).filter(
        lambda people: len(set(people)) == 6
    ),
    st.lists(SHARES, min_size=5, max_size=5),
)
def test_the_weighted_shares_are_the_targets(people: list[tuple[str, str]], shares: list[float]) -> None:
    with_shares = {"p": dict(zip("abc", shares[:3], strict=True)), "q": dict(zip("xy", shares[3:], strict=True))}
    weighting = Weighting("raked", tuple(Target(name, tuple(said.items())) for name, said in with_shares.items()))
    groups = Counter(people)
    found = weights_module.rake(
        [weights_module.Group(key, n, n, n) for key, n in groups.items()], [dict(t.shares) for t in weighting.targets]
    )
    total = sum(n * factor for n, factor in zip(groups.values(), found.factors, strict=True))
    assert total == pytest.approx(len(people))
    for at, target in enumerate(weighting.targets):
        for code, share in target.fractions.items():
            has = [n * f for (key, n), f in zip(groups.items(), found.factors, strict=True) if key[at] == code]
            assert math.fsum(has) / total == pytest.approx(share)


def test_a_pool_looks_each_factor_up_once_for_all_who_have_it(hundred: Engine) -> None:
    plain = combinations.pooled_sql(hundred, Slice(weight="raked"), {'"age"': '"age"'})
    hundred.is_large = True
    grouped = combinations.pooled_sql(hundred, Slice(weight="raked"), {'"age"': '"age"'})
    assert grouped.text != plain.text
    first, second = (sorted(hundred.query(sql), key=repr) for sql in (plain, grouped))
    assert [row[:2] for row in first] == [row[:2] for row in second]
    assert [value for row in first for value in row[2:]] == pytest.approx(
        [value for row in second for value in row[2:]]
    )


def test_a_survey_without_weights_offers_none() -> None:
    assert weights_of(Survey("none", (SEX,))) == ()
