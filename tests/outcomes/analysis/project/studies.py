"""Invented studies with known effects, for tests of their analysis."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime

import numpy as np

from app.outcomes.analysis.project.records import Instrument, Scale, Sheet, Study
from app.surveys.enums import IdentityMode

ITEMS = ("a1", "a2", "a3", "a4")
SCALES = (Scale("aligning", "Aligning expectations", ITEMS, 1, 7),)


def a_study(sheets: Iterable[Sheet], **changed: object) -> Study:
    """A confidential one with one instrument of one scale."""
    instrument = Instrument("competency-self", "Competency", "abc", SCALES, tuple(sheets))
    study = Study(
        key="trial",
        title="A trial",
        mode=IdentityMode.CONFIDENTIAL,
        plan_version="1",
        least=5,
        cut_off=datetime(2026, 12, 1, tzinfo=UTC),
        code_version="test",
        is_synthetic=True,
        instruments=(instrument,),
    )
    return replace(study, **changed)  # type: ignore[arg-type]


def only(study: Study) -> Instrument:
    """Its one instrument."""
    (instrument,) = study.instruments
    return instrument


def a_sheet(person: str | None, wave: int, score: float, **more: object) -> Sheet:
    """One sheet with one score."""
    return Sheet(person, wave, {"aligning": score}, {}, **more)  # type: ignore[arg-type]


def trial(people: int = 86, seed: int = 1, effect: float = 0.58) -> list[Sheet]:
    """Four waves; those after the first are missing for every ninth person."""
    random = np.random.default_rng(seed)
    sheets = []
    for at in range(people):
        arm, own = ("combined", "control")[at % 2], 4.5 + random.normal(0, 0.75)
        for wave in (0, 3, 12):
            gain = effect * (wave > 0) if arm == "combined" else 0
            if wave and at % 9 == 0:
                continue
            score = own + gain + random.normal(0, 0.62)
            sheets.append(a_sheet(f"P{at:02}", wave, score, arm=arm, stratum=f"I{at // 2 % 4}"))
    return sheets
