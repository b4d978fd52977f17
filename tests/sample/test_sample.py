"""The founding survey says what the two articles say, and says it the same way every time it is made."""

import os
import subprocess
import sys
import tomllib
from pathlib import Path

import duckdb
import polars as pl
import pytest

HERE = Path(__file__).parent
SAMPLE = HERE.parents[1] / "sample.parquet"
SELLING = ["research", "preparing", "news", "networking"]
UNMENTIONED = ["coaching", "pipeline", "forecasting"]
AGREE = ["Agree", "Strongly agree"]


@pytest.fixture(scope="module")
def everyone():
    return pl.read_parquet(SAMPLE)


@pytest.fixture(scope="module")
def replied(everyone):
    return everyone.filter(pl.col("status") == "replied")


@pytest.fixture(scope="module")
def yes(replied):
    return replied.filter(pl.col("impact") == "Yes")


@pytest.fixture(scope="module")
def replies():
    return tomllib.loads((HERE / "replies.toml").read_text(encoding="utf-8"))["reply"]


@pytest.fixture(scope="module")
def survey():
    return tomllib.loads((HERE / "survey.toml").read_text(encoding="utf-8"))


def naming(people, codes):
    """How many people name at least one of the codes."""
    return people.filter(pl.col("how_codes").list.set_intersection(codes).list.len() > 0).height


def share(people, condition):
    """Percentage of the people for whom the condition holds."""
    return 100 * people.filter(condition).height / people.height


def make(output, hash_seed):
    command = [sys.executable, HERE / "make_sample.py", "--output", output]
    subprocess.run(command, check=True, env=os.environ | {"PYTHONHASHSEED": hash_seed})
    return output.read_bytes()


def test_two_runs_give_the_same_bytes_and_the_committed_answers(tmp_path):
    first = make(tmp_path / "first.parquet", "1")
    assert first == make(tmp_path / "second.parquet", "2")
    # How polars packs the answers may change with its version; what they are may not.
    assert pl.read_parquet(first).equals(pl.read_parquet(SAMPLE))


def test_everyone_asked_has_one_row(everyone):
    assert everyone["respondent"].to_list() == list(range(1, 5001))
    assert everyone["sent"].is_sorted()


def test_status_of_everyone_asked(everyone):
    counts = dict(everyone["status"].cast(pl.String).value_counts().iter_rows())
    assert counts == {"bounced": 184, "delivered": 4404, "replied": 412}


def test_half_said_yes(everyone, replied):
    assert dict(replied["impact"].cast(pl.String).value_counts().iter_rows()) == {"Yes": 205, "No": 207}
    assert everyone.filter(pl.col("status") != "replied")["impact"].null_count() == 4588


def test_nearly_all_describe_selling(yes):
    assert naming(yes, SELLING) == 191
    assert {code: naming(yes, [code]) for code in SELLING} == {
        "research": 94,
        "preparing": 74,
        "news": 59,
        "networking": 65,
    }


def test_recruiting_is_the_only_managing_named(everyone, yes):
    assert naming(yes, ["recruiting"]) == naming(everyone, ["recruiting"]) == 41
    assert naming(everyone, UNMENTIONED) == 0


def test_the_fourteen_who_name_no_selling(yes):
    without = yes.filter(pl.col("how_codes").list.set_intersection(SELLING).list.len().fill_null(0) == 0)
    assert without["how_codes"].to_list().count(["recruiting"]) == 7
    assert without["how_codes"].to_list().count(["other"]) == 5
    blank = without.filter(pl.col("how").is_null())
    assert (blank.height, blank["how_codes"].null_count()) == (2, 2)


def test_some_said_no_and_went_on(replied):
    remarks = replied.filter(pl.col("impact") == "No", pl.col("how").is_not_null())
    assert 15 <= remarks.height <= 25
    assert remarks["how_codes"].list.len().to_list() == [0] * remarks.height


def test_every_reply_is_used_once_and_no_two_are_alike(everyone, replies):
    texts = [reply["text"] for reply in replies]
    assert len(texts) >= 220
    assert len({" ".join(text.lower().split()) for text in texts}) == len(texts)
    assert sorted(everyone["how"].drop_nulls()) == sorted(texts)


def test_no_two_replies_share_a_run_of_six_words(replies):
    seen = {}
    for reply in replies:
        words = reply["text"].lower().split()
        for run in {tuple(words[start : start + 6]) for start in range(len(words) - 5)}:
            assert run not in seen, f"{' '.join(run)}: in two replies"
            seen[run] = reply


def test_codes_of_replies_are_in_the_codeframe(survey, replies):
    codeframe = survey["question"]["how"]["codeframe"]
    codes = {code for net in codeframe.values() if isinstance(net, dict) for code in net} | {"other"}
    assert {code for reply in replies for code in reply["codes"]} == codes - set(UNMENTIONED)
    assert all(len(set(reply["codes"])) == len(reply["codes"]) for reply in replies)


def test_replies_go_to_people_for_whom_they_are_true(everyone, replies):
    people = {person["how"]: person for person in everyone.drop_nulls("how").iter_rows(named=True)}
    for reply in replies:
        person = people[reply["text"]]
        assert person["impact"] == reply.get("impact", "Yes")
        for column in person.keys() & reply.keys() - {"impact"}:
            implied = reply[column] if isinstance(reply[column], list) else [reply[column]]
            assert str(person[column]) in [str(value) for value in implied], reply["text"]


def test_only_the_address_list_is_known_of_those_who_did_not_reply(everyone):
    silent = everyone.filter(pl.col("status") != "replied")
    known = [column for column in silent.columns if silent[column].null_count() == 0]
    assert known == ["respondent", "sent", "status", "role", "region", "industry", "name", "email"]
    assert all(silent[column].null_count() == silent.height for column in silent.columns if column not in known)


def test_replies_arrive_within_two_weeks_most_in_two_days(replied):
    days = (replied["replied"] - replied["sent"]).dt.total_seconds() / 86400
    assert 0 < days.min() <= days.max() < 14
    assert (days < 2).mean() > 0.6
    assert (replied["replied"].dt.weekday() <= 5).mean() > 0.9


def test_some_questions_were_left_out(replied):
    skipped = {column: count for column, count in replied.null_count().row(0, named=True).items() if 0 < count < 10}
    assert len(skipped) >= 5
    assert max(skipped.values()) <= 5
    assert replied.filter(pl.col("policy") == "Don't know").height == 7


def test_policy_and_impact_go_together(replied):
    policies = ["Banned", "Allowed, no time given", "Time given, no credit", "Counted as work"]
    said_yes = [share(replied.filter(pl.col("policy") == policy), pl.col("impact") == "Yes") for policy in policies]
    assert said_yes == sorted(said_yes)
    assert said_yes[0] < 30
    assert said_yes[-1] > 75


def test_directors_and_vps_recruit_more_and_lead_more_people(replied):
    recruits = pl.col("how_codes").list.contains("recruiting")
    upper = replied.filter(pl.col("role").is_in(["Director", "VP"]))
    lower = replied.filter(pl.col("role").is_in(["Team lead", "Manager"]))
    assert share(upper, recruits) > 2 * share(lower, recruits)
    roles = ["Team lead", "Manager", "Director", "VP"]
    for column in ("team_size", "years"):
        medians = [replied.filter(pl.col("role") == role)[column].median() for role in roles]
        assert medians == sorted(medians)


@pytest.mark.parametrize(
    ("column", "low", "high"), [("meetings_booked", 0.3, 0.8), ("cold_calls", -0.6, -0.15), ("quota", 0.1, 0.5)]
)
def test_social_touches_go_with(replied, column, low, high):
    assert low < replied.drop_nulls(column).select(pl.corr("social_touches", column)).item() < high


def test_social_touches_follow_policy(replied):
    policies = ["Banned", "Allowed, no time given", "Time given, no credit", "Counted as work"]
    means = [replied.filter(pl.col("policy") == policy)["social_touches"].mean() for policy in policies]
    assert means == sorted(means)


@pytest.mark.parametrize("column", ["team_size", "cold_calls", "social_touches", "linkedin_minutes", "twitter_minutes"])
def test_numbers_are_skewed_to_the_right(replied, column):
    assert replied[column].skew() > 0.5


@pytest.mark.parametrize("statement", ["agree_work", "agree_metrics", "agree_calls", "agree_credit", "agree_learn"])
def test_those_who_said_yes_see_it_differently(replied, statement):
    agrees = [
        share(replied.filter(pl.col("impact") == impact), pl.col(statement).is_in(AGREE)) for impact in ["Yes", "No"]
    ]
    assert (agrees[0] < agrees[1] - 15) if statement == "agree_calls" else (agrees[0] > agrees[1] + 15)


def test_those_who_said_yes_recommend_it_more(replied):
    scores = replied.with_columns(pl.col("recommend").cast(pl.String).cast(pl.Int32))
    means = dict(scores.group_by(pl.col("impact").cast(pl.String)).agg(pl.col("recommend").mean()).iter_rows())
    assert means["Yes"] > means["No"] + 2


def test_response_rate_differs_by_role_and_region(everyone):
    for column, low, high in (("role", "Team lead", "Director"), ("region", "Asia Pacific", "North America")):
        rates = [
            share(everyone.filter(pl.col(column) == value), pl.col("status") == "replied") for value in (low, high)
        ]
        assert rates[0] < rates[1] - 1.5


def test_weights_bring_replies_to_the_shape_of_the_invited(everyone, replied):
    assert replied["weight"].mean() == pytest.approx(1, abs=1e-6)
    assert 0.6 < replied["weight"].min() < replied["weight"].max() < 1.8
    for column in ("role", "region"):
        for value in everyone[column].unique():
            weighted = replied.filter(pl.col(column) == value)["weight"].sum() / 412
            assert weighted == pytest.approx(everyone.filter(pl.col(column) == value).height / 5000, abs=1e-5)


def test_addresses_cannot_be_anybodys(everyone):
    assert everyone["email"].n_unique() == 5000
    assert everyone["email"].str.contains(r"^[a-z.]+\d*@[a-z]+\.example\.org$").all()


def test_codebook_travels_in_the_metadata(survey):
    with duckdb.connect() as connection:
        found = connection.execute(
            "SELECT decode(value) FROM parquet_kv_metadata(?) WHERE decode(key) = 'topline'", [str(SAMPLE)]
        ).fetchall()
    assert [tomllib.loads(text) for (text,) in found] == [survey]


def test_codebook_names_every_answer_in_the_file(everyone, survey):
    apart = {survey["question"]["how"]["codes"]}
    assert set(survey["question"]) == set(everyone.columns) - apart
    for name, question in survey["question"].items():
        if question["kind"] in ("single", "scale"):
            found = set(everyone[name].cast(pl.String).drop_nulls())
            assert found == set(question["options"]) | set(question.get("missing", {})), name


def test_canned_queries_have_function_keys_and_letters(survey):
    keys = [query["key"] for query in survey["query"]]
    assert keys == [*(f"f{number}" for number in range(2, 10)), "p", "s", "a", "r", "w", "h"]
