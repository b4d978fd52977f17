"""How far coders agree, and what is left to settle."""

from __future__ import annotations

import pytest

from topline.coding import Coded, Codeframe, Settled, State, disagreements, reply_key
from topline.coding.agreement import agreement
from topline.statistics import krippendorff_alpha, masi
from topline.survey import Kind, Option, Question

FRAME = Codeframe.of(Question("how", Kind.OPEN, options=(Option("a", "A"), Option("b", "B"), Option("c", "C"))))


def coded(*by_coder: tuple[str, list[str]]) -> State:
    """A state of coders with the codes that they gave reply 0, 1, 2 ...; a blank for none."""
    longest = max(len(given) for _, given in by_coder)
    state = State("how", FRAME, [reply_key(str(number)) for number in range(longest)])
    state.add(
        Coded(
            question="how",
            at=at + 1,
            coder=coder,
            seq=at + 1,
            step=at + 1,
            replies=(reply_key(str(at)),),
            codes=frozenset(codes.split()),
        )
        for coder, given in by_coder
        for at, codes in enumerate(given)
    )
    return state


def test_kappa_of_a_code_is_cohens() -> None:
    # 20 both, 5 and 10 one of them alone, 15 neither: .4, with .7 observed.
    ann = ["a"] * 25 + ["b"] * 25
    bob = ["a"] * 20 + ["b"] * 5 + ["a"] * 10 + ["b"] * 15
    found = agreement(coded(("ann", ann), ("bob", bob)))
    first, second, third = found.codes
    (pair,) = first.pairs
    assert (pair.coders, pair.replies, pair.counts) == (("ann", "bob"), 50, ((20, 5), (10, 15)))
    assert first.kappa == second.kappa == pytest.approx(0.4)
    assert first.agreed == pytest.approx(0.7)
    assert first.given == 35
    assert pair.kappa is not None
    assert pair.kappa.standard_error == pytest.approx(0.126996063)
    assert (third.kappa, third.agreed, third.alpha, third.given) == (None, 1.0, None, 0)
    assert (found.coders, found.replies, found.alike, found.agreed) == (("ann", "bob"), 50, 35, 0.7)


def test_alpha_is_that_of_all_sets_by_their_masi_distance() -> None:
    ann, bob, cy = ["a b", "a", "c", "a b"] * 3, ["a", "a", "c b", "c"] * 3, ["a b", "", "c", "c a"] * 3
    found = agreement(coded(("ann", ann), ("bob", bob), ("cy", cy)))
    units = [[frozenset(one.split()) for one in unit if one] for unit in zip(ann, bob, cy, strict=True)]
    assert found.alpha == pytest.approx(krippendorff_alpha(units, masi))
    single = [["a" in codes for codes in unit] for unit in units]
    assert found.codes[0].alpha == pytest.approx(krippendorff_alpha(single))
    assert len(found.codes[0].pairs) == 3
    of_two = agreement(coded(("ann", ann), ("bob", bob), ("cy", cy)), ("ann", "bob"))
    assert of_two.coders == ("ann", "bob")
    assert of_two.alpha == pytest.approx(krippendorff_alpha([unit[:2] for unit in units], masi))


def test_only_replies_that_two_gave_codes_are_compared() -> None:
    found = agreement(coded(("ann", ["a", "", "b", "a"]), ("bob", ["a", "b", "", ""])))
    assert found.replies == 1
    assert agreement(coded(("ann", ["a", "b"]))).agreed is None
    assert agreement(coded(("ann", ["a", "b"]))).alpha is None


def test_disagreements_show_both_opinions_until_they_are_settled() -> None:
    state = coded(("ann", ["a b", "a", "c"]), ("bob", ["a", "a", "b"]))
    one, other = disagreements(state)
    assert [(opinion.coder, opinion.codes) for opinion in one.opinions] == [("ann", {"a", "b"}), ("bob", {"a"})]
    assert (one.shared, one.disputed) == ({"a"}, {"b"})
    assert (other.shared, other.disputed) == (frozenset(), {"b", "c"})
    before = agreement(state)
    final = Settled(question="how", at=9, coder="cy", seq=1, step=1, replies=(one.reply,), codes=frozenset("a"))
    state.add([final])
    assert disagreements(state) == (other,)
    assert agreement(state) == before, "what was settled makes nobody agree"
