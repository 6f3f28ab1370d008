"""How easily people are found in a file, and what makes it harder."""

from hypothesis import given
from hypothesis import strategies as st

from app.outcomes.disclosure.risk import Coarsening, Way, coarsened, risk, ways

WEST = Coarsening("site", "region", {"UNM": "West", "Arizona": "West", "Yale": "East"})
NO_SITE = Coarsening("site", "no institution")
NO_RANK = Coarsening("rank", "no rank")
COLUMNS = ("rank", "site")


def people(**of_each: int) -> list[dict[str, str]]:
    """So many of each, as in `professor_UNM=5`."""
    return [
        dict(zip(COLUMNS, name.split("_"), strict=True))
        for name, count in of_each.items()
        for _number in range(count)
    ]


FILE = people(full_UNM=4, full_Arizona=1, full_Yale=6, associate_UNM=7, associate_Yale=5)


def test_k_is_the_smallest_class_and_those_in_small_ones_are_named() -> None:
    found = risk(FILE, COLUMNS)
    assert found.sizes == (1, 4, 5, 6, 7)
    assert (found.k, found.records, found.unique) == (1, 23, 1)
    assert found.exposed == (0, 1, 2, 3, 4)
    assert not found.is_low


def test_who_knows_less_finds_fewer() -> None:
    assert risk(FILE, ["rank"]).sizes == (11, 12)
    assert risk(FILE, []).sizes == (23,)


def test_a_missing_value_is_one_that_can_be_known() -> None:
    assert risk([{"rank": "full"}] * 5 + [{}], ["rank"]).sizes == (1, 5)


def test_a_file_of_nobody_exposes_nobody() -> None:
    found = risk([], COLUMNS)
    assert (found.k, found.unique, found.is_low) == (0, 0, True)


def test_ways_that_are_enough_leave_as_much_apart_as_they_can() -> None:
    found = ways(FILE, COLUMNS, [NO_SITE, WEST, NO_RANK])
    assert [way.coarsenings for way in found] == [(WEST,), (NO_SITE,)]
    assert [way.risk.sizes for way in found] == [(5, 5, 6, 7), (11, 12)]


def test_what_is_not_enough_by_itself_is_tried_with_others() -> None:
    rows = people(full_UNM=3, associate_UNM=3, full_Yale=3, associate_Yale=3)
    found = ways(rows, COLUMNS, [NO_SITE, NO_RANK], smallest=12)
    assert [way.coarsenings for way in found] == [(NO_SITE, NO_RANK)]


def test_a_file_that_needs_nothing_and_one_that_nothing_helps() -> None:
    rows = people(full_UNM=5)
    assert ways(rows, COLUMNS, [NO_RANK]) == [Way((), risk(rows, COLUMNS))]
    assert ways(people(full_UNM=4), COLUMNS, [NO_SITE, NO_RANK]) == []


def test_what_is_coarser_says_so_and_leaves_the_rest() -> None:
    row = {"rank": "full", "site": "UNM", "score": "5"}
    assert coarsened([row], [WEST]) == [{**row, "site": "West"}]
    assert coarsened([row], [NO_SITE, NO_RANK]) == [{"rank": "", "site": "", "score": "5"}]
    assert coarsened([{**row, "site": "Utah"}], [WEST]) == [{**row, "site": "Utah"}]


@given(st.lists(st.sampled_from(FILE), max_size=40), st.integers(1, 8))
def test_every_way_is_enough_and_without_any_part_of_it_is_not(
    rows: list[dict[str, str]], smallest: int
) -> None:
    for way in ways(rows, COLUMNS, [NO_SITE, WEST, NO_RANK], smallest=smallest):
        assert risk(coarsened(rows, way.coarsenings), COLUMNS, smallest=smallest).is_low
        for part in way.coarsenings:
            fewer = [other for other in way.coarsenings if other != part]
            assert not risk(coarsened(rows, fewer), COLUMNS, smallest=smallest).is_low
