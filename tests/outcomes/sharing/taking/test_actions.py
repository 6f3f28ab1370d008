"""Answers come in where nothing is, are what they were, and go back as they came."""

import csv
import io
import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import delete, select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session
from sqlmodel import col

from app.cohorts.models import Enrollment
from app.cohorts.rules import WHY
from app.core.db import Database
from app.core.errors import ConflictError, RefusedError
from app.core.models import AuditLine, OutboxMessage
from app.outcomes.projects.analyses.actions import order_analysis
from app.outcomes.projects.analyses.models import ProjectAnalysis
from app.outcomes.redcap.cells import MISSING
from app.outcomes.redcap.package import RECORDS, package_file, read_package
from app.outcomes.sharing.taking import actions, rules
from app.outcomes.sharing.taking.answers import LACKS, OTHER_TIME
from app.outcomes.sharing.taking.kept.actions import throw_away_old
from app.outcomes.sharing.taking.models import RecordsFile
from app.outcomes.sharing.taking.weighing import Outcome
from app.people.rules import NOT_FOR_ONESELF
from app.studies.consent import actions as consent
from app.studies.consent.actions import withdraw
from app.studies.consent.queries import newest_texts
from app.studies.enums import ConsentScope, KeptData, Respondent
from app.studies.queries import studied_places
from app.studies.trials.actions import draw, seal_list
from app.studies.trials.setup.actions import design
from app.studies.trials.setup.rules import Design
from app.studies.waves.asking.actions import ask
from app.studies.waves.queries import cohorts_at_work
from app.studies.waves.tasks import keep_waves
from app.surveys.actions import save
from app.surveys.answering.rules import Answers
from app.surveys.enums import IdentityMode
from app.surveys.models import ConfidentialAnswers, IdentifiedAnswers, Survey, SurveyInvitation
from app.surveys.rules import DONE, NOT_OPEN
from tests.cast import NOW, Cast
from tests.client import Statements
from tests.outcomes.redcap import samples, strict
from tests.outcomes.sharing.taken import allowed
from tests.outcomes.sharing.taking.scene import NAMED, Emptied, emptied, outcomes
from tests.studies.projects_of import ALL, said
from tests.surveys.asking import SECRET, send

CONFIDENTIAL = IdentityMode.CONFIDENTIAL
Rows = list[dict[str, str]]


def changed(content: bytes, change: Callable[[Rows], object]) -> bytes:
    """A file of records in which something was changed by hand."""
    reader = csv.DictReader(io.StringIO(content.decode()))
    rows = list(reader)
    change(rows)
    text = io.StringIO()
    writer = csv.DictWriter(text, reader.fieldnames or (), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


def at(rows: Rows, record: str, event: str = "baseline_arm_1") -> dict[str, str]:
    return next(
        row for row in rows if (row["record_id"], row["redcap_event_name"]) == (record, event)
    )


def strictly(content: bytes) -> None:
    """The package passes a strict reader, and comes back from ours as the same bytes."""
    files = samples.files_of(content)
    strict.records(files[RECORDS], strict.project(files, {MISSING}))
    assert package_file(read_package(content)) == content


@pytest.mark.parametrize("mode", NAMED)
@pytest.mark.parametrize(("here", "has_trial"), [(0, False), (1, False), (1, True)])
def test_out_and_in_and_out_again_is_byte_identical(
    session: Session, cast: Cast, mode: IdentityMode, here: int, has_trial: bool
) -> None:
    own = emptied(session, cast, mode, here=here, has_trial=has_trial)
    strictly(own.sent)
    assert len(own.stored()) == here * 16
    plan = own.weighed()
    expected = {Outcome.TAKEN: 32 - 16 * here, Outcome.ALIKE: 16 * here}
    assert outcomes(plan) == {outcome: count for outcome, count in expected.items() if count}
    own.take_in()
    again = own.package()
    strictly(again)
    assert again == own.sent
    assert {row.sent_at for row in own.stored()} == {NOW}
    assert outcomes(own.weighed(again)) == {Outcome.ALIKE: 32}


@pytest.mark.parametrize("mode", NAMED)
def test_what_came_in_is_kept_as_if_it_was_answered_here(
    session: Session, cast: Cast, mode: IdentityMode
) -> None:
    own = emptied(session, cast, mode)
    later = NOW + timedelta(hours=1)
    got = own.receive()
    assert got.upload is not None
    assert got.checked.plan is not None
    actions.take_in(
        *(session, own.found, got.upload.id, own.ready(got.upload.id)),
        seen=got.checked.plan.fingerprint(got.upload.sha256),
        secret=SECRET,
        by=cast.id("cora"),
        now=later,
    )
    session.expire_all()
    rows = own.stored()
    assert len(rows) == 32
    assert {moment for row in rows for moment in (row.started_at, row.sent_at)} == {later}
    assert {(own.is_done, own.records_file_id) for own in own.invitations()} == {
        (True, got.upload.id)
    }
    texts = [row for row in rows if "why" in row.answers]
    assert texts == [], "own words never went out"
    with pytest.raises(RefusedError) as refused:
        send(session, own.invitations()[0])
    assert refused.value.reason == DONE
    line = session.scalars(
        select(AuditLine).where(col(AuditLine.act) == "project.redcap-taken")
    ).one()
    assert line.facts == {
        "file": got.upload.sha256,
        "taken": 32,
        "alike": 0,
        "differs": 0,
        "there": 0,
        "cannot": 0,
        "mode": mode.value,
        "plan": "",
    }
    upload = session.get_one(RecordsFile, got.upload.id)
    assert (upload.content, upload.sheets, upload.applied_at) == (b"", 32, later)


@pytest.mark.parametrize("mode", NAMED)
def test_a_wave_that_was_not_put_here_comes_in_and_is_noted_as_asked(
    session: Session, cast: Cast, mode: IdentityMode
) -> None:
    own = emptied(session, cast, mode, unput=0)
    assert len(own.surveys) == 2
    own.take_in()
    assert own.package() == own.sent
    again = select(Survey).where(col(Survey.scope_id) == own.project.id)
    put = session.scalars(again.order_by(col(Survey.made_at), col(Survey.key))).all()
    assert [survey.mode for survey in put] == [mode] * 4
    own.surveys = list(put)
    assert {i.is_done for i in own.invitations()} == {True}
    assert len(own.invitations()) == 32
    kinds = set(session.scalars(select(col(OutboxMessage.kind))))
    assert not {"wave_open", "wave_reminder"} & kinds, "nobody is written to"
    (here,) = cohorts_at_work(session, own.project.id)
    ask(session, here, secret=SECRET, now=NOW)
    assert len(own.invitations()) == 32, "nobody is asked once more"


@pytest.mark.parametrize("mode", NAMED)
def test_who_was_noted_as_asked_is_written_to_once_it_is_taken_back(
    session: Session, cast: Cast, database: Database, mode: IdentityMode
) -> None:
    own = emptied(session, cast, mode, unput=0)
    head, *lines = own.records.splitlines(keepends=True)
    name = own.name_of(own.places[0]).encode()
    own.take_in(head + b"".join(line for line in lines if name in line))
    own.take_back(own.take_in())
    session.commit()
    in_time = NOW - timedelta(days=8)
    for _again in range(2):
        keep_waves(database, SECRET, in_time)
    wanted = col(OutboxMessage.kind) == "wave_open"
    letters = session.scalars(select(OutboxMessage).where(wanted)).all()
    counts = {letter.person_id: letter.facts["count"] for letter in letters}
    assert counts == {place.person_id: 2 for place in own.places[1:]}
    assert len(letters) == 7


def test_somebody_who_was_left_out_of_a_wave_comes_in_with_the_others(
    session: Session, cast: Cast
) -> None:
    own = emptied(session, cast, CONFIDENTIAL)
    _uninvite(own, own.places[0], own.surveys[0])
    own.take_in()
    assert own.package() == own.sent


def test_who_came_when_all_was_over_is_nobody(session: Session, cast: Cast) -> None:
    own = emptied(session, cast, CONFIDENTIAL)
    late, name = own.places[0], own.name_of(own.places[0])
    for survey in own.surveys[:2]:
        _uninvite(own, late, survey)
    late.enrolled_at = NOW + timedelta(days=900)
    session.flush()
    plan = own.weighed()
    assert {(sheet.record, sheet.why) for sheet in plan.of(Outcome.CANNOT)} == {
        (name, rules.NOT_ASKED)
    }
    for survey in own.surveys[2:]:
        _uninvite(own, late, survey)
    plan = own.weighed()
    assert {(sheet.record, sheet.why) for sheet in plan.of(Outcome.CANNOT)} == {
        (name, rules.NOBODY)
    }
    assert len(plan.of(Outcome.CANNOT)) == 4


def _uninvite(own: Emptied, place: Enrollment, survey: Survey) -> None:
    theirs = col(SurveyInvitation.enrollment_id) == place.id
    own.session.execute(
        delete(SurveyInvitation).where(theirs, col(SurveyInvitation.survey_id) == survey.id)
    )


def test_own_words_that_were_written_in_redcap_come_in(session: Session, cast: Cast) -> None:
    own = emptied(session, cast, CONFIDENTIAL)

    def write(rows: Rows) -> None:
        rows[0]["why"] = "  Said there, é  "

    own.take_in(changed(own.records, write))
    said = [row.answers["why"] for row in own.stored() if "why" in row.answers]
    assert said == ["Said there, é"]


def test_what_is_here_is_never_overwritten(session: Session, cast: Cast) -> None:
    own = emptied(session, cast, CONFIDENTIAL, here=1)
    name = own.name_of(own.places[0])
    before = {row.id: dict(row.answers) for row in session.scalars(select(ConfidentialAnswers))}

    def otherwise(rows: Rows) -> None:
        row = at(rows, name)
        row["a1"] = "7" if row["a1"] != "7" else "6"

    content = changed(own.records, otherwise)
    (differs,) = own.weighed(content).of(Outcome.DIFFERS)
    assert (differs.record, differs.form, differs.questions) == (name, "competency_self", ("a1",))
    own.take_in(content)
    after = {row.id: dict(row.answers) for row in session.scalars(select(ConfidentialAnswers))}
    assert {id_: after[id_] for id_ in before} == before
    assert len(after) == 32
    assert own.package() == own.sent


@pytest.mark.parametrize("mode", NAMED)
def test_who_takes_no_part_is_nobody(session: Session, cast: Cast, mode: IdentityMode) -> None:
    own = emptied(session, cast, mode, count=9)
    gone, removed, no_share, no_link, undone = own.places[:5]
    for place, data in ((gone, KeptData.KEEP), (removed, KeptData.REMOVE)):
        studied = studied_places(session, place.person_id, own.project.key)[0]
        withdraw(session, studied, data, now=NOW)
    for place, scope in ((no_share, ConsentScope.SHARE), (no_link, ConsentScope.LINK)):
        _agree_to(own, place.person_id, ALL - {scope})
    session.execute(
        text("UPDATE enrollment SET status = 'none' WHERE id = :id"),
        {"id": undone.id if session.get_bind().dialect.name == "postgresql" else undone.id.hex},
    )
    session.expire_all()
    plan = own.weighed()
    assert outcomes(plan) == {Outcome.TAKEN: 16, Outcome.CANNOT: 20}
    assert {sheet.why for sheet in plan.of(Outcome.CANNOT)} == {rules.NOBODY}
    unknown = own.records.replace(own.name_of(own.places[8]).encode(), b"ZZZ-ZZZ")
    assert outcomes(own.weighed(unknown)) == {Outcome.TAKEN: 12, Outcome.CANNOT: 24}


def _agree_to(own: Emptied, person_id: UUID, scopes: frozenset[ConsentScope]) -> None:
    place = studied_places(own.session, person_id, own.project.key)[0]
    texts = newest_texts(own.session, [own.project.id], Respondent.LEARNER)
    text_id = texts[own.project.id]["en"].id
    consent.give(own.session, place, said(scopes), text_id=text_id, edition=1, now=NOW)


def test_what_somebody_had_deleted_does_not_come_back(session: Session, cast: Cast) -> None:
    own = emptied(session, cast, CONFIDENTIAL, here=1)
    person = own.places[0].person_id
    studied = studied_places(session, person, own.project.key)[0]
    withdraw(session, studied, KeptData.REMOVE, now=NOW)
    _agree_to(own, person, ALL)
    plan = own.weighed()
    assert outcomes(plan) == {Outcome.TAKEN: 16, Outcome.ALIKE: 14, Outcome.CANNOT: 2}
    assert {(sheet.why, sheet.event) for sheet in plan.of(Outcome.CANNOT)} == {
        (rules.NOBODY, "baseline_arm_1")
    }


def test_what_somebody_has_begun_is_theirs(session: Session, cast: Cast) -> None:
    own = emptied(session, cast, CONFIDENTIAL)
    begun = next(i for i in own.invitations() if i.survey_id == own.surveys[0].id)
    save(session, begun, {"a1": 3}, NOW)
    (left,) = own.weighed().of(Outcome.CANNOT)
    assert left.why == rules.BEGUN
    own.take_in()
    (kept,) = (row for row in own.stored() if row.sent_at is None)
    assert kept.answers == {"a1": 3}


def test_each_that_cannot_come_in_has_its_reason(session: Session, cast: Cast) -> None:
    own = emptied(session, cast, CONFIDENTIAL, here=1, has_trial=True)
    first, second, third, *_rest = own.places

    def mangle(rows: Rows) -> None:
        later = {row["record_id"]: row for row in rows if row["redcap_event_name"][:1] == "3"}
        moved = later[own.name_of(first)]
        arms = sorted({row["redcap_event_name"] for row in later.values()})
        moved["redcap_event_name"] = next(arm for arm in arms if arm != moved["redcap_event_name"])
        later[own.name_of(second)]["every_kind_complete"] = "1"
        later[own.name_of(third)]["trust"] = ""

    plan = own.weighed(changed(own.records, mangle))
    reasons = {(sheet.record, sheet.form): sheet.why for sheet in plan.of(Outcome.CANNOT)}
    assert reasons == {
        (own.name_of(first), "competency_self"): rules.OTHER_ARM,
        (own.name_of(first), "every_kind"): rules.OTHER_ARM,
        (own.name_of(second), "every_kind"): rules.NOT_WHOLE,
        (own.name_of(third), "every_kind"): LACKS(fields=("trust",)),
    }


def test_a_wave_takes_what_it_asks_once(session: Session, cast: Cast) -> None:
    own = emptied(session, cast, CONFIDENTIAL)
    name = own.name_of(own.places[0])

    def of_then(rows: Rows) -> None:
        at(rows, name)["trust_then"] = "3"

    (left,) = own.weighed(changed(own.records, of_then)).of(Outcome.CANNOT)
    assert left.why == OTHER_TIME(fields=("trust_then",))
    head, *lines = own.records.decode().splitlines()
    repeated = head.replace(
        '"redcap_event_name"',
        '"redcap_event_name","redcap_repeat_instrument","redcap_repeat_instance"',
    )
    rows = [line.replace('_arm_1"', '_arm_1","",""', 1) for line in lines]
    rows[0] = rows[0].replace('_arm_1","",""', '_arm_1","competency_self","1"', 1)
    cells = next(csv.reader([rows[0]]))
    names = next(csv.reader([repeated]))
    empty = names.index("every_kind_complete")
    cut = names.index("trust")
    cells = [*cells[:cut], *[""] * (empty - cut + 1), *cells[empty + 1 :]]
    rows[0] = ",".join(f'"{cell}"' for cell in cells)
    plan = own.weighed("\n".join([repeated, *rows]).encode())
    assert [sheet.why for sheet in plan.of(Outcome.CANNOT)] == [rules.REPEATED]


def test_a_wave_that_is_not_open_yet_takes_nothing(session: Session, cast: Cast) -> None:
    own = emptied(session, cast, CONFIDENTIAL)
    own.surveys[0].opens_at = NOW + timedelta(days=1)
    session.flush()
    plan = own.weighed()
    assert {sheet.why for sheet in plan.of(Outcome.CANNOT)} == {NOT_OPEN}
    assert len(plan.of(Outcome.CANNOT)) == 8


def test_nobody_takes_in_their_own(session: Session, cast: Cast) -> None:
    own = emptied(session, cast, CONFIDENTIAL)
    plan = own.weighed(by=own.places[0].person_id)
    assert [sheet.why for sheet in plan.of(Outcome.CANNOT)] == [NOT_FOR_ONESELF] * 4


@pytest.mark.parametrize("mode", [IdentityMode.LINKED, IdentityMode.UNLINKED])
def test_nothing_comes_into_an_anonymous_study(
    session: Session, cast: Cast, mode: IdentityMode
) -> None:
    own = allowed(session, cast, mode)
    checked = Emptied(session, own.project, own.surveys, own.places, cast, b"")
    got = checked.receive(samples.files_of(checked.package())[RECORDS])
    assert (got.checked.misfits, got.checked.records) == ((), 16)
    assert (got.checked.plan, got.upload) == (None, None)
    assert session.scalars(select(RecordsFile)).all() == []


def test_of_few_people_it_is_not_told_what_is_alike(session: Session, cast: Cast) -> None:
    own = emptied(session, cast, CONFIDENTIAL, here=1)
    for place in own.places[:4]:
        studied = studied_places(session, place.person_id, own.project.key)[0]
        withdraw(session, studied, KeptData.KEEP, now=NOW)
    plan = own.weighed()
    assert outcomes(plan) == {Outcome.TAKEN: 8, Outcome.THERE: 8, Outcome.CANNOT: 16}
    assert plan.only_here is None


def test_the_same_file_takes_nothing_twice(session: Session, cast: Cast) -> None:
    own = emptied(session, cast, CONFIDENTIAL)
    got, same = own.receive(), own.receive()
    assert got.upload is not None
    assert same.upload is got.upload, "it waits once"
    assert got.checked.plan is not None
    seen = got.checked.plan.fingerprint(got.upload.sha256)
    own.take_in_seen(got.upload.id, seen)
    with pytest.raises(RefusedError) as refused:
        own.take_in_seen(got.upload.id, seen)
    assert refused.value.reason == rules.APPLIED
    again = own.receive()
    assert again.upload is None, "nothing is left to take in"
    assert len(own.stored()) == 32


def test_what_changed_since_the_check_is_looked_at_again(session: Session, cast: Cast) -> None:
    own = emptied(session, cast, CONFIDENTIAL)
    got = own.receive()
    assert got.upload is not None
    assert got.checked.plan is not None
    seen = got.checked.plan.fingerprint(got.upload.sha256)
    first = next(i for i in own.invitations() if i.survey_id == own.surveys[0].id)
    send(session, first, {"a1": 1, "a2": 1, "a3": 1, "a4": 1})
    with pytest.raises(ConflictError) as refused:
        own.take_in_seen(got.upload.id, seen)
    assert refused.value.reason == rules.CHANGED_MEANWHILE
    assert len(own.stored()) == 1


@pytest.mark.parametrize("mode", NAMED)
def test_what_came_by_a_file_goes_back_and_nothing_else(
    session: Session, cast: Cast, mode: IdentityMode
) -> None:
    own = emptied(session, cast, mode, here=1)
    before = sorted(json.dumps(row.answers, sort_keys=True) for row in own.stored())
    upload = own.take_in()
    own.take_back(upload)
    session.expire_all()
    assert sorted(json.dumps(row.answers, sort_keys=True) for row in own.stored()) == before
    assert [i.is_done for i in own.invitations()].count(True) == 16
    assert {i.records_file_id for i in own.invitations()} == {None}
    (line,) = session.scalars(
        select(AuditLine).where(col(AuditLine.act) == "project.redcap-taken-back")
    )
    assert (line.reason, line.facts["sheets"]) == ("Another study's file.", 16)
    open_again = next(i for i in own.invitations() if not i.is_done)
    saved: Answers = {"a1": 2} if open_again.survey_id == own.surveys[2].id else {"trust": 2}
    save(session, open_again, saved, NOW)
    with pytest.raises(RefusedError) as refused:
        own.take_back(upload)
    assert refused.value.reason == rules.UNDONE
    assert own.weighed().of(Outcome.TAKEN), "the right rows of it can come again"


@pytest.mark.parametrize("mode", NAMED)
def test_taking_back_lets_nothing_come_again_that_somebody_had_deleted(
    session: Session, cast: Cast, mode: IdentityMode
) -> None:
    own = emptied(session, cast, mode)
    upload = own.take_in()
    gone = own.places[0]
    studied = studied_places(session, gone.person_id, own.project.key)[0]
    withdraw(session, studied, KeptData.REMOVE, now=NOW)
    own.take_back(upload)
    assert own.stored() == []
    assert {i.enrollment_id for i in own.invitations() if i.is_done} == {gone.id}
    line = session.scalars(
        select(AuditLine).where(col(AuditLine.act) == "project.redcap-taken-back")
    ).one()
    assert (line.facts["sheets"], upload.sheets) == (28, 28)
    _agree_to(own, gone.person_id, ALL)
    assert outcomes(own.weighed()) == {Outcome.TAKEN: 28, Outcome.CANNOT: 4}


def test_two_files_go_back_each_by_itself(session: Session, cast: Cast) -> None:
    own = emptied(session, cast, CONFIDENTIAL)
    head, *lines = own.records.splitlines(keepends=True)
    first = own.take_in(head + b"".join(lines[:5]))
    second = own.take_in(own.records)
    assert first.sheets + second.sheets == 32
    own.take_back(first)
    assert len(own.stored()) == second.sheets
    own.take_in()
    assert own.package() == own.sent


def test_what_was_not_taken_in_is_not_taken_back(session: Session, cast: Cast) -> None:
    own = emptied(session, cast, CONFIDENTIAL)
    waits = own.receive().upload
    assert waits is not None
    with pytest.raises(RefusedError) as refused:
        own.take_back(waits)
    assert refused.value.reason == rules.NOT_APPLIED


def test_what_was_analyzed_stays(session: Session, cast: Cast) -> None:
    own = emptied(session, cast, CONFIDENTIAL)
    _analyze(own, 1)
    upload = own.take_in()
    with pytest.raises(RefusedError) as refused:
        own.take_back(upload, " ")
    assert refused.value.reason == WHY
    _analyze(own, 2)
    with pytest.raises(RefusedError) as refused:
        own.take_back(upload)
    assert refused.value.reason == rules.ANALYZED
    assert len(own.stored()) == 32


def test_a_baseline_on_which_an_arm_was_drawn_stays(session: Session, cast: Cast) -> None:
    own = emptied(session, cast, CONFIDENTIAL)
    head, *lines = own.records.splitlines(keepends=True)
    name = own.name_of(own.places[0]).encode()
    theirs = own.take_in(head + b"".join(line for line in lines if name in line))
    others = own.take_in()
    by = cast.id("cora")
    trial = design(session, own.project, Design(), by=by, now=NOW)
    seal_list(session, own.project, trial, secret=SECRET, by=by, now=NOW)
    draw(session, own.project, trial, own.places[0].id, secret=SECRET, by=by, now=NOW)
    with pytest.raises(RefusedError) as refused:
        own.take_back(theirs)
    assert refused.value.reason == rules.DRAWN_ON
    assert len(own.stored()) == 32
    own.take_back(others)
    assert len(own.stored()) == theirs.sheets == 4, "for nobody of these was one drawn"


def test_answers_on_which_no_arm_rests_go_back(session: Session, cast: Cast) -> None:
    """Arms were drawn on a baseline of here, and the file brought a later wave."""
    own = emptied(session, cast, CONFIDENTIAL, here=1, has_trial=True)
    own.take_back(own.take_in())
    assert len(own.stored()) == 16


def test_an_analysis_under_way_is_waited_for(session: Session, cast: Cast) -> None:
    own = emptied(session, cast, CONFIDENTIAL)
    upload = own.take_in()
    order_analysis(session, own.project, by=cast.id("cora"), now=NOW)
    with pytest.raises(RefusedError) as refused:
        own.take_back(upload)
    assert refused.value.reason == rules.UNDER_WAY


def test_nothing_comes_in_while_an_analysis_is_made(session: Session, cast: Cast) -> None:
    """It would count as later than the answers, though it may have been begun before them."""
    own = emptied(session, cast, CONFIDENTIAL)
    order_analysis(session, own.project, by=cast.id("cora"), now=NOW)
    with pytest.raises(RefusedError) as refused:
        own.take_in()
    assert refused.value.reason == rules.UNDER_WAY
    assert own.stored() == []


def _analyze(own: Emptied, number: int) -> None:
    made: dict[str, Any] = {"cut_off": NOW, "code_version": "1", "found": {}, "made_at": NOW}
    own.session.add(ProjectAnalysis(project_id=own.project.id, number=number, **made))
    own.session.flush()


def test_the_database_lets_only_what_came_by_a_file_be_undone(session: Session, cast: Cast) -> None:
    own = emptied(session, cast, CONFIDENTIAL)
    first, *_others = own.invitations()
    of_it = next(survey for survey in own.surveys if survey.id == first.survey_id)
    said: Answers = {"a1": 3} if of_it in own.surveys[::2] else {"trust": 3, "plan": "some"}
    send(session, first, said)
    upload = own.take_in()
    mark = f"'{upload.id if session.get_bind().dialect.name == 'postgresql' else upload.id.hex}'"
    came = f"records_file_id = {mark}"
    for statement in (
        "UPDATE survey_invitation SET is_done = (1 = 0) WHERE records_file_id IS NULL",
        f"UPDATE survey_invitation SET is_done = (1 = 0) WHERE {came}",
        f"UPDATE survey_invitation SET records_file_id = NULL WHERE {came}",
        f"UPDATE survey_invitation SET {came} WHERE records_file_id IS NULL",
    ):
        with pytest.raises(DBAPIError, match="it is a record"), session.begin_nested():
            session.execute(text(statement))
    undo = f"UPDATE survey_invitation SET is_done = (1 = 0), records_file_id = NULL WHERE {came}"
    session.execute(text(undo))


def test_files_that_wait_are_thrown_away_in_time(session: Session, cast: Cast) -> None:
    own = emptied(session, cast, CONFIDENTIAL)
    head, line, *_rest = own.records.splitlines(keepends=True)
    taken, waits = own.take_in(head + line), own.receive().upload
    assert waits is not None
    assert throw_away_old(session, NOW + rules.KEPT_FOR) == 0
    assert throw_away_old(session, NOW + rules.KEPT_FOR + timedelta(seconds=1)) == 1
    assert [own.id for own in session.scalars(select(RecordsFile))] == [taken.id]
    (gone,) = session.scalars(
        select(AuditLine).where(col(AuditLine.act) == "project.redcap-discarded")
    )
    assert gone.facts == {"file": waits.sha256}


def test_a_file_costs_the_same_statements_for_few_and_for_many(
    session: Session, cast: Cast, statements: Statements
) -> None:
    own = emptied(session, cast, CONFIDENTIAL, count=12)
    head, *lines = own.records.splitlines(keepends=True)
    own.take_in(head + lines[0])
    with statements() as few:
        own.take_in(head + b"".join(lines[:3]))
    counted = few.total
    with statements() as many:
        own.take_in()
    assert many.total == counted
    assert len(session.scalars(select(SurveyInvitation)).all()) == 48
    assert len(session.scalars(select(IdentifiedAnswers)).all()) == 0
