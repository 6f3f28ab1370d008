"""Projects for tests: one of the cast's program, with texts, and what its people answered."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from app.cohorts.models import Enrollment
from app.studies.consent import actions as consent
from app.studies.consent.queries import newest_texts, stand_of
from app.studies.enums import ConsentScope, Determination, Respondent, WaveAnchor
from app.studies.models import Project, WaveInstrument
from app.studies.opening.queries import opening_of
from app.studies.projects.actions import make
from app.studies.projects.rules import Described
from app.studies.queries import Studied, studied_places
from app.studies.waves.queries import waves_of
from app.surveys.enums import IdentityMode
from tests.cast import NOW, Cast

TEXT = "## What this is about\n\nWe ask you four times."
ALL = frozenset(ConsentScope)
STUDY = {
    "program": "mentor-development",
    "title": "What changes",
    "determination": "research",
    "number": "26-104",
    "mode": "confidential",
    "consent": "asked",
    "anchor": "start",
}
"""What somebody sends who makes one, besides its cohorts."""


def described(cast: Cast, **other: Any) -> Described:
    """A trial of the cast's running cohort."""
    values: dict[str, Any] = {
        "title": "Mentoring outcomes",
        "determination": Determination.RESEARCH,
        "number": "26-104",
        "mode": IdentityMode.CONFIDENTIAL,
        "asks_consent": True,
        "anchor": WaveAnchor.START,
        "cohort_ids": frozenset({cast.fall.id}),
    }
    return Described(**values | other)


def said(scopes: Collection[ConsentScope]) -> dict[ConsentScope, bool]:
    """A Yes to these questions, and a No to all others; taking part is none."""
    return {own: own in scopes for own in ConsentScope if own is not ConsentScope.USE}


def make_project(
    session: Session, cast: Cast, *, texts: Collection[Respondent] = tuple(Respondent), **other: Any
) -> Project:
    """A project, and a text for each who is asked."""
    by = cast.id("cora")
    project = make(session, cast.program.id, described(cast, **other), by=by, now=NOW)
    for respondent in texts:
        consent.keep_text(session, project, respondent, "en", TEXT, by=by, now=NOW)
    return project


def settle(session: Session, project: Project) -> None:
    """Take out the waves that ask nothing, so that people can be asked; the last one asks late.

    What it asks is in no release, so nothing comes of it.
    """
    opening = opening_of(session, project.id)
    if opening.is_planned or opening.is_relied_on:
        return
    plans = waves_of(session, [project.id])[project.id]
    empty = [plan.wave for plan in plans if not plan.instruments]
    for wave in empty[: len(plans) - 1]:
        session.delete(wave)
    for wave in empty[len(plans) - 1 :]:
        asks = WaveInstrument(wave_id=wave.id, instrument="late", respondent=Respondent.LEARNER)
        session.add(asks)
    session.flush()


def place_of(session: Session, cast: Cast, project: Project, persona: str) -> Studied:
    """Somebody's place in a cohort of it, which asks its people."""
    settle(session, project)
    return studied_places(session, cast.id(persona), project.key)[0]


def agree(
    session: Session,
    cast: Cast,
    project: Project,
    persona: str,
    scopes: Collection[ConsentScope] = ALL,
    *,
    now: datetime = NOW,
) -> Studied:
    """Somebody takes part."""
    place = place_of(session, cast, project, persona)
    agree_in(session, project, place.enrollment, scopes, now=now)
    return place


def agree_in(
    session: Session,
    project: Project,
    enrollment: Enrollment,
    scopes: Collection[ConsentScope] = ALL,
    *,
    now: datetime = NOW,
) -> None:
    """Whoever has this place takes part."""
    settle(session, project)
    (place,) = studied_places(session, enrollment.person_id, project.key)
    text = newest_texts(session, [project.id], Respondent.LEARNER)[project.id]["en"]
    edition = stand_of(session, project.id, place.enrollment.id).edition
    consent.give(session, place, said(scopes), text_id=text.id, edition=edition, now=now)


def refuse(session: Session, cast: Cast, project: Project, persona: str) -> Studied:
    """Somebody does not."""
    place = place_of(session, cast, project, persona)
    text = newest_texts(session, [project.id], Respondent.LEARNER)[project.id]["en"]
    edition = stand_of(session, project.id, place.enrollment.id).edition
    consent.decline(session, place, text_id=text.id, edition=edition, now=NOW)
    return place
