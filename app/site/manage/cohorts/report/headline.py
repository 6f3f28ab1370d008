"""What a report opens with: how it stands, how it stood before, and the one thing to do next.

It speaks of the last session that is recorded: before that, whoever was not there counts as if.
"""

from app.certificates.reports.records import CohortNumbers, CohortReport
from app.cohorts.institutions.rules import percent
from app.credit.completion.rules import NAMED_AT_MOST
from app.language import Text, _, ngettext
from app.language.moments import local
from app.site.manage.cohorts.page import path_of
from app.web.parts import Link


def headline(report: CohortReport) -> list[Text]:
    """How it stands, how it stood before, and who is at risk."""
    numbers = report.numbers
    counts = numbers.counts
    if not counts.enrolled:
        return [_("Nobody is enrolled in {cohort} yet.", cohort=numbers.here.cohort.title)]
    if not numbers.after_sessions:
        return [_before_it_begins(numbers)]
    if numbers.over:
        return [_in_the_end(numbers), *_ended_before(report), *_not_recorded(numbers)]
    on_course = ngettext(
        "{on_course} of {count} person is on course to complete.",
        "{on_course} of {count} people are on course to complete.",
        count=counts.enrolled,
        on_course=counts.on_course,
    )
    return [on_course, *_stood_before(report), *_at_risk(numbers), *_not_recorded(numbers)]


def _before_it_begins(numbers: CohortNumbers) -> Text:
    here, count = numbers.here, numbers.counts.enrolled
    planned = [session.starts_at for session in numbers.sessions if not session.canceled]
    if not planned:
        return ngettext(
            "{count} person is enrolled. No session is planned.",
            "{count} people are enrolled. No session is planned.",
            count=count,
        )
    return ngettext(
        "{count} person is enrolled. The first session is {first:long_moment}.",
        "{count} people are enrolled. The first session is {first:long_moment}.",
        count=count,
        first=local(min(planned), here.cohort.zone),
    )


def _in_the_end(numbers: CohortNumbers) -> Text:
    counts = numbers.counts
    return ngettext(
        "{done} of {count} person completed; {certified} have a certificate.",
        "{done} of {count} people completed; {certified} have a certificate.",
        count=counts.enrolled,
        done=counts.completed,
        certified=counts.certified,
    )


def _ended_before(report: CohortReport) -> list[Text]:
    own = _completed(report.numbers)
    over = [cohort for cohort in report.earlier if cohort.over and cohort.counts.enrolled]
    before = tuple(_share(_completed(cohort), cohort) for cohort in over)
    if before:
        return [_("{own}% completed, after {before:and}.", own=own, before=before)]
    return [_("{own}% completed.", own=own)]


def _completed(numbers: CohortNumbers) -> int:
    return percent(numbers.counts.completed, numbers.counts.enrolled)


def _stood_before(report: CohortReport) -> list[Text]:
    numbers = report.numbers
    last = numbers.newest
    if last is None:
        return []
    unit = numbers.here.label(last.position)
    before = tuple(
        _share(then.percent, cohort) for cohort in report.earlier if (then := report.then(cohort))
    )
    if before:
        said = _(
            "After {unit} it was {own}% here, {before:and}.",
            unit=unit,
            own=last.percent,
            before=before,
        )
        return [said]
    return [_("After {unit} it was {own}%.", unit=unit, own=last.percent)]


def _not_recorded(numbers: CohortNumbers) -> list[Text]:
    units = tuple(numbers.here.label(after.position) for after in numbers.unrecorded)
    if not units:
        return []
    if len(units) > NAMED_AT_MOST:
        return [_("Attendance of {count} sessions is not all recorded yet.", count=len(units))]
    return [_("Attendance of {units:and} is not all recorded yet.", units=units)]


def _share(value: int, cohort: CohortNumbers) -> Text:
    return _("{percent}% in {cohort}", percent=value, cohort=cohort.here.cohort.title)


def _at_risk(numbers: CohortNumbers) -> list[Text]:
    counts = numbers.counts
    if not counts.at_risk:
        return []
    return [
        ngettext(
            "{count} is at risk, and completes only by signing what is due or making a session up.",
            "{count} are at risk, and complete only by signing what is due or making a session up.",
            count=counts.at_risk,
        )
    ]


def next_step(numbers: CohortNumbers) -> Link:
    """The one thing to do next."""
    path, counts = path_of(numbers.here), numbers.counts
    unmarked = next((s for s in reversed(numbers.sessions) if s.held and s.waiting), None)
    if not counts.enrolled:
        return Link(_("Bring people in"), f"{path}/people/import")
    if unmarked is not None:
        attendance = f"/teach/{numbers.here.cohort.slug}/sessions/{unmarked.position}/attendance"
        label = numbers.here.label(unmarked.position)
        return Link(_("Record attendance of {unit}", unit=label), attendance)
    if numbers.over and counts.completed > counts.certified:
        return Link(_("Issue certificates"), f"{path}/certificates/issue")
    if counts.at_risk and not numbers.over:
        see = ngettext("See the {count} at risk", "See the {count} at risk", count=counts.at_risk)
        return Link(see, f"{path}/people?show=at-risk")
    return Link(_("See its people"), f"{path}/people")
