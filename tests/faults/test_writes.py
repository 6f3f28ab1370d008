"""A write that fails leaves nothing of the act, whichever it is; then the act succeeds."""

import os
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace

import pytest

from app.certificates.printing.pool import CertificatePool
from app.core import queue
from app.core.errors import BusyError
from tests.cast import NOW
from tests.certificates.office import office, start
from tests.client import Answer
from tests.every_form import cohorts, desks, hours, own
from tests.every_form.filling import Fields, Found
from tests.every_form.world import WHERE, World
from tests.faults.contents import changed, rows
from tests.faults.places import Place
from tests.faults.writes import WHOLE, Failing, listening
from tests.limits import forget_tries

__all__ = ["cohorts", "desks", "hours", "own"]
SOME = (
    "/cohorts/{cohort}/units/{position}/attestation",
    "/cohorts/{cohort}/claim",
    "/cohorts/{cohort}/sessions/{position}/check-in",
    "/manage/cohorts/{cohort}/certificates/issue",
    "/manage/cohorts/{cohort}/people/import/{people_import}",
    "/join/{cohort}",
    "/admin/roles/new",
)
FORMS = sorted(WHERE) if os.environ.get(WHOLE) else SOME
WRITES_NOTHING = {"/admin/institutions/import", "/language", "/verify"}
"""They look, or answer with a cookie."""
CHANGED: Mapping[str, Fields] = {
    "/institution/messages/{own_message}/edit": {"subject": ["Other news"]},
    "/manage/cohorts/{cohort}/messages/{message}/edit": {"subject": ["Other news"]},
    "/manage/cohorts/{cohort}/application/leads": {"leads_decide": []},
    "/manage/cohorts/{cohort}/setup/leaders": {"link_all": ["https://zoom.example/j/9"]},
    "/manage/cohorts/{cohort}/people/import/{people_import}/choices": {"choice-0": ["out"]},
    "/teach/{cohort}/sessions/{position}/attendance/import/apply": {"look": []},
}
"""What is sent otherwise than it stands, where that would change nothing."""


@pytest.mark.parametrize("route", FORMS)
def test_every_write_of_a_form(real_world: World, route: str) -> None:
    found = WHERE[route](replace(real_world, route=route))
    real_world.session.commit()
    database = real_world.app.state.database
    before, sent = rows(database), found.right() | CHANGED.get(route, {})
    with listening(database.engine) as failing:
        k, answer = 1, send(found, sent, failing, 1)
        while failing.failed:
            assert answer.status_code == 503, f"write {k}: {answer.status_code}"
            assert changed(before, rows(database)) == [], f"write {k}"
            k, answer = k + 1, send(found, sent, failing, k + 1)
    assert answer.status_code in {200, 303, 307}, answer.text
    assert k > 1 or route in WRITES_NOTHING
    assert (changed(before, rows(database)) == []) == (route in WRITES_NOTHING)


def send(found: Found, sent: Fields, failing: Failing, k: int) -> Answer:
    """Let the k-th write fail, if there are so many. What is counted of a rate is no row."""
    forget_tries()
    failing.at, failing.failed = k, 0
    return found.send(sent)


@pytest.mark.skipif(WHOLE not in os.environ, reason="printing takes seconds")
def test_every_write_of_the_worker(place: Place, pool: CertificatePool) -> None:
    """A task of which a write fails leaves nothing; then it is done."""
    issuing, database = office(pool), place.database
    with database.write() as session:
        start(session, now=NOW)
        (task,) = queue.lease(session, ["certificate.issue"], limit=1, now=NOW)
    before = rows(database)
    with listening(database.engine) as failing:
        k = 0
        while failing.failed or k == 0:
            k, failing.at, failing.failed = k + 1, k + 1, 0
            with suppress(BusyError):
                issuing.issue(database, task, NOW)
            assert failing.failed == (changed(before, rows(database)) == []), f"write {k}"
    assert k > 5
