"""Tables, replies and reports -> files of many formats, injection-safe, written whole or not at all."""

from topline.export.atomic import refuse_source, write_file, write_text
from topline.export.errors import ExportError, TakenNameError
from topline.export.formats import ENDINGS, TABULAR, Format, format_for
from topline.export.grid import Grid, csv_pieces, markdown_pieces, tsv_pieces
from topline.export.grids import listing_grid, queries_grid, replies_grid, table_grid
from topline.export.in_place import exchange, unwritable
from topline.export.json_shape import (
    json_text,
    listing_shape,
    queries_shape,
    table_shape,
    weight_shape,
)
from topline.export.naming import file_name, free_name, size_words, with_ending
from topline.export.outgoing import (
    Outgoing,
    PersonOut,
    RepliesOut,
    TableOut,
    Written,
    grid_pieces,
    write,
)
from topline.export.person import person_markdown, person_text
from topline.export.records import replies_pieces, reply_records
from topline.export.reply_columns import every_column
from topline.export.report import ReportOut, changes, every_topline, recorded, table_of, views_of
from topline.export.report_text import recorded_anew, report_text
from topline.export.safe_text import markdown_text, one_line, spreadsheet_cell, tabbed_cell, toml_text, whole
from topline.export.saved_correction import Correction, correction_of
from topline.export.saved_query import save_query
from topline.export.saved_weighting import declaration_of
from topline.export.shell import shell_line

__all__ = [
    "ENDINGS",
    "TABULAR",
    "Correction",
    "ExportError",
    "Format",
    "Grid",
    "Outgoing",
    "PersonOut",
    "RepliesOut",
    "ReportOut",
    "TableOut",
    "TakenNameError",
    "Written",
    "changes",
    "correction_of",
    "csv_pieces",
    "declaration_of",
    "every_column",
    "every_topline",
    "exchange",
    "file_name",
    "format_for",
    "free_name",
    "grid_pieces",
    "json_text",
    "listing_grid",
    "listing_shape",
    "markdown_pieces",
    "markdown_text",
    "one_line",
    "person_markdown",
    "person_text",
    "queries_grid",
    "queries_shape",
    "recorded",
    "recorded_anew",
    "refuse_source",
    "replies_grid",
    "replies_pieces",
    "reply_records",
    "report_text",
    "save_query",
    "shell_line",
    "size_words",
    "spreadsheet_cell",
    "tabbed_cell",
    "table_grid",
    "table_of",
    "table_shape",
    "toml_text",
    "tsv_pieces",
    "unwritable",
    "views_of",
    "weight_shape",
    "whole",
    "with_ending",
    "write",
    "write_file",
    "write_text",
]
