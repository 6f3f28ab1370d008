"""What publishing a draft does, said before it is done."""

from app.cohorts.enums import WayIn
from app.cohorts.joining.publication.queries import ToTell
from app.language import Text, _, ngettext
from app.language.moments import local
from app.site.manage.cohorts.setup.loaders import Draft


def effects_of(draft: Draft, facilitators: int, to_tell: ToTell) -> list[Text]:
    """What publishing does, each in a sentence."""
    return [
        _way_in(draft),
        _under_teach(draft, facilitators),
        _("Texts stay as the program has them at that moment."),
        *_mail(to_tell),
    ]


def _mail(to_tell: ToTell) -> list[Text]:
    told: list[Text] = []
    if to_tell.invited:
        told.append(_invited(to_tell.invited))
    if to_tell.overdue:
        told.append(_held_longer(to_tell.overdue))
    if others := to_tell.enrolled + to_tell.waitlisted:
        told.append(
            ngettext(
                "{count} person with a seat or a place in line is told by mail.",
                "{count} people with a seat or a place in line are told by mail.",
                count=others,
            )
        )
    return told or [_("No learner gets mail, since nobody has a place yet.")]


def _invited(count: int) -> Text:
    return ngettext(
        "{count} invitation goes out, which holds a seat.",
        "{count} invitations go out, each holding a seat.",
        count=count,
    )


def _held_longer(count: int) -> Text:
    return ngettext(
        "{count} of them was held until a day that is over. It is held for 2 weeks more.",
        "{count} of them were held until a day that is over. They are held for 2 weeks more.",
        count=count,
    )


def _under_teach(draft: Draft, facilitators: int) -> Text:
    people = len({row.person.id for row in draft.parts if row.part != "guest"})
    if people:
        return ngettext(
            "{count} person who leads a session finds it under Teach.",
            "{count} people who lead sessions find them under Teach.",
            count=people,
        )
    if not facilitators:
        return _("Nobody facilitates it yet. Add somebody now, or later.")
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
            "{count} seat is for the person you invite.",
            "{count} seats are for people you invite.",
            count=cohort.capacity,
        )
    return ngettext(
        "{count} seat can be asked for from {opens:moment} until {until:moment}.",
        "{count} seats can be asked for from {opens:moment} until {until:moment}.",
        count=cohort.capacity,
        opens=opens,
        until=until,
    )
