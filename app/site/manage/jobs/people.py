"""Whom a job was for, each with what they got by it."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.certificates.ordered.queries import Ordered
from app.certificates.rules import full_name
from app.core.models import Task
from app.language import Text, _, pgettext
from app.language.styles import worded
from app.messages.announcements.queries import Received
from app.site.parts.message_sent import became
from app.site.parts.people import person_path
from app.web.listing import ALL, Column, Empty, Filter, Listing
from app.web.parts import Badge, Link

PAGE_OF = 100


@dataclass(frozen=True)
class JobPerson:
    """One person of a job."""

    name: str
    """As it stands on certificates now; of a message, as it was addressed."""
    path: str
    ordered: Text
    """What they were to get, or why they were not."""
    got: Sequence[Link]
    state: Badge
    failed: bool


def people_of(ordered: Sequence[Ordered], path: str) -> tuple[Listing[JobPerson], list[JobPerson]]:
    """The list as it is declared, and its rows."""
    return _listing(path, _("Ordered"), _("Certificates")), [_person(own) for own in ordered]


def readers_of(
    received: Sequence[Received], path: str, message: str
) -> tuple[Listing[JobPerson], list[JobPerson]]:
    """The same of a message. `message`: its own page."""
    rows = [_reader(own, message) for own in received]
    return _listing(path, _("What became of it"), _("Letter")), rows


def _listing(path: str, ordered: Text, got: Text) -> Listing[JobPerson]:
    return Listing(
        path=path,
        columns=(Column(_("Name")), Column(ordered), Column(got), Column(_("State"))),
        nothing=Empty(_("Nobody"), _("This job was for nobody.")),
        filters=FILTERS,
        page_size=PAGE_OF,
    )


FILTERS: Sequence[Filter[JobPerson]] = (
    Filter(ALL, pgettext("of people", "All"), lambda _line: True),
    Filter("failed", pgettext("of work", "Failed"), lambda line: line.failed, "bad"),
)


def _person(own: Ordered) -> JobPerson:
    return JobPerson(
        name=full_name(own.person.certificate_name, own.person.degrees),
        path=person_path(own.person.id),
        ordered=worded(tuple(kind.words for kind in own.order.kinds), "list"),
        got=[
            Link(certificate.number, f"/manage/certificates/{certificate.number}")
            for certificate in own.certificates
        ],
        state=_state(own.task),
        failed=own.task.failed_at is not None,
    )


def _reader(own: Received, message: str) -> JobPerson:
    state, why = became(own)
    letter = Link(_("Open the letter"), f"{message}/{own.person.id}")
    return JobPerson(
        name=own.person.display_name,
        path=person_path(own.person.id),
        ordered=why or "–",
        got=[letter] if own.message else [],
        state=state,
        failed=own.task is not None and own.task.failed_at is not None,
    )


def _state(task: Task) -> Badge:
    if task.failed_at is not None:
        return Badge(pgettext("of work", "Failed"), "bad")
    if task.done_at is not None:
        return Badge(pgettext("of work", "Done"), "good")
    return Badge(pgettext("of work", "Waits"), "neutral")
