"""From raw replies to codes: what coders do, kept so that nothing that was accepted is ever lost.

`journal` keeps what each coder did, one append-only file a coder; `events` are its words; `state` folds them all into
the codes of each reply, over a `codeframe` that begins with what the survey file states; `desk` holds these together
for a coder at work. `agreement` and `progress` tell of it in numbers.

Nothing here knows engines, files of replies or screens: replies are keys made of an id and a text (`reply_key`).
"""

from topline.coding.agreement import Agreement, CodeAgreement, Disagreement, PairAgreement, agreement, disagreements
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
from topline.coding.progress import Block, Pace, Progress, progress
from topline.coding.reading import Fault
from topline.coding.reply_key import ReplyKey, digest_of, reply_key, respondent_of
from topline.coding.standing import Consequence, Opinion, Remark, Standing, Totals
from topline.coding.state import State

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
    "agreement",
    "coder_name",
    "codes_folder",
    "digest_of",
    "disagreements",
    "progress",
    "reply_key",
    "respondent_of",
    "slug",
]
