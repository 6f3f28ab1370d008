"""What somebody of the demo comes to: no promise leads nowhere, and times are told in one way."""

from collections.abc import Iterator, Sequence
from urllib.parse import urlsplit

import pytest
from starlette.routing import Match, Route

from tests.addresses import handlers
from tests.numbers.shown import Demo
from tests.page import Page
from tests.walk.times import ZONE, has_clock, pack_words, told_otherwise
from tests.walk.walking import WALKERS, Walk, Walker

BOUNDLESS = {"code", "options", "table"}
"""A code, and what is bounded by its lines."""
AT_LEAST: dict[str | None, int] = {
    None: 12,
    "ada": 40,
    "ben": 50,
    "fay": 20,
    "cora": 150,
    "lee": 35,
    "mo": 30,
    "opal": 5,
    "abe": 60,
}
"""Pages that each comes to: the walk finds what there is to find."""


@pytest.mark.parametrize("who", WALKERS, ids=str)
def test_what_can_be_followed_is_there_and_times_are_told_alike(
    demo: Demo, who: str | None
) -> None:
    walk = Walker(demo, who).go()
    assert len(walk.pages) >= AT_LEAST[who]
    posts = [route for route, _ in handlers(demo.app) if "POST" in (route.methods or ())]
    assert {
        "links": set(dead_links(walk)),
        "places": set(places_that_are_not_there(walk)),
        "forms": set(forms_that_nobody_takes(walk, posts)),
        "times": set(times(walk)),
        "fields": set(fields_that_do_not_say_how_much_they_take(walk)),
    } == {"links": set(), "places": set(), "forms": set(), "times": set(), "fields": set()}


def dead_links(walk: Walk) -> Iterator[str]:
    """Links that lead to no page, or to one that is not for who sees them."""
    for link, page in walk.stands_on.items():
        status = walk.answers.get(link.partition("#")[0], 200)
        asks_for_more = status in {409, 422} and urlsplit(link).path in walk.asked
        if status >= 400 and not asks_for_more:
            yield f"{link} on {page}: {status}"


def places_that_are_not_there(walk: Walk) -> Iterator[str]:
    for link, stands_on in walk.stands_on.items():
        address, _, place = link.partition("#")
        page = walk.pages.get(address)
        if place and page is not None and not page.all(f'[id="{place}"]'):
            yield f"{link} on {stands_on}"


def forms_that_nobody_takes(walk: Walk, posts: Sequence[Route]) -> Iterator[str]:
    """That whoever sees a form may send it, `test_every_form` shows: it sends each."""
    for action, page in walk.sent_to.items():
        scope = {"type": "http", "method": "POST", "path": action.partition("?")[0]}
        if not any(route.matches(scope)[0] is Match.FULL for route in posts):
            yield f"{action} on {page}"


def fields_that_do_not_say_how_much_they_take(walk: Walk) -> Iterator[str]:
    """The script counts what is left by it."""
    written = 'form[method="post"] input[type="text"], form[method="post"] textarea'
    for address, page in walk.pages.items():
        for control in page.all(written):
            of_fixed_length = control.has("inputmode") or control.attribute("name") in BOUNDLESS
            if not control.has("data-limit") and not of_fixed_length:
                yield f"{control.attribute('name')} on {address}"


def times(walk: Walk) -> Iterator[str]:
    for address, page in walk.pages.items():
        words = read(page)
        yield from (f"{address}: {found}" for found in told_otherwise(words))
        if has_clock(words) and not ZONE.search(words):
            yield f"{address}: no zone beside a clock"


def read(page: Page) -> str:
    """The words of a page, without the names in lists of zones, which are codes."""
    words = page.main.text if page.all("main") else page.text
    for option in page.all("option[value]"):
        if option.text == option.attribute("value"):
            words = words.replace(option.text, "")
    return words


@pytest.mark.parametrize(
    "said",
    [
        *("at 6:00", "12 PM", "6:00 p.m.", "6:00PM", "at noon", "12:00 PM MST", "2026-11-19"),
        *("11/19/26", "Nov 19th", "Thursday, 19 Nov", "Thursday, Nov 19", "Sept 3", "20 mins"),
        *("12:00 PM to 1:00 PM", "12:00-1:00 PM"),
    ],
)
def test_other_ways_to_tell_a_time_are_seen(said: str) -> None:
    assert told_otherwise(f"Session 5 is {said}, for everybody.")


@pytest.mark.parametrize(
    "said",
    [
        "Thu, Nov 19, 12:00\u2009–\u20091:00 PM Mountain Time",
        "12:00 – 1:00\u202fPM",
        "November 19, 2026",
        "in verify/0J6J-26AM-AKST-45N9-G",
        "number WP-12PM-AKST-7",
    ],
)
def test_the_way_of_the_house_is_not(said: str) -> None:
    assert told_otherwise(f"Session 5 is {said}, for everybody.") == []


def test_authors_write_hours_as_pages_do() -> None:
    assert [word for word in ("a.m.", "p.m.") if word in pack_words()] == []
