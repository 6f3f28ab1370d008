"""Reasons as values, their sentences, and every one that the house declares."""

import pickle
from collections import Counter
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from string import Formatter
from zoneinfo import ZoneInfo

import pytest
from jinja2 import Environment, StrictUndefined

from app.core.errors import NOTHING_HERE, NotFoundError, RefusedError, require
from app.language.reasons import Reason, ReasonKind, reason
from tests.language.declared import declared, made
from tests.refusals import refuses

APP = Path(__file__).resolve().parents[2] / "app"

GONE = reason("text.gone", "The text is gone.")
OPEN = ReasonKind("unit.open", "{count} reading is open.", "{count} readings are open.")
MISSING = ReasonKind("unit.missing", "Missing: {missing:clauses}.")
NOON = datetime(2026, 11, 26, 19, 0, tzinfo=UTC)


def worded(text: str, **facts: object) -> str:
    """One sentence with these facts."""
    return str(ReasonKind("test.worded", text)(**facts))  # type: ignore[arg-type]


def test_reasons_are_the_same_by_code_and_facts() -> None:
    assert OPEN(count=2) == OPEN(count=2)
    assert OPEN(count=2) != OPEN(count=3)
    assert {OPEN(count=2), OPEN(count=2), GONE} == {GONE, OPEN(count=2)}
    assert ReasonKind("unit.open", "Otherwise worded {count}.")(count=2) == OPEN(count=2)
    assert ReasonKind("unit.shut", "{count} reading is open.")(count=2) != OPEN(count=2)


def test_reason_tells_its_code_and_facts() -> None:
    assert (OPEN(count=2).code, OPEN(count=2).facts) == ("unit.open", {"count": 2})
    assert repr(OPEN(count=2)) == "unit.open(count=2)"


def test_reason_travels_between_processes() -> None:
    assert pickle.loads(pickle.dumps(MISSING(missing=(GONE,)))) == MISSING(missing=(GONE,))


@pytest.mark.parametrize(
    ("count", "words"),
    [
        (0, "0 readings are open."),
        (1, "1 reading is open."),
        (2, "2 readings are open."),
        (1200, "1,200 readings are open."),
    ],
)
def test_count_decides_between_one_and_many(count: int, words: str) -> None:
    assert str(OPEN(count=count)) == words


@pytest.mark.parametrize("facts", [{}, {"count": 1, "unit": "Week 5"}, {"counts": 1}])
def test_fact_that_is_missing_or_not_known_is_refused(facts: dict[str, int]) -> None:
    with pytest.raises(TypeError, match="has the facts"):
        OPEN(**facts)


def test_count_is_a_fact_also_where_no_sentence_tells_it() -> None:
    with pytest.raises(TypeError):
        ReasonKind("unit.some", "One is open.", "Several are open.")()


@pytest.mark.parametrize("fact", [None, True, 1.5, ["a"], datetime(2026, 11, 26), ("a", None)])  # noqa: DTZ001
def test_what_is_no_fact_is_refused(fact: object) -> None:
    with pytest.raises(TypeError):
        ReasonKind("unit.about", "About {fact}.")(fact=fact)  # type: ignore[arg-type]


@pytest.mark.parametrize("code", ["", "open", "Unit.open", "unit.", "unit open", "unit.{open}"])
def test_code_is_a_noun_and_what_is_said_of_it(code: str) -> None:
    with pytest.raises(ValueError, match="no code"):
        reason(code, "Words.")


@pytest.mark.parametrize("text", ["{}", "{0}", "{a.b}", "{a[0]}", "{a!r}", "{a:.2f}", "{a:and+x}"])
def test_placeholder_has_a_name_and_at_most_a_style(text: str) -> None:
    with pytest.raises(ValueError, match=r"needs a name|no style"):
        ReasonKind("unit.about", text)


def test_reason_without_facts_has_no_placeholder() -> None:
    with pytest.raises(TypeError):
        reason("unit.about", "About {unit}.")


def test_braces_in_a_fact_mean_nothing() -> None:
    assert worded("Look at {unit}.", unit="{count} {0}") == "Look at {count} {0}."


@pytest.mark.parametrize(
    ("text", "fact", "words"),
    [
        ("{fact}", 12_345, "12,345"),
        ("{fact}", Decimal("11.50"), "11.50"),
        ("{fact:minutes}", 10, "10 minutes"),
        ("{fact:hours}", 1, "1 hour"),
        ("{fact:days}", 14, "14 days"),
        ("{fact:key}", "final-evaluation", "final evaluation"),
        ("{fact:day}", NOON.astimezone(ZoneInfo("America/Denver")), "Thu, Nov 26"),
        ("{fact:day}", datetime(2026, 11, 27, 3, tzinfo=UTC), "Fri, Nov 27"),
        ("{fact:and}", ("Week 1",), "Week 1"),
        ("{fact:and}", ("Week 1", "Week 2", "Week 3"), "Week 1, Week 2, and Week 3"),
        ("{fact:or}", ("Week 1", "Week 2"), "Week 1 or Week 2"),
        ("{fact:list}", ("a", "b", "c"), "a, b, c"),
        ("{fact:key+list}", ("the-first", "B"), "the first, B"),
        ("{fact:clauses}", (OPEN(count=1), OPEN(count=2)), f"{OPEN(count=1)}; {OPEN(count=2)}"),
        ("{fact:sentences}", (GONE, GONE), "The text is gone. The text is gone."),
        ("So: {fact}", GONE, "So: The text is gone."),
        ("{{{fact}}}", 1, "{1}"),
    ],
)
def test_fact_reads_in_the_style_of_the_sentence(text: str, fact: object, words: str) -> None:
    assert worded(text, fact=fact) == words


def test_page_shows_a_reason_escaped() -> None:
    env = Environment(autoescape=True, undefined=StrictUndefined)
    page = env.from_string("{% if why %}<p>{{ why }}</p>{% endif %}{{ 'So: ' ~ why }}")
    why = ReasonKind("zip.bad", "{name} is bad.")(name="<b>&")
    safe = "&lt;b&gt;&amp; is bad."
    assert page.render(why=why) == f"<p>{safe}</p>So: {safe}"


def test_error_carries_its_reason_and_reads_like_it() -> None:
    refused = RefusedError(OPEN(count=1))
    assert (refused.reason, str(refused)) == (OPEN(count=1), "1 reading is open.")
    assert NotFoundError().reason == NOTHING_HERE


def test_require_raises_the_reason_if_there_is_one() -> None:
    require(None)
    with refuses(GONE):
        require(GONE)


# ------------------------------------------------------------------------------- the house


def test_every_code_is_declared_once() -> None:
    codes = Counter(declaration.kind.code for declaration in declared(APP))
    assert len(codes) > 100
    assert [code for code, times in codes.items() if times > 1] == []


def test_sentences_for_one_and_for_many_tell_the_same_facts() -> None:
    counted = [
        declaration.kind for declaration in declared(APP) if declaration.kind.many is not None
    ]
    assert len(counted) > 10
    differing = [
        kind.code for kind in counted if not told(kind.text) ^ told(kind.many or "") <= {"count"}
    ]
    assert differing == []


def told(text: str) -> set[str]:
    """The facts that a sentence tells."""
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def test_every_reason_is_made_with_exactly_its_facts() -> None:
    kinds: dict[str, list[Reason | ReasonKind]] = {}
    for declaration in declared(APP):
        kinds.setdefault(declaration.name or "", []).append(declaration.kind)
    calls = [call for call in made(APP) if call.name in kinds]
    assert len(calls) > 50
    wrong = [
        call
        for call in calls
        if call.facts not in [kind.facts for kind in kinds[call.name] if kind.facts]
    ]
    assert wrong == []


def test_every_reason_that_is_declared_is_used() -> None:
    source = "\n".join(file.read_text() for file in APP.rglob("*.py"))
    names = Counter(declaration.name for declaration in declared(APP) if declaration.name)
    assert [name for name, times in names.items() if source.count(name) < 2 * times] == []
