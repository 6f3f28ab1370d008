"""What waits for an officer first, then all activities of their providers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from markupsafe import Markup

from app.credit.disclosures.missing.rules import Missing
from app.credit.models import CreditSystem
from app.credit.proposals.queries import CohortActivity, WaitingProposal
from app.language import Text, _, ngettext, pgettext
from app.language.moments import local
from app.site.parts.credit import most_of
from app.web.parts import Badge


@dataclass(frozen=True)
class WaitingLine:
    """One request."""

    title: str
    cohort: Text
    path: str
    since: Text
    provider: str


@dataclass(frozen=True)
class ReviewLine:
    """Disclosures of a cohort that nobody has reviewed."""

    text: Text
    cohort: Text
    path: str


@dataclass(frozen=True)
class ActivityLine:
    """One activity as it is now."""

    title: str
    cohort: Text
    path: str
    most: Text | Markup
    approved: Text
    state: Badge
    provider: str


@dataclass(frozen=True)
class ActivitiesPage:
    """The desk."""

    waiting: Sequence[WaitingLine]
    reviews: Sequence[ReviewLine]
    activities: Sequence[ActivityLine]


def activities_page(
    waiting: Sequence[WaitingProposal],
    activities: Sequence[CohortActivity],
    missing: Mapping[UUID, Missing],
    designated: Mapping[UUID, Sequence[CreditSystem]],
    *,
    zone: str,
) -> ActivitiesPage:
    """`missing`: of disclosures, by cohort; `designated`: for what, by activity.

    `zone`: the reader's.
    """
    return ActivitiesPage(
        [_waiting(own, zone) for own in waiting],
        [
            _review(own, len(missing[own.cohort.id].to_review))
            for own in activities
            if own.cohort.id in missing and missing[own.cohort.id].to_review
        ],
        [_activity(own, designated.get(own.activity.id, ()), zone) for own in activities],
    )


def _path(slug: str) -> str:
    return f"/manage/cohorts/{slug}/credit"


def _cohort(title: str, program: str) -> Text:
    return _("{cohort} of {program}", cohort=title, program=program)


def _waiting(own: WaitingProposal, zone: str) -> WaitingLine:
    return WaitingLine(
        title=own.proposal.terms["title"],
        cohort=_cohort(own.cohort.title, own.program.title),
        path=_path(own.cohort.slug),
        since=_("{asked:moment}", asked=local(own.proposal.proposed_at, zone)),
        provider=own.provider.name,
    )


def _review(own: CohortActivity, count: int) -> ReviewLine:
    return ReviewLine(
        ngettext("Review {count} disclosure", "Review {count} disclosures", count=count),
        _cohort(own.cohort.title, own.program.title),
        f"{_path(own.cohort.slug)}/disclosures?show=review",
    )


def _activity(own: CohortActivity, systems: Sequence[CreditSystem], zone: str) -> ActivityLine:
    activity = own.activity
    return ActivityLine(
        title=activity.title,
        cohort=_cohort(own.cohort.title, own.program.title),
        path=_path(own.cohort.slug),
        most=most_of(activity.designated_quarters, systems),
        approved=_(
            "{person}, {day:date}",
            person=activity.approved_by,
            day=local(activity.said_at, zone),
        ),
        state=Badge(pgettext("of a cohort", "Draft"), "neutral")
        if own.cohort.is_draft
        else Badge(pgettext("of a cohort", "Published"), "good"),
        provider=activity.provider,
    )
