"""How a coding stands, as JSON and as rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from topline.coding.account import Account
from topline.coding.agreement import Agreement
from topline.export.formats import Format
from topline.export.json_shape import json_text
from topline.export.rows_out import RowsOut, Value

HEADINGS = ("net", "code", "label", "count", "percent", "given by several", "agreed", "kappa", "alpha")


def account_shape(account: Account) -> dict[str, Any]:
    """How a coding stands, as JSON.

    Its shape: {"question", "replies", "coded", "uncoded", "cannot", "second", "conflicting", "settled", "changed",
    "codes": [{"code", "label", "net", "count", "percent": of the coded}], "coders": [{"coder", "replies",
    "by": {how codes were given: replies}, "seconds": from one reply to the next or null}],
    "saturation": [{"replies", "new": [codes]}], "seconds_left",
    "suggesters": [{"suggester", "offered", "accepted", "codes_right", "codes_offered", "precision"}],
    "agreement": null or {"coders", "replies", "alike", "alpha": by MASI distance, "codes": [{"code", "given",
    "agreed", "kappa", "alpha"}]}}. Shares are from 0 to 1, percent is from 0 to 100.
    """
    totals, far = account.progress.totals, account.progress
    paces = {pace.coder: pace.seconds for pace in far.paces}
    return {
        "question": account.question.name,
        "replies": totals.replies,
        "coded": totals.coded,
        "uncoded": totals.uncoded,
        "cannot": totals.cannot,
        "second": totals.second,
        "conflicting": totals.conflicting,
        "settled": totals.settled,
        "changed": totals.changed,
        "codes": [
            {"code": code, "label": label, "net": net, "count": count, "percent": percent_of(account, count)}
            for net, code, label, count in _codes(account)
        ],
        "coders": [
            {
                "coder": name,
                "replies": n,
                "by": {how.value: many for how, many in account.ways[name].items() if many},
                "seconds": paces.get(name),
            }
            for name, n in account.coders
        ],
        "saturation": [{"replies": block.replies, "new": list(block.new)} for block in far.blocks],
        "seconds_left": far.seconds_left(),
        "suggesters": [
            {
                "suggester": one.suggester.value,
                "offered": one.offered,
                "accepted": one.accepted,
                "codes_right": one.codes_right,
                "codes_offered": one.codes_offered,
                "precision": one.share,
            }
            for one in account.precision
        ],
        "agreement": _agreement(account.agreement) if account.agreement else None,
    }


def percent_of(account: Account, count: int) -> float | None:
    """What part of the coded replies has a code, in percent; None of none."""
    coded = account.progress.totals.coded
    return 100 * count / coded if coded else None


def _agreement(found: Agreement) -> Mapping[str, Any]:
    return {
        "coders": list(found.coders),
        "replies": found.replies,
        "alike": found.alike,
        "alpha": found.alpha,
        "codes": [
            {"code": one.code, "given": one.given, "agreed": one.agreed, "kappa": one.kappa, "alpha": one.alpha}
            for one in found.codes
        ],
    }


def _codes(account: Account) -> Iterator[tuple[str, str, str, int]]:
    around: list[str] = []
    for line in account.codeframe.laid_out():
        del around[line.depth :]
        if line.heading:
            around.append(line.heading.label)
        if line.code:
            yield " / ".join(around), line.code.id, line.code.label, account.counts.get(line.code.id, 0)


class AccountOut(RowsOut):
    """How a coding stands: a row a code, and the rest below; as JSON all of it."""

    def __init__(self, account: Account, lines: tuple[str, ...]) -> None:
        """Say of which.

        Args:
            account: How it stands.
            lines: What is said below the codes.
        """
        super().__init__(account.question.text, HEADINGS, self._rows_of, footer=lines)
        self.account = account

    def _rows_of(self) -> Iterator[tuple[Value, ...]]:
        found = {one.code: one for one in self.account.agreement.codes} if self.account.agreement else {}
        for net, code, label, count in _codes(self.account):
            share = percent_of(self.account, count)
            told: tuple[Value, ...] = (None, None, None, None)
            if one := found.get(code):
                told = (one.given, _short(one.agreed), _short(one.kappa), _short(one.alpha))
            yield (net, code, label, count, None if share is None else round(share, 2), *told)

    def pieces(self, form: Format) -> Iterator[str]:
        """The rows; as JSON the whole of it."""
        return iter([json_text(account_shape(self.account)), "\n"]) if form is Format.JSON else super().pieces(form)


def _short(value: float | None) -> float | None:
    return None if value is None else round(value, 4)
