"""Groups: even, mixed, as wished, and the same from the same number."""

from collections import Counter
from collections.abc import Sequence
from itertools import combinations
from random import Random
from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st

from app.casework.breakouts import rules
from app.casework.breakouts.enums import Wish
from app.casework.breakouts.rules import Candidate, Formed, Wished, form

RANKS = ("", "Assistant Professor", "Professor")


def person(number: int, site: int, rank: str = "") -> Candidate:
    return Candidate(UUID(int=number + 1), f"Person {number}", UUID(int=1000 + site), rank)


drawn_people = st.lists(
    st.tuples(st.integers(0, 6), st.sampled_from(RANKS)), min_size=1, max_size=60
)
crowds = drawn_people.map(lambda drawn: [person(number, *own) for number, own in enumerate(drawn)])
few = st.lists(st.integers(0, 2), min_size=2, max_size=7).map(
    lambda drawn: [person(number, site) for number, site in enumerate(drawn)]
)
sizes = st.integers(rules.LEAST, 9)
seeds = st.integers(1, rules.MOST_SEEDS)


@st.composite
def wishes(draw: st.DrawFn, people: Sequence[Candidate]) -> list[Wished]:
    somebody = st.sampled_from([own.id for own in people])
    pairs = st.tuples(somebody, somebody).filter(lambda two: two[0] != two[1])
    drawn = st.lists(st.tuples(st.sampled_from(Wish), pairs), max_size=6)
    return [Wished(wish, *pair) for wish, pair in draw(drawn)]


def institutions(formed: Formed, people: Sequence[Candidate]) -> list[Counter[UUID]]:
    sites = {own.id: own.institution for own in people}
    return [Counter(sites[key] for key in group) for group in formed.groups]


@given(crowds, sizes, seeds)
def test_everybody_is_in_one_group_and_groups_differ_by_one_at_most(
    people: list[Candidate], size: int, seed: int
) -> None:
    groups = form(people, size, seed=seed).groups
    assert sorted(key for group in groups for key in group) == sorted(own.id for own in people)
    lengths = [len(group) for group in groups]
    assert max(lengths) <= size
    assert max(lengths) - min(lengths) <= 1
    assert len(groups) == -(-len(people) // size)


@given(crowds, sizes, seeds)
def test_no_group_has_more_of_an_institution_than_it_must(
    people: list[Candidate], size: int, seed: int
) -> None:
    formed = form(people, size, seed=seed)
    in_all = Counter(own.institution for own in people)
    for group in institutions(formed, people):
        for site, count in group.items():
            assert count <= -(-in_all[site] // len(formed.groups))


@given(crowds, sizes, seeds, st.randoms(use_true_random=False))
def test_same_people_and_number_make_the_same_groups(
    people: list[Candidate], size: int, seed: int, random: Random
) -> None:
    again = random.sample(people, len(people))
    assert form(people, size, seed=seed) == form(again, size, seed=seed)


@settings(max_examples=150)
@given(st.data(), crowds.filter(lambda people: len(people) > 1), sizes, seeds)
def test_wishes_are_kept_or_named(
    data: st.DataObject, people: list[Candidate], size: int, seed: int
) -> None:
    asked = data.draw(wishes(people))
    formed = form(people, size, asked, seed=seed)
    for own in asked:
        assert own in formed.unkept or rules.as_wished(formed.groups, own)
    lengths = [len(group) for group in formed.groups]
    assert max(lengths) - min(lengths) <= 1


@settings(max_examples=60)
@given(st.data(), few, st.integers(2, 4))
def test_wish_is_left_out_only_where_no_groups_at_all_would_keep_it(
    data: st.DataObject, people: list[Candidate], size: int
) -> None:
    """Against all ways in which so few people can sit."""
    asked = list(dict.fromkeys(data.draw(wishes(people))))
    formed = form(people, size, asked, seed=1)
    kept: list[Wished] = []
    for own in asked:
        can_be = any(
            all(rules.as_wished(groups, wish) for wish in [*kept, own])
            for groups in all_groups(
                [member.id for member in people], rules.sizes(len(people), size)
            )
        )
        assert can_be is (own not in formed.unkept)
        if can_be:
            kept.append(own)


def all_groups(people: list[UUID], lengths: list[int]) -> list[list[tuple[UUID, ...]]]:
    if not lengths:
        return [[]]
    return [
        [chosen, *rest]
        for chosen in combinations(people, lengths[0])
        for rest in all_groups([key for key in people if key not in chosen], lengths[1:])
    ]


def test_ranks_are_mixed_as_far_as_institutions_allow() -> None:
    people = [person(n, n // 4, RANKS[1 + n % 2]) for n in range(16)]
    formed = form(people, 4, seed=7)
    ranks = {own.id: own.rank for own in people}
    assert all(
        Counter(ranks[key] for key in group) == {RANKS[1]: 2, RANKS[2]: 2}
        for group in formed.groups
    )
    assert all(set(group.values()) == {1} for group in institutions(formed, people))


def test_other_number_makes_other_groups() -> None:
    people = [person(n, n % 5) for n in range(40)]
    assert len({form(people, 5, seed=seed).groups for seed in range(1, 6)}) == 5


def test_wish_that_cannot_be_is_said_with_names() -> None:
    first, second, third = people = [person(n, n) for n in range(3)]
    together = [
        Wished(Wish.TOGETHER, first.id, second.id),
        Wished(Wish.APART, second.id, first.id),
        Wished(Wish.TOGETHER, second.id, third.id),
    ]
    formed = form(people, 2, together, seed=1)
    assert formed.unkept == tuple(together[1:])
    names = {own.id: own.name for own in people}
    assert rules.why_not_kept(together[1], names) == rules.NOT_APART(
        one="Person 1", other="Person 0"
    )
    assert rules.why_not_kept(together[2], names) == rules.NOT_TOGETHER(
        one="Person 1", other="Person 2"
    )


def test_five_hundred_people_are_grouped_at_once() -> None:
    people = [person(n, n % 13, RANKS[n % 3]) for n in range(500)]
    formed = form(people, 5, seed=1)
    assert len(formed.groups) == 100
    assert max(max(group.values()) for group in institutions(formed, people)) == 1
