"""The plot of a trend on a page: each line by its shape and its name, each point where its number says."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise
from xml.etree import ElementTree

import pytest
from tests.charts.test_trend_plot import means, row, trend

from topline.charts.trend_series import MOST_LINES
from topline.export import Format, TableOut
from topline.export.html_style import STYLE
from topline.export.trend_svg import HEIGHT, LINE, SHAPES, WIDTH, apart, trend_svg
from topline.survey import Percent, Survey, Table

SVG = "{http://www.w3.org/2000/svg}"


def drawn(table: Table) -> ElementTree.Element:
    text = "".join(trend_svg(table, 3)).replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1)
    return ElementTree.fromstring(text)


def said(picture: ElementTree.Element) -> list[str]:
    return ["".join(text.itertext()) for text in picture.iter(f"{SVG}text")]


def places(picture: ElementTree.Element, line: int) -> dict[str, tuple[float, float, bool]]:
    """Where each point of a line is, by what is said of it, and whether it is hollow."""
    found = {}
    for path in picture.findall(f"{SVG}g[@class='s{line}']/{SVG}path"):
        if (title := path.find(f"{SVG}title")) is not None:
            x, y = re.findall(r"[\d.]+", path.get("transform", ""))[:2]
            assert path.get("d") == SHAPES[line]
            found[title.text or ""] = (float(x), float(y), path.get("class") == "hollow")
    return found


def test_every_point_is_a_shape_at_its_value_and_a_low_base_is_hollow() -> None:
    picture = drawn(trend())
    web = places(picture, 0)
    assert list(web) == [
        "Web, Wave 1: 64%, base 250", "Web, Wave 2: 71%, base 240", "Web, Wave 3: 75%, base 12",
        "Web, Wave 5: 83%, base 260",
    ]  # fmt: skip
    assert [hollow for _, _, hollow in web.values()] == [False, False, True, False]
    (first, *_, last), heights = list(web.values()), [y for _, y, _ in web.values()]
    assert first[0] < last[0]
    assert heights == sorted(heights, reverse=True), "more stands higher"
    # The line goes through the three sound waves alone.
    path = next(one for one in picture.iter(f"{SVG}path") if one.get("class") == "line")
    assert path.get("d", "").count("L") == 2


def test_a_base_of_people_who_weigh_nothing_is_hollow() -> None:
    table = trend()
    columns = [*table.columns]
    columns[1] = replace(columns[1], base=replace(columns[1].base, weightless=columns[1].base.unweighted - 29))
    web = places(drawn(replace(table, columns=tuple(columns))), 0)
    assert [hollow for _, _, hollow in web.values()] == [True, False, True, False]


def test_names_values_periods_and_changes_are_said() -> None:
    texts = said(drawn(trend()))
    assert {"Web 83%", "Phone 27%", "In a shop of ours 17%", "Wave 1", "(Wave 3)", "0%", "80%"} <= set(texts)
    assert [text for text in texts if text in "▲△▼▽"] == ["△", "▲", "▼", "▽"]
    assert "Mean 17.5" in said(drawn(means()))
    counts = replace(trend(), view=replace(trend().view, percent=Percent.NONE))
    assert not any("%" in text for text in said(drawn(counts)))


def test_who_does_not_see_it_is_told_where_lines_begin_and_end() -> None:
    picture = drawn(trend())
    title, desc = picture.find(f"{SVG}title"), picture.find(f"{SVG}desc")
    assert title is not None
    assert desc is not None
    assert picture.get("role") == "img"
    assert picture.get("aria-labelledby") == f"{title.get('id')} {desc.get('id')}" == "p3-0 p3-0d"
    assert title.text == "How?, as lines from Wave 1 to Wave 5"
    assert (desc.text or "").startswith("Web: 64% in Wave 1, 83% in Wave 5; Phone: 56% in Wave 1, 27% in Wave 5; ")
    many = trend(*[row(f"Option {at}", (100 - at, 90, 5, 0, 90)) for at in range(10)])
    assert "6 of 10 rows are drawn." in (drawn(many).find(f"{SVG}desc").text or "")  # type: ignore[union-attr]
    assert len(SHAPES) == MOST_LINES
    assert all(STYLE.count(f"--s{at}: #") == 2 for at in range(MOST_LINES)), "a colour for light, and one for dark"


def test_nothing_of_it_reaches_beyond_its_box_and_names_do_not_touch() -> None:
    same = [row(f"長い選択肢のラベルです {at} and more of it", (100, 90, 5, 0, 90)) for at in range(6)]
    picture = drawn(trend(*same))
    lines = [text for text in picture.iter(f"{SVG}text") if text.find(f"{SVG}tspan") is not None]
    heights = sorted(float(text.get("y", "")) for text in lines)
    assert all(high - low >= LINE - 0.1 for low, high in pairwise(heights))
    assert all(0 < float(text.get("x", "")) < WIDTH and 0 < y < HEIGHT for text, y in zip(lines, heights, strict=True))


@pytest.mark.parametrize("heights", [[10.0, 10.0, 10.0], [290.0, 288.0, 10.0], [5.0], [260.0] * 6])
def test_names_that_stand_apart_keep_their_order(heights: list[float]) -> None:
    placed = apart(heights, 14, 266)
    order = sorted(range(len(heights)), key=lambda at: heights[at])
    assert [placed[at] for at in order] == sorted(placed)
    assert min(placed) >= 14
    assert max(placed) <= 266


def test_only_trends_of_two_periods_are_drawn(survey: Survey, crosstab: Table) -> None:
    assert "".join(trend_svg(crosstab, 1)) == ""
    one = replace(
        trend(),
        columns=trend().columns[:2],
        rows=tuple(replace(each, cells=each.cells[:2]) for each in trend().rows),
    )
    assert "".join(trend_svg(one, 1)) == ""
    assert 'class="trend"' not in "".join(TableOut(crosstab, survey).pieces(Format.HTML))


def test_nothing_of_a_text_is_svg() -> None:
    attack = "</text><script>x</script>\"'\x1b"
    picture = drawn(trend(replace(trend().rows[0], label=attack), *trend().rows[1:]))
    assert not list(picture.iter(f"{SVG}script"))
    assert "\x1b" not in "".join(picture.itertext())
