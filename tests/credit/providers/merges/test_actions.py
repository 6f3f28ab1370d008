"""Two providers become one: what holds moves, what was written down stays."""

import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.core.db import Database
from app.core.errors import ConflictError, RefusedError
from app.core.models import AuditLine
from app.credit.accreditations.actions import enter_accreditation
from app.credit.accreditations.enums import Accreditor
from app.credit.accreditations.queries import accreditations, accredited, newest_versions
from app.credit.accreditations.rules import Wording
from app.credit.actions import approve_activity
from app.credit.changes.actions import change_activity
from app.credit.models import Activity
from app.credit.proposals.actions import approve, propose
from app.credit.proposals.queries import asked_last, waiting_for
from app.credit.proposals.rules import fingerprint
from app.credit.providers.merges.actions import Merge, merge
from app.credit.providers.merges.queries import moves_of
from app.credit.providers.merges.rules import CHANGED_MEANWHILE, MERGED, SAME
from app.credit.providers.queries import provider_meant, providers_of
from app.credit.queries import activity_of
from app.people.enums import Scope
from app.people.grants.actions import grant_role
from app.people.models import RoleGrant
from app.people.providers.actions import add_provider, change_provider
from app.people.providers.models import Provider
from app.people.providers.queries import officers_of, provider_called
from app.people.providers.rules import MERGED_MEANWHILE, WAS_MERGED, ProviderFacts
from app.policy.table import Role
from tests.cast import ELSEWHERE, LONG_AGO, NOW, PROVIDER, Cast
from tests.credit.approving import approval
from tests.credit.changes.samples import said_of
from tests.races import at_once, one_after_the_other
from tests.refusals import refuses

WHY = "Two spellings of one office."


def named(session: Session, name: str) -> Provider:
    return session.scalars(select(Provider).where(col(Provider.name) == name)).one()


def agreed(session: Session, source: str = PROVIDER, target: str = ELSEWHERE) -> Merge:
    """As the page says it now."""
    old, new = named(session, source), named(session, target)
    return Merge(old.id, new.id, moves_of(session, old, NOW, new).seen, WHY)


def merged(session: Session, source: str = PROVIDER, target: str = ELSEWHERE) -> None:
    merge(session, agreed(session, source, target), by=Cast(session).id("abe"), now=NOW)


def accredit(session: Session, name: str, by: Accreditor, statement: str) -> None:
    wording = Wording(
        accreditor=by, statement=statement, valid_from=date(2025, 1, 1), valid_until=None
    )
    abe = Cast(session).id("abe")
    enter_accreditation(session, named(session, name), wording, seen=0, by=abe, now=NOW)


def ask(session: Session, name: str = PROVIDER) -> None:
    cast = Cast(session)
    wanted = replace(approval(session), provider=name, place="Tucson")
    provider, opal = named(session, name), [cast.person("opal")]
    cora = cast.id("cora")
    propose(session, cast.fall, provider, wanted, officers=opal, templates="t", by=cora, now=NOW)


def test_activities_of_every_version_move_and_keep_the_name_they_were_approved_under(
    session: Session, cast: Cast
) -> None:
    old, new = named(session, PROVIDER), named(session, ELSEWHERE)
    before = activity_of(session, cast.fall.id)
    assert before is not None
    other = replace(said_of(before, NOW), place="Tucson")
    change_activity(session, cast.fall, other, provider_id=old.id, by=cast.id("cora"), now=NOW)
    count = select(func.count()).where(col(Activity.provider_id) == new.id)
    own = session.scalar(count.where(col(Activity.provider) == ELSEWHERE))
    merged(session)
    assert old.merged_into_id == new.id
    assert providers_of(session, cast.fall.id) == {new.id}
    assert session.scalar(select(func.count()).where(col(Activity.provider_id) == old.id)) == 0
    versions = session.scalars(select(Activity).where(col(Activity.cohort_id) == cast.fall.id))
    assert {(row.provider, row.provider_id) for row in versions} == {(PROVIDER, new.id)}
    assert session.scalar(count.where(col(Activity.provider) == ELSEWHERE)) == own


def test_activity_goes_on_and_begins_nothing_anew(session: Session, cast: Cast) -> None:
    before = activity_of(session, cast.fall.id)
    assert before is not None
    since = before.activity.approved_at
    merged(session)
    after = replace(said_of(before, NOW), place="Tucson")
    new, cora = named(session, ELSEWHERE).id, cast.id("cora")
    changed = change_activity(session, cast.fall, after, provider_id=new, by=cora, now=NOW)
    assert (changed.approved_at, changed.changed_at) == (since, NOW)
    assert (changed.provider, changed.provider_id) == (PROVIDER, new)


def test_officers_move_and_nobody_gives_themselves_the_role(session: Session, cast: Cast) -> None:
    old, new, abe = named(session, PROVIDER).id, named(session, ELSEWHERE).id, cast.id("abe")
    until = NOW + timedelta(days=90)
    over = Role.CME_OFFICER, Scope.PROVIDER, old
    grant_role(session, cast.id("fay"), *over, by=abe, now=LONG_AGO, until=until)
    grant_role(session, abe, *over, by=None, now=LONG_AGO)
    merged(session)
    assert officers_of(session, old, NOW) == []
    names = [person.given_name for person in officers_of(session, new, NOW)]
    assert names == ["Fay", "Opal"]
    assert len(officers_of(session, new, until)) == 1, "until the day it was given to"


def test_request_that_waits_is_the_other_one_s_and_is_approved_as_it_was_asked(
    session: Session, cast: Cast
) -> None:
    ask(session)
    new = named(session, ELSEWHERE)
    merged(session)
    asked = asked_last(session, cast.fall.id)
    assert asked is not None
    assert asked.provider is new
    assert [own.provider.id for own in waiting_for(session, [new.id])] == [new.id]
    assert providers_of(session, cast.fall.id) == {new.id}
    read = fingerprint(asked.proposal.terms, "t")
    approve(session, cast.fall, cast.person("opal"), read=read, templates="t", now=NOW)
    after = activity_of(session, cast.fall.id)
    assert after is not None
    assert (after.activity.provider, after.activity.provider_id) == (PROVIDER, new.id)
    assert after.activity.place == "Tucson"


def test_accreditations_stay_readable_and_the_words_that_were_missing_are_carried(
    session: Session, cast: Cast
) -> None:
    accredit(session, PROVIDER, Accreditor.ACCME, "It is accredited by the ACCME.")
    accredit(session, PROVIDER, Accreditor.ANCC, "It is accredited by the ANCC.")
    accredit(session, ELSEWHERE, Accreditor.ANCC, "The other one is, too.")
    old, new = named(session, PROVIDER), named(session, ELSEWHERE)
    before = newest_versions(session, old.id)
    merged(session)
    assert newest_versions(session, old.id) == before
    now = {row.accreditor: row.statement for row in newest_versions(session, new.id)}
    assert now == {
        Accreditor.ACCME: "It is accredited by the ACCME.",
        Accreditor.ANCC: "The other one is, too.",
    }
    assert {row.provider.id for row in accreditations(session)} == {new.id}
    found = accredited(session, before[0].id)
    assert found is not None
    assert found.provider is new, "what has the former version keeps it, as the other one's"


def test_name_that_was_merged_is_found_and_is_no_new_one(session: Session, cast: Cast) -> None:
    abe = cast.id("abe")
    merged(session)
    new = named(session, ELSEWHERE)
    assert provider_called(session, PROVIDER.upper()) is new
    assert provider_meant(session, PROVIDER) is new
    was = WAS_MERGED(provider=PROVIDER, target=ELSEWHERE)
    with refuses(was, ConflictError):
        add_provider(session, ProviderFacts(PROVIDER.upper(), "UTC", ""), by=abe, now=NOW)
    with refuses(was, ConflictError):
        change_provider(session, new, ProviderFacts(PROVIDER, "UTC", ""), by=abe, now=NOW)


def test_number_and_zone_are_the_other_one_s_where_it_has_any(session: Session, cast: Cast) -> None:
    old, new = named(session, PROVIDER), named(session, ELSEWHERE)
    old.accreditor_number, old.zone, new.zone = "0012", "America/Denver", "America/Phoenix"
    session.flush()
    merged(session)
    assert (new.name, new.zone, new.accreditor_number) == (ELSEWHERE, "America/Phoenix", "0012")


def test_both_have_a_line_and_so_has_each_cohort(session: Session, cast: Cast) -> None:
    ask(session)
    old, new = named(session, PROVIDER).id, named(session, ELSEWHERE).id
    merged(session)
    lines = session.scalars(select(AuditLine).where(col(AuditLine.reason) == WHY)).all()
    found = {(line.act, line.object_id) for line in lines}
    assert {
        ("provider.merged", str(old)),
        ("provider.took-in", str(new)),
        ("activity.provider-merged", str(cast.fall.id)),
        ("activity.provider-merged", str(cast.spring.id)),
        ("role.revoked", str(cast.id("opal"))),
        ("role.granted", str(cast.id("opal"))),
    } == found
    line = next(line for line in lines if line.act == "provider.merged")
    assert (line.facts["provider"], line.facts["into"]) == (PROVIDER, ELSEWHERE)
    assert len(line.facts["requests"]) == 1


def test_merges_of_merges_lead_to_the_last_one(session: Session, cast: Cast) -> None:
    third = ProviderFacts("Third Office", "UTC", "")
    last = add_provider(session, third, by=cast.id("abe"), now=NOW)
    ask(session)
    merged(session)
    merged(session, ELSEWHERE, "Third Office")
    assert named(session, PROVIDER).merged_into_id == last.id
    asked = asked_last(session, cast.fall.id)
    assert asked is not None
    assert asked.provider is last
    assert provider_called(session, PROVIDER) is last


def test_merge_that_makes_no_sense_changes_nothing(session: Session, cast: Cast) -> None:
    abe = cast.id("abe")
    with refuses(SAME):
        merge(session, agreed(session, PROVIDER, PROVIDER), by=abe, now=NOW)
    merged(session)
    for pair in ((PROVIDER, ELSEWHERE), (ELSEWHERE, PROVIDER)):
        with refuses(MERGED(provider=PROVIDER)):
            merge(session, agreed(session, *pair), by=abe, now=NOW)


def test_what_came_meanwhile_is_looked_at_first(session: Session, cast: Cast) -> None:
    seen = agreed(session)
    ask(session)
    with refuses(CHANGED_MEANWHILE, ConflictError):
        merge(session, seen, by=cast.id("abe"), now=NOW)


@pytest.mark.parametrize("what", ["role", "accreditation", "zone"])
def test_what_the_other_one_got_meanwhile_is_looked_at_first(
    session: Session, cast: Cast, what: str
) -> None:
    new, abe = named(session, ELSEWHERE), cast.id("abe")
    new.zone = "America/Denver"
    session.flush()
    seen = agreed(session)
    acts: dict[str, Callable[[], object]] = {
        "role": lambda: grant_role(
            session, cast.id("fay"), Role.CME_OFFICER, Scope.PROVIDER, new.id, by=abe, now=NOW
        ),
        "accreditation": lambda: accredit(session, ELSEWHERE, Accreditor.ANCC, "Accredited."),
        "zone": lambda: change_provider(
            session, new, ProviderFacts(new.name, "America/Phoenix", ""), by=abe, now=NOW
        ),
    }
    acts[what]()
    with refuses(CHANGED_MEANWHILE, ConflictError):
        merge(session, seen, by=abe, now=NOW)


@pytest.mark.parametrize(("here", "there"), [(None, 30), (90, 30), (30, 90), (30, None)])
def test_officer_of_both_keeps_the_role_that_lasts_longer(
    session: Session, cast: Cast, here: int | None, there: int | None
) -> None:
    ends = [NOW + timedelta(days=days) if days else None for days in (here, there)]
    for name, until in zip((PROVIDER, ELSEWHERE), ends, strict=True):
        over = Role.CME_OFFICER, Scope.PROVIDER, named(session, name).id
        grant_role(session, cast.id("fay"), *over, by=cast.id("abe"), now=LONG_AGO, until=until)
    merged(session)
    live = select(col(RoleGrant.until)).where(
        col(RoleGrant.person_id) == cast.id("fay"),
        col(RoleGrant.scope_id) == named(session, ELSEWHERE).id,
        col(RoleGrant.revoked_at).is_(None),
    )
    longest = None if None in ends else max(end for end in ends if end)
    assert session.scalars(live).all() == [longest]


def test_two_change_a_provider_at_once_and_each_tells_what_was_before(
    real_database: Database,
) -> None:
    """On PostgreSQL they once waited for each other for ever."""
    with real_database.read() as session:
        provider_id = named(session, PROVIDER).id

    def called_by(zone: str) -> Callable[[], None]:
        def act() -> None:
            with real_database.write() as session:
                own, abe = session.get_one(Provider, provider_id), Cast(session).id("abe")
                time.sleep(0.3)  # so that both have read it before the first one writes
                facts = ProviderFacts(f"{PROVIDER} of {zone}", zone, "")
                change_provider(session, own, facts, by=abe, now=NOW)

        return act

    zones = {"America/Phoenix", "America/Boise"}
    at_once(*(called_by(zone) for zone in sorted(zones)))
    with real_database.read() as session:
        own = select(AuditLine).where(col(AuditLine.act) == "provider.changed")
        found = [(line.facts["before"], line.facts["after"]) for line in session.scalars(own)]
    assert {after["zone"] for _before, after in found} == zones
    assert any(before["zone"] in zones for before, _after in found)


def refusal(session: Session, act: Callable[[Session], object]) -> object:
    try:
        act(session)
    except (RefusedError, ConflictError) as refused:
        return refused.reason
    return None


def test_two_are_not_merged_into_each_other_at_once(real_database: Database) -> None:
    refused = one_after_the_other(
        real_database,
        merged,
        lambda session: refusal(session, lambda own: merged(own, ELSEWHERE, PROVIDER)),
    )
    assert refused == MERGED(provider=PROVIDER)


@pytest.mark.parametrize("what", ["activity", "request", "role", "accreditation"])
def test_nothing_is_left_with_what_is_merged_at_the_same_moment(
    real_database: Database, what: str
) -> None:
    """Who comes second names the provider as it was before, and is told."""
    with real_database.read() as session:
        provider_id = named(session, PROVIDER).id

    def second(session: Session) -> object:
        cast = Cast(session)
        by, wanted = cast.id("cora"), replace(approval(session), provider=PROVIDER)
        own = Provider(id=provider_id, name=PROVIDER, zone="UTC", added_at=NOW)
        over = Role.CME_OFFICER, Scope.PROVIDER, provider_id
        said = Wording(
            accreditor=Accreditor.ACCME,
            statement="Accredited.",
            valid_from=date(2025, 1, 1),
            valid_until=None,
        )
        acts: dict[str, Callable[[], object]] = {
            "activity": lambda: approve_activity(
                session, cast.fall, wanted, provider_id=provider_id, by=by, now=NOW
            ),
            "request": lambda: propose(
                session, cast.fall, own, wanted, officers=(), templates="", by=by, now=NOW
            ),
            "role": lambda: grant_role(session, cast.id("fay"), *over, by=by, now=NOW),
            "accreditation": lambda: enter_accreditation(
                session, own, said, seen=0, by=by, now=NOW
            ),
        }
        return refusal(session, lambda _session: acts[what]())

    refused = one_after_the_other(real_database, merged, second)
    assert refused == MERGED_MEANWHILE(provider=PROVIDER)
    with real_database.read() as session:
        moves = moves_of(session, session.get_one(Provider, provider_id), NOW)
        assert (moves.activities, moves.waiting, moves.officers) == ([], [], [])
