"""What officers approve of pictures and looks: these, kept as long as anything names them."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, time
from typing import Any

import pytest
from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from sqlmodel import col

from app.certificates.issuing.proofs import Case, Setting, proof
from app.certificates.sample_pictures import logo, signature_photo
from app.cohorts.drafts.actions import start_draft
from app.cohorts.drafts.calendar.rules import Dates
from app.cohorts.models import Cohort
from app.core.errors import RefusedError
from app.credit.approvals import Approval
from app.credit.drafts.actions import discard_draft
from app.credit.drafts.queries import hashes_in_program
from app.credit.pictures.encoding import encoded
from app.credit.pictures.models import CertificateImage
from app.credit.pictures.queries import pictures_of
from app.credit.pictures.rules import GONE, Picture, PictureUse
from app.credit.proposals.actions import approve, propose, take_back
from app.credit.proposals.models import ActivityProposal
from app.credit.proposals.rules import fingerprint
from app.credit.proposals.terms import approval_from, terms_of, would_be
from app.credit.queries import activity_of
from app.credit.systems.queries import newest_systems
from tests.cast import FALL_DAYS, NOW, PROVIDER, Cast
from tests.certificates.office import STATIONERY
from tests.credit.approving import approval

SIGNED = encoded(signature_photo(), PictureUse.SIGNATURE)
OTHER = encoded(logo(2), PictureUse.SIGNATURE)
MARK = encoded(logo(), PictureUse.LOGO)
TEMPLATES = "templates"


def illustrated(session: Session, signature: Picture = SIGNED, **other: Any) -> Approval:
    rosa = {
        "name": "Rosa Lindqvist, MD",
        "role": "Course director",
        "signature": signature.sha256,
        "alt": "Signature of Rosa Lindqvist, MD",
    }
    logos = [{"sha256": MARK.sha256, "alt": "Example University"}]
    shown = {"signatories": [rosa], "logos": logos, "template": "formal"} | other
    return replace(approval(session), provider=PROVIDER, **shown)


def ask(
    session: Session, asked: Approval, *pictures: Picture, cohort: Cohort | None = None
) -> ActivityProposal:
    cast = Cast(session)
    return propose(
        session,
        cohort or cast.fall,
        cast.provider,
        asked,
        officers=[cast.person("opal")],
        templates=TEMPLATES,
        pictures=pictures,
        by=cast.id("cora"),
        now=NOW,
    )


def say_yes(session: Session, terms: Mapping[str, Any]) -> None:
    cast = Cast(session)
    read, opal = fingerprint(terms, TEMPLATES), cast.person("opal")
    approve(session, cast.fall, opal, read=read, templates=TEMPLATES, now=NOW)


def stored(session: Session) -> set[str]:
    return set(session.scalars(select(col(CertificateImage.sha256))))


def test_terms_hold_all_that_is_printed_and_give_it_back(session: Session) -> None:
    asked = illustrated(session)
    terms = terms_of(asked)
    back = approval_from(
        terms,
        approved_at=asked.approved_at,
        approved_by=asked.approved_by,
        claims_close_at=asked.claims_close_at,
    )
    assert (back.signatories, back.logos, back.template) == (
        asked.signatories,
        asked.logos,
        "formal",
    )
    assert terms_of(back) == terms


@pytest.mark.parametrize(
    "other",
    [
        {"signature": OTHER},
        {"logos": []},
        {"logos": [{"sha256": MARK.sha256, "alt": "Another University"}]},
        {"template": ""},
    ],
)
def test_another_picture_or_look_asks_for_another_approval(
    session: Session, cast: Cast, other: dict[str, Any]
) -> None:
    first = ask(session, illustrated(session), SIGNED, MARK)
    say_yes(session, first.terms)
    assert ask(session, illustrated(session)) is first, "it is approved so"
    second = ask(session, illustrated(session, **other), OTHER)
    assert second.number == first.number + 1
    assert fingerprint(second.terms, TEMPLATES) != fingerprint(first.terms, TEMPLATES)
    with pytest.raises(RefusedError):
        say_yes(session, first.terms)
    say_yes(session, second.terms)
    approved = activity_of(session, cast.fall.id)
    assert approved is not None
    assert approved.activity.signatories == second.terms["signatories"]


def test_what_waits_shows_its_pictures_and_the_approval_keeps_them(
    session: Session, cast: Cast
) -> None:
    asked = ask(session, illustrated(session), SIGNED, MARK)
    both = {own.sha256: own.content for own in (SIGNED, MARK)}
    assert stored(session) == hashes_in_program(session, cast.fall.program_id) == set(both)
    waits = would_be(asked, cast.fall, newest_systems(session))
    assert pictures_of(session, waits.activity) == both
    setting = Setting("Program", "Fall", "America/Denver", 8, FALL_DAYS)
    made = proof(waits, "ama_pra_1", Case.USUAL, setting, STATIONERY)
    assert (made.pictures, made.template_key) == (frozenset(both), "cme_credit-formal")
    say_yes(session, asked.terms)
    approved = activity_of(session, cast.fall.id)
    assert approved is not None
    assert pictures_of(session, approved.activity) == both


def test_picture_stays_while_anything_that_was_asked_for_names_it(
    session: Session, cast: Cast
) -> None:
    ask(session, illustrated(session), SIGNED, MARK)
    take_back(session, cast.fall, by=cast.id("cora"), now=NOW)
    with pytest.raises(IntegrityError), session.begin_nested():
        session.execute(delete(CertificateImage))
    again = ask(session, illustrated(session))
    assert again.terms["logos"] == [{"sha256": MARK.sha256, "alt": "Example University"}]


def test_request_that_names_a_picture_which_is_not_here_is_refused(session: Session) -> None:
    with pytest.raises(RefusedError) as refused:
        ask(session, illustrated(session), MARK)
    assert refused.value.reason == GONE


def test_pictures_of_what_was_asked_for_go_with_the_draft(session: Session, cast: Cast) -> None:
    dates = Dates(date(2027, 1, 14), time(12), "America/Denver", 60)
    draft = start_draft(session, cast.program, dates, "Draft", by=cast.id("cora"), now=NOW)
    ask(session, illustrated(session), SIGNED, MARK, cohort=draft)
    assert stored(session) == {SIGNED.sha256, MARK.sha256}
    discard_draft(session, draft, by=cast.id("cora"), now=NOW)
    assert stored(session) == set()
