"""Tables of who controls content, what each disclosed, its reviews, and what learners read."""

from collections.abc import Iterator
from uuid import UUID

from app.credit.disclosures import rules
from app.credit.disclosures.models import Disclosure
from app.credit.disclosures.rules import Controller, state_of
from app.history.audit_folders.contents.disclosed import ReviewPart
from app.history.audit_folders.contents.people import NAME, NUMBER
from app.history.audit_folders.contents.records import CohortRead, Sheet, yes_no
from app.language import _
from app.language.cells import Cell

FOLDER = "disclosures"
DISCLOSURE = _("Disclosure")
VERSION, BY, WHY = _("Version"), _("By"), _("Why")


def integrity_sheets(read: CohortRead) -> list[Sheet]:
    """All that is recorded of disclosures."""
    return [_controllers(read), _entered(read), _requests(read), _disclosures(read),
            _relationships(read), _reviews(read), _decisions(read), _texts(read),
            _readings(read)]  # fmt: skip


def uncleared(read: CohortRead) -> int:
    """How many who control content are not cleared, as their page counts them."""
    return len(rules.uncleared(read.disclosed.controllers, read.now))


def _controllers(read: CohortRead) -> Sheet:
    return Sheet(
        f"{FOLDER}/controllers.csv",
        _("Who controls content, as what, and how far the disclosure of each is"),
        [NAME, _("Roles"), _("Only the sessions of"), _("Left out because"), _("Status"),
         DISCLOSURE, _("Reviewed"), BY],
        [_controller(read, own) for own in read.disclosed.controllers],
    )  # fmt: skip


def _controller(read: CohortRead, own: Controller) -> list[Cell]:
    given = own.given
    reviewed = given.reviewed if given else None
    labels = [read.here.label(unit.position) for unit in read.units if unit.id in (own.units or ())]
    return [
        own.sort_name, "; ".join(role.value for role in sorted(own.roles)), "; ".join(labels),
        own.left_out, state_of(own, read.now).value,
        read.disclosed.numbers.get(given.id) if given else None,
        read.at(reviewed.at if reviewed else None), read.by(reviewed.by if reviewed else None),
    ]  # fmt: skip


def _entered(read: CohortRead) -> Sheet:
    return Sheet(
        f"{FOLDER}/entered.csv",
        _("Who was put on that list by name, or left out of it with a word, and for how long"),
        [NAME, _("Role"), _("Left out because"), _("Entered"), BY, _("Taken away")],
        [
            [_name(read, own.person_id) or own.name, own.role.value if own.role else "",
             own.left_out, read.at(own.added_at), read.by(own.by), read.at(own.removed_at)]
            for own in read.disclosed.entered
        ],
    )  # fmt: skip


def _name(read: CohortRead, person_id: UUID | None) -> str:
    person = read.people.get(person_id) if person_id else None
    return person.sort_name if person else ""


def _whose(read: CohortRead, own: Disclosure) -> str:
    names = {row.id: row.name for row in read.disclosed.entered}
    return _name(read, own.person_id) or names.get(own.controller_id or own.id, "")


def _requests(read: CohortRead) -> Sheet:
    return Sheet(
        f"{FOLDER}/requests.csv",
        _("Every letter that asked for a disclosure; the reminders are by nobody"),
        [NAME, _("Asked"), BY],
        [
            [_name(read, own.person_id), read.at(own.asked_at), read.by(own.by)]
            for own in read.disclosed.requests
        ],
    )


def _disclosures(read: CohortRead) -> Sheet:
    return Sheet(
        f"{FOLDER}/disclosures.csv",
        _("Every disclosure as it was signed; by its number the other tables name it"),
        [DISCLOSURE, NAME, _("Signed"), _("Valid until"), _("Has no relationships"),
         _("Name as typed"), _("How the paper came"), _("Entered by"), _("Statement"),
         _("Version of the statement")],
        [
            [read.disclosed.numbers[own.id], _whose(read, own), read.at(own.signed_at),
             read.at(own.valid_until), yes_no(own.has_none), own.typed_name, own.source,
             read.by(own.by), own.statement, own.statement_version]
            for own in read.disclosed.given
        ],
    )  # fmt: skip


def _relationships(read: CohortRead) -> Sheet:
    whose = {own.id: own for own in read.disclosed.given}
    return Sheet(
        f"{FOLDER}/relationships.csv",
        _("Every financial relationship that was disclosed"),
        [DISCLOSURE, NAME, _("Company"), _("Relationship"), _("Has ended")],
        [
            [read.disclosed.numbers[own.disclosure_id], _whose(read, whose[own.disclosure_id]),
             own.company, own.nature.value, yes_no(own.has_ended)]
            for own in read.disclosed.relationships.values()
        ],
    )  # fmt: skip


def _reviews(read: CohortRead) -> Sheet:
    return Sheet(
        f"{FOLDER}/reviews.csv",
        _("Every review: what was found relevant, how and when it was mitigated; the newest holds"),
        [DISCLOSURE, NAME, _("Review"), _("Reviewed"), BY, _("Company"), _("Relevant"),
         _("Mitigation"), _("In words"), _("Mitigated on")],
        list(_review_rows(read)),
    )  # fmt: skip


def _review_rows(read: CohortRead) -> Iterator[list[Cell]]:
    whose = {own.id: own for own in read.disclosed.given}
    for own in read.disclosed.reviews:
        review = own.review
        yield [
            read.disclosed.numbers[review.disclosure_id], _whose(read, whose[review.disclosure_id]),
            review.edition, read.at(review.reviewed_at), read.by(review.by), *_verdict(read, own),
        ]  # fmt: skip


def _verdict(read: CohortRead, own: ReviewPart) -> list[Cell]:
    said = own.said
    if said is None:
        return [""] * 5
    return [
        read.disclosed.relationships[said.relationship_id].company, yes_no(said.is_relevant),
        said.mitigation.value if said.mitigation else "", said.word, said.mitigated_on,
    ]  # fmt: skip


def _decisions(read: CohortRead) -> Sheet:
    return Sheet(
        f"{FOLDER}/decisions.csv",
        _("Every decision since the approval whether disclosures are needed, and why"),
        [VERSION, _("Disclosures are needed"), WHY, _("Decided"), BY],
        [
            [
                own.version,
                yes_no(own.applies),
                own.reason,
                read.at(own.decided_at),
                read.by(own.by),
            ]
            for own in read.disclosed.decisions
        ],
    )


def _texts(read: CohortRead) -> Sheet:
    return Sheet(
        f"{FOLDER}/texts.csv",
        _("What learners were told of disclosures, in every version"),
        [VERSION, _("Published"), _("Not needed since"), _("Text"), _("Fingerprint (SHA-256)")],
        [
            [own.version, read.at(own.published_at), read.at(own.lapsed_at), "\n".join(own.lines),
             own.sha256]
            for own in read.disclosed.texts
        ],
    )  # fmt: skip


def _readings(read: CohortRead) -> Sheet:
    return Sheet(
        f"{FOLDER}/read.csv",
        _("Who said when that they had read which version"),
        [NUMBER, NAME, VERSION, _("Read on"), _("Fingerprint as it was shown (SHA-256)")],
        [
            [*read.who(own.enrollment_id), read.disclosed.versions[own.text_id],
             read.at(own.read_at), own.sha256]
            for own in read.disclosed.readings
        ],
    )  # fmt: skip
