"""A profile tells where the time went, and nothing of threads that wait."""

import time
from collections import Counter

from app.packs.text.markdown import render
from tests.bench.profiling import Place, Sampler, told

LONG_ENOUGH = 0.3


def test_work_of_the_application_is_seen_where_it_is_done() -> None:
    text = "# A title\n\n" + "Some *words* and [a link](https://example.org).\n" * 40
    until = time.perf_counter() + LONG_ENOUGH
    with Sampler() as sampler:
        while time.perf_counter() < until:
            render(text, prefix="x-")
    found = sampler.seen.total()
    assert found > 20
    of_texts = sum(
        1 for own in sampler.seen.elements() if own.function.startswith("app.packs.text.")
    )
    assert of_texts > found / 2


def test_whoever_waits_is_not_seen() -> None:
    with Sampler() as sampler:
        time.sleep(0.05)
    assert not sampler.seen


def test_shares_are_told_by_library_and_by_function() -> None:
    seen = Counter(
        {
            Place("app.people.queries.people", "sqlalchemy"): 6,
            Place("app.people.queries.people", "own code"): 1,
            Place("app.web.pages.render", "jinja2"): 3,
        }
    )
    assert list(told("people", seen)) == [
        "  people: sqlalchemy 60%, jinja2 30%, own code 10%",
        "     70%  app.people.queries.people",
        "     30%  app.web.pages.render",
    ]
