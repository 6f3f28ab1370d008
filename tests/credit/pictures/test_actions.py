"""Pictures of an activity: stored once, there as long as an activity shows them, never another."""

from dataclasses import replace

import pytest
from sqlalchemy import delete, func, select, text
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.orm import Session
from sqlmodel import col

from app.certificates.sample_pictures import logo, signature_photo
from app.core.db import Database
from app.core.errors import RefusedError
from app.core.models import AuditLine
from app.credit.actions import approve_activity
from app.credit.approvals import Approval
from app.credit.drafts.queries import hashes_in_program
from app.credit.models import Activity
from app.credit.pictures import queries, rules
from app.credit.pictures.actions import let_go
from app.credit.pictures.encoding import encoded
from app.credit.pictures.models import ActivityImage, CertificateImage
from app.credit.pictures.rules import Picture, PictureUse
from tests.cast import NOW, PROVIDER, Cast
from tests.credit.approving import approval
from tests.races import Act, one_after_the_other

SIGNED = encoded(signature_photo(), PictureUse.SIGNATURE)
MARK = encoded(logo(), PictureUse.LOGO)
OTHER = encoded(logo(2), PictureUse.LOGO)


def illustrated(session: Session, *logos: Picture) -> Approval:
    rosa = {"name": "Rosa Lindqvist, MD", "role": "Course director", "signature": SIGNED.sha256}
    shown = [{"sha256": own.sha256, "alt": "Example University"} for own in logos]
    return replace(approval(session), provider=PROVIDER, signatories=[rosa], logos=shown)


def enter(session: Session, cast: Cast, approved: Approval, *pictures: Picture) -> Activity:
    by = cast.id("cora")
    return approve_activity(session, cast.fall, approved, pictures=pictures, by=by, now=NOW)


def stored(session: Session) -> set[str]:
    return set(session.scalars(select(col(CertificateImage.sha256))))


def test_each_picture_is_stored_once_however_many_activities_show_it(
    session: Session, cast: Cast
) -> None:
    first = enter(session, cast, illustrated(session, MARK), SIGNED, MARK, MARK, OTHER)
    second = enter(session, cast, illustrated(session, MARK, OTHER), SIGNED, OTHER)
    assert second.version == first.version + 1
    assert stored(session) == {SIGNED.sha256, MARK.sha256, OTHER.sha256}
    links = session.scalar(select(func.count()).select_from(ActivityImage))
    assert links == 5
    assert queries.pictures_of(session, first) == {
        own.sha256: own.content for own in (SIGNED, MARK)
    }
    assert hashes_in_program(session, cast.fall.program_id) == stored(session)


def test_what_no_activity_names_is_not_stored(session: Session, cast: Cast) -> None:
    enter(session, cast, approval(session), SIGNED)
    assert stored(session) == set()


def test_approval_that_names_a_picture_which_is_not_here_is_refused(
    session: Session, cast: Cast
) -> None:
    with pytest.raises(RefusedError) as refused:
        enter(session, cast, illustrated(session, MARK), SIGNED)
    assert refused.value.reason == rules.GONE


def test_line_of_the_approval_names_the_pictures_and_the_look(session: Session, cast: Cast) -> None:
    made = replace(illustrated(session, MARK), template="formal")
    enter(session, cast, made, SIGNED, MARK)
    newest = (
        select(AuditLine)
        .where(col(AuditLine.act) == "activity.approved")
        .order_by(col(AuditLine.id).desc())
        .limit(1)
    )
    line = session.scalars(newest).one()
    assert line.facts["pictures"] == sorted([SIGNED.sha256, MARK.sha256])
    assert line.facts["template"] == "formal"


def test_picture_goes_only_with_the_last_draft_that_shows_it(session: Session, cast: Cast) -> None:
    first = enter(session, cast, illustrated(session, MARK), SIGNED, MARK)
    second = enter(session, cast, illustrated(session, OTHER), OTHER)
    let_go(session, [second.id])
    assert stored(session) == {SIGNED.sha256, MARK.sha256}
    with pytest.raises(IntegrityError), session.begin_nested():
        session.execute(delete(CertificateImage))
    let_go(session, [first.id])
    assert stored(session) == set()


def test_picture_is_never_another_one(session: Session, cast: Cast) -> None:
    enter(session, cast, illustrated(session), SIGNED)
    with pytest.raises(DBAPIError, match="it is a record"), session.begin_nested():
        session.execute(text("UPDATE certificate_image SET width = 1"))


def test_two_who_enter_the_same_picture_at_once_store_it_once(real_database: Database) -> None:
    def enter_for(slug: str) -> Act:
        def enter_it(session: Session) -> object:
            cohort, approved = Cast(session).cohort(slug), illustrated(session, MARK)
            new = [SIGNED, MARK]
            return approve_activity(session, cohort, approved, pictures=new, by=None, now=NOW)

        return enter_it

    one_after_the_other(real_database, enter_for("fall-2026"), enter_for("spring-2026"))
    with real_database.read() as session:
        assert stored(session) == {SIGNED.sha256, MARK.sha256}
        links = select(func.count()).select_from(ActivityImage)
        assert session.scalar(links) == 4
