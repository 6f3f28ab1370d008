"""What an audit folder holds of disclosures: all that is this activity's, and nothing of others."""

from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy.orm import Session

from app.cohorts.gates.models import DisclosureRead
from app.cohorts.gates.queries import texts_read
from app.credit.disclosures.actions import add, leave_out, take_away
from app.credit.disclosures.enums import ControllerRole, Nature
from app.credit.disclosures.rules import Entered, Verdict
from app.credit.disclosures.signing.actions import enter_paper
from app.history.audit_folders.contents.folder import contents_of
from app.history.audit_folders.contents.queries import read_cohort
from app.history.audit_folders.cover.words import Cover, Ordered, cover_of
from tests.cast import NOW, Cast
from tests.certificates.office import here
from tests.credit.disclosures.cleared import ACME, clear, clear_all, give, need
from tests.history.audit_folders.ordered import WHY, rows_of

FALL = "fall-2026"
NEVER_SAID = "Disclosures of relationships: none are recorded in Waypost."


def read(session: Session) -> tuple[dict[str, bytes], Cover]:
    session.commit()
    session.expire_all()
    found = read_cohort(session, here(session, FALL), NOW)
    contents = contents_of(found)
    return contents.files(), cover_of(found, contents, Ordered(1, WHY, "Cora", invented=False))


def table(session: Session, name: str) -> list[dict[str, str]]:
    return rows_of(read(session)[0][f"disclosures/{name}.csv"])


def paper(session: Session, cast: Cast) -> UUID:
    """Somebody without an account, whose paper came by mail."""
    by = cast.id("cora")
    row = add(session, cast.fall, "Dr. Paper", ControllerRole.AUTHOR, by=by, now=NOW)
    enter_paper(
        session, cast.fall, row.id, (), none=True, typed_name="Dr. Paper", source="By mail",
        zone="America/Denver", by=by, now=NOW,
    )  # fmt: skip
    return row.id


def test_disclosures_are_as_signed_with_their_reviews(session: Session, cast: Cast) -> None:
    need(session, cast)
    give(session, cast, "fay", [ACME])
    clear(session, cast, "fay")
    clear(session, cast, "fay", Verdict(False))
    (given,) = table(session, "disclosures")
    assert (given["Disclosure"], given["Name"]) == ("1", cast.person("fay").sort_name)
    assert given["Has no relationships"] == "No"
    assert given["Statement"].startswith("I have disclosed all financial relationships")
    assert given["Version of the statement"] == "2026-12"
    (relationship,) = table(session, "relationships")
    said = ("Company", "Relationship", "Has ended")
    assert [relationship[name] for name in said] == ["Acme Devices", "consultant", "No"]
    first, second = table(session, "reviews")
    told = ("Review", "Relevant", "Mitigation", "In words", "Mitigated on")
    assert [first[name] for name in told] == [
        "1", "Yes", "peer_review", "Two peers read it.", NOW.date().isoformat(),
    ]  # fmt: skip
    assert [second[name] for name in told] == ["2", "No", "", "", ""]
    assert {row["By"] for row in (first, second)} == {cast.person("opal").display_name}


def test_list_says_who_is_how_far_and_what_was_entered(session: Session, cast: Cast) -> None:
    row = paper(session, cast)
    clear_all(session, cast)
    leave_out(session, cast.fall, cast.id("fay"), "Leads no content.", by=cast.id("opal"), now=NOW)
    take_away(session, cast.fall, row, "Wrote nothing.", by=cast.id("opal"), now=NOW)
    fay = cast.person("fay").sort_name
    there = {own["Name"]: own for own in table(session, "controllers")}
    assert (there[fay]["Status"], there[fay]["Left out because"]) == (
        "left_out", "Leads no content.",
    )  # fmt: skip
    assert there[cast.person("cora").sort_name]["Status"] == "cleared"
    assert "Dr. Paper" not in there
    entered = {own["Name"]: own for own in table(session, "entered")}
    assert entered["Dr. Paper"]["Taken away"]
    assert not entered[fay]["Taken away"]
    papers = [own for own in table(session, "disclosures") if own["Name"] == "Dr. Paper"]
    assert [own["How the paper came"] for own in papers] == ["By mail"]


def test_learners_were_told_what_and_read_it_when(session: Session, cast: Cast) -> None:
    give(session, cast, "fay", [ACME])
    need(session, cast)
    clear(session, cast, "fay")
    clear_all(session, cast)
    place = cast.enrollment("ada", FALL).id
    text = texts_read(session, cast.fall.id, None).current
    assert text is not None
    read_then = DisclosureRead(
        enrollment_id=place, text_id=text.id, sha256=text.sha256, read_at=NOW
    )
    session.add(read_then)
    texts = table(session, "texts")
    assert texts[-1]["Fingerprint (SHA-256)"] == text.sha256
    assert texts[-1]["Text"] == "\n".join(text.lines)
    (reader,) = table(session, "read")
    assert (reader["Name"], reader["Version"]) == (
        cast.person("ada").sort_name, texts[-1]["Version"],
    )  # fmt: skip
    assert reader["Fingerprint as it was shown (SHA-256)"] == text.sha256


def test_decisions_have_their_reasons(session: Session, cast: Cast) -> None:
    need(session, cast)
    (decision,) = table(session, "decisions")
    assert (decision["Disclosures are needed"], decision["Why"]) == (
        "Yes", "It has clinical content.",
    )  # fmt: skip
    assert decision["By"] == cast.person("opal").display_name


@pytest.mark.parametrize(
    ("days", "is_there"),
    [(-1000, False), (-300, True), (0, True), (400, False)],
)
def test_only_disclosures_of_this_activity_are_in_it(
    session: Session, cast: Cast, days: int, *, is_there: bool
) -> None:
    """Fay discloses for other activities, too: long before, and long after."""
    secret = Entered("Another Company", Nature.OWNER, has_ended=False)
    give(session, cast, "fay", [secret], now=NOW + timedelta(days=days))
    if days < 400:  # none is newer than one that is yet to come
        give(session, cast, "fay", now=NOW + timedelta(days=1))
    else:
        give(session, cast, "fay", now=NOW + timedelta(days=500))
    files, cover = read(session)
    held = b"".join(files.values())
    assert (b"Another Company" in held) is is_there
    assert any("signed after it closed" in line for line in cover.left_out)


def test_cover_says_that_none_are_recorded_only_where_none_are(
    session: Session, cast: Cast
) -> None:
    assert any(line.startswith(NEVER_SAID) for line in read(session)[1].left_out)
    give(session, cast, "fay")
    assert not any(line.startswith(NEVER_SAID) for line in read(session)[1].left_out)


def test_cover_says_what_is_left_out(session: Session) -> None:
    left_out = " ".join(read(session)[1].left_out)
    for what in (
        "applications", "reflections", "excuses", "make-ups", "discussions", "readings",
        "knowledge checks", "Answers to evaluations by person", "Messages", "recordings",
        "licenses",
    ):  # fmt: skip
        assert what in left_out, what
