"""A certificate that was issued, and who coordinates its program."""

import pytest
from sqlalchemy.orm import Session

from app.certificates.models import Certificate
from tests.certificates.office import record
from tests.client import Browser, SignIn


@pytest.fixture
def paper(session: Session) -> Certificate:
    made = record(session)
    session.commit()
    return made


@pytest.fixture
def cora(sign_in: SignIn) -> Browser:
    return sign_in("cora")
