"""What is claimed and designated survives an upgrade, and is not left behind by a downgrade."""

from collections.abc import Callable

import pytest
from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import select, text
from sqlalchemy.orm import Session
from sqlmodel import col

from app.core import schema
from app.core.db import Database
from app.core.ids import new_id
from app.credit.models import Activity, Claim, CreditSystem, Designation
from app.settings import PROJECT_ROOT
from tests.cast import Cast
from tests.certificates.office import claim

BEFORE = "0067_proposals"


def designate(session: Session) -> None:
    """For contact hours besides."""
    activity = session.scalars(
        select(Activity).where(col(Activity.cohort_id) == Cast(session).spring.id)
    ).one()
    ancc = session.scalars(select(CreditSystem).where(col(CreditSystem.key) == "ancc")).one()
    session.add(Designation(activity_id=activity.id, system_id=ancc.id, max_quarters=20))


def claim_hours(session: Session) -> None:
    """Of contact hours, whatever the activity is designated for by now."""
    made = claim(session).model_dump() | {"id": new_id(), "credit_system": "ancc"}
    session.add(Claim(**made))


def config_of(database: Database) -> Config:
    config = Config(toml_file=str(PROJECT_ROOT / "pyproject.toml"))
    config.attributes["url"] = database.url
    return config


@pytest.mark.parametrize("act", [designate, claim_hours])
def test_nothing_is_taken_from_who_has_credit_in_another_system(
    real_database: Database, act: Callable[[Session], None]
) -> None:
    with real_database.write() as session:
        act(session)
    with pytest.raises(RuntimeError, match=r"these credit systems: ancc\. Nothing was changed"):
        command.downgrade(config_of(real_database), BEFORE)
    with real_database.read() as session:
        stands = session.scalar(text("SELECT version_num FROM alembic_version"))
        assert stands == ScriptDirectory.from_config(config_of(real_database)).get_current_head()
        designated = session.scalars(select(col(CreditSystem.key)).join(Designation)).all()
        claimed = session.scalars(select(col(Claim.credit_system))).all()
        assert "ancc" in [*designated, *claimed]


def test_usual_credit_goes_there_and_back(real_database: Database) -> None:
    with real_database.write() as session:
        claim(session)
    command.downgrade(config_of(real_database), BEFORE)
    schema.upgrade(real_database.url)
    with real_database.read() as session:
        keys = select(col(CreditSystem.key)).join(Designation)
        assert set(session.scalars(keys)) == {"ama_pra_1", "participation"}
        assert session.scalars(select(col(Claim.credit_system))).all() == ["ama_pra_1"]
