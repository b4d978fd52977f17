"""The codeframe: as the survey states it, its keys, its order, and what events make of it."""

from __future__ import annotations

from topline.coding import (
    CodeAdded,
    CodeDefined,
    CodeDeleted,
    Codeframe,
    CodeMerged,
    CodeMoved,
    CodeRenamed,
    Event,
    NetAdded,
    NetRemoved,
    NetRenamed,
    slug,
)
from topline.coding.revising import revised
from topline.survey import Kind, MissingKind, Net, Option, Question

OPTIONS = tuple(
    Option(code, label) for code, label in [("a", "Ads"), ("b", "Blogs"), ("c", "Coaching"), ("d", "Deals")]
)
HOW = Question(
    "how",
    Kind.OPEN,
    options=(*OPTIONS, Option("x", "Unclear", MissingKind.DONT_KNOW)),
    nets=(Net("Selling", ("a", "b")), Net("Online", ("a",)), Net("Cross", ("b", "c"))),
)


def after(frame: Codeframe, *events: Event) -> Codeframe:
    from dataclasses import replace

    for at, event in enumerate(events, 1):
        frame = revised(frame, replace(event, at=at, coder="ann", seq=at))
    return frame


def drawn(frame: Codeframe) -> list[str]:
    return [
        "  " * line.depth + (line.heading.label.upper() if line.heading else f"{line.code.letter} {line.code.label}")  # type: ignore[union-attr]
        for line in frame.laid_out()
    ]


def test_it_begins_with_the_options_and_nets_that_are_stated() -> None:
    frame = Codeframe.of(HOW)
    assert drawn(frame) == ["SELLING", "  b Blogs", "  ONLINE", "    a Ads", "c Coaching", "d Deals"]
    assert frame.aside == (Net("Cross", ("b", "c")),), "what cuts across headings is none"
    again = frame.question(HOW)
    assert {option.code for option in again.options} == {"a", "b", "c", "d", "x"}
    assert {net.label: set(net.codes) for net in again.nets} == {net.label: set(net.codes) for net in HOW.nets}


def test_a_verbatim_without_a_codeframe_begins_with_none() -> None:
    assert Codeframe.of(Question("why", Kind.OPEN)) == Codeframe()


def test_keys_are_the_first_letters_where_they_are_free() -> None:
    labels = ["Calls", "Coaching", "Customer news", "Élan", "Über", "准备", "!?", "CRM calls"]
    frame = Codeframe.of(
        Question("q", Kind.OPEN, options=tuple(Option(str(at), one) for at, one in enumerate(labels))), "q"
    )
    assert [code.letter for code in frame.codes] == ["c", "o", "n", "e", "u", "a", "b", "r"]


def test_reserved_keys_are_given_to_nobody_and_codes_beyond_all_keys_have_none() -> None:
    options = tuple(Option(f"c{at}", f"Code {at}") for at in range(80))
    frame = Codeframe.of(Question("q", Kind.OPEN, options=options), "qzQA1")
    letters = [code.letter for code in frame.codes if code.letter]
    assert len(letters) == len(set(letters)) == 62 - 5
    assert not set(letters) & set("qzQA1")
    assert frame.codes[-1].letter == ""
    assert frame.by_letter("") is None


def test_the_key_of_a_code_that_is_gone_is_given_again_last() -> None:
    frame = after(Codeframe.of(HOW), CodeDeleted(question="how", code="c"))
    assert frame.letter_for("Calls") == "l"
    assert frame.letter_for("cc") == "e", "any other before one that fingers remember"


def test_a_key_that_an_event_names_is_kept_where_it_is_free() -> None:
    frame = after(
        Codeframe.of(HOW, "q"),
        CodeAdded(question="how", code="e", label="Events", letter="v"),
        CodeAdded(question="how", code="f", label="Fairs", letter="v"),
        CodeDefined(question="how", code="d", definition="Any deal", examples=("won it",), letter="q"),
        CodeDefined(question="how", code="b", letter="B"),
        CodeDefined(question="how", code="a", letter="c"),
    )
    assert {code.id: code.letter for code in frame.codes} == dict(
        zip("abcdef", ["a", "B", "c", "d", "v", "f"], strict=True)
    )
    deal = frame.code("d")
    assert deal is not None
    assert (deal.definition, deal.examples) == ("Any deal", ("won it",))


def test_codes_and_nets_are_added_moved_renamed_and_removed() -> None:
    frame = after(
        Codeframe.of(HOW),
        NetAdded(question="how", net="managing", label="Managing"),
        CodeMoved(question="how", code="c", net="managing"),
        CodeMoved(question="how", code="d", net="managing", before="c"),
        CodeMoved(question="how", code="a", net="nowhere"),
        CodeRenamed(question="how", code="c", label="Training"),
        NetRenamed(question="how", net="managing", label="Leading"),
        NetRemoved(question="how", net="online"),
        NetRemoved(question="how", net="online"),
        CodeMerged(question="how", code="b", into="a"),
        CodeRenamed(question="how", code="b", label="Too late"),
    )
    assert drawn(frame) == ["SELLING", "  a Ads", "LEADING", "  d Deals", "  c Training"]
    assert frame.codes_in("managing") == ("d", "c")
    nets = {net.label: net.codes for net in frame.question(HOW).nets}
    assert nets == {"Selling": ("a",), "Leading": ("d", "c"), "Cross": ("a", "c")}
    assert frame.resolve("b") == "a"


def test_an_id_is_made_of_the_label_once() -> None:
    assert slug("Researching prospects!") == "researching_prospects"
    assert slug("Élan vital") == "elan_vital"
    assert slug("准备 电话") == "准备_电话"
    assert slug("?!") == "code"
    assert slug("Ads", {"ads", "ads_2"}) == "ads_3"
    assert len(slug("x" * 100)) == 40
