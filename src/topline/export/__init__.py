"""Tables and replies -> files: CSV, Markdown and JSON, injection-safe, written whole or not at all."""

from topline.export.atomic import write_text
from topline.export.errors import ExportError
from topline.export.grid import Grid, csv_pieces, markdown_pieces
from topline.export.grids import listing_grid, queries_grid, replies_grid, table_grid
from topline.export.json_shape import (
    json_text,
    listing_shape,
    queries_shape,
    replies_pieces,
    table_shape,
)
from topline.export.safe_text import markdown_text, one_line, spreadsheet_cell, toml_text, whole

__all__ = [
    "ExportError",
    "Grid",
    "csv_pieces",
    "json_text",
    "listing_grid",
    "listing_shape",
    "markdown_pieces",
    "markdown_text",
    "one_line",
    "queries_grid",
    "queries_shape",
    "replies_grid",
    "replies_pieces",
    "spreadsheet_cell",
    "table_grid",
    "table_shape",
    "toml_text",
    "whole",
    "write_text",
]
