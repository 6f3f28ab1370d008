"""Nothing of a unit that is not open reaches anybody who may not see it, whatever they ask.

Every GET route of the application is asked for every text of the locked unit, with the full hash
and the shortest prefix, and with the ETag of what is behind it. Neither the words nor the hashes of
what somebody may not see are in any answer, and no answer confirms a guess.
"""

import re
from collections.abc import Iterator
from hashlib import sha256
from io import BytesIO
from uuid import UUID

import pytest
from fastapi import FastAPI
from pypdf import PdfReader
from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.cohorts.actions import add_session_part
from app.cohorts.enrollments.actions import enroll
from app.content.models import ContentPrint, ContentUpload, ContentVersion
from app.learning.models import Attestation
from app.people.enums import Scope
from app.people.grants.actions import grant_role
from app.people.models import RoleGrant
from app.policy.table import Role
from tests.addresses import handlers
from tests.cast import NOW, Cast
from tests.client import Answer, Browser, SignIn
from tests.packed import PROGRAM
from tests.packs.samples import SVG
from tests.releases import release

LOCKED = 3
MODULE_WORDS = (
    f"Text of module {LOCKED}.",
    f"Reading {LOCKED}a",
    f"Reflect on {LOCKED}.",
    f"Name objective {LOCKED}",
    f"10.1234/test.{LOCKED}",
    "Which is right?",
    "Yes, this.",
    "%PDF-",
)
QUESTION = f"Bring question {LOCKED}."
"""From the module, and shown in the room of its session."""
CASE_WORDS = (f"Case for learners {LOCKED}.",)
GUIDE_WORDS = (f"Guide only {LOCKED}.", f"Guide {LOCKED}")
UNCHANGED = "HTTP 304"
"""Says that a guessed ETag is right."""
ALL_WORDS = (*MODULE_WORDS, QUESTION, *CASE_WORDS, *GUIDE_WORDS, SVG, UNCHANGED)
PDF = b"%PDF-1.7 not really"


class Locked:
    """The texts of the locked unit of the running cohort, and every address that could show one."""

    def __init__(self, app: FastAPI, session: Session, cast: Cast) -> None:
        release(
            session, (f"0{LOCKED}-module-{LOCKED}.md", "Text of module", "Newer text of module")
        )
        self.versions = session.scalars(
            select(ContentVersion).where(
                col(ContentVersion.program) == PROGRAM,
                col(ContentVersion.key).in_([f"module-{LOCKED}", f"case-{LOCKED}"]),
            )
        ).all()
        assert len(self.versions) == 4
        for version in self.versions:
            if version.kind == "module":
                session.add(
                    ContentPrint(version_id=version.id, template="t", pdf=PDF, pages=1, made_at=NOW)
                )
        upload = ContentUpload(
            program=PROGRAM, file_name="p.zip", content=b"", by=cast.id("cora"), sent_at=NOW
        )
        session.add(upload)
        session.flush()
        self.unit_of_ben = cast.unit("spring-2026", LOCKED).id
        self.signed_by_ben = session.scalars(
            select(col(Attestation.id)).where(col(Attestation.unit_id) == self.unit_of_ben)
        ).one()
        self.upload: UUID = upload.id
        self.app = app
        session.commit()

    @property
    def etags(self) -> str:
        """Every tag that an answer with one of these texts could have."""
        hashes = {hash_ for version in self.versions for hash_ in version.figures.values()}
        tags = [*hashes, sha256(PDF).hexdigest()[:32], *(version.hash for version in self.versions)]
        return ", ".join(f'"{tag}"' for tag in tags)

    def addresses(self, cohort: str) -> Iterator[str]:
        """Every GET address there is, filled with everything that names the locked unit."""
        for route, _ in handlers(self.app):
            if "GET" in (route.methods or ()):
                yield from self._filled(route.path, cohort)

    def _filled(self, path: str, cohort: str) -> Iterator[str]:
        names = set(re.findall(r"\{(\w+)", path))
        always = {
            "cohort": cohort,
            "program": PROGRAM,
            "position": str(LOCKED),
            "release": "1",
            "upload": str(self.upload),
            "attestation": str(self.signed_by_ben),
            "n": "1",
            "persona": "ada",
        }
        for version in self.versions:
            for length in (8, 64):
                for name in [*version.figures, "plan.svg"]:
                    known = always | {
                        "kind": version.kind,
                        "key": version.key,
                        "version": version.hash[:length],
                        "name": name,
                    }
                    if names <= set(known):
                        yield re.sub(r"\{(\w+)[^}]*\}", lambda m, k=known: k[m[1]], path)  # type: ignore[misc]


@pytest.fixture
def locked(app: FastAPI, session: Session, cast: Cast) -> Locked:
    """The locked unit, in two versions of its module."""
    return Locked(app, session, cast)


def read(answer: Answer, address: str) -> str:
    """What an answer says; of the PDF that every learner has, of their own, what it prints."""
    if answer.status_code == 200 and address.endswith("/reflections.pdf"):
        return " ".join(page.extract_text() for page in PdfReader(BytesIO(answer.content)).pages)
    return answer.content.decode(errors="replace")


def ask(reader: Browser, locked: Locked, cohort: str = "fall-2026") -> dict[str, str]:
    """All that a reader is given, by address; each is asked with and without the right ETag."""
    given = {}
    for address in dict.fromkeys(locked.addresses(cohort)):
        for headers in ({}, {"if-none-match": locked.etags, "hx-request": "true"}):
            answer = reader.get(address, headers=headers)
            assert answer.status_code < 500, address
            text = read(answer, address)
            said = f"HTTP {answer.status_code}\n{answer.headers}\n{text}"
            given[f"{address} {headers}"] = said
    assert len(given) > 100
    return given


def assert_nothing(given: dict[str, str], words: tuple[str, ...], locked: Locked) -> None:
    """No answer has one of these words, or says what a version's hash begins with."""
    hashes = {version.hash for version in locked.versions}
    for address, said in given.items():
        found = [word for word in words if word in said]
        assert not found, (address, found)
        path = address.split(" ")[0]
        own = next((hash_[:8] for hash_ in hashes if hash_[:8] in path), None)
        told = [hash_[:8] for hash_ in hashes if hash_[:8] in said and hash_[:8] != own]
        assert not told, address


def grant(
    session: Session, person_id: UUID, role: Role, scope: Scope, of: UUID | None
) -> RoleGrant:
    given = grant_role(session, person_id, role, scope, of, by=None, now=NOW)
    session.commit()
    return given


@pytest.mark.parametrize("persona", ["ada", "ben", "lee", "nobody"])
def test_nothing_reaches_learners_leads_and_strangers(
    sign_in: SignIn, browser: Browser, locked: Locked, persona: str
) -> None:
    if persona == "ben":  # what he signed is his: by his own address it is shown
        locked.signed_by_ben = UUID(int=0)
    reader = browser if persona == "nobody" else sign_in(persona)
    assert_nothing(ask(reader, locked), ALL_WORDS, locked)


def test_nothing_reaches_who_has_withdrawn(
    sign_in: SignIn, locked: Locked, session: Session, cast: Cast
) -> None:
    ada = sign_in("ada")
    cast.withdraw("ada")
    session.commit()
    assert_nothing(ask(ada, locked), ALL_WORDS, locked)


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.FACILITATOR, Role.ADMINISTRATOR])
def test_nothing_reaches_who_lost_a_role_in_the_middle(
    sign_in: SignIn, locked: Locked, session: Session, cast: Cast, role: Role
) -> None:
    persona = {Role.COORDINATOR: "cora", Role.FACILITATOR: "fay", Role.ADMINISTRATOR: "abe"}[role]
    reader = sign_in(persona)
    before = [said for said in ask(reader, locked).values() if GUIDE_WORDS[0] in said]
    assert before
    for given in session.scalars(
        select(RoleGrant).where(col(RoleGrant.person_id) == cast.id(persona))
    ):
        given.revoked_at = NOW
    session.commit()
    assert_nothing(ask(reader, locked), ALL_WORDS, locked)


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.FACILITATOR])
def test_learner_with_a_role_elsewhere_is_a_learner_here(
    sign_in: SignIn, locked: Locked, session: Session, cast: Cast, role: Role
) -> None:
    there = cast.cohort("coach-2026")
    if role is Role.COORDINATOR:
        grant(session, cast.id("ada"), role, Scope.PROGRAM, there.program_id)
    else:
        grant(session, cast.id("ada"), role, Scope.COHORT, there.id)
    assert_nothing(ask(sign_in("ada"), locked), ALL_WORDS, locked)


def test_coordinator_of_another_program_who_learns_there_sees_nothing_more(
    sign_in: SignIn, locked: Locked, session: Session, cast: Cast
) -> None:
    grant(
        session,
        cast.id("lee"),
        Role.COORDINATOR,
        Scope.PROGRAM,
        cast.cohort("coach-2026").program_id,
    )
    lee = sign_in("lee")
    assert_nothing(ask(lee, locked), ALL_WORDS, locked)
    enroll(session, cast.cohort("fall-2026"), cast.id("lee"), by=None, now=NOW)
    session.commit()
    assert_nothing(ask(lee, locked), ALL_WORDS, locked)


def test_guest_of_another_session_sees_nothing_of_this_one(
    sign_in: SignIn, locked: Locked, session: Session, cast: Cast
) -> None:
    for persona in ("lee", "ada"):
        held = cast.case_session("fall-2026", 2)
        add_session_part(session, held.id, cast.id(persona), "guest", by=None, now=NOW)
    session.commit()
    for persona in ("lee", "ada"):
        assert_nothing(ask(sign_in(persona), locked), ALL_WORDS, locked)


@pytest.mark.parametrize("persona", ["fay", "lee"])
def test_who_leads_the_session_sees_its_case_and_guide_and_never_the_module(
    sign_in: SignIn, locked: Locked, session: Session, cast: Cast, persona: str
) -> None:
    if persona == "lee":
        held = cast.case_session("fall-2026", LOCKED)
        add_session_part(session, held.id, cast.id(persona), "guest", by=None, now=NOW)
        session.commit()
    given = ask(sign_in(persona), locked)
    room = given[f"/teach/fall-2026/sessions/{LOCKED} {{}}"]
    assert GUIDE_WORDS[0] in room
    assert CASE_WORDS[0] in room
    outside = {a: said for a, said in given.items() if not a.startswith("/teach/")}
    assert_nothing(outside, ALL_WORDS, locked)
    assert_nothing(given, MODULE_WORDS, locked)


def test_signed_text_is_shown_to_its_signer_only(
    sign_in: SignIn, browser: Browser, locked: Locked
) -> None:
    path = f"/my/record/attestations/{locked.signed_by_ben}"
    assert MODULE_WORDS[0] in sign_in("ben").get(path).text
    for persona in ("ada", "fay", "cora", "lee", "abe"):
        other = sign_in(persona)
        for address in (path, f"{path}/figures/map.svg"):
            assert other.get(address).status_code == 404
            probe = other.get(address, headers={"if-none-match": locked.etags})
            assert probe.status_code == 404
