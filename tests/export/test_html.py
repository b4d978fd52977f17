"""Pages of HTML: whole in themselves, well formed, readable without sight, and nothing of a text acts in them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from tests.charts.tables import crosstab as lettered_crosstab

from topline.analysis import tabulate
from topline.charts import figures
from topline.cli.explorer import sample_path
from topline.engine import Engine
from topline.export import Format, ReportOut, TableOut
from topline.readers import open_source
from topline.survey import Cell, Slice, Survey, Table, View, What

VOID = {"meta", "rect"}
ATTACKS = (
    "<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "</style><b>", "</title>&amp;<i>",
    "javascript:x", "' onload='x", "\x1b[31mred", "\u202egnp.exe",
)  # fmt: skip


@pytest.fixture(scope="module")
def sample() -> Iterator[Engine]:
    source = open_source(sample_path())
    with Engine(source.replies, source.survey) as engine:
        yield engine


class Page(HTMLParser):
    """A page taken apart; it fails where a tag is not closed in its place."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.rows: list[list[str]] = []
        self.texts: list[str] = []
        self._open: list[str] = []
        self.feed(text)
        self.close()
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self._open.append(tag)
        if tag == "tr":
            self.rows.append([])
        if tag in ("th", "td"):
            self.rows[-1] += [""] * int(dict(attrs).get("colspan") or 1)

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.texts.append(data)
        if "tr" in self._open and self.rows and self.rows[-1]:
            self.rows[-1][-1] += data

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.tags if name == tag]


def page_of(table: Table, survey: Survey, *, footer: bool = True) -> Page:
    return Page("".join(TableOut(table, survey, footer).pieces(Format.HTML)))


def test_a_crosstab_says_letters_bases_and_footers(survey: Survey, crosstab: Table) -> None:
    table = replace(lettered_crosstab(), view=replace(crosstab.view, columns=("role", "policy")))
    table = replace(table, footer=("Base: said yes, n=205", "Caution: base below 30 in Owner"))
    page = page_of(table, survey)
    heads = [row for row in page.rows if row[1] == "Total"]
    assert [cell.split()[-1] for cell in heads[0][1:]] == ["Total", "A", "B", "C", "D", "E", "F"]
    base = next(row for row in page.rows if row[0] == "Base: said yes")
    assert base[1:] == ["205", "120", "61", "(24)", "90", "115", "(0)"]
    for row in table.rows:
        said = next(one for one in page.rows if one[0] == row.label)
        for text, cell in zip(said[1:], row.cells, strict=True):
            words = [figures.share(cell), figures.people(cell), cell.letters]
            assert text.split() == (["x"] if cell.suppressed else [word for word in words if word])
    assert [row[1:3] for row in page.rows if row[0] == "Mean"] == [["7.2", "7.34"]]
    assert set(table.footer) <= set(page.texts)
    bare = page_of(table, survey, footer=False)
    assert table.footer[1] not in bare.texts


@pytest.mark.parametrize(
    ("view", "two"),
    [
        (View(What.CROSSTAB, "impact", ("role",), Slice(weight="weight")), True),
        (View(What.CROSSTAB, "impact", ("role",), Slice(weight="weight"), transposed=True), True),
        (View(What.CROSSTAB, "impact", ("role",)), False),
        (View(What.TOPLINE, "impact", (), Slice(weight="weight")), False),
    ],
)
def test_two_counts_in_a_cell_are_told_apart(sample: Engine, view: View, two: bool) -> None:
    page = "".join(TableOut(tabulate(view, sample), sample.survey).pieces(Format.HTML))
    assert page.count('<p class="base">In each cell: people / their weighted count</p>') == two
    assert bool(re.search(r'<span class="n">[\d,]+ / [\d,]+</span>', page)) is two


def test_heads_and_rows_are_told_apart_without_sight(survey: Survey, crosstab: Table) -> None:
    page = page_of(replace(crosstab, view=replace(crosstab.view)), survey)
    scopes = [attributes.get("scope") for attributes in page.all("th")]
    assert None not in scopes
    assert {"col", "colgroup", "row"} == set(scopes)
    assert len(page.all("caption")) == len(page.all("table")) == 1
    assert page.all("html")[0]["lang"] == "en"
    assert all(attributes.get("aria-hidden") == "true" for attributes in page.all("svg"))
    widths = {len(row) for row in page.rows}
    assert widths == {1 + len(crosstab.columns)}


@pytest.mark.parametrize("weight", ["", "weight"])
@pytest.mark.parametrize("rows", ["how", "agree_work", "years"])
def test_every_row_of_a_topline_is_as_long_as_its_heads(sample: Engine, rows: str, weight: str) -> None:
    table = tabulate(View(What.TOPLINE, rows, slice=Slice(weight=weight)), sample)
    page = page_of(table, sample.survey)
    assert len({len(row) for row in page.rows}) == 1
    assert len(page.all("svg")) == sum(row.cells[0].percent is not None for row in table.rows)
    said = {row[0]: row for row in page.rows}
    for row in table.rows:
        assert said[row.label][2] == figures.share(row.cells[0])
        assert said[row.label][-1] == figures.interval(row.cells[0])
    assert (said["Weighted base"][4] != "") if weight else ("Weighted base" not in said)


def test_a_page_needs_nothing_from_elsewhere(sample: Engine) -> None:
    views = (View(What.TOPLINE, "how"), View(What.CROSSTAB, "impact", ("role",)))
    text = "".join(ReportOut(views, sample.survey, lambda view: tabulate(view, sample), "R & D").pieces(Format.HTML))
    page = Page(text)
    assert not page.all("script") + page.all("link") + page.all("img") + page.all("iframe")
    assert not re.findall(r"(?:https?:)?//|@import|url\(", text)
    assert "prefers-color-scheme: dark" in text
    assert "default-src 'none'" in (page.all("meta")[1]["content"] or "")
    ids = {attributes["id"] for attributes in page.all("section")}
    assert [attributes["href"] for attributes in page.all("a")] == [f"#{one}" for one in sorted(map(str, ids))]
    assert "R & D" in page.texts


def test_nothing_of_a_text_is_html(survey: Survey, crosstab: Table) -> None:
    cell = Cell(1, Slice(), 1.0, 50.0, letters='"><s>')
    rows = tuple(replace(crosstab.rows[0], label=attack, cells=(cell,) * 3) for attack in ATTACKS)
    columns = tuple(
        replace(one, label=attack, group=attack) for one, attack in zip(crosstab.columns, ATTACKS[:3], strict=True)
    )
    plain = Page("".join(TableOut(crosstab, survey).pieces(Format.HTML)))
    for attack in ATTACKS:
        view = replace(crosstab.view, title=attack)
        table = replace(crosstab, view=view, title=f"{attack}?", rows=rows, columns=columns, footer=(attack,))
        text = "".join(TableOut(table, survey).pieces(Format.HTML))
        page = Page(text)
        assert {tag for tag, _ in page.tags} - {"s"} <= {tag for tag, _ in plain.tags} | {"p", "span", "svg", "rect"}
        assert "s" not in {tag for tag, _ in page.tags}
        assert {key for _, attributes in page.tags for key in attributes} & {
            "onerror",
            "onload",
            "src",
            "style",
        } == set()
        assert "\x1b" not in text
        assert "\u202e" not in text
