"""Texts are kept; people agree, decline and withdraw.

What somebody answers changes nothing in their course: no act here reads or writes any of it. It
can be answered whatever has become of the cohort, since a study goes on when the course is over.
"""

import hashlib
from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from app.cohorts.queries import lock_enrollment
from app.core import audit
from app.core.collisions import flush_unique
from app.core.errors import ConflictError, require
from app.core.seals import seal
from app.language.reasons import Reason
from app.studies.consent import queries, rules
from app.studies.consent.letters import tell_withdrawn
from app.studies.consent.removal import remove_answers
from app.studies.consent.rules import Stand
from app.studies.enums import ConsentScope, KeptData, Respondent
from app.studies.models import Consent, ConsentText, ConsentWithdrawal, Project
from app.studies.opening.queries import opening_of
from app.studies.opening.rules import why_not_open
from app.studies.queries import Studied, lock_project

EDITIONS = "project_id, enrollment_id, edition"  # not shown


def keep_text(
    session: Session,
    project: Project,
    respondent: Respondent,
    language: str,
    text: str,
    *,
    by: UUID,
    now: datetime,
) -> ConsentText:
    """Put a text into force; the same words again are the same version.

    Raises:
        RefusedError: There are no words.
    """
    require(None if text.strip() else rules.EMPTY_TEXT)
    lock_project(session, project.id)
    newest = queries.newest_texts(session, [project.id], respondent)[project.id].get(language)
    hash_ = hashlib.sha256(text.encode()).hexdigest()
    if newest is not None and newest.hash == hash_:
        return newest
    kept = ConsentText(
        project_id=project.id,
        respondent=respondent,
        language=language,
        version=newest.version + 1 if newest else 1,
        text=text,
        hash=hash_,
        made_at=now,
        by=by,
    )
    session.add(kept)
    facts = {
        "respondent": respondent.value,
        "language": language,
        "version": kept.version,
        "hash": hash_,
    }
    audit.record(session, "consent_text.kept", "project", project.id, by=by, now=now, facts=facts)
    session.flush()
    return kept


def give(
    session: Session,
    place: Studied,
    said: Mapping[ConsentScope, bool],
    *,
    text_id: UUID,
    edition: int,
    now: datetime,
) -> None:
    """Take part, so that answers may be used; the same answer again changes nothing.

    `said`: Yes or No to each further question that was asked. `text_id`: the text that was shown.
    `edition`: of the answer that held then, 0 for none.

    Raises:
        RefusedError: With the rule's reason.
        ConflictError: They have answered otherwise meanwhile.
    """
    lock_project(session, place.project.id)
    stand = _take_turn(session, place)
    if stand.is_given and rules.says_the_same(stand, said) and stand.text_id == text_id:
        return
    require(_why_not_answer(session, place, text_id))
    answer = _answer(place, stand, edition, text_id)
    answer.scopes = sorted(scope.value for scope in rules.allowed(said))
    answer.offered, answer.given_at = sorted(scope.value for scope in said), now
    _add(session, place, answer, "consent.given", now)


def decline(
    session: Session, place: Studied, *, text_id: UUID, edition: int, now: datetime
) -> None:
    """Say no; who agreed before withdraws instead. Parameters and errors as of `give`."""
    lock_project(session, place.project.id)
    stand = _take_turn(session, place)
    if stand.edition and not stand.is_given:
        return
    require(_why_not_answer(session, place, text_id))
    answer = _answer(place, stand, edition, text_id)
    answer.declined_at = now
    _add(session, place, answer, "consent.declined", now)


def withdraw(
    session: Session, place: Studied, data: KeptData, *, now: datetime, told: int | None = None
) -> None:
    """Take part no more; answers of before stay or go, as they say, and a letter says which.

    What lies in an anonymous survey stays in any case: nobody can tell which answers they are.
    `told`: to how many surveys answers would be deleted, as they read it.

    Raises:
        RefusedError: They take no part, or other answers would go than they were told.
    """
    stand = _take_turn(session, place)
    require(rules.why_not_withdraw(stand))
    consent = queries.newest_consent(session, place.project.id, place.enrollment.id)
    assert consent is not None
    if place.project.mode.is_anonymous:
        data = KeptData.KEEP
    removed = None
    if data is KeptData.REMOVE:
        going = queries.count_answers(session, place.project.id, place.enrollment.id)
        require(rules.why_not_remove(told=told, going=going))
        removed = remove_answers(session, place)
    gone = ConsentWithdrawal(consent_id=consent.id, withdrawn_at=now, data=data, removed=removed)
    session.add(gone)
    tell_withdrawn(session, place, gone)
    facts = {"project": place.project.key, "data": data.value}
    by = place.enrollment.person_id
    audit.record(session, "consent.withdrawn", "consent", consent.id, by=by, now=now, facts=facts)
    session.flush()


def _take_turn(session: Session, place: Studied) -> Stand:
    """How they stand once nobody else acts on their place."""
    lock_enrollment(session, place.enrollment.id)
    return queries.stand_of(session, place.project.id, place.enrollment.id)


def _why_not_answer(session: Session, place: Studied, text_id: UUID) -> Reason | None:
    """Whoever calls it has locked the project, so that its plan does not change meanwhile."""
    newest = _text_shown(session, place.project.id, text_id)
    why = rules.why_not_answer(shown=text_id, newest=newest)
    return why or why_not_open(opening_of(session, place.project.id))


def _text_shown(session: Session, project_id: UUID, text_id: UUID) -> UUID | None:
    """The text in force in the language of the one that was shown; None: the project has none."""
    texts = queries.newest_texts(session, [project_id], Respondent.LEARNER)[project_id]
    shown = queries.text_by_id(session, text_id)
    if shown is not None and shown.language in texts:
        return texts[shown.language].id
    return next((text.id for text in texts.values()), None)


def _answer(place: Studied, stand: Stand, edition: int, text_id: UUID) -> Consent:
    """The next answer, still without one. `edition`: that of the answer which they saw."""
    if edition != stand.edition:
        raise ConflictError(rules.ELSEWHERE)
    return Consent(
        project_id=place.project.id,
        enrollment_id=place.enrollment.id,
        edition=stand.edition + 1,
        text_id=text_id,
        scopes=[],
    )


def _add(session: Session, place: Studied, answer: Consent, act: str, now: datetime) -> None:
    session.add(answer)
    flush_unique(session, Consent, EDITIONS, rules.ELSEWHERE)
    facts = {"project": place.project.key, "edition": answer.edition, "seal": seal(answer)}
    by = place.enrollment.person_id
    audit.record(session, act, "consent", answer.id, by=by, now=now, facts=facts)
    session.flush()
