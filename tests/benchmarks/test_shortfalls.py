"""A target that is not met says why."""

from __future__ import annotations

from benchmarks.measured import Measured
from benchmarks.shortfalls import REASONS, build_shortfalls
from benchmarks.targets import list_targets
from benchmarks.verdicts import Target, Verdict


def test_only_what_is_missed_is_explained():
    targets = [Target(f"{each}", "1 ms", each) for each in Verdict]
    assert build_shortfalls(targets) == f"- *{Verdict.MISSED}.* The reason is not known."
    assert build_shortfalls([]) == ""


def test_every_reason_belongs_to_a_target():
    musts = [each.must.replace(" times", " ×") for each in list_targets(Measured())]
    for begins, why in REASONS.items():
        assert [must for must in musts if must.startswith(begins)]
        missed = Target(begins, "1 ms", Verdict.MISSED)
        assert build_shortfalls([missed]) == f"- *{begins}.* {why}"
