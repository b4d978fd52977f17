"""Takes the picture of the README: the founding story at the bar of the recruiters.

python tests/stories/picture.py            writes docs/topline.svg
python tests/stories/picture.py --all DIR  every place in three sizes and three themes, to look at
"""

from __future__ import annotations

import argparse
import asyncio
import re
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from stories.stage import Stage
from topline.cli.explorer import sample_path
from topline.tui import ToplineApp

PICTURE = Path(__file__).parents[2] / "docs" / "topline.svg"


def typed(text: str) -> tuple[str, ...]:
    """The keys that type a text."""
    return tuple("space" if letter == " " else letter for letter in text)


RECRUITERS = ("down", "down", "tab", *["down"] * 6)
PLACES = {
    "response": (),
    "how": RECRUITERS,
    "crosstab": ("f2",),
    "crosstab-bars": ("f5", "v"),
    "trend": ("down", "down", "T"),
    "trend-plot": ("down", "down", "T", "v", "down"),
    "crossing": ("down", "x", *"pol"),
    "comparison": ("down", "down", "d", *"vp", "enter"),
    "comparing": ("down", "d", *"vp"),
    "grid": ("down",) * 18 + ("v",),
    "numbers": ("down",) * 14,
    "plot": ("f9", "v"),
    "people": (*RECRUITERS, "enter"),
    "reply": (*RECRUITERS, "enter", "enter"),
    "help": ("question_mark",),
    "queries": ("5",),
    "console": ("f7", "enter", "tab", "tab", "end", *typed(", po"), "tab"),
    "result-bars": ("f8",),
    "result-plot": ("5", "h"),
    "search": ("slash", *"linked"),
    "columns": ("3", "c"),
    "copy": ("f2", "y"),
    "export": ("f2", "e"),
    "about": ("down", "down", "i"),
    "report": ("down", "I"),
    "correction": (*["down"] * 5, "I", "enter", *["tab"] * 4, "down", "K"),
    "together": ("I", *typed("agree"), "tab", "down", "tab", "ctrl+t"),
    "crossed": ("2",),
    "filter": ("f",),
    "filtered": ("f", "right", "space", "enter"),
    "result": ("5", "tab", *typed("select role, count(*) from responses group by role"), "enter"),
    "parameter": ("f7",),
    "saving": ("down", "down", "S"),
    "palette": ("ctrl+p",),
}
SIZES = ((80, 24), (120, 36), (200, 50))


async def take(keys: tuple[str, ...], size: tuple[int, int], theme: str) -> str:
    """The screen after these keys, as SVG that needs no font from elsewhere."""
    app = ToplineApp(sample_path(), theme=theme)
    async with app.run_test(size=size) as pilot:
        stage = Stage(pilot)
        await stage.settle()
        await stage.press(*keys)
        svg = app.export_screenshot(title="topline sample.parquet")
    svg = re.sub(r"@font-face\s*{.*?}", "", svg, flags=re.DOTALL)
    svg = svg.replace("Fira Code", "DejaVu Sans Mono, Menlo, Consolas").replace("<text ", '<text xml:space="preserve" ')
    return re.sub(r"terminal-\d+", "terminal", svg)


def main() -> None:
    """Write the picture, or all of them."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--all", type=Path, metavar="DIR", help="every place, size and theme")
    folder = parser.parse_args().all
    if folder is None:
        PICTURE.write_text(asyncio.run(take(RECRUITERS, (112, 32), "dark")), encoding="utf-8")
        return
    folder.mkdir(parents=True, exist_ok=True)
    for name, keys in PLACES.items():
        for size in SIZES:
            for theme in ("dark", "light", "ansi") if size == (120, 36) else ("dark",):
                svg = asyncio.run(take(keys, size, theme))
                (folder / f"{name}-{size[0]}x{size[1]}-{theme}.svg").write_text(svg, encoding="utf-8")


if __name__ == "__main__":
    main()
