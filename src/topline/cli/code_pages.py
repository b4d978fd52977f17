"""How a coding stands, as a page for people."""

from __future__ import annotations

from collections.abc import Iterator

from topline.charts import fit, share_words, wrap
from topline.coding.account import Account
from topline.coding.agreement import Agreement
from topline.coding.events import How
from topline.export.coding_shape import percent_of
from topline.survey import Survey

INDENT = "  "
WIDEST_LABEL = 44
BLOCKS = 20
"""The last blocks of which new codes are told."""

WAYS = {How.RULE: "by rule", How.IMPORTED: "imported"}
"""How codes are given by no person who reads the replies, in words."""


def account_page(account: Account, survey: Survey, width: int) -> Iterator[str]:
    """A page: how far it is, codes with counts, coders, whether new codes still turn up, suggesters, agreement.

    Args:
        account: How it stands.
        survey: Whose question it is.
        width: In cells.
    """
    for text in (survey.title, account.question.text):
        yield from (f"{line}\n" for line in wrap(text, width, 4))
    yield "\n"
    for text in account_lines(account):
        yield from (f"{INDENT if at else ''}{line}\n" for at, line in enumerate(wrap(text, width - 2, 4)))
    if account.codeframe.codes:
        yield "\n"
        yield from _codes(account, width)
    else:
        yield "\nThe codeframe is empty: `+` in the explorer adds a code, --codeframe-from FILE brings some in.\n"
    if account.agreement:
        yield "\n"
        yield from _agreement(account, account.agreement, width)


def _codes(account: Account, width: int) -> Iterator[str]:
    label = min(WIDEST_LABEL, max(width - 36, 16))
    yield f"{fit('CODE', label)}  {fit('ID', 16)}  {'REPLIES':>7}\n"
    for line in account.codeframe.laid_out():
        lead = INDENT * line.depth
        if line.heading:
            yield fit(f"{lead}{line.heading.label}", label).rstrip() + "\n"
        if code := line.code:
            count = account.counts.get(code.id, 0)
            share = percent_of(account, count)
            percent = "" if share is None else f"{share:.0f}%"
            yield f"{fit(lead + code.label, label)}  {fit(code.id, 16)}  {count:>7,}  {percent:>5}".rstrip() + "\n"


def _agreement(account: Account, found: Agreement, width: int) -> Iterator[str]:
    label = min(WIDEST_LABEL, max(width - 36, 16))
    yield f"{fit('AGREEMENT', label)}  {'GIVEN':>7}  {'AGREED':>7}  {'KAPPA':>7}  {'ALPHA':>7}\n"
    names = {code.id: code.label for code in account.codeframe.codes}
    for one in found.codes:
        agreed = "" if one.agreed is None else f"{100 * one.agreed:.0f}%"
        told = f"{one.given:>7,}  {agreed:>7}  {_figure(one.kappa):>7}  {_figure(one.alpha):>7}"
        yield f"{fit(names.get(one.code, one.code), label)}  {told}\n"


def _figure(value: float | None) -> str:
    return "-" if value is None else f"{value:.2f}"


def account_lines(account: Account) -> tuple[str, ...]:
    """How a coding stands, a sentence a line; codes and the agreement on each are not among them."""
    far, totals = account.progress, account.progress.totals
    done = f" ({share_words(totals.coded / totals.replies)})" if totals.replies else ""
    lines = [
        f"Coded: {totals.coded:,} of {totals.replies:,} replies{done}; to code: {totals.uncoded:,}; "
        f"can't be coded: {totals.cannot:,}"
    ]
    marks = {
        "coders see it differently": totals.conflicting,
        "settled": totals.settled,
        "second opinion wanted": totals.second,
        "text changed since": totals.changed,
    }
    if any(marks.values()):
        lines.append("; ".join(f"{what}: {many:,}" for what, many in marks.items() if many).capitalize())
    paces = {pace.coder: pace.seconds for pace in far.paces}
    for name, replies in account.coders:
        seconds = paces.get(name)
        each = "under 1 second" if seconds is not None and seconds < 0.5 else f"{seconds or 0:.0f} seconds"
        pace = f", {each} a reply by hand" if seconds is not None else ""
        ways = {how: many for how, many in account.ways[name].items() if how in (How.RULE, How.IMPORTED) and many}
        told = "".join(f", {many:,} of them {WAYS[how]}" for how, many in ways.items())
        lines.append(f"Coder {name}: {replies:,} {'reply' if replies == 1 else 'replies'}{told}{pace}")
    if far.blocks:
        last = f"; the last {BLOCKS} of {len(far.blocks):,}" if len(far.blocks) > BLOCKS else ""
        new = ", ".join(str(len(block.new)) for block in far.blocks[-BLOCKS:])
        lines.append(f"New codes in each 50 replies, in the order of coding{last}: {new}")
    left = far.seconds_left()
    if left:
        lines.append(f"At this pace the rest takes {_duration(left)}")
    for one in account.precision:
        share = f"{100 * one.share:.0f}%" if one.share is not None else "-"
        lines.append(
            f"Suggestions, {one.suggester.value}: {share} right ({one.codes_right:,} of {one.codes_offered:,} codes "
            f"for {one.offered:,} of the last replies coded)"
        )
    if found := account.agreement:
        alpha = f"; Krippendorff's alpha (MASI) {found.alpha:.2f}" if found.alpha is not None else ""
        same = f"{100 * found.agreed:.0f}%" if found.agreed is not None else "-"
        lines.append(
            f"Agreement of {', '.join(found.coders)} on {found.replies:,} replies: the same codes {same}{alpha}"
        )
    if account.skipped:
        lines.append(f"Not understood: {account.skipped:,} events of a later version of topline")
    return tuple(lines)


def _duration(seconds: float) -> str:
    minutes = round(seconds / 60)
    if minutes < 1:
        return "under a minute"
    return f"{minutes} min" if minutes < 90 else f"{seconds / 3600:.1f} h"
