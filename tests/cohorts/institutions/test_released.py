"""What leads are told while people come, go, complete and move, sites merge and roles change."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import combinations
from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st

from app.cohorts.institutions.rules import SMALLEST, AtLeast, Numbers, Release, Snapshot, released

START = datetime(2026, 9, 1, tzinfo=UTC)
SITES = [UUID(int=number) for number in range(1, 6)]
LEADS = range(2)
AWAY, IN, COMPLETE = range(3)
Scope = frozenset[UUID]


@dataclass
class Person:
    """Somebody who may be in the cohort."""

    site: UUID
    state: int = AWAY


@dataclass(frozen=True)
class View:
    """What one lead saw on one day."""

    lead: int
    scope: Scope
    own: Numbers
    into: dict[UUID, UUID]
    """Which institutions had merged by then: a scope names what they were at the time."""
    release: Release | None


@dataclass
class World:
    """A cohort, its leads, and everything that they have seen."""

    people: list[Person]
    scopes: list[Scope] = field(default_factory=lambda: [frozenset({SITES[0]}), frozenset()])
    into: dict[UUID, UUID] = field(default_factory=dict)
    kept: list[dict[UUID, Numbers]] = field(default_factory=list)
    views: list[View] = field(default_factory=list)

    def counts(self) -> dict[UUID, Numbers]:
        people = Counter(p.site for p in self.people if p.state >= IN)
        complete = Counter(p.site for p in self.people if p.state == COMPLETE)
        return {site: Numbers(people[site], complete[site]) for site in people}

    def history(self, into: dict[UUID, UUID]) -> list[Snapshot]:
        """What was kept; merged institutions as one, as it is read."""
        return [Snapshot(day(n), as_one(counts, into)) for n, counts in enumerate(self.kept)]

    def pass_day(self) -> None:
        """The worker counts, and all leads look."""
        self.kept.append(self.counts())
        history = self.history(self.into)
        for lead, scope in enumerate(self.scopes):
            own = total(history[-1].of, scope)
            release = released(history, scope, own)
            self.views.append(View(lead, scope, own, self.into, release))

    def merge(self, source: UUID, target: UUID) -> None:
        if source == target or source in self.into or target in self.into:
            return
        self.into = {k: target if v == source else v for k, v in self.into.items()}
        self.into = {**self.into, source: target}
        for person in self.people:
            person.site = target if person.site == source else person.site
        self.scopes = [
            scope - {source} | {target} if source in scope else scope for scope in self.scopes
        ]

    def others(self, scope: Scope, view: View, as_of: datetime) -> Numbers:
        """Who was beside a scope on a day, by the institutions that there were for a view."""
        (snapshot,) = (s for s in self.history(view.into) if s.taken_at == as_of)
        return total(snapshot.of, snapshot.of.keys() - scope)


def as_one(counts: dict[UUID, Numbers], into: dict[UUID, UUID]) -> dict[UUID, Numbers]:
    keys = [into.get(key, key) for key in counts]
    return {key: total(counts, {k for k in counts if into.get(k, k) == key}) for key in keys}


def day(number: int) -> datetime:
    return START + timedelta(days=number)


def total(of: dict[UUID, Numbers] | object, keys: object) -> Numbers:
    assert isinstance(of, dict)
    some = [numbers for key, numbers in of.items() if key in keys]  # type: ignore[operator]
    return Numbers(sum(n.people for n in some), sum(n.complete for n in some))


@st.composite
def worlds(draw: st.DrawFn) -> World:
    """People come, go (elsewhere, too), complete and move; sites merge; roles change; days pass."""
    world = World([Person(draw(st.sampled_from(SITES))) for _ in range(draw(st.integers(10, 60)))])
    some = st.sets(st.integers(0, len(world.people) - 1), max_size=25)
    for _ in range(draw(st.integers(1, 14))):
        match draw(st.integers(0, 9)):
            case 0:
                world.merge(draw(st.sampled_from(SITES)), draw(st.sampled_from(SITES)))
            case 1 | 2:
                led = draw(st.sets(st.sampled_from(SITES), max_size=3))
                scope = frozenset(world.into.get(site, site) for site in led)
                world.scopes[draw(st.sampled_from(LEADS))] = scope
            case 3:
                to = draw(st.sampled_from([site for site in SITES if site not in world.into]))
                for who in draw(some):
                    world.people[who].site = to
            case _:
                state = draw(st.sampled_from([AWAY, IN, IN, COMPLETE, COMPLETE]))
                for who in draw(some):
                    world.people[who].state = state
        world.pass_day()
    return world


def told(release: Release) -> dict[str, AtLeast]:
    """The numbers by what they are about."""
    numbers = {"people": release.people}
    return numbers | ({"complete": release.complete} if release.complete else {})


@settings(max_examples=200)
@given(worlds())
def test_numbers_are_in_fives_and_leave_nobody_alone(world: World) -> None:
    for view in world.views:
        if view.release is None:
            continue
        numbers = told(view.release)
        left = {of: number.number - getattr(view.own, of) for of, number in numbers.items()}
        if "complete" in left:
            left["rest"] = left["people"] - left["complete"]
        assert min(left.values()) >= SMALLEST
        for of, number in numbers.items():
            assert number.number % 5 == 0
            others, _own = split(world, view, of, number)
            assert 0 <= others + _own - number.number < SMALLEST
        if complete := view.release.complete:
            then = world.others(view.scope, view, complete.as_of)
            assert then.complete >= SMALLEST
            assert then.people - then.complete >= SMALLEST, "nor of those who have not"


def split(world: World, view: View, of: str, number: AtLeast) -> tuple[int, int]:
    """How many there were of others, and of one's own."""
    everybody = getattr(world.others(frozenset(), view, number.as_of), of)
    others = getattr(world.others(view.scope, view, number.as_of), of)
    return others, everybody - others


@settings(max_examples=200)
@given(worlds())
def test_no_two_views_differ_by_fewer_than_five(world: World) -> None:
    """Of two leads, too, and of one who led others before, led more, or leads fewer."""
    seen = [view for view in world.views if view.release is not None]
    for one_view, other in combinations(seen, 2):
        assert one_view.release
        assert other.release
        before, after = told(one_view.release), told(other.release)
        same = one_view.scope == other.scope and one_view.into == other.into
        for of in before.keys() & after.keys():
            apart = after[of].number - before[of].number
            assert apart == 0 or abs(apart) >= SMALLEST
            if same and before[of] != after[of]:
                changed = (
                    split(world, other, of, after[of])[0] - split(world, other, of, before[of])[0]
                )
                assert abs(changed) >= SMALLEST


def test_numbers_stand_until_five_others_have_changed_for_sure() -> None:
    own, other = SITES[:2]
    course = [(3, 20), (9, 20), (9, 24), (9, 28), (9, 30), (1, 30), (1, 21)]
    history = [
        Snapshot(day(n), {own: Numbers(mine), other: Numbers(theirs)})
        for n, (mine, theirs) in enumerate(course)
    ]
    days = [released(history[: n + 1], {own}, Numbers(mine)) for n, (mine, _) in enumerate(course)]
    assert [r and (r.people.number, (r.people.as_of - START).days) for r in days] == [
        (20, 0), (20, 0), (20, 0), (35, 3), (35, 3), (35, 3), (35, 3),
    ]  # fmt: skip


def test_nothing_is_told_beside_many_own_people() -> None:
    own, other = SITES[:2]
    history = [Snapshot(START, {own: Numbers(10, 4), other: Numbers(20, 12)})]
    assert released(history, {own}, Numbers(10, 4)) == Release(
        AtLeast(30, START), AtLeast(15, START)
    )
    assert released(history, {own}, Numbers(12, 12)) == Release(AtLeast(30, START), None)
    assert released(history, {own}, Numbers(26, 4)) is None
    assert released([], {own}, Numbers()) is None


def test_of_a_day_when_few_others_were_left_to_complete_it_is_never_told_who_had() -> None:
    own, other = SITES[:2]
    history = [
        Snapshot(START, {own: Numbers(5), other: Numbers(9, 9)}),
        Snapshot(day(1), {own: Numbers(5), other: Numbers(29, 10)}),
    ]
    release = Release(AtLeast(30, day(1)), AtLeast(10, day(1)))
    assert released(history, {own}, Numbers(5)) == release, "the day before, nobody was left"
    few = [Snapshot(START, {other: Numbers(20, 19)})]
    assert released(few, {own}, Numbers()) == Release(AtLeast(20, START), None), "20 less 15 to 19"


def test_of_a_day_with_few_others_nothing_is_told_later_either() -> None:
    own, other = SITES[:2]
    history = [
        Snapshot(START, {own: Numbers(26), other: Numbers(6)}),
        Snapshot(day(1), {own: Numbers(10), other: Numbers(9)}),
    ]
    assert released(history, {own}, Numbers(10)) == Release(AtLeast(15, day(1)), None)
    assert released(history[:1], {own}, Numbers(10)) is None
