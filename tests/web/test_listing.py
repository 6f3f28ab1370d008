"""A list as its address asks for it: found, filtered, sorted, in pages, as a spreadsheet."""

from dataclasses import dataclass, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.web.listing import Asked, Column, Empty, Export, Filter, Find, Listing, cut, window
from app.web.shown import shown, shown_page, table_of
from app.web.spreadsheet import csv_text


@dataclass(frozen=True)
class Person:
    name: str
    field: str = ""
    score: int = 0


PEOPLE = (
    Person("Zia", "Surgery", 1),
    Person("Álvarez", "", 3),
    Person("begay", "anesthesiology", 1),
    Person("Nguyễn", "Surgery", 2),
)


def listing(page_size: int | None = None) -> Listing[Person]:
    return Listing(
        path="/people",
        columns=(
            Column(
                "Name",
                "name",
                sort=lambda person: person.name.casefold().replace("á", "a"),
                exports=(Export("Name", lambda person: person.name),),
            ),
            Column("Field", "field", sort=lambda person: person.field.casefold() or None),
            Column(
                "Score",
                "score",
                sort=lambda person: person.score,
                numeric=True,
                exports=(Export("Score", lambda person: person.score),),
            ),
            Column("Note"),
        ),
        nothing=Empty("Nobody", "Nobody is here."),
        filters=(
            Filter("all", "Everybody", lambda _: True),
            Filter("good", "Good", lambda person: person.score > 1, "good"),
        ),
        find=Find(lambda person: f"{person.name} {person.field}", "Find", "Find"),
        page_size=page_size,
        none_found=lambda query: f"Nobody like “{query}”.",
    )


def names(asked: Asked, page_size: int | None = None) -> list[str]:
    return [person.name for person in shown(listing(page_size), PEOPLE, asked).rows]


def test_usual_order_is_by_the_first_column_that_sorts() -> None:
    assert names(Asked()) == ["Álvarez", "begay", "Nguyễn", "Zia"]


@pytest.mark.parametrize(
    ("sort", "expected"),
    [
        ("-name", ["Zia", "Nguyễn", "begay", "Álvarez"]),
        ("score", ["begay", "Zia", "Nguyễn", "Álvarez"]),
        ("-score", ["Álvarez", "Nguyễn", "begay", "Zia"]),
        ("shoe", ["Álvarez", "begay", "Nguyễn", "Zia"]),
        ("--name", ["Álvarez", "begay", "Nguyễn", "Zia"]),
        ("-", ["Álvarez", "begay", "Nguyễn", "Zia"]),
    ],
)
def test_sorted_as_asked_and_equals_stay_in_the_usual_order(sort: str, expected: list[str]) -> None:
    assert names(Asked(sort=sort)) == expected


@pytest.mark.parametrize("sort", ["field", "-field"])
def test_who_has_no_value_comes_last_either_way(sort: str) -> None:
    assert names(Asked(sort=sort))[-1] == "Álvarez"


@pytest.mark.parametrize("query", ["nguyen", "NGUYỄN", " surg  nguy ", "ễn"])
def test_found_by_every_word_whatever_case_and_accents(query: str) -> None:
    assert names(Asked(query=query)) == ["Nguyễn"]


def test_every_word_has_to_be_found() -> None:
    found = shown(listing(), PEOPLE, Asked(query="nguyen cardiology"))
    assert not found.rows
    assert found.total == 4
    assert found.none_found == "Nobody like “nguyen cardiology”."
    assert str(found.counts) == "0 of 4 people"


def test_filters_count_what_was_found_and_keep_the_rest_of_the_address() -> None:
    found = shown(listing(), PEOPLE, Asked(show="good", sort="-score", query="n"))
    assert [person.name for person in found.rows] == ["Nguyễn"]
    everybody, good = found.chips
    assert (everybody.text, everybody.href) == ("Everybody 2", "/people?sort=-score&q=n")
    assert (good.text, good.current, good.tone) == ("Good 1", True, "good")
    assert [tuple(kept) for kept in found.hidden] == [("show", "good"), ("sort", "-score")]


def test_unknown_filter_shows_everybody() -> None:
    assert len(names(Asked(show="tall"))) == 4
    assert shown(listing(), PEOPLE, Asked(show="tall")).chips[0].current


def test_heads_turn_the_order_and_only_the_sorted_one_says_so() -> None:
    name, field, score, note = shown(listing(), PEOPLE, Asked(sort="score", page=2)).headers
    assert (name.href, name.sort) == ("/people", None), "the usual order needs no words"
    assert (field.href, field.num) == ("/people?sort=field", False)
    assert (score.href, score.sort, score.num) == ("/people?sort=-score", "ascending", True)
    assert (note.href, note.sort) == (None, None)
    turned = shown(listing(), PEOPLE, Asked(sort="-score")).headers[2]
    assert (turned.href, turned.sort) == ("/people?sort=score", "descending")


def test_pages_know_the_ones_before_and_after() -> None:
    first = shown(listing(page_size=3), PEOPLE, Asked(query="n")).pages
    assert first is None, "three fit on a page"
    pages = shown(listing(page_size=3), PEOPLE, Asked(sort="-name", page=2)).pages
    assert pages is not None
    assert str(pages.text) == "Page 2 of 2"
    assert pages.previous_href == "/people?sort=-name"
    assert pages.next_href is None


@given(st.integers(), st.integers(1, 5))
def test_page_that_does_not_exist_is_the_nearest(page: int, size: int) -> None:
    found = names(Asked(page=page), page_size=size)
    assert found
    everything = names(Asked())
    start = everything.index(found[0])
    assert everything[start : start + size] == found
    assert start % size == 0


@given(st.integers(1, 5))
def test_pages_together_are_the_list(size: int) -> None:
    pages = [names(Asked(page=page), page_size=size) for page in range(1, -(-4 // size) + 1)]
    assert [name for page in pages for name in page] == names(Asked())


def test_spreadsheet_has_all_pages_of_what_is_asked_for() -> None:
    asked = Asked(show="good", sort="-score", page=7)
    table = table_of(listing(page_size=1), PEOPLE, asked)
    assert csv_text(table.headers, table.rows) == "Name,Score\r\nÁlvarez,3\r\nNguyễn,2\r\n"
    narrowed = "/people?show=good&sort=-score&format="
    ways = [way.href for way in shown(listing(page_size=1), PEOPLE, asked).downloads]
    assert ways == [f"{narrowed}csv", f"{narrowed}xlsx"]


def test_list_without_rows_says_so_apart_from_one_with_none_found() -> None:
    assert shown(listing(), (), Asked()).total == 0
    assert str(shown(listing(), (), Asked()).counts) == "0 of 0 people"


def test_narrowed_list_leads_back_only_where_no_filter_does() -> None:
    assert not shown(listing(), PEOPLE, Asked(show="good")).leads_back
    plain: Listing[Person] = Listing(
        "/people", (), Empty("", ""), filters=listing().filters[1:], find=listing().find
    )
    assert shown(plain, PEOPLE, Asked(show="good")).leads_back
    assert shown(plain, PEOPLE, Asked(query="zia")).leads_back
    assert not shown(plain, PEOPLE, Asked()).leads_back


def test_list_without_columns_to_sort_by_stays_as_it_came() -> None:
    plain: Listing[Person] = Listing("/people", (Column("Name"),), Empty("", ""))
    assert list(shown(plain, PEOPLE, Asked(sort="-name", query="zia")).rows) == list(PEOPLE)


def test_list_that_is_read_page_by_page() -> None:
    second = window(Asked(page=2), 2)
    assert (second.offset, second.limit) == (2, 3)
    pages = shown_page(listing(), PEOPLE[2:], second, more=True).pages
    assert pages is not None
    assert (pages.previous_href, pages.next_href) == ("/people", "/people?page=3")
    assert window(Asked(page=-4), 2).number == 1
    assert window(Asked(page=10**30), 2).number == 10_000
    assert shown_page(listing(), PEOPLE, window(Asked(), 4), more=False).pages is None


def test_cut_list_counts_what_it_leaves_out() -> None:
    assert cut(PEOPLE, 3) == (PEOPLE[:3], 1)
    assert cut(PEOPLE, None) == (PEOPLE, 0)


def test_what_else_an_address_says_is_kept_by_every_way_to_the_list() -> None:
    kept = replace(listing(page_size=1), keeps={"of": "a&b"})
    seen = shown(kept, PEOPLE, Asked(sort="-name", query="e"))
    assert kept.whole == "/people?of=a%26b"
    assert ("of", "a&b") in seen.hidden
    assert seen.pages is not None
    ways = [header.href for header in seen.headers if header.href]
    ways += [chip.href for chip in seen.chips]
    ways += [way.href or "" for way in seen.downloads]
    ways += [seen.pages.next_href or ""]
    assert len(ways) == 8
    assert all(way.startswith("/people?of=a%26b&") for way in ways)
