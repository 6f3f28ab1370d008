"""Every act that the source can record is about something, and has words in the history."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from app.cohorts.enums import EnrollmentEventKind
from app.history.rules import NOUNS, subject_of
from app.site.manage.cohorts.history.words import WORDS

APP = Path(__file__).parents[2] / "app"
ACT = re.compile(r"[a-z][a-z_-]*\.[a-z][a-z_-]*")
RECORDS = {"record", "_record", "record_work", "record_change", "Act"}
ELSEWHERE = {
    "accreditation",
    "address",
    "calendar",
    "consent",
    "consent_text",
    "content",
    "demo",
    "history",
    "institution",
    "credit-system",
    "introduction",
    "leadership_report",
    "mail",
    "newcomer",
    "person",
    "profile",
    "program",
    "project",
    "project_analysis",
    "provider",
    "rater",
    "request",
    "retention_policy",
    "second-step",
    "shown_table",
    "transcript",
    "trial",
    "sign-in",
    "signing-key",
    "wave",
    "web-session",
}
"""Acts on people, packs, studies, providers and the installation, which no cohort has."""


def acts_recorded() -> Iterator[str]:
    """Every name of an act that stands in a call that writes a line."""
    for file in sorted(APP.rglob("*.py")):
        text = file.read_text(encoding="utf-8")
        for call in ast.walk(ast.parse(text)):
            if isinstance(call, ast.Call) and _called(call) in RECORDS:
                of_file = _called(call) == "_record" and "people_file.{act}" in text
                yield from _names(call, "people_file." if of_file else "")


def _names(call: ast.Call, prefix: str) -> Iterator[str]:
    for word in (word for argument in call.args for word in ast.walk(argument)):
        if isinstance(word, ast.Constant) and isinstance(word.value, str):
            name = prefix + word.value
            if ACT.fullmatch(name):
                yield name


def _called(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def test_every_act_is_found_and_named() -> None:
    found = set(acts_recorded())
    assert {"attestation.signed", "unit.opened", "people_file.applied", "claim.made"} <= found
    assert len(found) >= 40
    here = {act for act in found if act.partition(".")[0] not in ELSEWHERE}
    assert {act for act in here if subject_of(act) is None} == set()
    assert here - set(WORDS) == set()


def test_every_event_of_a_place_is_named() -> None:
    assert {f"enrollment.{kind}" for kind in EnrollmentEventKind} <= set(WORDS)


def test_every_name_is_of_one_subject_and_none_is_idle() -> None:
    nouns = [noun for nouns in NOUNS.values() for noun in nouns]
    assert len(nouns) == len(set(nouns))
    assert ELSEWHERE.isdisjoint(nouns)
    assert [act for act in WORDS if subject_of(act) is None] == []
