"""Facts that the database itself keeps true."""

from concurrent.futures import ThreadPoolExecutor
from uuid import UUID

from sqlalchemy import func, select
from sqlmodel import col

from app.core.db import Database
from app.core.models import AuditLine
from app.learning.models import Attestation
from app.learning.signatures import queries as signatures
from tests.cast import Cast
from tests.learning.open_unit import prepare, sign


def test_twenty_parallel_attestations_make_one(real_database: Database) -> None:
    with real_database.write() as before:
        prepare(before)

    def one(_: int) -> UUID:
        with real_database.write() as session:
            return sign(session).id

    with ThreadPoolExecutor(20) as pool:
        signed = set(pool.map(one, range(20)))
    with real_database.read() as session:
        ada = Cast(session).enrollment("ada").id
        live = session.scalar(
            select(func.count())
            .select_from(Attestation)
            .where(signatures.is_live(), col(Attestation.enrollment_id) == ada)
        )
        lines = session.scalar(
            select(func.count()).where(
                col(AuditLine.act) == "attestation.signed", col(AuditLine.object_id) == str(ada)
            )
        )
    assert (len(signed), live, lines) == (1, 1, 1)
