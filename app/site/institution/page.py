"""What an institution lead sees of a cohort: own people, and of all together at most counts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.cohorts.institutions.rules import Numbers
from app.credit.enums import Outlook
from app.language import Text, _, pgettext
from app.site.institution.own import (
    OUTLOOKS,
    Frame,
    InstitutionLine,
    OwnCohorts,
    OwnPeople,
    frame_of,
    no_cohort,
)
from app.site.parts.people import name_exports
from app.site.parts.waiting import Waiting
from app.web.listing import Asked, Column, Empty, Export, Filter, Find, Listing
from app.web.parts import Link
from app.web.shown import Shown, shown


@dataclass(frozen=True)
class InstitutionPage:
    """The lead's own people in one cohort."""

    frame: Frame
    people: Shown[InstitutionLine]
    numbers: Numbers
    certified: int
    """How many of them have a certificate."""
    waits: Waiting
    is_series: bool = False

    @property
    def messages(self) -> str:
        """What the lead wrote to them."""
        return self.people.listing.whole.replace("/institution", "/institution/messages", 1)

    @property
    def report(self) -> str:
        """The same people, each with what they miss."""
        return self.people.listing.whole.replace("/institution", "/institution/report", 1)


def no_cohort_page(names: Sequence[str], waits: Waiting, left_out: Text | None) -> InstitutionPage:
    """As long as none of the lead's people is in a cohort."""
    nobody = shown(people_of({}), (), Asked())
    return InstitutionPage(no_cohort(names, left_out), nobody, Numbers(), 0, waits)


def institution_page(
    names: Sequence[str],
    whole: OwnCohorts,
    own: OwnPeople,
    asked: Asked,
    waits: Waiting,
    *,
    zone: str,
) -> InstitutionPage:
    """The people of one cohort. `zone`: the reader's."""
    return InstitutionPage(
        frame=frame_of(names, whole, own, "/institution", zone),
        people=shown(
            people_of({"cohort": own.here.cohort.slug}, is_series=own.here.cohort.is_series),
            own.lines,
            asked,
        ),
        is_series=own.here.cohort.is_series,
        numbers=own.numbers,
        certified=sum(line.certificates > 0 for line in own.lines),
        waits=waits,
    )


def people_of(keeps: Mapping[str, str], *, is_series: bool = False) -> Listing[InstitutionLine]:
    """The list of the lead's own people in a cohort. `keeps`: how its address names the cohort."""
    return Listing(
        path="/institution",
        keeps=keeps,
        columns=OF_SERIES if is_series else COLUMNS,
        nothing=Empty(
            _("Nobody from your institution is in a cohort yet"),
            _("As soon as a coordinator enrolls one of your people, their progress is shown here."),
            Link(_("Find people"), "/institution/people"),
        ),
        filters=FILTERS[:1] if is_series else FILTERS,
        find=Find(
            lambda line: f"{line.person.display_name} {line.person.department}",
            _("Find by name or department"),
            _("Name or department"),
        ),
    )


def _is(outlook: Outlook) -> Filter[InstitutionLine]:
    badge = OUTLOOKS[outlook]
    return Filter(outlook, badge.text, lambda line: line.completion.outlook is outlook, badge.tone)


FILTERS: Sequence[Filter[InstitutionLine]] = (
    Filter("all", _("Everybody"), lambda _line: True),
    *map(_is, OUTLOOKS),
    Filter("at-risk", pgettext("of people", "At risk"), lambda line: bool(line.restores), "warm"),
)
COLUMNS: Sequence[Column[InstitutionLine]] = (
    Column(
        _("Name"),
        "name",
        sort=lambda line: line.person.search_name,
        exports=(
            *name_exports(lambda line: line.person),
            Export(_("Department"), lambda line: line.person.department),
        ),
    ),
    Column(
        _("Modules"),
        "modules",
        sort=lambda line: line.completion.modules_done,
        numeric=True,
        exports=(
            Export(_("Modules attested"), lambda line: line.completion.modules_done),
            Export(_("Modules needed"), lambda line: line.completion.modules_needed),
        ),
    ),
    Column(
        _("Sessions"),
        "sessions",
        sort=lambda line: line.completion.sessions_counted,
        numeric=True,
        exports=(
            Export(_("Sessions counted"), lambda line: line.completion.sessions_counted),
            Export(_("Sessions needed"), lambda line: line.completion.sessions_needed),
        ),
    ),
    Column(
        _("Certificates"),
        numeric=True,
        exports=(Export(_("Certificates"), lambda line: line.certificates),),
    ),
    Column(
        _("Status"),
        exports=(Export(_("Status"), lambda line: line.status.text),),
    ),
)
OF_SERIES: Sequence[Column[InstitutionLine]] = (
    COLUMNS[0],
    Column(
        _("Sessions attended"),
        "sessions",
        sort=lambda line: line.completion.sessions_counted,
        numeric=True,
        exports=(Export(_("Sessions attended"), lambda line: line.completion.sessions_counted),),
    ),
    COLUMNS[3],
)
"""In a series nothing has to be completed."""
