"""What a program says of its reminders holds where a cohort set nothing for itself."""

from dataclasses import replace
from datetime import time
from typing import Any

import pytest
from pydantic import ValidationError
from sqlalchemy.orm import Session

from app.cohorts.actions import sync_program
from app.content.releases.queries import current_versions
from app.messages.reminders.actions import set_rule
from app.messages.reminders.enums import Rule, Shape
from app.messages.reminders.queries import settings_of
from app.messages.reminders.timing.rules import (
    BOUNDS,
    DEFAULTS,
    SHAPES,
    Setting,
    usual_of,
    why_not_set,
)
from app.packs.reminders import Reminders
from app.packs.schema import ProgramData, meaning, stored
from tests.cast import NOW, Cast
from tests.client import Statements


def test_a_program_that_says_nothing_has_them_as_delivered() -> None:
    assert {
        Rule.UNIT_OPEN: Setting(clock=time(13)),
        Rule.UNSIGNED: Setting(number=2, clock=time(13)),
        Rule.SESSION_TOMORROW: Setting(number=1, clock=time(13)),
        Rule.SESSION_SOON: Setting(number=60),
        Rule.MISSED: Setting(number=0, clock=time(13)),
        Rule.OFF_TRACK: Setting(number=0, clock=time(13)),
        Rule.EVALUATION_WAITS: Setting(number=7, clock=time(13)),
        Rule.EVALUATION_CLOSING: Setting(number=2, clock=time(13)),
        Rule.CLAIM_OPEN: Setting(clock=time(13)),
        Rule.CLAIM_CLOSING: Setting(number=7, clock=time(13)),
    } == DEFAULTS
    assert all(why_not_set(rule, setting) is None for rule, setting in DEFAULTS.items())


def test_each_rule_is_a_field_of_the_pack_and_each_field_a_rule() -> None:
    assert [rule.name.lower() for rule in Rule] == list(Reminders.model_fields)


def test_what_is_said_of_one_leaves_the_others() -> None:
    said = {"missed": {"weekday": "friday", "time": "07:30"}, "session_soon": {"send": False}}
    assert usual_of(said) == {
        **DEFAULTS,
        Rule.MISSED: Setting(number=4, clock=time(7, 30)),
        Rule.SESSION_SOON: Setting(is_on=False, number=60),
    }


NAMES = {Shape.DAYS_BEFORE: "days_before", Shape.MINUTES_BEFORE: "minutes_before"}


@pytest.mark.parametrize("rule", [rule for rule in Rule if SHAPES[rule] in NAMES])
def test_a_pack_may_say_what_a_coordinator_may_choose(rule: Rule) -> None:
    name, (least, most) = NAMES[SHAPES[rule]], BOUNDS[SHAPES[rule]]
    for number in (least, most):
        said = usual_of({rule.name.lower(): {name: number}})
        assert said[rule] == replace(DEFAULTS[rule], number=number)
    for number in (least - 1, most + 1):
        with pytest.raises(ValidationError):
            Reminders.model_validate({rule.name.lower(): {name: number}})


def said_by(session: Session, cast: Cast, reminders: dict[str, Any]) -> None:
    """The program's pack is loaded anew, and says this."""
    versions = current_versions(session, cast.program.key)
    version = versions["program", cast.program.key]
    program = ProgramData.model_validate({**version.data, "reminders": reminders})
    session.expunge(version)  # what is loaded stays; this stands for the next version
    version.data = stored(program)
    sync_program(session, cast.program.key, versions, now=NOW)
    session.flush()


def test_a_block_that_says_the_usual_changes_no_hash(session: Session, cast: Cast) -> None:
    version = current_versions(session, cast.program.key)["program", cast.program.key]
    old = {name: value for name, value in version.data.items() if name != "reminders"}
    program = ProgramData.model_validate(old)
    assert "reminders" not in meaning(program)
    assert usual_of(stored(program)["reminders"]) == DEFAULTS


def test_a_cohort_has_what_its_program_says_unless_it_set_it_itself(
    session: Session, cast: Cast
) -> None:
    by = cast.id("cora")
    set_rule(session, cast.fall, Rule.MISSED, Setting(number=2), by=by, now=NOW)
    said_by(session, cast, {"missed": {"send": False}, "unsigned": {"days_before": 4}})
    found = settings_of(session, [cast.fall.id, cast.cohort("coach-2026").id])
    assert found[cast.fall.id] == {
        **DEFAULTS,
        Rule.MISSED: Setting(number=2),
        Rule.UNSIGNED: replace(DEFAULTS[Rule.UNSIGNED], number=4),
    }
    assert found[cast.cohort("coach-2026").id] == DEFAULTS, "another program"
    set_rule(session, cast.fall, Rule.MISSED, Setting(number=3), by=by, now=NOW)
    assert settings_of(session, [cast.fall.id])[cast.fall.id][Rule.MISSED] == Setting(number=3)


def test_a_rule_is_set_as_the_program_has_it_only_where_that_is_another_one(
    session: Session, cast: Cast
) -> None:
    said_by(session, cast, {"unsigned": {"days_before": 4}})
    usual, by = usual_of(cast.program.reminders)[Rule.UNSIGNED], cast.id("cora")
    assert usual.number == 4
    assert not set_rule(session, cast.fall, Rule.UNSIGNED, usual, by=by, now=NOW)
    assert set_rule(session, cast.fall, Rule.UNSIGNED, DEFAULTS[Rule.UNSIGNED], by=by, now=NOW)


def test_all_cohorts_are_one_statement(
    session: Session, cast: Cast, statements: Statements
) -> None:
    ids = [cast.fall.id, cast.spring.id, cast.cohort("coach-2026").id]
    with statements() as count:
        assert settings_of(session, ids).keys() == set(ids)
    assert count.total == 1
