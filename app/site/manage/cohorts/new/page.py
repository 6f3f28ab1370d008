"""What a new cohort can begin from: a program's template, or an earlier cohort of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from typing import NamedTuple

from app.cohorts.models import Cohort, Program
from app.language import Text, _
from app.web.forms import FormState

SHOWN = 6
"""Earlier cohorts of a program, the newest first; older ones are hardly begun from."""


class Beginning(NamedTuple):
    """One thing to begin from; the hint says what is taken over."""

    value: str
    label: Text
    hint: Text


@dataclass(frozen=True)
class ProgramBeginnings:
    """All that a cohort of one program can begin from."""

    title: str
    beginnings: Sequence[Beginning]


@dataclass(frozen=True)
class NewCohortPage:
    """The start of a new cohort."""

    programs: Sequence[ProgramBeginnings]
    form: FormState


def new_cohort_page(
    programs: Sequence[Program], earlier: Sequence[Cohort], form: FormState
) -> NewCohortPage:
    """What can be begun from. `earlier`: the published cohorts of the programs."""
    return NewCohortPage([_of(program, earlier) for program in programs], form)


def _of(program: Program, earlier: Sequence[Cohort]) -> ProgramBeginnings:
    own = [cohort for cohort in earlier if cohort.program_id == program.id]
    return ProgramBeginnings(
        program.title,
        [*(_like(cohort) for cohort in islice(own, SHOWN)), _from_template(program)],
    )


def _like(cohort: Cohort) -> Beginning:
    return Beginning(
        f"cohort:{cohort.slug}",
        _("Like {cohort}", cohort=cohort.title),
        _("Its weekday and hour, who leads, links, seats, and policy."),
    )


def _from_template(program: Program) -> Beginning:
    return Beginning(
        f"template:{program.key}",
        _("From the template of {program}", program=program.title),
        _("Its units and its policy, and nothing else."),
    )
