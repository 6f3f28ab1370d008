"""Step 4: the rehearsal, and publishing."""

from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.cohorts.admission.actions import invite
from app.cohorts.drafts.queries import planned_units
from app.cohorts.gates.models import DisclosureText
from app.cohorts.gates.rules import must_read
from app.cohorts.models import Cohort, Unit
from app.core.models import AuditLine, OutboxMessage
from app.credit.disclosures.queries import controllers_of
from app.credit.queries import activity_of
from tests.cast import NOW, Cast
from tests.client import Browser
from tests.credit.disclosures.cleared import clear, give, need
from tests.site.manage.cohorts.setup.drafting import SETUP, dates, enter_credit, seats


def test_a_draft_is_published_once_and_only_when_nothing_is_missing(
    cora: Browser, session: Session, cast: Cast
) -> None:
    publication = f"{SETUP}/rehearsal/publication"
    refused = cora.post(publication)
    assert refused.status_code == 409
    assert "gave credit, too" in refused.page.one("#missing").text
    enter_credit(cora)
    published, again = (cora.post(publication).headers["location"] for _ in range(2))
    assert published == again
    notice = cora.page(published).notices[0]
    assert "The cohort is published." in notice
    assert "The cohort is published." not in cora.page("/manage/cohorts/spring-2027").text
    session.expire_all()
    assert cast.cohort("spring-2027").published_at == NOW
    lines = select(func.count()).where(
        col(AuditLine.act) == "cohort.published",
        col(AuditLine.object_id) == str(cast.cohort("spring-2027").id),
    )
    assert session.scalar(lines) == 1
    assert cora.get(f"{SETUP}/dates").status_code == 409


def test_skipping_a_week_moves_that_session_and_those_after_it(
    cora: Browser, session: Session, cast: Cast
) -> None:
    for _ in range(2):  # a second click finds no session on that day any more
        cora.post(f"{SETUP}/rehearsal/skipped", data={"day": "2027-05-20"})
    days = [unit.local_date for unit in planned_units(session, cast.cohort("spring-2027").id)]
    assert days[:2] == [date(2027, 5, 13), date(2027, 5, 27)]
    cora.post(f"{SETUP}/rehearsal/skipped", data={"day": "2027-05-13"})
    days = [unit.local_date for unit in planned_units(session, cast.cohort("spring-2027").id)]
    assert days[0] == date(2027, 5, 27)  # the 20th was left out before


def test_the_rehearsal_flags_the_change_of_clocks_in_its_row(cora: Browser) -> None:
    cora.post(f"{SETUP}/dates", data=dates())
    page = cora.page(f"{SETUP}/rehearsal")
    assert [link.text for link in page.links if link.href.startswith("#session-")] == ["Week 3"]
    assert "Clocks go ahead on Sun, Mar 14, 2027: Denver." in page.text
    assert "begins 60 minutes earlier in Phoenix" in page.text


def test_sessions_on_the_day_their_units_open_are_named(cora: Browser) -> None:
    cora.post(f"{SETUP}/dates", data=dates(first="2027-03-01"))  # a Monday
    page = cora.page(f"{SETUP}/rehearsal")
    assert "4 units open less than a day before their sessions." in page.text
    cora.post(f"{SETUP}/dates", data=dates())
    assert "less than a day before" not in cora.page(f"{SETUP}/rehearsal").text


def test_invitations_go_out_with_the_publication_and_not_before(
    cora: Browser, session: Session, cast: Cast
) -> None:
    def invitations() -> list[UUID | None]:
        own = col(OutboxMessage.kind) == "invited"
        return list(session.scalars(select(col(OutboxMessage.person_id)).where(own)))

    enter_credit(cora)
    assert "No learner gets mail" in cora.page(f"{SETUP}/rehearsal").text
    until = NOW + timedelta(days=90)
    draft, lee = cast.cohort("spring-2027"), cast.id("lee")
    invite(session, draft, lee, until=until, by=cast.id("cora"), now=NOW)
    session.commit()
    cora.post(f"{SETUP}/dates", data=dates())
    cora.post(f"{SETUP}/seats", data=seats())
    assert "1 invitation goes out, which holds a seat." in cora.page(f"{SETUP}/rehearsal").text
    assert invitations() == []
    for _ in range(2):
        cora.post(f"{SETUP}/rehearsal/publication")
    assert invitations() == [lee]


def test_a_cohort_like_one_with_credit_can_be_published_without(
    cora: Browser, session: Session, cast: Cast
) -> None:
    publication = f"{SETUP}/rehearsal/publication"
    assert "Publish it without credit" in cora.page(f"{SETUP}/rehearsal").text
    assert cora.post(publication).status_code == 409
    assert cora.post(publication, data={"without_credit": "yes"}).status_code == 303
    session.expire_all()
    assert cast.cohort("spring-2027").published_at == NOW
    assert activity_of(session, cast.cohort("spring-2027").id) is None


def test_nothing_else_can_be_left_out_with_the_credit(
    cora: Browser, session: Session, cast: Cast
) -> None:
    cast.cohort("spring-2027").capacity = 0
    session.commit()
    page = cora.page(f"{SETUP}/rehearsal")
    assert "Publish it without credit" not in page.text
    refused = cora.post(f"{SETUP}/rehearsal/publication", data={"without_credit": "yes"})
    assert refused.status_code == 409


def begun_in_the_draft(cora: Browser, session: Session) -> Cohort:
    """The draft on other days: its first unit would have opened on Monday."""
    sent = cora.post(f"{SETUP}/dates", data=dates(first="2026-11-19", title="Winter"))
    slug = sent.headers["location"].split("/")[3]
    form = cora.page(f"/manage/cohorts/{slug}/setup/credit").form("Enter this credit")
    approval = {
        "approved_by": "Example CME office",
        "approved_on": "2026-11-10",
        "requires_completion": "yes",
    }
    cora.post(f"/manage/cohorts/{slug}/setup/credit", data=form.fields | approval)
    cora.post(
        f"/manage/cohorts/{slug}/setup/seats",
        data=seats(opens="2026-11-01", enrollment_closes="2026-11-30", promote_until="2026-11-19"),
    )
    session.expire_all()
    return session.scalars(select(Cohort).where(col(Cohort.slug) == slug)).one()


def test_unit_whose_opening_was_over_in_the_draft_opens_with_it_unless_somebody_is_not_cleared(
    cora: Browser, session: Session, cast: Cast
) -> None:
    """Nobody saw it before, so it waits for disclosures like every other."""
    draft = begun_in_the_draft(cora, session)
    rehearsal = f"/manage/cohorts/{draft.slug}/setup/rehearsal"
    need(session, cast, draft)
    session.commit()
    page = cora.page(rehearsal)
    assert "1 unit would have opened by now" in page.text
    assert "Nothing that waits for them opens." in page.text
    assert cora.post(f"{rehearsal}/publication").status_code == 303
    session.expire_all()
    own = select(Unit).where(col(Unit.cohort_id) == draft.id).order_by(col(Unit.position))
    first, *others = session.scalars(own)
    assert first.opens_at == NOW
    assert [unit.held_at for unit in (first, *others)] == [NOW] * (len(others) + 1)
    assert all(unit.opens_at > NOW for unit in others)


def test_what_learners_are_told_by_the_publication_is_read_before_what_opens_with_it(
    cora: Browser, session: Session, cast: Cast
) -> None:
    draft = begun_in_the_draft(cora, session)
    need(session, cast, draft)
    for own in controllers_of(session, draft.id, NOW):
        persona = next(name for name in ("cora", "fay") if cast.id(name) == own.id)
        give(session, cast, persona)
        clear(session, cast, persona, cohort=draft)
    session.commit()
    cora.post(f"/manage/cohorts/{draft.slug}/setup/rehearsal/publication")
    session.expire_all()
    (text,) = session.scalars(
        select(DisclosureText).where(col(DisclosureText.cohort_id) == draft.id)
    )
    unit = session.scalars(
        select(Unit).where(col(Unit.cohort_id) == draft.id, col(Unit.position) == 1)
    ).one()
    assert unit.held_at is None
    assert must_read(text.published_at, unit.opens_at)
