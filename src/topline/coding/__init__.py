"""From raw replies to codes: what coders do, kept so that nothing that was accepted is ever lost.

`journal` keeps what each coder did, one append-only file a coder; `events` are its words; `state` folds them all into
the codes of each reply, over a `codeframe` that begins with what the survey file states; `desk` holds these together
for a coder at work. `agreement` and `progress` tell of it in numbers.

What stands here is imported when it is first named: every file that is opened may have codes, and few have any.

Nothing here knows engines, files of replies or screens: replies are keys made of an id and a text (`reply_key`).
"""

from importlib import import_module
from typing import TYPE_CHECKING

# A function that is called as its module: that would be found in its place once something else imported it.
from topline.coding.reply_key import ReplyKey, digest_of, reply_key, respondent_of

if TYPE_CHECKING:
    from topline.coding.agreement import Agreement, CodeAgreement, Disagreement, PairAgreement, disagreements
    from topline.coding.codeframe import Code, Codeframe, Heading, Placed, slug
    from topline.coding.desk import Desk
    from topline.coding.errors import CodingError
    from topline.coding.events import (
        CodeAdded,
        Coded,
        CodeDefined,
        CodeDeleted,
        CodeMerged,
        CodeMoved,
        CodeRenamed,
        CodeSplit,
        Event,
        Flagged,
        How,
        NetAdded,
        NetRemoved,
        NetRenamed,
        Part,
        Quoted,
        Redone,
        Settled,
        Undone,
        Unknown,
    )
    from topline.coding.journal import Journals, News
    from topline.coding.place import coder_name, codes_folder
    from topline.coding.progress import Block, Pace, Progress
    from topline.coding.reading import Fault
    from topline.coding.standing import Consequence, Opinion, Remark, Standing, Totals
    from topline.coding.state import State

_NAMES = {
    "agreement": ("Agreement", "CodeAgreement", "Disagreement", "PairAgreement", "disagreements"),
    "codeframe": ("Code", "Codeframe", "Heading", "Placed", "slug"),
    "desk": ("Desk",),
    "errors": ("CodingError",),
    "events": (
        "CodeAdded",
        "Coded",
        "CodeDefined",
        "CodeDeleted",
        "CodeMerged",
        "CodeMoved",
        "CodeRenamed",
        "CodeSplit",
        "Event",
        "Flagged",
        "How",
        "NetAdded",
        "NetRemoved",
        "NetRenamed",
        "Part",
        "Quoted",
        "Redone",
        "Settled",
        "Undone",
        "Unknown",
    ),
    "journal": ("Journals", "News"),
    "place": ("coder_name", "codes_folder"),
    "progress": ("Block", "Pace", "Progress"),
    "reading": ("Fault",),
    "standing": ("Consequence", "Opinion", "Remark", "Standing", "Totals"),
    "state": ("State",),
}
"""What stands in the modules of this package."""
_HOMES = {name: home for home, names in _NAMES.items() for name in names}

__all__ = [
    "Agreement",
    "Block",
    "Code",
    "CodeAdded",
    "CodeAgreement",
    "CodeDefined",
    "CodeDeleted",
    "CodeMerged",
    "CodeMoved",
    "CodeRenamed",
    "CodeSplit",
    "Coded",
    "Codeframe",
    "CodingError",
    "Consequence",
    "Desk",
    "Disagreement",
    "Event",
    "Fault",
    "Flagged",
    "Heading",
    "How",
    "Journals",
    "NetAdded",
    "NetRemoved",
    "NetRenamed",
    "News",
    "Opinion",
    "Pace",
    "PairAgreement",
    "Part",
    "Placed",
    "Progress",
    "Quoted",
    "Redone",
    "Remark",
    "ReplyKey",
    "Settled",
    "Standing",
    "State",
    "Totals",
    "Undone",
    "Unknown",
    "coder_name",
    "codes_folder",
    "digest_of",
    "disagreements",
    "reply_key",
    "respondent_of",
    "slug",
]


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found: object = getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    globals()[name] = found
    return found
