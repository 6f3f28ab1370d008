"""What a lead is told of others tells of no group under five, also over days and roles."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from itertools import combinations
from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st

from app.cohorts.institutions.rules import (
    SMALLEST,
    Numbers,
    Release,
    Snapshot,
    is_told,
    of_other_institutions,
    released,
)

START = datetime(2026, 9, 1, tzinfo=UTC)
SITES = [UUID(int=number) for number in range(1, 5)]
A, B, C, D = SITES
SCOPES = [{A}, {B}, {A, B}]
"""What one lead may lead, now or later."""
AWAY, HELD, IN, COMPLETE = range(4)


@st.composite
def histories(draw: st.DrawFn) -> list[Snapshot]:
    """Days of a cohort: every day some people of some sites come, go, wait or complete."""
    people = [(site, AWAY) for site in SITES for _ in range(draw(st.integers(0, 12)))]
    found = []
    for number in range(draw(st.integers(1, 7))):
        changed = draw(st.lists(st.integers(0, max(0, len(people) - 1)), max_size=14))
        for who in changed if people else ():
            people[who] = (people[who][0], draw(st.sampled_from([AWAY, IN, IN, COMPLETE, HELD])))
        found.append(Snapshot(START + timedelta(days=number), _counts(people)))
    return found


def _counts(people: list[tuple[UUID, int]]) -> Mapping[UUID, Numbers]:
    return {
        site: Numbers(
            people=sum(s == site and state >= IN for s, state in people),
            complete=sum(s == site and state == COMPLETE for s, state in people),
            held=sum(s == site and state == HELD for s, state in people),
        )
        for site in {site for site, _state in people}
    }


def views(history: list[Snapshot], own: set[UUID]) -> list[Release]:
    """What a lead of some sites is told, day by day."""
    by_day = (released(history[: day + 1], own) for day in range(len(history)))
    return [release for release in by_day if release is not None]


@settings(max_examples=400)
@given(histories())
def test_no_two_days_differ_by_fewer_than_five(history: list[Snapshot]) -> None:
    for own in SCOPES:
        for before, after in combinations(views(history, own), 2):
            people = after.others.people - before.others.people
            complete = after.others.complete - before.others.complete
            assert is_told(abs(people))
            assert is_told(abs(complete))
            assert is_told(abs(people - complete))


@settings(max_examples=400)
@given(histories())
def test_who_leads_more_later_learns_of_no_few(history: list[Snapshot]) -> None:
    """One day as a lead of A, another of A and B: B's people are known by name from then on."""
    by_moment = {snapshot.taken_at: snapshot for snapshot in history}
    for first in ({A}, {B}):
        for before in views(history, first):
            rest = by_moment[before.as_of].without({A, B})
            for after in views(history, {A, B}):
                if after.as_of < before.as_of:
                    continue
                people = after.others.people - rest.people
                complete = after.others.complete - rest.complete
                assert is_told(abs(people))
                assert is_told(abs(complete))
                assert is_told(abs(people - complete))


@given(histories())
def test_seats_that_everybody_sees_tell_no_more(history: list[Snapshot]) -> None:
    """The seats taken less own people and those that are told: seats that are held elsewhere."""
    by_moment = {snapshot.taken_at: snapshot for snapshot in history}
    for own in SCOPES:
        for release in views(history, own):
            seen = by_moment[release.as_of]
            taken = sum(numbers.people + numbers.held for numbers in seen.of.values())
            known = sum(n.people + n.held for site, n in seen.of.items() if site in own)
            assert is_told(taken - known - release.others.people)


@given(histories())
def test_words_name_no_number_under_five(history: list[Snapshot]) -> None:
    for own in SCOPES:
        for release in views(history, own):
            said = of_other_institutions(release.others)
            people, complete = release.others.people, release.others.complete
            if "percent" in said.facts:
                assert min(people, complete, people - complete) >= SMALLEST
            if "count" in said.facts:
                assert people >= SMALLEST


def test_old_numbers_stand_until_five_have_changed() -> None:
    def at(day: int, people: int, complete: int) -> Snapshot:
        return Snapshot(START + timedelta(days=day), {C: Numbers(people, complete)})

    history = [at(0, 20, 6), at(1, 20, 8), at(2, 20, 11), at(3, 22, 11), at(4, 20, 9)]
    days = [released(history[: n + 1], {A}) for n in range(5)]
    assert [(r.as_of - START).days for r in days if r] == [0, 0, 2, 2, 2]


def test_nobody_has_numbers_without_a_snapshot() -> None:
    assert released([], {A}) is None
    assert released([Snapshot(START, {C: Numbers(20, 10, held=2)})], {A}) is None
