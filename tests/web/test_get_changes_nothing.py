"""No GET changes anything: the whole database is the same before and after all of them."""

import hashlib

import pytest
from fastapi import FastAPI
from sqlalchemy import select

from app.core.db import Database
from app.models import metadata
from tests.addresses import PERSONAS, cases
from tests.client import SignIn


def checksum(database: Database) -> str:
    """Over every row of every table, in the order of their keys."""
    digest = hashlib.sha256()
    with database.read() as session:
        for table in metadata.sorted_tables:
            for row in session.execute(select(table).order_by(*table.primary_key.columns)):
                digest.update(repr(tuple(row)).encode())
    return digest.hexdigest()


@pytest.mark.parametrize("persona", PERSONAS)
def test_no_get_changes_anything(
    app: FastAPI,
    sign_in: SignIn,
    database: Database,
    objects: dict[str, dict[str, str]],
    persona: str,
) -> None:
    browser = sign_in(persona)
    before = checksum(database)
    asked = 0
    for method, address, *_ in cases(app, objects):
        if method == "GET":
            browser.get(address)
            asked += 1
    assert asked >= 40
    assert checksum(database) == before
