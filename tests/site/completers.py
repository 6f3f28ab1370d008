"""People who have completed, as a browser of theirs."""

from fastapi import FastAPI
from sqlalchemy.orm import Session

from app.people.enums import Profession
from tests.cast import Cast
from tests.client import Browser
from tests.issued import issue_certificate


def completer(app: FastAPI, session: Session, cast: Cast, profession: Profession) -> Browser:
    """Ben, who got the certificate that needs no claim."""
    cast.person("ben").profession = profession
    issue_certificate(session, cast.enrollment("ben"))
    session.commit()
    return Browser(app).sign_in("ben")
