"""What is due now and at the next new year, what is held, and the policy that says so."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from app.cohorts.deleted.rules import LEAST_YEARS
from app.history.retention.enums import RetentionState
from app.history.retention.models import Deletion
from app.history.retention.queries import PolicySet
from app.history.retention.rules import USUAL_YEARS, Retained
from app.language import Text, _, ngettext, pgettext
from app.language.moments import local
from app.site.admin.retention.cohort import HOME, path_of
from app.site.admin.retention.wording import STATES
from app.web.forms import FormState
from app.web.listing import ALL, Asked, Column, Empty, Export, Filter, Listing
from app.web.parts import Badge
from app.web.shown import Shown, shown


@dataclass(frozen=True)
class CohortLine:
    """A cohort that is due, soon due or held."""

    own: Retained
    path: str
    state: Badge
    people: int
    """Who had a place, also where only places with a certificate are left."""


@dataclass(frozen=True)
class VersionLine:
    """A version of the policy."""

    years: Text
    set: Text
    reason: str


@dataclass(frozen=True)
class RetentionPage:
    """What the template shows."""

    lead: Text
    cohorts: Shown[CohortLine]
    sets: bool
    """Whether the reader may set the policy."""
    form: FormState
    least: int
    versions: Sequence[VersionLine]
    """The newest first; none while nobody set one."""
    saved: bool | None


def retention_page(
    cohorts: Sequence[CohortLine],
    asked: Asked,
    policies: Sequence[PolicySet],
    *,
    zone: str,
    sets: bool,
    form: FormState | None = None,
    saved: bool | None = None,
) -> RetentionPage:
    """`policies`: the newest first; `zone`: the reader's."""
    years = policies[0].retention_policy.years if policies else USUAL_YEARS
    return RetentionPage(
        lead=ngettext(
            "Records of who took part are kept for {count} whole year after the year of a "
            "cohort’s last day.",
            "Records of who took part are kept for {count} whole years after the year of a "
            "cohort’s last day.",
            count=years,
        ),
        cohorts=shown(LISTING, cohorts, asked),
        sets=sets,
        form=form or FormState({"years": str(years)}),
        least=LEAST_YEARS,
        versions=[_version(own, zone) for own in policies],
        saved=saved,
    )


def lines_of(cohorts: Iterable[Retained], deletions: Mapping[UUID, Deletion]) -> list[CohortLine]:
    """Each with its state in words. `deletions`: what went, by cohort."""
    return [
        CohortLine(own, path_of(own.kept), STATES[own.state], _people(own, deletions))
        for own in cohorts
    ]


def _people(own: Retained, deletions: Mapping[UUID, Deletion]) -> int:
    gone = deletions.get(own.kept.cohort_id)
    return max(own.kept.people, gone.people if gone else 0)


def _version(own: PolicySet, zone: str) -> VersionLine:
    policy = own.retention_policy
    return VersionLine(
        years=ngettext("{count} year", "{count} years", count=policy.years),
        set=_(
            "{set:long_moment} by {person}",
            set=local(policy.set_at, zone),
            person=own.person.display_name,
        ),
        reason=policy.reason,
    )


def _counts(shown_rows: int, count: int) -> Text:
    return ngettext(
        "{shown} of {count} cohort", "{shown} of {count} cohorts", count=count, shown=shown_rows
    )


def _none_found(_query: str) -> Text:
    return _("No cohort is on this list.")


def _filter(state: RetentionState, tone: str = "neutral") -> Filter[CohortLine]:
    def is_so(line: CohortLine) -> bool:
        return line.own.state is state

    return Filter(state.value, STATES[state].text, is_so, tone)


LISTING: Listing[CohortLine] = Listing(
    path=HOME,
    columns=(
        Column(
            _("Due"),
            "due",
            sort=lambda line: line.own.due_on,
            exports=(Export(_("Due"), lambda line: line.own.due_on),),
        ),
        Column(
            _("Cohort"),
            "cohort",
            sort=lambda line: line.own.kept.title.casefold(),
            exports=(
                Export(_("Cohort"), lambda line: line.own.kept.title),
                Export(_("Program"), lambda line: line.own.kept.program),
            ),
        ),
        Column(
            _("Last day"),
            "last",
            sort=lambda line: line.own.last_day,
            exports=(Export(_("Last day"), lambda line: line.own.last_day),),
        ),
        Column(
            _("People"),
            numeric=True,
            exports=(Export(_("People"), lambda line: line.people),),
        ),
        Column(
            _("Certificates"),
            numeric=True,
            exports=(Export(_("Certificates"), lambda line: line.own.kept.certificates),),
        ),
        Column(
            pgettext("column", "State"),
            exports=(Export(pgettext("column", "State"), lambda line: line.state.text),),
        ),
    ),
    nothing=Empty(
        _("Nothing is due"),
        _("A cohort appears here in the year before its records are due, or when they are held."),
    ),
    filters=(
        _filter(RetentionState.DUE, "warm"),
        _filter(RetentionState.ANNOUNCED, "warm"),
        _filter(RetentionState.SOON),
        _filter(RetentionState.HELD),
        _filter(RetentionState.STUDIED),
        _filter(RetentionState.DELETED),
        Filter(ALL, pgettext("of cohorts", "All"), lambda _line: True),
    ),
    page_size=50,
    counts=_counts,
    none_found=_none_found,
    everything=_("Show all cohorts"),
)
