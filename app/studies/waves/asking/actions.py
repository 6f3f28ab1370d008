"""A wave is put to the people of a cohort whose time it is: its surveys once, and the letters."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from app.content.models import ContentVersion
from app.content.releases.queries import current_versions
from app.core import audit
from app.packs.instruments.rules import why_not_ask
from app.packs.instruments.schema import InstrumentData
from app.studies.enums import Respondent
from app.studies.models import Project, WaveInstrument, WaveSurvey
from app.studies.queries import lock_project
from app.studies.waves import queries
from app.studies.waves.asking import rules
from app.studies.waves.asking.known import Known, asks_now, read, to_ask, unlettered
from app.studies.waves.asking.letters import write
from app.studies.waves.asking.rules import WaveHere
from app.studies.waves.participants.queries import Participant
from app.studies.waves.queries import CohortStudied, WavePlan
from app.studies.waves.rules import WaveWindow, is_own_day, survey_key
from app.surveys.actions import invite, put
from app.surveys.enums import Purpose
from app.surveys.models import Survey, SurveyInvitation


def ask(session: Session, here: CohortStudied, *, secret: str, now: datetime) -> int:
    """Put the surveys of the waves whose time it is, and write to who was not written to yet.

    How many letters were written. Two workers at once write none twice. `secret`: `SECRET_KEY`.
    """
    audit.continue_chain(session, here.cohort.id)
    lock_project(session, here.project.id)
    return _ask_all(session, read(session, here), tuple(Respondent), secret=secret, now=now)


def ask_one(
    session: Session, here: CohortStudied, place_id: UUID, *, secret: str, now: datetime
) -> int:
    """The same for who has a place and answers for themselves, so that they need not wait.

    Whoever calls it has locked the project.
    """
    known = read(session, here, place_id=place_id)
    if not asks_now(known, [Respondent.LEARNER], now):
        return 0
    return _ask_all(session, known, [Respondent.LEARNER], secret=secret, now=now)


def _ask_all(
    session: Session,
    known: Known,
    respondents: Sequence[Respondent],
    *,
    secret: str,
    now: datetime,
) -> int:
    versions = _versions(session, known.here)
    written = 0
    for plan in known.plans:
        for respondent in respondents:
            new = _put_all(session, known, plan, respondent, versions, now=now)
            for who, invitations in new:
                write(session, known, plan, who, invitations, respondent, secret=secret, now=now)
            written += len(new)
    return written


def ask_elsewhere(
    session: Session,
    project: Project,
    places: Mapping[UUID, Collection[UUID]],
    *,
    now: datetime,
) -> Iterable[tuple[WaveInstrument, SurveyInvitation]]:
    """Note that people were asked something in another system, and put it where it is not put.

    No letter is written. `places`: by the id of what a wave asks. Whoever calls it has locked the
    project.

    Raises:
        RefusedError: The questions have no wording here.
    """
    for here in queries.cohorts_at_work(session, project.id):
        known = read(session, here)
        versions = _versions(session, here)
        for plan in known.plans:
            for asks in known.of_respondent(plan, Respondent.LEARNER):
                wanted = places.get(asks.id, ())
                people = [own for own in known.participants if own.enrollment_id in wanted]
                if not people:
                    continue
                survey = known.survey_for(asks) or _put(
                    session, known, plan, asks, versions[asks.instrument], now=now
                )
                wave = known.of_wave(plan)
                new = _invite(session, wave, survey, people, Respondent.LEARNER, now)
                yield from ((asks, invitation) for _who, invitation in new)


def _versions(session: Session, here: CohortStudied) -> dict[str, ContentVersion]:
    """The version of each instrument that is asked: that of before, else the current one."""
    current = current_versions(session, here.program.key)
    found = {key: version for (kind, key), version in current.items() if kind == "instrument"}
    used = queries.versions_used(session, here.project.id)
    return found | {key: session.get_one(ContentVersion, id_) for key, id_ in used.items()}


def _put_all(
    session: Session,
    known: Known,
    plan: WavePlan,
    respondent: Respondent,
    versions: Mapping[str, ContentVersion],
    *,
    now: datetime,
) -> list[tuple[Participant, list[SurveyInvitation]]]:
    """The invitations of a wave of which a letter is to tell, by whom they are about."""
    untold = {
        who.enrollment_id: (who, [own.survey_invitation for own in asked])
        for who, asked in unlettered(known, plan, respondent, now)
    }
    for instrument in known.of_respondent(plan, respondent):
        people = to_ask(known, instrument, now)
        version = versions.get(instrument.instrument)
        if not people or version is None or _cannot_be_asked(version):
            continue
        survey = _put(session, known, plan, instrument, version, now=now)
        for who, invitation in _invite(
            session, known.of_wave(plan), survey, people, respondent, now
        ):
            untold.setdefault(who.enrollment_id, (who, []))[1].append(invitation)
    return list(untold.values())


def _cannot_be_asked(version: ContentVersion) -> bool:
    """Whether it lacks its wording; the project's page says so."""
    return why_not_ask(InstrumentData.model_validate(version.data)) is not None


def _put(
    session: Session,
    known: Known,
    plan: WavePlan,
    instrument: WaveInstrument,
    version: ContentVersion,
    *,
    now: datetime,
) -> Survey:
    project, cohort = known.here.project, known.here.cohort
    key = survey_key(project.key, plan.wave.months, instrument.instrument, instrument.respondent)
    held = known.survey_for(instrument)
    if held is not None and held.closed_at is not None:
        return held  # it stays closed; whose time is later has it in their own invitation
    window = _whole(known, plan, held)
    survey = put(
        session,
        cohort_id=cohort.id,
        key=key,
        purpose=Purpose.WAVE,
        mode=project.mode,
        version_id=version.id,
        opens_at=window.opens_at,
        closes_at=window.closes_at,
        asks_then=instrument.asks_then,
        scope_id=project.id,
        by=None,
        now=now,
    )
    if held is None:
        row = WaveSurvey(survey_id=survey.id, wave_instrument_id=instrument.id, cohort_id=cohort.id)
        session.add(row)
        session.flush()
    return survey


def _whole(known: Known, plan: WavePlan, held: Survey | None) -> WaveWindow:
    """From the first window of anybody's to the last one; there is one, since somebody is asked.

    `held`: the survey that is there, whose days cover those who were asked before.
    """
    here = known.of_wave(plan)
    windows = [window for own in known.participants if (window := here.window(own))]
    if held is not None and is_own_day(known.here.project.anchor, plan.wave.months):
        windows.append(WaveWindow(held.opens_at, held.closes_at))
    return WaveWindow(
        min(window.opens_at for window in windows), max(window.closes_at for window in windows)
    )


def _invite(
    session: Session,
    here: WaveHere,
    survey: Survey,
    people: Sequence[Participant],
    respondent: Respondent,
    now: datetime,
) -> Iterable[tuple[Participant, SurveyInvitation]]:
    by_id = {id_: own for own in people if (id_ := rules.who_answers(own, respondent))}
    if respondent is Respondent.LEARNER:
        new = invite(session, survey, enrollment_ids=list(by_id), now=now)
    else:
        new = invite(session, survey, rater_ids=list(by_id), now=now)
    for invitation in new:
        who = by_id[invitation.enrollment_id or invitation.rater_id]  # type: ignore[index]
        window = here.window(who)
        if window and (window.opens_at, window.closes_at) != (survey.opens_at, survey.closes_at):
            invitation.opens_at, invitation.closes_at = window.opens_at, window.closes_at
        yield who, invitation
