"""A sitting: the queue, what keys do, and what is suggested."""

from __future__ import annotations

from pathlib import Path

import pytest

from topline.coding import Codeframe, CodingError, Desk, How, Journals, reply_key
from topline.coding.bench import Bench
from topline.coding.pile import Pile
from topline.coding.queue import Which
from topline.coding.sitting import Sitting
from topline.coding.suggestions import Suggester
from topline.survey import Kind, Net, Option, Question, Rule

TEXTS = ("networking", "Networking!", "I look them up", "hiring people", "networking", "no idea", "we hire reps")
HOW = Question(
    "how",
    Kind.OPEN,
    options=(Option("network", "Networking"), Option("research", "Research"), Option("hire", "Hiring")),
    nets=(Net("Selling", ("network", "research")),),
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "s.codes"


def sitting(folder: Path, coder: str = "ann", *, rules: tuple[Rule, ...] = (), blind: bool = False) -> Sitting:
    keys = tuple(reply_key(text, str(at)) for at, text in enumerate(TEXTS))
    pile = Pile("how", tuple(range(10, 10 + len(TEXTS))), keys, TEXTS)
    desk = Desk(Journals(folder, coder), "how", Codeframe.of(HOW), keys, blind=blind)
    return Sitting(Bench(HOW, pile, desk), Suggester(rules))


def test_what_most_people_say_comes_first_and_each_reply_once(folder: Path) -> None:
    it = sitting(folder)
    assert [it.groups[at].text for at in it.queue] == [
        *("networking", "I look them up", "hiring people", "no idea", "we hire reps"),
    ]
    assert (it.row, it.text, len(it.group or ())) == (10, "networking", 3)
    seen = [it.row]
    it.toggle("network")
    while it.go_on():
        seen.append(it.row)
        it.toggle("network")
    assert sorted(seen) == list(range(10, 17))
    assert it.state.totals.uncoded == 0


def test_a_queue_of_some_replies_ends_although_others_say_the_same_and_wait(folder: Path) -> None:
    it = sitting(folder)
    it.line_up(rows={10, 12})
    it.toggle("network")
    assert it.go_on()
    assert it.row == 12
    it.toggle("research")
    assert not it.go_on()
    it.line_up(rows={10, 13})
    assert it.row == 13, "what waits comes first"
    assert it.state.totals.coded == 2


def test_all_that_say_the_same_are_coded_at_once_and_undone_at_once(folder: Path) -> None:
    it = sitting(folder)
    with pytest.raises(CodingError, match="no codes yet"):
        it.apply_to_all()
    it.toggle("network")
    assert it.apply_to_all() == (2, 0)
    assert it.state.counts["network"] == 3
    assert it.left(it.queue[it.at]) == 0
    it.undo()
    assert it.state.counts["network"] == 1
    assert it.left(it.queue[it.at]) == 2


def test_the_codes_that_were_given_last_are_repeated_as_they_are_called_now(folder: Path) -> None:
    it = sitting(folder)
    assert it.repeat() == frozenset()
    it.toggle("network")
    it.toggle("research")
    it.go_on()
    it.merge_code("research", "hire")
    assert it.repeat() == {"network", "hire"}
    assert it.standing.codes == {"network", "hire"}


def test_rules_suggest_before_anything_was_coded(folder: Path) -> None:
    it = sitting(folder, rules=(Rule("hire", "hir*"),))
    assert it.suggestions() == ()
    it.go(2)
    (one,) = it.suggestions()
    assert (one.codes, one.reason) == ({"hire"}, 'rule: "hir*"')
    it.take(one)
    assert it.standing.opinions[0].how is How.SUGGESTED
    assert it.suggestions() == (), "what it has is not suggested"


def test_codes_that_are_gone_are_not_suggested(folder: Path) -> None:
    it = sitting(folder, rules=(Rule("hire", "hir*"),))
    it.go(2)
    it.merge_code("hire", "research")
    assert [one.codes for one in it.suggestions()] == [{"research"}]
    it.delete_code("research")
    assert it.suggestions() == ()


def test_the_queue_can_be_of_some_replies_alone(folder: Path) -> None:
    it = sitting(folder)
    it.mark_second()
    it.go_on()
    it.line_up(Which.SECOND)
    assert [it.groups[at].text for at in it.queue] == ["networking"]
    it.line_up(Which.ALL, rows={13, 15})
    assert [it.groups[at].text for at in it.queue] == ["hiring people", "no idea"]
    it.line_up(Which.CANNOT)
    assert (it.queue, it.row, it.text) == ((), -1, "")
    with pytest.raises(CodingError, match="no reply here"):
        it.toggle("network")


def test_a_merge_lets_replies_wait_again_that_lose_their_only_code(folder: Path) -> None:
    it = sitting(folder)
    it.toggle("network")
    it.apply_to_all()
    assert it.left(it.queue[0]) == 0
    it.delete_code("network")
    assert it.left(it.queue[0]) == 3
    it.undo()
    assert it.left(it.queue[0]) == 0


def test_what_others_code_is_seen_learned_and_counted(folder: Path) -> None:
    ann, ben = sitting(folder), sitting(folder, "ben")
    assert not ann.refresh()
    ben.toggle("network")
    assert ann.refresh()
    assert ann.state.counts["network"] == 1
    assert ann.given(ann.key) == frozenset()
    ann.toggle("research")
    assert ann.standing.conflicting
    assert ann.standing.codes == {"network", "research"}
    ann.toggle("research")
    ann.toggle("network")
    assert not ann.standing.conflicting
    blind = sitting(folder, "cleo", blind=True)
    assert blind.state.counts["network"] == 0
    assert blind.given(blind.key) == frozenset()


def test_undoing_leads_back_to_the_reply(folder: Path) -> None:
    it = sitting(folder)
    it.toggle("network")
    it.go(3)
    it.undo()
    assert (it.at, it.row) == (0, 10)


@pytest.mark.parametrize("label", ["", "  ", "networking", "NETWORKING "])
def test_a_code_needs_a_name_of_its_own(folder: Path, label: str) -> None:
    it = sitting(folder)
    with pytest.raises(CodingError, match=r"needs a name|is a code"):
        it.add_code(label)
    assert it.undo() == ()


def test_quotes_come_and_go(folder: Path) -> None:
    it = sitting(folder)
    assert it.quote()
    it.go_on()
    assert it.quote()
    assert len(it.state.quotes) == 2
    assert not it.quote()
    it.undo()
    assert len(sitting(folder, "ben").state.quotes) == 2


def test_a_code_is_changed_and_changed_back_in_one_stroke(folder: Path) -> None:
    it = sitting(folder)
    before = it.state.codeframe
    it.change_code("hire", "Recruiting", "Finding people to hire", [" we hire reps ", ""], "x")
    code = it.state.codeframe.code("hire")
    assert code is not None
    assert (code.label, code.definition, code.examples, code.letter) == (
        *("Recruiting", "Finding people to hire", ("we hire reps",), "x"),
    )
    version = it.state.version
    it.change_code("hire", "Recruiting", "Finding people to hire", ["we hire reps"])
    assert it.state.version == version, "nothing is written where nothing is changed"
    it.undo()
    assert it.state.codeframe == before
    with pytest.raises(CodingError, match="already"):
        it.change_code("hire", "NETWORKING", "", [])
    it.delete_code("hire")
    with pytest.raises(CodingError, match="not there any more"):
        it.change_code("hire", "Hiring", "", [])
