"""How far the coding is and how fast it goes."""

from __future__ import annotations

import pytest

from topline.coding import Coded, Codeframe, Flagged, How, State, reply_key
from topline.coding.progress import progress
from topline.survey import Kind, Option, Question

FRAME = Codeframe.of(Question("how", Kind.OPEN, options=tuple(Option(code, code.upper()) for code in "abc")))


def state_of(pile: int, *events: tuple[str, float, int, str, How]) -> State:
    state = State("how", FRAME, [reply_key(str(number), str(number)) for number in range(pile)])
    state.add(
        Coded(
            question="how",
            at=at,
            coder=coder,
            seq=at,
            step=at,
            time=time,
            replies=(reply_key(str(number), str(number)),),
            codes=frozenset(codes),
            how=how,
        )
        for at, (coder, time, number, codes, how) in enumerate(events, 1)
    )
    return state


def test_new_codes_are_counted_by_50_replies_in_the_order_of_coding() -> None:
    codes = ["a"] * 40 + ["bc"] + ["a"] * 59 + ["a"] * 19 + ["d"]
    events = [("ann", float(at), at, one, How.HAND) for at, one in enumerate(codes)]
    events.insert(3, ("bob", 2.0, 0, "d", How.HAND))  # a second opinion is no further reply
    found = progress(state_of(200, *events))
    assert [(block.replies, block.new) for block in found.blocks] == [(50, ("a", "b", "c")), (50, ()), (20, ("d",))]
    assert found.done == pytest.approx(120 / 200)


def test_the_pace_leaves_breaks_and_rules_out() -> None:
    times = [0, 10, 20, 32, 1000, 1008, 1020]
    by_hand = [("ann", float(time), at, "a", How.HAND) for at, time in enumerate(times)]
    again = [("ann", 1020.5, 6, "ab", How.HAND)]  # another letter for the same reply
    by_rule = [("bob", 5.0, 20 + at, "a", How.RULE) for at in range(9)]
    few = [("cy", float(at), 30 + at, "a", How.SUGGESTED) for at in range(5)]
    found = progress(state_of(50, *by_hand, *again, *by_rule, *few))
    assert [(pace.coder, pace.replies, pace.seconds) for pace in found.paces] == [("ann", 7, 10.0), ("cy", 5, None)]
    assert found.texts_left == 50 - 7 - 9 - 5
    assert found.seconds_left() == pytest.approx(29 * 10.0)
    assert found.seconds_left("cy") is None


def test_several_coders_finish_sooner() -> None:
    ann = [("ann", at * 10.0, at, "a", How.HAND) for at in range(6)]
    bob = [("bob", at * 30.0, 10 + at, "a", How.HAND) for at in range(6)]
    found = progress(state_of(20, *ann, *bob))
    assert found.seconds_left() == pytest.approx(8 / (1 / 10 + 1 / 30))


def test_nothing_to_code_is_no_share_and_takes_no_time() -> None:
    found = progress(state_of(0))
    assert (found.done, found.blocks, found.paces, found.seconds_left()) == (None, (), (), 0.0)


def test_equal_texts_wait_once_and_what_cannot_be_coded_is_done() -> None:
    keys = [reply_key("same", "1"), reply_key("same", "2"), reply_key("other", "3"), reply_key("?", "4")]
    state = State("how", FRAME, keys)
    state.add([Flagged(question="how", at=1, coder="ann", seq=1, step=1, replies=keys[3:], cannot=True)])
    found = progress(state)
    assert (found.texts_left, found.totals.uncoded, found.done) == (2, 3, 0.25)
