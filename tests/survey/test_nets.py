"""Nets: within each other, read from words, and those that suit a scale."""

from __future__ import annotations

from dataclasses import replace

import pytest

from topline.survey import (
    Kind,
    MissingKind,
    Net,
    Option,
    Question,
    ToplineError,
    boxes_of,
    net_of,
    net_trees,
    read_net,
    read_nets,
    scored,
    with_nets,
    written_net,
)

MEDIA = Question(
    "media",
    Kind.MULTI,
    options=(
        *(Option("web", "Websites"), Option("mail", "Mail, by post"), Option("a,b", "Both"), Option("Web", "Other")),
        Option("dk", "Don't know", MissingKind.DONT_KNOW),
    ),
    nets=(Net("Printed", ("mail", "a,b")),),
)


@pytest.mark.parametrize("turned", [False, True])
def test_a_net_is_said_of_another_in_either_order(turned: bool) -> None:
    said = ["Old=web,Printed", "Offline=Old,Web", "All=Offline,Old"]
    nets = {net.label: net.codes for net in read_nets(said[::-1] if turned else said, MEDIA)}
    assert list(nets) == (["All", "Offline", "Old"] if turned else ["Old", "Offline", "All"])
    assert nets == {
        "Old": ("web", "mail", "a,b"),
        "Offline": ("web", "mail", "a,b", "Web"),
        "All": ("web", "mail", "a,b", "Web"),
    }


def test_the_later_of_two_nets_of_a_name_is_meant_and_an_answer_before_a_net() -> None:
    (net, other) = read_nets(["N=web", "M=N", "N=mail"], MEDIA)
    assert (net, other) == (Net("N", ("mail",)), Net("M", ("mail",)))
    printed, more = read_nets(["More=Printed", "Printed=Printed,web"], MEDIA)[::-1]
    assert printed == Net("Printed", ("web", "mail", "a,b"))
    assert more == Net("More", ("web", "mail", "a,b"))
    assert read_nets(["websites=mail", "N=Websites", "M=websites"], MEDIA)[1:] == (
        Net("N", ("web",)),
        Net("M", ("mail",)),
    )
    assert read_nets(["a=mail", "N=a,b", "M=b,a"], replace(MEDIA, options=(*MEDIA.options, Option("b", "B"))))[1:] == (
        Net("N", ("a,b",)),
        Net("M", ("mail", "b")),
    )


@pytest.mark.parametrize(
    ("said", "circle"),
    [
        (("A=B", "B=web,C", "C=A"), "'A' holds 'B' holds 'C' holds 'A'"),
        (("N=web,N",), "'N' holds 'N'"),
        (("X=A", "A=B", "B=A"), "'A' holds 'B' holds 'A'"),
    ],
)
def test_nets_that_hold_each_other_are_refused_in_a_line(said: tuple[str, ...], circle: str) -> None:
    with pytest.raises(ToplineError) as fault:
        read_nets(said, MEDIA)
    assert str(fault.value) == f"media cannot have nets that hold themselves: {circle}"


def test_each_net_stands_below_the_smallest_that_holds_it() -> None:
    a, b, c, d = Net("A", ("1",)), Net("B", ("1", "2")), Net("C", ("1", "2", "3")), Net("D", ("3", "4"))
    trees = net_trees((a, b, c, d))
    assert [tree.net for tree in trees] == [c, d]
    assert [tree.net for tree in trees[0].inner] == [b]
    assert [tree.net for tree in trees[0].inner[0].inner] == [a]


@pytest.mark.parametrize(
    ("said", "codes"),
    [
        ("N=web,mail", ("web", "mail")),
        ("N = mail , web", ("web", "mail")),
        ("N=Websites,Mail, by post", ("web", "mail")),
        ("N=mail, BY post,a,b", ("mail", "a,b")),
        ("N=Web", ("Web",)),
        ("N=WEBSITES,web,web", ("web",)),
        ("N=Printed,web", ("web", "mail", "a,b")),
    ],
)
def test_answers_are_said_by_code_by_label_or_by_net(said: str, codes: tuple[str, ...]) -> None:
    net = read_net(said, MEDIA)
    assert net == Net("N", codes)
    assert read_net(written_net(net), MEDIA) == net


@pytest.mark.parametrize(
    ("said", "fault"),
    [
        ("Digital", "a net is written NAME=ANSWER,ANSWER"),
        ("=web", "a net is written NAME=ANSWER,ANSWER"),
        ("Digital=", "a net is written NAME=ANSWER,ANSWER"),
        ("Digital=web,Websits", "media has no answer 'Websits' for the net 'Digital'; nearest: Websites"),
        ("Digital=dk", "media has no answer 'dk' for the net 'Digital'; it has: Websites"),
        ("Digital=,web", "media has no answer '' for the net 'Digital'"),
    ],
)
def test_what_is_no_net_is_told_in_one_line(said: str, fault: str) -> None:
    with pytest.raises(ToplineError) as error:
        read_net(said, MEDIA)
    assert fault in str(error.value)
    assert "\n" not in str(error.value)


def test_a_question_without_options_has_no_nets() -> None:
    with pytest.raises(ToplineError, match="age has no options for the net 'Young': its kind is numeric"):
        net_of("Young", ("18",), Question("age", Kind.NUMERIC))


def test_a_net_of_the_same_name_takes_the_place_of_one_that_is_there() -> None:
    more = with_nets(MEDIA, (Net("Printed", ("mail",)), Net("New", ("web",))))
    assert more.nets == (Net("Printed", ("mail",)), Net("New", ("web",)))


def test_a_scale_suggests_its_boxes_by_score_wherever_its_best_point_stands() -> None:
    labels = ("Very good", "Good", "So so", "Bad", "Very bad")
    falling = tuple(Option(label, label, score=5.0 - at) for at, label in enumerate(labels))
    scale = Question("x", Kind.SCALE, options=(*falling, Option("n/a", "Don't know")))
    assert boxes_of(scale) == (
        Net("Top 2 box", labels[:2]),
        Net("Top 3 box", labels[:3]),
        Net("Bottom 2 box", labels[3:]),
    )
    four = scored(tuple(Option(str(at), str(at)) for at in range(1, 5)))
    assert boxes_of(Question("y", Kind.SCALE, options=four)) == (
        Net("Top 2 box", ("3", "4")),
        Net("Bottom 2 box", ("1", "2")),
    )
    assert boxes_of(Question("z", Kind.SCALE, options=four[:3])) == boxes_of(MEDIA) == ()
