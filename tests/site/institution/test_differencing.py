"""No two views of any lead tell of a few: people and roles move, sites merge, days pass.

What happens is drawn by a seed and done by the real actions. Every day the worker counts, and both
leads look at their pages. `tests/cohorts/institutions` has the same of the rule alone, over many
more worlds.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import combinations
from random import Random
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.cohorts.enrollments.actions import enroll, transfer, withdraw
from app.cohorts.enrollments.queries import locked_place
from app.cohorts.enums import EnrollmentStatus
from app.cohorts.institutions.queries import snapshots
from app.cohorts.institutions.rules import SMALLEST, Numbers
from app.credit.tallies.actions import take_snapshots
from app.people.directory.actions import add_institution
from app.people.enums import Profession, Scope
from app.people.institutions.merges.actions import Merge, merge
from app.people.institutions.queries import count_people
from app.people.models import Institution, Person, RoleGrant
from app.policy.table import Role
from tests.cast import NOW, Cast, make_completer, make_person
from tests.client import SignIn
from tests.site.institution.whole import PAGE, REPORT, Number, said

LEADS = ("lee", "fay")
DAYS = 12


@dataclass(frozen=True)
class View:
    """What a lead was told on a day, and beside whom."""

    scope: frozenset[UUID]
    merged: int
    """How often institutions had merged by then."""
    told: dict[str, Number]
    own: Numbers


class Course:
    """A cohort whose people, institutions and leads change."""

    def __init__(self, session: Session, cast: Cast, seed: int) -> None:
        self.session, self.cast, self.random = session, cast, Random(seed)
        self.by, self.merged, self.done = cast.id("cora"), 0, set[UUID]()
        self.sites = list(session.scalars(select(Institution).order_by(col(Institution.name))))
        for name in ("Mesa", "Tundra"):
            self.sites.append(
                add_institution(
                    session, f"{name} School", short_name=name, zone="UTC", by=None, now=NOW
                )
            )
        self.people: list[Person] = []
        for number in range(44):
            home = self.random.choice(self.sites)
            self.people.append(
                make_person(
                    session,
                    f"p{number}",
                    "P",
                    f"P{number}",
                    "MD",
                    Profession.PHYSICIAN,
                    institution=home,
                )
            )
        session.flush()
        self.lead("lee", [0])

    def lead(self, name: str, sites: list[int]) -> None:
        """Give somebody the lead of these, and no others."""
        mine = select(RoleGrant).where(
            col(RoleGrant.person_id) == self.cast.id(name), col(RoleGrant.role) == Role.LEAD
        )
        for grant in self.session.scalars(mine):
            self.session.delete(grant)
        self.session.flush()
        for site in {self.sites[n % len(self.sites)].id for n in sites}:
            self.cast.grant(name, Role.LEAD, Scope.INSTITUTION, site)

    def scope(self, name: str) -> frozenset[UUID]:
        mine = select(col(RoleGrant.scope_id)).where(
            col(RoleGrant.person_id) == self.cast.id(name),
            col(RoleGrant.role) == Role.LEAD,
            col(RoleGrant.revoked_at).is_(None),
        )
        return frozenset(key for key in self.session.scalars(mine) if key is not None)

    def total(self, number: int, scope: frozenset[UUID]) -> Numbers:
        """How many people of some institutions there were on a day that was kept."""
        of = snapshots(self.session, self.cast.spring.id)[number].of
        some = [numbers for key, numbers in of.items() if key in scope]
        return Numbers(sum(n.people for n in some), sum(n.complete for n in some))

    def others(self, of: str, view: View, told: View) -> int:
        """How many others there were beside the people of a view, when a number was told."""
        kept = snapshots(self.session, self.cast.spring.id)
        (then,) = (s for s in kept if f"{s.taken_at:%b} {s.taken_at.day}" in told.told[of].as_of)
        return sum(getattr(n, of) for key, n in then.of.items() if key not in view.scope)

    def happen(self, now: datetime) -> None:
        """One event."""
        some = self.random.sample(self.people, self.random.randrange(1, 16))
        match self.random.randrange(9):
            case 0 if len(self.sites) > 2:
                source = self.sites.pop(self.random.randrange(1, len(self.sites)))
                target = self.random.choice(self.sites)
                moving = count_people(self.session, source.id)
                agreed = Merge(source.id, target.id, moving, "One.")
                merge(self.session, agreed, by=self.by, now=now)
                self.session.expire_all()
                self.merged += 1
            case 1 | 2:
                sites = [self.random.randrange(4) for _ in range(self.random.randrange(1, 3))]
                self.lead(self.random.choice(["lee", "fay"]), sites)
            case 3:
                for person in some[:4]:
                    person.institution_id = self.random.choice(self.sites).id
            case _:
                for person in some:
                    self.go_on(person, now)
        self.session.flush()

    def go_on(self, person: Person, now: datetime) -> None:
        """In, further, out or elsewhere."""
        spring, fall = self.cast.spring, self.cast.fall
        place = locked_place(self.session, spring.id, person.id)
        if place is None or place.status is not EnrollmentStatus.ENROLLED:
            if locked_place(self.session, fall.id, person.id) is None:
                enroll(self.session, spring, person.id, by=self.by, now=now)
        elif self.random.random() < 0.12:
            withdraw(self.session, place, reason="Time.", by=self.by, now=now)
        elif self.random.random() < 0.06:
            transfer(self.session, place, fall, reason="Time.", by=self.by, now=now)
        elif person.id not in self.done:
            self.done.add(person.id)
            make_completer(self.session, person, spring)


@pytest.mark.parametrize("seed", [1, 2, 5])
def test_no_two_views_of_any_lead_tell_of_a_few(
    sign_in: SignIn, session: Session, cast: Cast, seed: int
) -> None:
    course = Course(session, cast, seed)
    views = [view for number in range(DAYS) for view in day(sign_in, course, number)]
    assert sum("complete" in view.told for view in views) >= 5, "something is told"
    for view in views:
        assert min(beside(view), default=SMALLEST) >= SMALLEST
        assert all(number.number % 5 == 0 for number in view.told.values())
    for before, after in combinations(views, 2):
        same = (before.scope, before.merged) == (after.scope, after.merged)
        for of in before.told.keys() & after.told.keys() if same else ():
            if before.told[of] != after.told[of]:
                changed = course.others(of, after, after) - course.others(of, after, before)
                assert abs(changed) >= SMALLEST


def day(sign_in: SignIn, course: Course, number: int) -> list[View]:
    """What happens on a day, and what the leads see after it."""
    now = NOW + timedelta(days=number)
    for _ in range(3):
        course.happen(now)
    take_snapshots(course.session, now=now)
    course.session.commit()
    return [look(sign_in, course, name) for name in LEADS]


def look(sign_in: SignIn, course: Course, name: str) -> View:
    """Both pages say the same. A lead without people in the cohort has no page of it."""
    browser, scope = sign_in(name), course.scope(name)
    own = course.total(-1, scope)
    page = browser.get(PAGE)
    assert page.status_code == (200 if own.people else 403 if not scope else 404)
    told = said(page.page.text) if own.people else {}
    if own.people:
        assert said(browser.page(REPORT).text) == told
    return View(scope, course.merged, told, own)


def beside(view: View) -> list[int]:
    """What is left of each group without own people."""
    left = {of: number.number - getattr(view.own, of) for of, number in view.told.items()}
    rest = [left["people"] - left["complete"]] if "complete" in left else []
    return [*left.values(), *rest]
