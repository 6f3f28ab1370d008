"""Answers as surveys keep them, and as they go to REDCap."""

import json
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.outcomes.redcap.records import Record
from app.outcomes.redcap.stored import Stored, stored, typed
from app.packs.instruments.scoring import NA
from tests.outcomes.redcap import samples
from tests.outcomes.redcap.projects import FORM, project


def test_kept_answers_get_types() -> None:
    kept: dict[str, Stored] = {
        "calm": 5,
        "rushed": "na",
        "way": "left",
        "hours": 0,
        "since": "2026-11-30",
        "more": "na",
        "ways": ["one", "two"],
    }
    answers = typed(project().questions[FORM], kept)
    assert answers == {
        "calm": 5,
        "rushed": NA,
        "way": "left",
        "hours": 0,
        "since": date(2026, 11, 30),
        "more": "na",  # somebody's own words
        "ways": ("one", "two"),
    }
    assert stored(answers) == kept


def test_what_is_not_asked_has_no_type() -> None:
    with pytest.raises(ValueError, match="calmness"):
        typed(project().questions[FORM], {"calmness": 1})


@settings(max_examples=30)
@given(st.data())
def test_answers_come_back_from_json(data: st.DataObject) -> None:
    own = project()
    records: list[Record] = data.draw(samples.records(own))
    for record in records:
        kept = json.loads(json.dumps(stored(record.answers)))
        assert typed(own.questions[record.form], kept) == record.answers
