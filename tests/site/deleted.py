"""A cohort whose records were deleted, seen years after by somebody of the cast."""

from fastapi import FastAPI
from sqlalchemy.orm import Session

from app.core.db import Database
from app.history.removal.actions import delete_records
from app.main import create_app
from app.settings import Settings
from tests.cast import Cast
from tests.history.retention.announced import LATER, announce_it, here

SPRING = "spring-2026"
SENTENCE = "The records of this cohort were deleted on April 2, 2036"


def delete_spring(session: Session, cast: Cast) -> None:
    announce_it(session, cast, SPRING)
    delete_records(session, here(session, SPRING), now=LATER)
    session.commit()


def years_after(database: Database) -> FastAPI:
    return create_app(Settings(demo=True), database=database, clock=lambda: LATER)
