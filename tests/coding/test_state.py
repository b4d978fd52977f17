"""The fold of all journals: whatever the order in which they are heard of, and however often something was undone."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass, replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from topline.coding import (
    CodeAdded,
    Coded,
    CodeDeleted,
    Codeframe,
    CodeMerged,
    CodeMoved,
    CodeRenamed,
    CodeSplit,
    Consequence,
    Event,
    Flagged,
    How,
    NetAdded,
    NetRemoved,
    Part,
    Quoted,
    Redone,
    Settled,
    State,
    Undone,
    reply_key,
)
from topline.coding.standing import Remark
from topline.coding.strokes import Strokes
from topline.survey import Kind, Net, Option, Question

HOW = Question(
    "how",
    Kind.OPEN,
    options=(Option("research", "Researching"), Option("prep", "Preparing"), Option("hire", "Recruiting")),
    nets=(Net("Selling", ("research", "prep")),),
)
START = Codeframe.of(HOW)
KEYS = tuple(reply_key(f"reply {number}", str(number)) for number in range(8))
CODES = ("research", "prep", "hire", "coach", "ban")
CODERS = ("ann", "bob", "cy")


@dataclass
class Room:
    """Coders at their journals, as the journals would stamp them."""

    state: State
    events: list[Event]
    seqs: Counter[str]

    @classmethod
    def empty(cls, **said: object) -> Room:
        return cls(State("how", START, KEYS, **said), [], Counter())  # type: ignore[arg-type]

    def do(self, coder: str, *events: Event) -> None:
        first = self.seqs[coder] + 1
        stamped = []
        for event in events:
            self.seqs[coder] += 1
            seq = self.seqs[coder]
            at = len(self.events) + len(stamped) + 1
            stamped.append(replace(event, at=at, coder=coder, seq=seq, step=first, time=float(at)))
        self.events += stamped
        self.state.add(stamped)

    def code(self, coder: str, number: int, codes: str, **said: object) -> None:
        self.do(coder, Coded(question="how", replies=(KEYS[number],), codes=frozenset(codes.split()), **said))  # type: ignore[arg-type]

    def undo(self, coder: str) -> tuple[Event, ...]:
        if events := self.state.next_undo(coder):
            self.do(coder, Undone(question="how", events=tuple(one.seq for one in events)))
        return events

    def redo(self, coder: str) -> tuple[Event, ...]:
        if events := self.state.next_redo(coder):
            self.do(coder, Redone(question="how", events=tuple(one.seq for one in events)))
        return events


def told(state: State) -> object:
    """All that a state says of replies and codes."""
    standings = [(state.reply(key), [one.time for one in state.reply(key).opinions]) for key in KEYS]
    return state.codeframe, dict(state.counts), state.totals, standings


REPLIES = st.lists(st.sampled_from(KEYS), min_size=1, max_size=3, unique=True).map(tuple)
SETS = st.frozensets(st.sampled_from(CODES), max_size=3)
CODE = st.sampled_from(CODES)
EVENTS: st.SearchStrategy[Event] = st.one_of(
    *[st.builds(Coded, question=st.just("how"), replies=REPLIES, codes=SETS)] * 4,
    st.builds(Flagged, question=st.just("how"), replies=REPLIES, cannot=st.booleans(), second=st.booleans()),
    st.builds(Quoted, question=st.just("how"), replies=REPLIES, is_in=st.booleans()),
    st.builds(Settled, question=st.just("how"), replies=REPLIES, codes=SETS),
    st.builds(CodeAdded, question=st.just("how"), code=CODE, label=st.sampled_from(["Coach", "Ban"])),
    st.builds(CodeRenamed, question=st.just("how"), code=CODE, label=st.sampled_from(["One", "Two"])),
    st.builds(CodeMoved, question=st.just("how"), code=CODE, net=st.sampled_from(["", "selling", "managing"])),
    st.builds(CodeMerged, question=st.just("how"), code=CODE, into=CODE),
    st.builds(CodeDeleted, question=st.just("how"), code=CODE, into=st.one_of(st.just(""), CODE)),
    st.builds(
        CodeSplit,
        question=st.just("how"),
        code=CODE,
        parts=st.builds(Part, CODE, st.just("Part"), REPLIES).map(lambda part: (part,)),
    ),
    st.builds(NetAdded, question=st.just("how"), net=st.just("managing"), label=st.just("Managing")),
    st.builds(NetRemoved, question=st.just("how"), net=st.sampled_from(["selling", "managing"])),
)
DEEDS = st.lists(
    st.tuples(
        st.sampled_from(CODERS), st.one_of(st.lists(EVENTS, min_size=1, max_size=2), st.sampled_from(["undo", "redo"]))
    ),
    max_size=25,
)


def acted(deeds: list[tuple[str, list[Event] | str]]) -> Room:
    room = Room.empty()
    for coder, deed in deeds:
        if deed == "undo":
            room.undo(coder)
        elif deed == "redo":
            room.redo(coder)
        else:
            room.do(coder, *deed)  # type: ignore[arg-type]
    return room


@settings(max_examples=120)
@given(DEEDS, st.randoms(use_true_random=False))
def test_the_order_of_arrival_does_not_matter(
    deeds: list[tuple[str, list[Event] | str]], chance: random.Random
) -> None:
    room = acted(deeds)
    whole = State("how", START, KEYS)
    whole.add(room.events)
    assert told(whole) == told(room.state)
    mixed = room.events * 2
    chance.shuffle(mixed)
    one_by_one, at_once = State("how", START, KEYS), State("how", START, KEYS)
    for event in mixed:
        one_by_one.add([event])
    at_once.add(mixed)
    assert told(one_by_one) == told(at_once) == told(whole)
    for coder in CODERS:
        assert one_by_one.next_undo(coder) == room.state.next_undo(coder)
        assert one_by_one.next_redo(coder) == room.state.next_redo(coder)


@settings(max_examples=120)
@given(DEEDS, st.sampled_from(CODERS), st.lists(EVENTS, min_size=1, max_size=3))
def test_undo_returns_exactly_the_former_state_and_redo_the_later_one(
    deeds: list[tuple[str, list[Event] | str]], coder: str, stroke: list[Event]
) -> None:
    room = acted(deeds)
    before = told(room.state)
    room.do(coder, *stroke)
    after = told(room.state)
    assert len(room.undo(coder)) == len(stroke)
    assert told(room.state) == before
    assert len(room.redo(coder)) == len(stroke)
    assert told(room.state) == after
    assert not room.redo(coder)
    states = [after]
    while room.undo(coder):
        states.append(told(room.state))
    for former in reversed(states[:-1]):
        room.redo(coder)
        assert told(room.state) == former


@settings(max_examples=120)
@given(DEEDS)
def test_counts_are_those_of_all_replies_one_by_one(deeds: list[tuple[str, list[Event] | str]]) -> None:
    state = acted(deeds).state
    counted = Counter(code for key in KEYS for code in state.codes_of(key))
    assert {code: many for code, many in state.counts.items() if many} == counted
    standings = [state.reply(key) for key in KEYS]
    totals = state.totals
    assert totals.replies == len(KEYS)
    assert totals.coded == sum(one.is_coded for one in standings)
    assert totals.uncoded == sum(one.is_open for one in standings)
    for name in ("cannot", "second", "conflicting"):
        assert getattr(totals, name) == sum(getattr(one, name) for one in standings)
    assert totals.settled == sum(one.settled is not None for one in standings)
    for one in standings:
        assert one.codes == (one.settled.codes if one.settled else frozenset().union(*(o.codes for o in one.opinions)))
        assert one.codes <= {code.id for code in state.codeframe.codes}


def test_codes_that_nobody_has_count_0() -> None:
    room = Room.empty()
    room.code("ann", 0, "research prep")
    assert room.state.counts == {"research": 1, "prep": 1, "hire": 0}
    assert room.state.totals.uncoded == 7


def test_different_codes_are_both_kept_and_flagged_until_they_are_settled() -> None:
    room = Room.empty()
    room.code("ann", 0, "research")
    room.code("bob", 0, "research prep", how=How.RULE, by="prepar*")
    one = room.state.reply(KEYS[0])
    assert one.conflicting
    assert one.codes == {"research", "prep"}
    assert (one.by("ann"), one.by("bob"), one.by("cy")) == ({"research"}, {"research", "prep"}, set())
    assert [(opinion.how, opinion.by) for opinion in one.opinions] == [(How.HAND, ""), (How.RULE, "prepar*")]
    room.do("cy", Settled(question="how", replies=KEYS[:1], codes=frozenset({"prep"})))
    one = room.state.reply(KEYS[0])
    assert not one.conflicting
    assert one.codes == {"prep"}
    assert len(one.opinions) == 2
    room.code("bob", 0, "hire")
    assert room.state.codes_of(KEYS[0]) == {"prep"}
    room.undo("cy")
    assert room.state.codes_of(KEYS[0]) == {"research", "hire"}


def test_only_own_strokes_are_undone_and_a_new_one_ends_the_redoing() -> None:
    room = Room.empty()
    room.code("ann", 0, "research")
    room.code("bob", 1, "prep")
    assert [event.coder for event in room.undo("ann")] == ["ann"]
    assert not room.undo("ann")
    assert not room.undo("cy")
    assert room.state.codes_of(KEYS[1]) == {"prep"}
    assert [event.seq for event in room.state.next_redo("ann")] == [1]
    room.code("ann", 2, "hire")
    assert not room.redo("ann")
    room.do("bob", Undone(question="how", events=(1, 99)))
    assert room.state.codes_of(KEYS[1]) == set()
    assert room.state.codes_of(KEYS[2]) == {"hire"}


def test_what_was_done_in_one_stroke_is_undone_in_one() -> None:
    room = Room.empty()
    room.do("ann", *(Coded(question="how", replies=(key,), codes=frozenset({"prep"})) for key in KEYS))
    assert room.state.counts["prep"] == 8
    assert len(room.undo("ann")) == 8
    assert room.state.counts["prep"] == 0


def test_a_merged_code_is_found_under_the_other_whoever_gives_it_later() -> None:
    room = Room.empty()
    room.code("ann", 0, "prep")
    room.code("ann", 1, "prep research")
    assert room.state.consequence("prep", "research") == Consequence(replies=2, uncoded=0, alike=1)
    room.do("bob", CodeMerged(question="how", code="prep", into="research"))
    room.code("cy", 2, "prep")  # who had not heard of it
    assert room.state.counts == {"research": 3, "hire": 0}
    room.undo("bob")
    assert room.state.counts == {"research": 1, "prep": 3, "hire": 0}


def test_two_who_merge_codes_into_each_other_at_once_leave_one() -> None:
    room = Room.empty()
    room.code("ann", 0, "prep")
    room.code("ann", 1, "research")
    room.do("ann", CodeMerged(question="how", code="prep", into="research"))
    room.do("bob", CodeMerged(question="how", code="research", into="prep"))
    assert room.state.counts == {"research": 2, "hire": 0}


def test_a_deleted_code_leaves_its_replies_to_be_coded_anew_or_with_another() -> None:
    room = Room.empty()
    room.code("ann", 0, "prep")
    room.code("ann", 1, "prep hire")
    assert room.state.consequence("prep") == Consequence(replies=2, uncoded=1, alike=0)
    room.do("ann", CodeDeleted(question="how", code="prep"))
    assert room.state.totals.uncoded == 7
    room.undo("ann")
    room.do("ann", CodeDeleted(question="how", code="prep", into="hire"))
    assert room.state.counts == {"research": 0, "hire": 2}


def test_a_split_takes_what_was_coded_before_it_and_nothing_later() -> None:
    room = Room.empty()
    room.code("ann", 0, "prep")
    room.code("bob", 0, "prep")
    room.code("ann", 1, "prep")
    parts = (Part("calls", "Calls", KEYS[:1]), Part("visits", "Visits", KEYS[:1]))
    room.do("ann", CodeSplit(question="how", code="prep", parts=parts))
    assert room.state.codes_of(KEYS[0]) == {"calls", "visits"}
    assert room.state.counts == {"research": 0, "prep": 1, "calls": 1, "visits": 1, "hire": 0}
    assert room.state.codeframe.codes_in("selling") == ("research", "prep", "calls", "visits")
    room.code("bob", 0, "prep")
    assert room.state.reply(KEYS[0]).by("bob") == {"prep"}
    room.do("ann", CodeMerged(question="how", code="visits", into="hire"))
    assert room.state.reply(KEYS[0]).by("ann") == {"calls", "hire"}


def test_a_code_merged_into_a_split_one_afterwards_is_not_split() -> None:
    room = Room.empty()
    room.code("ann", 0, "prep research")
    room.do("ann", CodeSplit(question="how", code="prep", parts=(Part("calls", "Calls", KEYS[:1]),)))
    room.do("ann", CodeMerged(question="how", code="research", into="prep"))
    assert room.state.codes_of(KEYS[0]) == {"calls", "prep"}


def test_what_cannot_be_coded_is_neither_coded_nor_open_until_somebody_codes_it() -> None:
    room = Room.empty()
    room.do("ann", Flagged(question="how", replies=KEYS[:2], cannot=True, second=True, note="What?"))
    totals = room.state.totals
    assert (totals.cannot, totals.second, totals.uncoded, totals.coded) == (2, 2, 6, 0)
    room.code("bob", 0, "hire")
    totals = room.state.totals
    assert (totals.cannot, totals.second, totals.uncoded, totals.coded) == (1, 2, 6, 1)
    assert room.state.reply(KEYS[0]).remark("ann").note == "What?"
    room.do("ann", Flagged(question="how", replies=KEYS[:2]))
    assert room.state.totals.second == 0


def test_a_second_coder_who_codes_blind_sees_the_codeframe_and_no_codes_of_others() -> None:
    room = Room.empty()
    room.code("ann", 0, "research")
    room.do("ann", CodeAdded(question="how", code="coach", label="Coaching"))
    room.do("ann", Settled(question="how", replies=KEYS[:1], codes=frozenset({"hire"})))
    room.do("ann", Flagged(question="how", replies=KEYS[:1], second=True))
    room.code("bob", 1, "coach")
    blind = State("how", START, KEYS, blind_for="bob")
    blind.add(room.events)
    assert blind.counts == {"research": 0, "prep": 0, "hire": 0, "coach": 1}
    assert not blind.reply(KEYS[0]).says_something
    assert [coded.coder for coded in blind.codings()] == ["bob"]


def test_the_same_reply_keeps_its_codes_and_a_changed_one_is_flagged() -> None:
    room = Room.empty()
    room.code("ann", 0, "research")
    room.code("ann", 1, "prep")
    now = [reply_key(" reply 0 ", "0"), reply_key("reply one", "1"), reply_key("reply 1", "2"), reply_key("new", "9")]
    state = State("how", START, now)
    state.add(room.events)
    same, changed, another, fresh = map(state.reply, now)
    assert (same.codes, same.is_changed) == ({"research"}, False)
    assert (changed.codes, changed.is_changed) == ({"prep"}, True)
    assert another.is_open
    assert fresh.is_open
    assert (state.totals.changed, state.totals.coded) == (1, 2)
    state.add([Coded(question="how", at=99, coder="ann", seq=99, step=99, replies=now[1:2], codes=frozenset({"hire"}))])
    assert (state.reply(now[1]).codes, state.totals.changed) == ({"hire"}, 0)
    state.add([Undone(question="how", at=100, coder="ann", seq=100, step=100, events=(99,))])
    assert (state.reply(now[1]).codes, state.totals.changed) == ({"prep"}, 1)


@pytest.mark.parametrize(
    "remark", [{"second": True}, {"note": "odd"}, {"cannot": True}], ids=["second opinion", "note", "cannot"]
)
def test_a_remark_on_a_changed_reply_takes_no_code_from_it(remark: dict[str, Any]) -> None:
    room = Room.empty()
    room.code("ann", 1, "prep")
    now = reply_key("reply one", "1")
    state = State("how", START, [now])
    state.add(room.events)
    before = state.reply(now)
    state.add([Flagged(question="how", at=98, coder="bob", seq=1, step=1, replies=(now,), **remark)])
    after = state.reply(now)
    assert (after.codes, after.is_changed, state.counts["prep"]) == ({"prep"}, True, 1)
    assert after.remark("bob") == Remark("bob", **remark)
    state.add([Undone(question="how", at=99, coder="bob", seq=2, step=2, events=(1,))])
    assert state.reply(now) == before


def test_it_is_read_while_something_is_added(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a thread reads is never walked along while the one that codes puts something into it."""
    room = Room.empty()
    for at in range(3):
        room.code("ann", at, "research")
    state, later, is_undone = State("how", START), iter(range(100, 200)), Strokes.is_undone
    state.add(room.events)

    def meanwhile(*_: object) -> bool:
        seq = next(later)
        with monkeypatch.context() as context:
            context.setattr(Strokes, "is_undone", is_undone)
            keys, codes = (reply_key(f"more {seq}"),), frozenset({f"new_{seq}"})
            state.add([Coded(question="how", at=seq, coder="ann", seq=seq, step=seq, replies=keys, codes=codes)])
        return False

    assert [meanwhile() for _ in state.told()] == [False] * 3
    assert state.keys(lambda _: not meanwhile())
    frame = state.codeframe
    meanwhile()
    assert len(state.codeframe.codes) == len(frame.codes) + 1
    number = len(state.codings())
    monkeypatch.setattr(Strokes, "is_undone", meanwhile)
    assert len(state.codings()) == number


def test_who_answers_in_two_waves_of_one_file_has_two_replies() -> None:
    both = [reply_key("first", "7"), reply_key("second", "7")]
    state = State("how", START, both)
    state.add([Coded(question="how", at=1, coder="a", seq=1, step=1, replies=(both[0],), codes=frozenset({"hire"}))])
    assert state.codes_of(both[0]) == {"hire"}
    assert state.reply(both[1]).is_open


def test_a_code_that_only_a_column_of_the_file_has_is_called_by_its_id() -> None:
    state = State("how", START, KEYS, before={KEYS[0]: frozenset({"prep", "odd"})})
    assert [(code.id, code.label) for code in state.codeframe.codes][-1] == ("odd", "odd")
    assert (state.counts["odd"], state.counts["prep"]) == (1, 1)


def test_equal_texts_without_ids_share_their_codes_and_count_by_rows() -> None:
    key = reply_key("networking")
    state = State("how", START, [key, key, reply_key("calls")])
    state.add([Coded(question="how", at=1, coder="a", seq=1, step=1, replies=(key,), codes=frozenset({"hire"}))])
    assert state.counts["hire"] == 2
    assert (state.totals.replies, state.totals.coded, state.totals.uncoded) == (3, 2, 1)
    assert state.keys(lambda one: one.is_open) == (reply_key("calls"),)


def test_a_code_whose_adding_was_lost_or_undone_stands_where_replies_have_it() -> None:
    room = Room.empty()
    room.do("ann", CodeAdded(question="how", code="coach", label="Coaching"))
    room.code("bob", 0, "coach lost")
    room.undo("ann")
    assert room.state.counts == {"research": 0, "prep": 0, "hire": 0, "coach": 1, "lost": 1}
    assert [code.label for code in room.state.codeframe.codes[3:]] == ["Coaching", "lost"]


def test_a_new_code_gets_an_id_that_none_ever_had() -> None:
    room = Room.empty()
    first = room.state.new_code("Hire!")
    assert first.code == "hire_2"
    room.do("ann", first)
    room.do("ann", CodeDeleted(question="how", code="hire_2"))
    assert room.state.new_code("hire").code == "hire_3"
    assert room.state.new_net("Selling").net == "selling_2"


def test_events_of_other_questions_are_passed_over() -> None:
    state = State("why", START, KEYS)
    state.add([Coded(question="how", at=1, coder="a", seq=1, step=1, replies=KEYS[:1], codes=frozenset({"hire"}))])
    assert state.coders == ()
    assert state.totals.coded == 0


@pytest.mark.parametrize("pile", [None, KEYS])
def test_without_a_pile_the_replies_that_were_coded_are_counted(pile: tuple[str, ...] | None) -> None:
    state = State("how", START, pile)
    state.add([Coded(question="how", at=1, coder="a", seq=1, step=1, replies=KEYS[:2], codes=frozenset({"hire"}))])
    assert state.counts["hire"] == 2
    assert state.totals.replies == (len(pile) if pile else 2)
