"""What tests of several pages need."""

from datetime import datetime

import pytest
from sqlalchemy.orm import Session

from app.certificates.models import Certificate, CertificateKind
from app.core.db import Database
from app.settings import Settings
from app.site import noted
from app.site.parts import codes
from app.site.sign_in import routes
from app.web.limits import RateLimit
from tests.certificates.office import claim, record
from tests.site.house import REAL, House, make_house

PDF = b"%PDF-1.7 of this test"


@pytest.fixture
def issued(session: Session) -> Certificate:
    """Ben's certificate of credit."""
    claim(session)
    certificate = record(session, kind=CertificateKind.CME_CREDIT, pdf=PDF)
    session.commit()
    return certificate


@pytest.fixture
def house(database: Database, session: Session, now: datetime) -> House:
    return make_house(Settings(demo=True), database, session, now)


@pytest.fixture
def real_house(database: Database, session: Session, now: datetime) -> House:
    """Outside demo mode, under https."""
    return make_house(REAL, database, session, now)


@pytest.fixture(autouse=True)
def fresh_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    """The limits live as long as the process; each test begins with none used up."""
    for name in ("ASKED", "ASKED_FROM", "TRIED_FROM"):
        limit: RateLimit = getattr(routes, name)
        monkeypatch.setattr(routes, name, RateLimit(limit.times, limit.window))
    for limit in (codes.TRIED, codes.TRIED_IN_HOUR, codes.TRIED_FROM, noted.EACH, noted.ALL):
        limit._counts.clear()
