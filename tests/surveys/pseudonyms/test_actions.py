"""The key: random, read aloud without error, and no look at it without a line."""

import re

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.cohorts.rules import WHY
from app.core.models import AuditLine
from app.surveys.enums import IdentityMode
from app.surveys.pseudonyms.actions import look_up
from app.surveys.pseudonyms.rules import ALPHABET, pseudonym
from tests.cast import NOW, Cast
from tests.refusals import refuses
from tests.surveys.asking import invite_people, put_survey, send


def test_how_a_pseudonym_reads() -> None:
    signs = iter("K7M2QX")
    assert pseudonym(lambda alphabet: next(signs)) == "K7M-2QX"
    assert len(set(ALPHABET)) == 32
    assert set("ILOU").isdisjoint(ALPHABET)


def test_a_look_at_the_key_says_who_looked_and_why(session: Session, cast: Cast) -> None:
    survey = put_survey(session, cast.fall, IdentityMode.CONFIDENTIAL)
    people = invite_people(session, survey, 3)
    for asked in people:
        send(session, asked)
    with refuses(WHY):
        look_up(session, survey.scope_id, why=" ", by=cast.id("cora"), now=NOW)
    found = look_up(session, survey.scope_id, why="Consent taken back", by=cast.id("cora"), now=NOW)
    assert {line.enrollment_id for line in found} == {asked.enrollment_id for asked in people}
    assert {line.given_name for line in found} == {"P0", "P1", "P2"}
    assert all(re.fullmatch(r"[0-9A-Z]{3}-[0-9A-Z]{3}", line.pseudonym) for line in found)
    seen = select(AuditLine).where(col(AuditLine.act) == "pseudonyms.opened")
    (line,) = session.scalars(seen)
    assert (line.actor_id, line.reason) == (cast.id("cora"), "Consent taken back")
    assert line.object_id == str(survey.scope_id)
