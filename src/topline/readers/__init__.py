"""Readers: a file of any format becomes a survey and a parquet file of replies.

`open_source` is the door. A parquet file is opened where it is; delimited text is read in a child process that
leaves a parquet file in the cache. What a column asks is inferred by rules that each question carries in words,
and a survey file overrides them.
"""

from topline.readers.errors import ReadingCancelledError, UnreadableFileError
from topline.readers.own_queries import own_queries_file
from topline.readers.sanitise import sanitise
from topline.readers.source import Source, open_source
from topline.readers.survey_text import survey_file_text

__all__ = [
    "ReadingCancelledError",
    "Source",
    "UnreadableFileError",
    "open_source",
    "own_queries_file",
    "sanitise",
    "survey_file_text",
]
