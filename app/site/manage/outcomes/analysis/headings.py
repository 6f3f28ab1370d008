"""Under which headings the rows of a table stand, and its columns."""

from app.language import Text, _, dotted
from app.outcomes.projects.analyses.records import Row
from app.site.manage.outcomes.analysis.cells import moment, whose
from app.site.manage.outcomes.analysis.plots import SETS

SIDES_SEEN = {
    "post_minus_pre": _("As rated at each time"),
    "post_minus_then": _("As people see it, looking back"),
    "then_minus_pre": _("Response shift"),
}
"""The ways to see a change."""


def versus(row: Row, reference: str) -> Text:
    """Which arms are compared, and when."""
    if "wave" not in row.of:
        return ""
    return _(
        "Month {months}: {arm} less {reference}",
        months=row.of["wave"],
        arm=str(row.of["arm"]),
        reference=reference,
    )


def when_and_whose(row: Row) -> Text:
    """From when to when, and whose."""
    return dotted([moment(row), whose(row)])


def looking_back(row: Row) -> Text:
    """When people looked back, and who."""
    return dotted([_("Month {months}", months=row.of["to_wave"]), whose(row)])


def asked_at(row: Row) -> Text:
    """When it was asked, and about when."""
    back = _("looking back") if row.of["perspective"] == "then" else ""
    mentees = _("answered by mentees") if row.of["is_mentee"] else ""
    return dotted([moment(row), back, mentees])


def arm_of(row: Row) -> Text:
    """Of which arm it is."""
    return str(row.of["arm"])


def set_of(row: Row) -> Text:
    """Of which people it is."""
    return SETS[str(row.of["population"])]


def side_of(row: Row) -> Text:
    """Which way to see a change it is."""
    return SIDES_SEEN[str(row.of["kind"])]
