"""Files of answers tell the arms that were drawn, and nothing that comes next in a sealed list."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.studies.trials.models import Trial
from app.surveys.enums import IdentityMode
from tests.cast import Cast
from tests.outcomes.sharing.taken import redcap, research
from tests.outcomes.sharing.taking.scene import emptied
from tests.studies.trials.hidden import opened_for_tests
from tests.surveys.asking import SECRET


@pytest.mark.both_databases
def test_files_tell_what_was_drawn_and_nothing_that_comes_next(
    session: Session, cast: Cast
) -> None:
    own = emptied(session, cast, IdentityMode.CONFIDENTIAL, here=2, has_trial=True)
    trial = session.scalars(select(Trial).where(col(Trial.project_id) == own.project.id)).one()
    sealed = opened_for_tests(own.project, trial, SECRET)
    to_redcap, to_research = redcap(own, cast), research(own, cast)
    assert sealed.list_.plan.arms[0].encode() in to_redcap["2-arms.csv"]
    assert b"_arm_1" in to_redcap["5-records.csv"], "arms were drawn, and told"
    for files in (to_redcap, to_research):
        assert len(files) > 3
        assert not [name for name, content in files.items() if sealed.is_told_by(content)]
        assert sealed.is_told_by(b"\n".join([*files.values(), sealed.list_.seed]))
