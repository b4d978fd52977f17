"""Weighted statistics against R's survey package, on its own data sets; skipped where R or the package is absent."""

from __future__ import annotations

import json
import shutil
import subprocess
from functools import cache
from typing import Any

import pytest

from topline.statistics import Group, Mean, Moments, compare_means, effective_base, quantile, rake, rao_scott

SCRIPT = """
suppressMessages(library(survey)); data(api); options(digits = 15)
d <- svydesign(id = ~1, weights = ~pw, data = apistrat)
num <- function(x) paste0("[", paste(format(as.numeric(x), digits = 15), collapse = ","), "]")
txt <- function(x) paste0('["', paste(as.character(x), collapse = '","'), '"]')
out <- function(name, value) cat('"', name, '":', value, ",\\n", sep = "")
cat("{\\n")
out("w", num(apistrat$pw)); out("y", num(apistrat$api00))
for (q in c("stype", "sch.wide", "comp.imp")) out(q, txt(apistrat[[q]]))
m <- svymean(~api00, d)
out("mean", num(c(coef(m), SE(m)))); out("variance", num(svyvar(~api00, d)))
out("quartiles", num(coef(svyquantile(~api00, d, c(.25, .5, .75), qrule = "school"))))
for (q in c("sch.wide", "comp.imp")) {
  r <- svychisq(as.formula(paste0("~", q, "+stype")), d)
  out(paste0("rao_scott ", q), num(c(r$statistic, r$parameter, r$p.value)))
}
c1 <- svydesign(id = ~1, weights = ~rep(1, nrow(apiclus1)), data = apiclus1)
types <- data.frame(stype = c("E", "H", "M"), Freq = c(4421, 755, 1018))
wide <- data.frame(sch.wide = c("No", "Yes"), Freq = c(1072, 5122))
k <- rake(c1, list(~stype, ~sch.wide), list(types, wide), control = list(maxit = 500, epsilon = 1e-9))
out("raked stype", txt(apiclus1$stype)); out("raked wide", txt(apiclus1$sch.wide)); out("raked", num(weights(k)))
cat('"end": 0}\\n')
"""


@cache
def said_by_r() -> dict[str, Any]:
    """What R says; None where it cannot."""
    if not (program := shutil.which("Rscript")):
        pytest.skip("R is not installed")
    ran = subprocess.run([program, "--vanilla", "-e", SCRIPT], capture_output=True, text=True, check=False)
    if ran.returncode:
        pytest.skip("R has no survey package")
    return dict(json.loads(ran.stdout))


def test_mean_spread_and_quartiles() -> None:
    r = said_by_r()
    answers = list(zip(r["y"], r["w"], strict=True))
    found = Moments.of(answers)
    assert (found.mean, found.standard_error) == pytest.approx(r["mean"], rel=1e-12)
    assert found.standard_deviation == pytest.approx(r["variance"][0] ** 0.5, rel=1e-12)
    assert [quantile(answers, q) for q in (0.25, 0.5, 0.75)] == r["quartiles"]


@pytest.mark.parametrize("question", ["sch.wide", "comp.imp"])
def test_rao_and_scott(question: str) -> None:
    r = said_by_r()
    rows, columns = sorted(set(r[question])), sorted(set(r["stype"]))

    def sums(power: int) -> list[list[float]]:
        people = list(zip(r[question], r["stype"], r["w"], strict=True))
        return [[sum(w**power for q, t, w in people if (q, t) == (row, column)) for column in columns] for row in rows]

    found = rao_scott(sums(1), sums(2), len(r["w"]))
    assert found is not None
    expected = r[f"rao_scott {question}"]
    assert [found.f, found.df, found.denominator, found.p] == pytest.approx(expected, rel=1e-9)


def test_means_of_two_groups_match_reference() -> None:
    """The reference is Welch's test on effective bases, which R does not have; the data are R's."""
    r = said_by_r()
    people = list(zip(r["comp.imp"], r["y"], r["w"], strict=True))
    means = []
    for answer in ("Yes", "No"):
        sums = Moments.of([(y, w) for said, y, w in people if said == answer])
        assert sums.mean is not None
        assert sums.standard_deviation is not None
        means.append(Mean(sums.mean, sums.standard_deviation, effective_base(sums.sum_w, sums.sum_w2)))
    found = compare_means(*means)
    assert found is not None
    assert (abs(found.statistic), found.df, found.p) == pytest.approx((2.116697716, 137.373723, 0.036088425), abs=1e-6)


def test_raking() -> None:
    r = said_by_r()
    levels = list(zip(r["raked stype"], r["raked wide"], strict=True))
    counts = {level: levels.count(level) for level in sorted(set(levels))}
    groups = [Group(level, n, n, n) for level, n in counts.items()]
    targets = [{"E": 4421, "H": 755, "M": 1018}, {"No": 1072, "Yes": 5122}]
    factors = dict(zip(counts, rake(groups, targets).factors, strict=True))
    assert [factors[level] * 6194 / len(levels) for level in levels] == pytest.approx(r["raked"], rel=1e-9)
    capped = rake(groups, targets, cap=1.7)
    assert capped.converged
    assert capped.effective == pytest.approx(173.966774, abs=1e-6)
