"""What applying a file of people does, in a sentence each."""

from datetime import datetime

from app.cohorts.context import CohortContext
from app.cohorts.intake.enums import Outcome
from app.cohorts.intake.facts import Plan
from app.language import Text, _, ngettext
from app.language.moments import long_date


def effects(here: CohortContext, plan: Plan, opens_at: datetime | None) -> list[Text]:
    """`opens_at`: when the first unit opens."""
    found: list[Text] = []
    if enrolled := plan.counts[Outcome.ENROLL]:
        found.append(_enrolled(enrolled, here, opens_at))
    if invited := plan.counts[Outcome.INVITE]:
        found.append(_invited(invited, is_draft=here.cohort.is_draft))
    if waitlisted := plan.counts[Outcome.WAITLIST]:
        found.append(
            ngettext(
                "{count} person waits for a seat.",
                "{count} people wait for a seat.",
                count=waitlisted,
            )
        )
    found += _professions(sum(row.is_new and row.row.is_by_degrees for row in plan.rows))
    return [*found, _("You can undo all of it while nobody has worked.")]


def _professions(count: int) -> list[Text]:
    if not count:
        return []
    return [
        ngettext(
            "{count} person has a profession by their degrees only. Look at it beside the name. "
            "It counts for credit once it is verified, on their page.",
            "{count} people have a profession by their degrees only. Look at it beside the "
            "names. It counts for credit once it is verified, on their pages.",
            count=count,
        )
    ]


def _invited(count: int, *, is_draft: bool) -> Text:
    if is_draft:
        return ngettext(
            "{count} invitation waits for the day you publish. No mail goes out now.",
            "{count} invitations wait for the day you publish. No mail goes out now.",
            count=count,
        )
    return ngettext(
        "{count} invitation is mailed at once.",
        "{count} invitations are mailed at once.",
        count=count,
    )


def _enrolled(count: int, here: CohortContext, opens_at: datetime | None) -> Text:
    if opens_at is None:
        return ngettext("{count} person is enrolled.", "{count} people are enrolled.", count=count)
    return ngettext(
        "{count} person is enrolled and sees {unit} from {opens}.",
        "{count} people are enrolled and see {unit} from {opens}.",
        count=count,
        unit=here.label(1),
        opens=long_date(opens_at, here.cohort.zone),
    )
