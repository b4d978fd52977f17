"""A net that is being built: what the question's nets will be, and why it cannot be made yet."""

from __future__ import annotations

from topline.survey import Kind, Net, Option, Question
from topline.tui.net_draft import NetDraft

FIRST = Net("First", ("b", "a"))
QUESTION = Question(
    "x", Kind.MULTI, options=tuple(Option(code, code.upper()) for code in "abcd"), nets=(FIRST, Net("Last", ("d",)))
)


def test_a_new_net_comes_after_the_others_with_its_answers_in_the_codebooks_order() -> None:
    draft = NetDraft(QUESTION).toggled("d").toggled("c").toggled("a").toggled("c").named("  A  and D ")
    assert draft.fault == ""
    assert draft.wanted.nets == (*QUESTION.nets, Net("A and D", ("a", "d")))


def test_a_net_is_renamed_changed_and_removed_where_it_stands() -> None:
    draft = NetDraft(QUESTION).of(FIRST, editing=True)
    assert draft.wanted == QUESTION
    assert draft.named("Other").wanted.nets == (Net("Other", ("b", "a")), QUESTION.nets[1])
    assert draft.toggled("c").wanted.nets[0] == Net("First", ("a", "b", "c"))
    assert draft.without.nets == QUESTION.nets[1:]


def test_what_is_missing_is_said() -> None:
    assert "no answer is ticked" in NetDraft(QUESTION, name="New").fault
    ticked = NetDraft(QUESTION).toggled("a")
    assert "needs a name" in ticked.fault
    assert 'there is a net "Last" already' in ticked.named("Last").fault
    assert '"B" is an answer' in ticked.named("B").fault
    assert NetDraft(QUESTION).of(FIRST, editing=True).named("Last").fault
