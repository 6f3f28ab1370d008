"""The credit and the cost of a report as tables. Pure."""

from decimal import Decimal

from app.credit.enums import AMA_PRA_1, PARTICIPATION
from app.credit.phrase import credits_text, phrase_text
from app.language import Text, _, ngettext
from app.language.styles import number, worded
from app.outcomes.leadership.costs import StaffKind
from app.outcomes.leadership.records import Claimed
from app.outcomes.leadership.sheet.competency import UNTOLD
from app.outcomes.leadership.sheet.figures import DASH, HELD_BACK, Figures
from app.outcomes.leadership.told import Cost, CostLine, Credit, Report


def credit_figures(credit: Credit | None) -> Figures | None:
    """What was designated, and what was claimed; None where nothing was designated."""
    if credit is None:
        return None
    rows: list[list[Text]] = [
        [_system(own), str(own.people), _hours(own.quarters)] for own in credit.claimed
    ]
    if credit.too_few:
        rows.append([_("Others"), HELD_BACK, DASH])
    heads: list[Text] = [_("Claimed as"), _("People"), _("Hours")]
    return Figures(_("Credit"), heads, rows, _designated(credit))


def _system(claimed: Claimed) -> Text:
    if claimed.system == AMA_PRA_1:
        return phrase_text()
    if claimed.system == PARTICIPATION:
        return _("Participation, by those who are not physicians")
    return claimed.name


def _hours(quarters: int) -> Text:
    return number(Decimal(credits_text(quarters)))


def _designated(credit: Credit) -> Text:
    least, most = (
        Decimal(credits_text(quarters))
        for quarters in (credit.lowest_quarters, credit.most_quarters)
    )
    if least == most:
        return _(
            "Each cohort was designated for a maximum of {most} {phrase} for one person.",
            most=most,
            phrase=phrase_text(credit.most_quarters),
        )
    return _(
        "Each cohort was designated for a maximum of {least} to {most} {phrase} for one person.",
        least=least,
        most=most,
        phrase=phrase_text(credit.most_quarters),
    )


def cost_figures(report: Report) -> Figures | None:
    """What the program cost; None where nobody said so."""
    cost = report.cost
    if cost is None:
        return None
    rows: list[list[Text]] = [[_staff(own), _dollars(own.cost)] for own in cost.lines]
    if cost.other:
        rows.append([_("Everything else"), _dollars(cost.other)])
    total = ngettext("All for {count} month", "All for {count} months", count=cost.months)
    rows.append([total, _dollars(cost.total)])
    if cost.per_person is not None:
        enrolled = _("For each of the {people} who enrolled", people=report.people)
        rows.append([enrolled, _dollars(cost.per_person)])
    rows.append([_("For each person who completed"), _each_completer(cost)])
    note = worded((_paid(report), *_why_no_completer(cost)), "sentences")
    return Figures(_("Cost"), [_("What for"), _("US dollars")], rows, note)


def _each_completer(cost: Cost) -> Text:
    if cost.per_completer is not None:
        return _dollars(cost.per_completer)
    return _("not known") if cost.running or cost.endless else UNTOLD


def _paid(report: Report) -> Text:
    return ngettext(
        "As the program entered it, for the {count} cohort of this report. The time of volunteers "
        "is not in it.",
        "As the program entered it, for all {count} cohorts of this report together. The time of "
        "volunteers is not in it.",
        count=report.ran,
    )


def _why_no_completer(cost: Cost) -> list[Text]:
    """Why there is no cost for each completer, where more was paid for than can complete."""
    why: list[Text] = []
    if cost.running:
        why.append(
            ngettext(
                "{count} of them has not ended, so that nobody knows how many the money will have "
                "brought to the end.",
                "{count} of them have not ended, so that nobody knows how many the money will have "
                "brought to the end.",
                count=cost.running,
            )
        )
    if cost.endless:
        why.append(
            ngettext(
                "In {count} of them there is nothing to complete.",
                "In {count} of them there is nothing to complete.",
                count=cost.endless,
            )
        )
    return why


def _staff(line: CostLine) -> Text:
    if line.kind == StaffKind.FACULTY:
        return ngettext(
            "{count} faculty, {percent}% of full time",
            "{count} faculty, {percent}% of full time each",
            count=line.people,
            percent=line.percent,
        )
    return ngettext(
        "{count} staff member, {percent}% of full time",
        "{count} staff members, {percent}% of full time each",
        count=line.people,
        percent=line.percent,
    )


def _dollars(amount: int) -> Text:
    return _("${amount}", amount=amount)
