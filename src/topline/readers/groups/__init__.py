"""Which columns are one question, for every survey platform.

Headers propose and cells decide. A module for each platform reads its headers as candidates (`Question - Option`,
`q0004_0001`, `Q[SQ001]`), `deciding` looks at their cells, and `conventions` says what a platform writes besides
answers.
"""

from topline.readers.groups.conventions import Conventions, NoReplies
from topline.readers.groups.finding import Found, find
from topline.readers.groups.platforms import platform_of
from topline.readers.header import Header
from topline.readers.raw import RawGroup, RawTable

__all__ = ["Conventions", "Found", "NoReplies", "find", "groups_of", "platform_of"]


def groups_of(table: RawTable, header: Header) -> tuple[RawGroup, ...]:
    """The questions that several columns of a table are, besides those that the file declares.

    Args:
        table: Columns of text in the order of the header's headings; null is an empty cell.
        header: What the header says of every column.
    """
    return find(table, header).groups
