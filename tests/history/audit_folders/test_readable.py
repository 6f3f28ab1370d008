"""What a folder keeps for programs stands in it for people, too, and is in its manifest."""

from dataclasses import fields
from datetime import UTC, datetime
from hashlib import sha256

from sqlalchemy.orm import Session

from app.credit.approvals import Approval
from app.credit.proposals.actions import give_back
from app.credit.proposals.terms import NOT_ASKED
from app.history.audit_folders.contents.folder import SUMS, contents_of, with_manifest
from app.history.audit_folders.contents.queries import read_cohort
from app.history.audit_folders.contents.readable import policy, proposals
from app.history.audit_folders.contents.readable.texts import flat
from app.history.audit_folders.cover.words import Cover, Ordered, cover_of
from app.packs.schema import PolicyData
from tests.cast import NOW, Cast
from tests.certificates.office import SPRING, claim, here, start
from tests.credit.approving import ask_for_fall
from tests.history.audit_folders.ordered import WHY


def texts(session: Session, slug: str = SPRING) -> dict[str, str]:
    session.commit()
    session.expire_all()
    held = contents_of(read_cohort(session, here(session, slug), NOW)).files()
    return {
        path: content.decode("utf-8-sig") for path, content in held.items() if path.endswith(".txt")
    }


def cover(session: Session) -> Cover:
    session.commit()
    session.expire_all()
    read = read_cohort(session, here(session), NOW)
    return cover_of(read, contents_of(read), Ordered(1, WHY, "Cora", invented=False))


def test_policy_says_every_rule_and_until_when_records_are_kept(session: Session) -> None:
    text = texts(session)["credit/policy.txt"]
    assert text.startswith("Policy for completion, version 1\n")
    assert "  Modules to sign: 4\n" in text
    assert "  The recording and a reflection: credit for enduring material, 100 words at le" in text
    assert "How long records are kept\n" in text
    assert "  Kept at least until: December 31, 20" in text
    assert "{" not in text, "nothing is left as it is stored"
    assert {*PolicyData.model_fields} == policy.TOLD


def test_proposals_say_every_term(session: Session, cast: Cast) -> None:
    asked = ask_for_fall(
        session,
        now=NOW,
        place="Online",
        expires_at=datetime(2027, 5, 31, 23, tzinfo=UTC),
        designated_at=datetime(2025, 3, 1, 15, tzinfo=UTC),
    )
    give_back(session, cast.fall, "Name the room.", by=cast.id("opal"), now=NOW)
    text = texts(session, "fall-2026")["credit/proposals.txt"]
    for line in ("Proposal 1", "Outcome: returned", "In words: Name the room.", "Place: Online",
                 "Expires: May 31, 2027, 5:00", "Designated since: March 1, 2025, 8:00",
                 "Part: module: 30 minutes each,"):  # fmt: skip
        assert line in text
    assert {*asked.terms} <= proposals.TOLD | proposals.NOT_TOLD
    ever = {field.name for field in fields(Approval)} - {*NOT_ASKED}
    assert ever == proposals.TOLD | proposals.NOT_TOLD, "also what most proposals leave out"
    assert "{credit_phrase}" not in text


def test_facts_of_the_history_stand_line_by_line(session: Session) -> None:
    claim(session)
    text = texts(session)["history.txt"]
    assert "claim.made" in text
    assert "  quarters: 22\n" in text


def test_facts_are_flat_in_a_fixed_order() -> None:
    facts = {"b": [1, {"x": "y"}], "a": {"c": None, "d": False}}
    assert list(flat(facts)) == ["a.d: False", "b 1: 1", "b 2.x: y"]


def test_manifest_has_the_texts(session: Session) -> None:
    session.commit()
    held = contents_of(read_cohort(session, here(session), NOW)).files()
    sums = with_manifest(held)[SUMS].decode()
    for path in ("credit/policy.txt", "credit/proposals.txt", "history.txt"):
        assert f"{sha256(held[path]).hexdigest()}  {path}\n" in sums
        assert path in {listed for listed, _about, _rows in cover(session).holds}


def test_cover_says_as_of_when_and_that_something_is_still_being_issued(session: Session) -> None:
    claim(session)
    assert cover(session).facts[0][0] == "Records as of"
    assert "Not complete yet" not in dict(cover(session).facts)
    start(session)
    said = dict(cover(session).facts)
    assert said["Not complete yet"] == (
        "2 certificates were being issued at that moment, and are not in this folder."
    )
