"""What is marked in one institution appears nowhere to the lead of another one, on any route.

People of Sonoran carry the marker in everything that is theirs: names, address, department, rank,
degrees, answers, reasons; some had applied and were enrolled while they belonged to High Desert,
and have moved. Every address of the application that names anything is asked for them, with what
lists, searches and spreadsheets take, as Lee, who leads High Desert. That the walk finds what there
is to find is shown by walking it as their coordinator.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from fastapi import FastAPI
from sqlalchemy.orm import Session

from app.cohorts.enrollments.actions import enroll, withdraw
from app.cohorts.enrollments.queries import locked_place
from app.cohorts.joining.actions import let_wait
from app.people.addresses.queries import addresses_of
from app.people.enums import Profession
from app.people.models import Institution, Person
from tests import applying
from tests.addresses import cases, handlers
from tests.applying import by_application
from tests.cast import NOW, Cast, make_person
from tests.client import Browser, SignIn
from tests.issued import INSTALLATION

MARKER, OWN = "zqxjv", "wkyhp"
BAIT = {MARKER: "zqx", OWN: "wky"}
"""What is searched for: a page may say it again, and it is not the marker."""
WAYS = (
    "?format=csv",
    "?show=all&sort=-name",
    "?cohort=fall-2026",
    "?cohort=spring-2026&page=2",
    *(f"?q={bait}{more}" for bait in BAIT.values() for more in ("", "&format=csv")),
)
SENT = {"decision": "seat", "reason": "Seen.", "email": "zqx@example.org"}
LEFT_OUT = ("/demo/", "/sign-in/demo", "/sign-out")
"""The demo shows everybody's letters, all of them invented; and who signs out sees no more."""


@dataclass(frozen=True)
class Planted:
    """People with a marker: one in the cohort, one who applied."""

    enrolled: Person
    applied: Person
    place: str
    people: list[Person]


def plant(session: Session, cast: Cast, marker: str, like: str, *, begin: int = 0) -> Planted:
    """Four people of the institution of one of the cast: in, applied, waiting, and gone."""
    home = session.get_one(Institution, cast.person(like).institution_id)
    cora = cast.id("cora")
    people = []
    for number in range(begin, begin + 4):
        key, profession = f"{marker}{number}", Profession.OTHER
        given, family = f"{marker} given {number}", f"{marker} family {number}"
        person = make_person(session, key, given, family, marker, profession, institution=home)
        person.department = person.rank = person.certificate_name = f"{marker} department"
        people.append(person)
    session.flush()
    enrolled, applied, waiting, gone = people
    enroll(session, cast.fall, enrolled.id, by=cora, now=NOW)
    enroll(session, cast.spring, enrolled.id, by=cora, now=NOW)
    applying.apply(session, cast.fall, applied.id, why=f"{marker} why")
    let_wait(session, cast.fall, waiting.id, by=cora, now=NOW)
    place = enroll(session, cast.fall, gone.id, by=cora, now=NOW)
    withdraw(session, place, reason=f"{marker} reason", by=cora, now=NOW)
    own = locked_place(session, cast.fall.id, applied.id)
    assert own is not None
    return Planted(enrolled, applied, str(own.id), people)


def asked(app: FastAPI, objects: dict[str, dict[str, str]]) -> Iterator[tuple[str, str]]:
    """(method, address) of everything that is guarded, and of what is public and names nothing."""
    for method, address, *_ in cases(app, objects):
        yield method, address
    for route, handler in handlers(app):
        is_public = getattr(handler, "action", None) is None
        if is_public and "{" not in route.path:
            yield "POST" if "POST" in (route.methods or ()) else "GET", route.path
    yield from (("GET", f"/join/{slug}") for slug in ("fall-2026", "spring-2026"))
    for bait in BAIT.values():
        yield "GET", f"/manage/people/{bait}"
        yield "GET", f"/institution/applications/{bait}"
        yield "GET", f"/institution?cohort={bait}"


@dataclass
class Walk:
    """How much was asked, and where each marker was."""

    asked: int
    found: dict[str, list[str]]


def walk(
    app: FastAPI,
    browser: Browser,
    objects: dict[str, dict[str, str]],
    methods: tuple[str, ...] = ("GET", "POST"),
    *,
    in_every_way: bool = True,
) -> Walk:
    """Ask everything, and look at all that comes back, its headers too.

    `in_every_way`: of what is theirs to see, too, what lists are asked.
    """
    seen = Walk(0, {marker: [] for marker in BAIT})
    for method, address in asked(app, objects):
        if method not in methods or address.startswith(LEFT_OUT):
            continue
        answers = [browser.request(method, address)]
        if method == "POST":
            answers.append(browser.post(address, data=SENT))
        elif in_every_way and answers[0].status_code == 200 and "?" not in address:
            answers += [browser.get(address + way) for way in WAYS]
        for answer in answers:
            seen.asked += 1
            said = f"{answer.text} {answer.headers}".casefold()
            for marker in BAIT:
                if marker in said:
                    where = f"{answer.request.method} {answer.url}: {answer.status_code}"
                    seen.found[marker].append(where)
    return seen


def plant_both(session: Session, cast: Cast, objects: dict[str, dict[str, str]]) -> None:
    """People of both institutions in cohorts in which leads decide.

    Whatever an address names is of Sonoran's, where it can be.
    """
    by_application(session, cast)
    cast.fall.leads_decide = True
    plant(session, cast, OWN, "lee")
    theirs = plant(session, cast, MARKER, "ben")
    for moved in plant(session, cast, MARKER, "lee", begin=4).people:
        moved.institution_id = theirs.enrolled.institution_id
    for slug in ("fall-2026", "spring-2026"):
        objects[slug] |= {
            "person": str(theirs.enrolled.id),
            "other": str(theirs.applied.id),
            "address": str(addresses_of(session, theirs.enrolled.id)[0].id),
        }
    objects[INSTALLATION] |= {
        "application": theirs.place,
        "institution": str(theirs.enrolled.institution_id),
    }
    session.commit()


def test_no_route_shows_another_institutions_people_to_a_lead(
    app: FastAPI,
    sign_in: SignIn,
    session: Session,
    cast: Cast,
    objects: dict[str, dict[str, str]],
) -> None:
    plant_both(session, cast, objects)
    walked = walk(app, sign_in("lee"), objects)
    assert walked.found[MARKER] == []
    assert walked.asked >= 600
    own = [where for where in walked.found[OWN] if where.startswith("GET")]
    assert len(own) >= 12, "of own people there is something to find"
    theirs = walk(app, sign_in("cora"), objects, ("GET",), in_every_way=False)
    assert len(theirs.found[MARKER]) >= 15, "a coordinator is shown what is hidden from a lead"
