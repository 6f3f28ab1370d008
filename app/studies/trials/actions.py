"""Sealing the list of a trial, drawing places of it, and opening it when all is over.

Nobody sees what comes next: the text of the list is sealed with `SECRET_KEY`, only `draw` opens it,
and what it finds there goes nowhere but into the row and the line of the one place that is drawn.
"""

import secrets
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy.orm import Session

from app.cohorts.queries import lock_places_of
from app.core import audit
from app.core.errors import NotFoundError, require
from app.core.sealing import seal, unseal
from app.people.rules import why_not_deal_with
from app.studies.models import Project
from app.studies.trials import queries, rules
from app.studies.trials.candidates.queries import candidates
from app.studies.trials.drawn.recording import let_take_part, record_draw
from app.studies.trials.letters import tell_arm
from app.studies.trials.lists.rules import (
    SEED_BYTES,
    ArmList,
    ListPlan,
    as_text,
    from_text,
    hash_of,
    make_list,
)
from app.studies.trials.models import Trial, TrialAllocation, TrialStratum
from app.studies.trials.strata.rules import strata_of, stratum_for


def seal_list(
    session: Session,
    project: Project,
    trial: Trial,
    *,
    secret: str,
    by: UUID | None,
    now: datetime,
) -> str:
    """Make the list from a random seed, seal it, and publish its hash, which is returned.

    `secret`: the installation's `SECRET_KEY`. Raises `RefusedError` if it is sealed already.
    """
    trial = queries.lock_trial(session, trial.id)
    require(rules.why_not_seal(trial))
    strata = strata_of(queries.institutions_taking_part(session), trial.levels)
    arms = [arm.title for arm in rules.arms_of(trial)]
    labels = [stratum.label for stratum in strata]
    plan = ListPlan(project.key, arms, trial.block_sizes, trial.places, labels)
    text = as_text(make_list(plan, secrets.token_bytes(SEED_BYTES)))
    trial.sealed = seal(_key(secret, trial.id), text)
    trial.list_hash = hash_of(text)
    trial.sealed_at = now
    session.add_all(
        TrialStratum(
            trial_id=trial.id,
            number=number,
            institution_id=stratum.institution_id,
            level=stratum.level,
            label=stratum.label,
        )
        for number, stratum in enumerate(strata)
    )
    session.flush()
    facts = {"project": project.key, "sha256": trial.list_hash, "strata": len(strata)}
    audit.record(session, "trial.sealed", "trial", trial.id, by=by, now=now, facts=facts)
    return trial.list_hash


def _key(secret: str, trial_id: UUID) -> str:
    """Of one list alone: with that of another, nothing is opened."""
    return f"{secret} list of the trial {trial_id}"  # not shown


def draw(
    session: Session,
    project: Project,
    trial: Trial,
    enrollment_id: UUID,
    *,
    secret: str,
    by: UUID | None,
    now: datetime,
) -> TrialAllocation:
    """Draw the next place of somebody's stratum for them, once for all.

    Raises:
        NotFoundError: They are in no cohort of the study.
        RefusedError: It is not their turn, the list is not sealed or used up, or they are `by`.
    """
    lock_places_of(session, enrollment_id)
    trial = queries.lock_trial(session, trial.id)
    candidate = next(iter(candidates(session, project, trial, [enrollment_id])), None)
    if candidate is None:
        raise NotFoundError
    require(why_not_deal_with([candidate.person_id], by=by))
    require(rules.why_not_draw(trial, candidate.ready))
    strata, value = queries.strata_of(session, trial.id), candidate.value_of(trial.factor)
    stratum = stratum_for(strata, candidate.institutions, value)
    place = _next_place(session, trial, stratum, secret)
    drawn = TrialAllocation(
        trial_id=trial.id,
        stratum_id=stratum.id,
        enrollment_id=enrollment_id,
        at=now,
        by=by,
        **place._asdict(),
    )
    session.add(drawn)
    session.flush()
    own = let_take_part(session, project, trial, candidate, drawn)
    tell_arm(session, project, candidate, own)
    record_draw(session, project, trial, stratum, drawn)
    return drawn


class _Place(NamedTuple):
    """A place of a stratum, from 1 on, and the arm that stands there."""

    position: int
    arm: int


def _next_place(session: Session, trial: Trial, stratum: TrialStratum, secret: str) -> _Place:
    position = queries.next_position(session, stratum.id)
    arms = _opened(trial, secret).arms_of(stratum.number)
    require(rules.NO_PLACE(stratum=stratum.label) if position > len(arms) else None)
    return _Place(position, arms[position - 1])


def _opened(trial: Trial, secret: str) -> ArmList:
    """The sealed list; nothing is drawn from one whose hash is another than was published."""
    text = unseal(_key(secret, trial.id), trial.sealed or b"") or ""
    found = from_text(text) if hash_of(text) == trial.list_hash else None
    require(rules.NOT_READABLE if found is None else None)
    assert found is not None
    return found


def end(session: Session, project: Project, trial: Trial, *, by: UUID, now: datetime) -> None:
    """Let no arm be drawn any more; it cannot be taken back. Raises `RefusedError`."""
    trial = queries.lock_trial(session, trial.id)
    require(rules.why_not_end(trial))
    trial.ended_at = now
    session.flush()
    facts = {"project": project.key}
    audit.record(session, "trial.ended", "trial", trial.id, by=by, now=now, facts=facts)


def open_list(
    session: Session, project: Project, trial: Trial, *, secret: str, by: UUID, now: datetime
) -> None:
    """Show the list with its seed, so that everybody can check it against the hash.

    Raises `RefusedError` as long as arms can be drawn, and if it cannot be read.
    """
    trial = queries.lock_trial(session, trial.id)
    require(rules.why_not_open(trial))
    trial.opened = as_text(_opened(trial, secret))
    trial.opened_at = now
    session.flush()
    facts = {"project": project.key, "sha256": trial.list_hash}
    audit.record(session, "trial.opened", "trial", trial.id, by=by, now=now, facts=facts)
