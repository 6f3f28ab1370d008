"""What is done in one cohort waits for nobody in another one."""

import pytest

from app.cohorts.queries import wait_for_turn
from app.core import audit, db
from app.core.db import Database
from app.main import create_app
from app.settings import Settings
from tests.cast import NOW, Cast
from tests.client import Browser


@pytest.mark.parametrize(("busy", "status"), [("spring-2026", 303), ("fall-2026", 503)])
def test_somebody_acts_while_another_cohort_is_in_the_middle_of_something(
    real_database: Database, monkeypatch: pytest.MonkeyPatch, busy: str, status: int
) -> None:
    """The other cohort is locked, and its act has its line; it is not committed yet."""
    if real_database.is_sqlite:
        pytest.skip("On SQLite all writers take turns.")
    monkeypatch.setattr(db, "LOCK_MILLISECONDS", 200)
    database = Database(real_database.url)
    ada = Browser(create_app(Settings(demo=True), database=database, clock=lambda: NOW))
    ada.sign_in("ada")
    with real_database.write() as session:
        cohort = Cast(session).cohort(busy)
        audit.continue_chain(session, cohort.id)
        wait_for_turn(session, cohort.id)
        audit.record(session, "cohort.changed", "cohort", cohort.id, by=None, now=NOW)
        session.flush()
        answer = ada.post("/cohorts/fall-2026/units/2/readings/r2a", data={"done": "yes"})
        assert answer.status_code == status
    database.dispose()
