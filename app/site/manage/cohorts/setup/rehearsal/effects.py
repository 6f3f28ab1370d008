"""What publishing a draft does, said before it is done."""

from app.cohorts.enums import WayIn
from app.language import Text, _, ngettext
from app.language.moments import local
from app.site.manage.cohorts.setup.loaders import Draft


def effects_of(draft: Draft, facilitators: int, invited: int) -> list[Text]:
    """What publishing does, each in a sentence. `invited`: who waits for their letter."""
    return [
        _way_in(draft),
        _under_teach(draft, facilitators),
        _("Texts stay as the program has them at that moment."),
        _mail(invited),
    ]


def _mail(invited: int) -> Text:
    if not invited:
        return _("Publishing sends no mail, since nobody was invited yet.")
    return ngettext(
        "{count} invitation goes out, which holds a seat.",
        "{count} invitations go out, each holding a seat.",
        count=invited,
    )


def _under_teach(draft: Draft, facilitators: int) -> Text:
    people = len({row.person.id for row in draft.parts})
    if people:
        return ngettext(
            "{count} person who leads a session finds it under Teach.",
            "{count} people who lead sessions find them under Teach.",
            count=people,
        )
    return ngettext(
        "{count} facilitator sees the cohort under Teach.",
        "{count} facilitators see the cohort under Teach.",
        count=facilitators,
    )


def _way_in(draft: Draft) -> Text:
    cohort, zone = draft.here.cohort, draft.here.cohort.zone
    until = local(cohort.enrollment_closes_at or cohort.closes_at, zone)
    opens = local(cohort.enrollment_opens_at, zone)
    if cohort.way_in is WayIn.INVITATION:
        return ngettext(
            "{count} seat is for whom you invite.",
            "{count} seats are for those whom you invite.",
            count=cohort.capacity,
        )
    return ngettext(
        "{count} seat can be asked for from {opens:moment} until {until:moment}.",
        "{count} seats can be asked for from {opens:moment} until {until:moment}.",
        count=cohort.capacity,
        opens=opens,
        until=until,
    )
