"""The policy of a cohort: what learners read of it, its versions, and a form for the next one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from app.cohorts.context import CohortContext
from app.cohorts.models import PolicyVersion
from app.cohorts.rules import why_not_change
from app.cohorts.schedule.rules import Extent
from app.credit.completion.promise import example, promise, what_completes
from app.credit.eligibility.rules import ApprovedActivity
from app.language import Text, _, pgettext
from app.language.moments import date_time, local
from app.language.reasons import Reason
from app.packs.schema import PolicyData
from app.people.models import Person
from app.site.manage.cohorts.page import path_of
from app.site.manage.cohorts.policy.ways import WayLine, way_lines
from app.site.parts.make_up_ways import WAY_FIELDS, WayField
from app.site.parts.policy import policy_values
from app.web.forms import FormState


@dataclass(frozen=True)
class VersionLine:
    """One version: what it asks for, since when, by whom and why."""

    number: int
    sentences: Sequence[Reason]
    since: str
    by: Text
    why: Text
    judged: Text
    """Since when claims and certificates rest on it."""


@dataclass(frozen=True)
class PolicyPage:
    """What completes a cohort."""

    cohort: str
    path: str
    is_draft: bool
    archived: Reason | None
    promise: Sequence[Reason]
    example: Sequence[Reason]
    versions: Sequence[VersionLine]
    form: FormState
    why_not: Reason | None
    changed: bool
    unfit: Sequence[Reason]
    """Why what it asks for after the last session cannot be put."""
    ways_offered: Sequence[WayLine]
    """How a missed session is made up by the policy in force."""
    expects: bool
    """Whether people are expected at sessions, so that somebody can miss one."""
    ways: Sequence[WayField] = WAY_FIELDS


def policy_page(
    here: CohortContext,
    extent: Extent,
    versions: Sequence[PolicyVersion],
    people: Mapping[UUID, Person],
    approved: ApprovedActivity | None,
    form: FormState | None,
    *,
    unfit: Sequence[Reason] = (),
    why_not: Reason | None = None,
    changed: bool = False,
) -> PolicyPage:
    """What is in force, or what was just typed. `people`: who made the versions."""
    cohort = here.cohort
    closes = local(cohort.closes_at, cohort.zone)
    claims_close = local(approved.activity.claims_close_at, cohort.zone) if approved else None
    return PolicyPage(
        cohort=cohort.title,
        path=path_of(here),
        is_draft=cohort.is_draft,
        archived=why_not_change(cohort.archived_at),
        promise=promise(here.policy, *extent, closes, claims_close),
        example=example(here.policy, cohort.unit_label, *extent),
        versions=[_version(here, version, extent, people) for version in versions],
        form=form or FormState(policy_values(here.policy)),
        why_not=why_not,
        changed=changed,
        unfit=unfit,
        ways_offered=() if cohort.is_series else way_lines(here.policy),
        expects=not cohort.is_series,
    )


def _version(
    here: CohortContext, version: PolicyVersion, extent: Extent, people: Mapping[UUID, Person]
) -> VersionLine:
    zone = here.cohort.zone
    maker = people.get(version.by) if version.by else None
    frozen = version.frozen_at
    to_come = version.version == here.policy_version.version and here.cohort.archived_at is None
    if frozen:
        judged: Text = _("Since {first:moment}", first=local(frozen, zone))
    else:
        judged = _("None yet") if to_come else pgettext("of claims", "None")
    return VersionLine(
        number=version.version,
        sentences=what_completes(PolicyData.model_validate(version.data), *extent),
        since=date_time(version.created_at, zone),
        by=maker.display_name if maker else "–",
        why=version.reason or _("It was set up with the cohort."),
        judged=judged,
    )
