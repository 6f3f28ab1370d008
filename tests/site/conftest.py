"""What tests of several pages need."""

from datetime import datetime

import pytest
from sqlalchemy.orm import Session

from app.certificates.models import Certificate, CertificateKind
from app.core.db import Database
from app.settings import Settings
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
