"""Every kind of row that can be put off is there again when something new is in it.

Enumerated from the source: a kind that nobody thought of here fails.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from datetime import timedelta
from types import SimpleNamespace as Some
from typing import Any
from uuid import UUID

import pytest

from app.certificates.amendments.queries import FlaggedCertificate
from app.certificates.overview.finishing.queries import ClaimChanged, DueAgain, Finishing
from app.certificates.overview.queries import CohortAtRisk
from app.certificates.overview.unsupported.queries import Unsupported
from app.cohorts.context import CohortContext
from app.core.ids import new_id
from app.credit.disclosures.missing.rules import Missing
from app.credit.stages.queries import AtRisk
from app.credit.tallies.queries import UnmarkedSession
from app.people.snoozes.rules import PutOff
from app.settings import PROJECT_ROOT
from app.site.institution import waiting as of_lead
from app.site.manage import besides, waiting
from app.site.parts.lately import Lately
from app.site.parts.waiting import AbsencesWaiting, QueueItem, absences, reported, sorted_out
from app.site.teach import falling_behind
from app.site.teach import page as teach
from app.surveys.rules import NOT_OPEN
from tests.cast import NOW

COHORT, ME = new_id(), new_id()
HERE: Any = CohortContext(
    Some(id=COHORT, slug="fall-2026", title="Fall 2026", zone="America/Denver", unit_label="Week"),  # type: ignore[arg-type]
    *(Some(title="Program"), Some(), Some()),  # type: ignore[arg-type]
)
A, B, C = (new_id() for _ in range(3))
LATELY = Lately("America/Denver")
Rows = Iterable[QueueItem]


def absent(**kinds: Sequence[UUID]) -> Rows:
    found = AbsencesWaiting(**{name: {COHORT: ids} for name, ids in kinds.items()})
    return absences(COHORT, "fall-2026", "Fall 2026", found)


def job(failed: int, minutes: int) -> Rows:
    own = Some(id=COHORT, kind="certificates.issue", title="Issuing", title_reason=None)
    failing: Any = Some(job=own, place="Fall 2026", failed=failed, last=NOW + timedelta(0, minutes))
    return [waiting._failed(failing)]


def unmarked(missing: int) -> Rows:
    cohort: Any = Some(row=Some(here=HERE, enrolled=9))
    return [waiting._unmarked(cohort, UnmarkedSession(1, NOW, missing))]


def unclaimed(*ids: UUID) -> Rows:
    done: Any = [
        Some(
            ledger=Some(enrollment_id=id_, person_id=id_),
            completion=Some(complete=True),
            eligible=True,
        )
        for id_ in ids
    ]
    return waiting._unclaimed(HERE, done, LATELY, NOW)


def at_risk(*ids: UUID) -> list[AtRisk]:
    return [AtRisk(id_, "Kee, Kim", ()) for id_ in ids]


def session(**facts: object) -> Rows:
    usual = {"listed": None, "differs": 0, "missing": 0, "is_series": False}
    here = {"cohort_id": COHORT, "position": 1, "starts_at": NOW, "zone": "America/Denver"}
    words = {"title": "Week 1", "cohort_title": "Fall 2026", "path": "/teach/fall-2026/sessions/1"}
    one: Any = Some(**{**usual, **here, **words, **facts})
    return [teach._waiting(one, Some(zone="America/Denver"))]  # type: ignore[arg-type]


def own_at_risk(*ids: UUID) -> Rows:
    lines = [Some(person=Some(id=id_, sort_name="Kee"), restores=["x"]) for id_ in ids]
    own: Any = Some(here=HERE, lines=lines)
    return of_lead._at_risk(own, LATELY)


def flagged(changes: int, minutes: int) -> Rows:
    since = NOW + timedelta(minutes=minutes)
    own = FlaggedCertificate(COHORT, "WP-1", A, "Kim", "Kee", since, changes)
    return [besides._flagged(HERE, own)]


def disclosed(*, owe: tuple[UUID, ...] = (), to_review: tuple[UUID, ...] = ()) -> Rows:
    missing = Missing(owe=frozenset(owe), to_review=frozenset(to_review))
    return [*besides._disclosures(HERE, missing)]


KINDS: dict[str, tuple[Callable[..., Rows], tuple[Any, ...], Sequence[tuple[Any, ...]]]] = {
    "applications": (lambda *ids: waiting._applications(HERE, ids), (A, B), [(A, C), (A, B, C)]),
    "job": (job, (2, 0), [(3, 1), (2, 1)]),
    "attendance": (unmarked, (2,), [(3,)]),
    "completions": (lambda n: waiting._unsupported(HERE, Unsupported(n, 0)), (1,), [(2,)]),
    "claims": (lambda n: waiting._unsupported(HERE, Unsupported(0, n)), (1,), [(2,)]),
    "at-risk": (
        lambda *ids: waiting._at_risk(HERE, at_risk(*ids), LATELY),
        (A, B),
        [(A, C), (A, B, C)],
    ),
    "ready": (
        lambda *ids: waiting._ready(HERE, Finishing(attestations=list(ids)), ME),
        *((A, B), [(A, C), (A, B, C)]),
    ),
    "names": (lambda *ids: waiting._names(HERE, ids), (A, B), [(A, C), (A, B, C)]),
    "due-again": (
        lambda *numbers: waiting._again(HERE, [DueAgain(A, number) for number in numbers]),
        *(("WP-1",), [("WP-2",), ("WP-1", "WP-2")]),
    ),
    "claim-changed": (
        lambda *numbers: waiting._changed(HERE, [ClaimChanged(A, number) for number in numbers]),
        *(("WP-1",), [("WP-2",), ("WP-1", "WP-2")]),
    ),
    "unclaimed": (unclaimed, (A, B), [(A, C), (A, B, C)]),
    "mail": (lambda *ids: besides._mail(HERE, ids), ("a 1", "b 1"), [("a 1", "b 2")]),
    "flag": (flagged, (1, 0), [(2, 0), (1, 1)]),
    "disclosures": (lambda *ids: disclosed(owe=ids), (A, B), [(A, C), (A, B, C)]),
    "disclosures-review": (lambda *ids: disclosed(to_review=ids), (A, B), [(A, C), (A, B, C)]),
    "professions": (lambda *ids: besides._professions(HERE, ids), (A, B), [(A, C), (A, B, C)]),
    "evaluation": (
        lambda count: besides._evaluations(HERE, [NOT_OPEN] * count),
        *((1,), [(2,)]),
    ),
    "excuses": (lambda *ids: absent(excuses=ids), (A, B), [(A, C), (A, B, C)]),
    "make-ups": (lambda *ids: absent(make_ups=ids), (A, B), [(A, C), (A, B, C)]),
    "fallen": (lambda *ids: absent(fallen=ids), (A, B), [(A, C), (A, B, C)]),
    "reports": (lambda *ids: reported(COHORT, "f", "Fall", ids), (A, B), [(A, C), (A, B, C)]),
    "zoom": (lambda n, more: session(listed=n, differs=more), (2, 0), [(3, 0), (2, 1), (2, 2)]),
    "attendance, of facilitators": (lambda n: session(missing=n), (2,), [(3,)]),
    "at-risk, of facilitators": (
        lambda *ids: falling_behind._row(CohortAtRisk(HERE, at_risk(*ids)), LATELY, None),
        *((A, B), [(A, C)]),
    ),
    "applications, of leads": (lambda *ids: of_lead._applications(ids), (A, B), [(A, C)]),
    "own-at-risk": (own_at_risk, (A, B), [(A, C), (A, B, C)]),
}
SINGLE = {"approval", "deletion", "import", "results"}
"""One thing each: another one has another subject."""


@pytest.fixture(autouse=True)
def _can_claim(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(waiting, "lacks_only_the_claim", lambda _standing, _now: True)


def test_every_kind_is_tried_here() -> None:
    found: set[str] = set()
    for path in (PROJECT_ROOT / "app/site").rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        found |= set(re.findall(r'(?:subject=|_absence\(|at_risk\(\s*)f?"([a-z-]+):', text))
    assert found | {"completions", "claims"} == {kind.partition(",")[0] for kind in KINDS} | SINGLE


@pytest.mark.parametrize("kind", KINDS)
def test_a_row_that_was_put_off_is_there_again_with_what_is_new_in_it(kind: str) -> None:
    make, before, afterward = KINDS[kind]
    (seen,) = make(*before)
    put_off = {seen.subject: PutOff(NOW + timedelta(days=5), seen.things)}
    assert titles(make(*before), put_off) == ([], [seen.title])
    for after in afterward:
        (row,) = make(*after)
        assert row.subject == seen.subject
        assert titles([row], put_off) == ([row.title], []), after


@pytest.mark.parametrize("kind", [kind for kind in KINDS if KINDS[kind][1] == (A, B)])
def test_what_is_done_of_it_does_not_bring_it_back(kind: str) -> None:
    make, before, _ = KINDS[kind]
    (seen,), (less,) = make(*before), make(A)
    put_off = {seen.subject: PutOff(NOW + timedelta(days=5), seen.things)}
    assert titles([less], put_off) == ([], [less.title])


def titles(rows: Rows, put_off: dict[str, PutOff]) -> tuple[list[object], list[object]]:
    """What is seen now, and what later."""
    found = sorted_out(rows, put_off, "/manage", "America/Denver", NOW)
    return [row.title for row in found.items], [off.item.title for off in found.later]
