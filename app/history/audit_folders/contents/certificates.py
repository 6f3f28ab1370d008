"""The register of certificates, what became of them, and the files themselves."""

from hashlib import sha256

from app.certificates.models import Certificate
from app.certificates.queries import CertificateInCohort, CertificateWithStatus
from app.certificates.snapshot import from_json
from app.core.errors import RefusedError
from app.credit.phrase import credits_fact
from app.history.audit_folders.contents.people import NAME, NUMBER
from app.history.audit_folders.contents.records import CohortRead, Sheet, StoredFile
from app.history.audit_folders.rules import NOT_AS_STORED
from app.language import _
from app.language.cells import Cell
from app.people.models import Person

FOLDER = "certificates"
LEFT = "left revoked"  # not shown
"""What happened where somebody decided that a certificate stays revoked."""


def certificate_sheets(read: CohortRead) -> list[Sheet]:
    """Every certificate that was issued, and every revocation and replacement."""
    numbers = read.certificate_numbers
    return [
        Sheet(
            f"{FOLDER}/register.csv",
            _("Every certificate that was issued, whether it holds, and which file it is"),
            [NUMBER, NAME, _("Name on certificate"), _("Kind"), _("Number"), _("Issued"), _("By"),
             _("Status"), _("Claimed in"), _("Claimed"), _("Eligible at the claim"),
             _("Designated"), _("File"), _("Fingerprint of the file (SHA-256)")],
            [
                *(_certificate(read, own) for own in read.certificates),
                *(_of_teacher(read, teacher.person, own)
                  for teacher in read.teachers for own in teacher.issued),
            ],
        ),
        Sheet(
            f"{FOLDER}/revocations.csv",
            _("What was revoked or replaced: when, by whom, why, by which other certificate"),
            [_("Number"), _("When"), _("What"), _("Class of the reason"), _("Why"), _("By"),
             _("Replaced by")],
            [
                [numbers[event.certificate_id], read.at(event.at), event.kind.value,
                 event.reason_class, event.note, read.by(event.by),
                 numbers[event.replaced_by_id] if event.replaced_by_id else ""]
                for event in read.certificate_events
            ] + [
                [numbers[own.certificate_id], read.at(own.at), LEFT, "", own.reason,
                 read.by(own.by), ""]
                for own in read.certificate_closures
            ],
        ),
        _teaching(read),
    ]  # fmt: skip


def _teaching(read: CohortRead) -> Sheet:
    return Sheet(
        f"{FOLDER}/teaching.csv",
        _("Every certificate of teaching: who led how many sessions, and which file it is"),
        [_("Name on certificate"), _("Number"), _("Issued"), _("By"), _("Status"),
         _("Sessions led"), _("Minutes"), _("File"), _("Fingerprint of the file (SHA-256)")],
        [_taught(read, own) for teacher in read.teachers for own in teacher.issued],
    )  # fmt: skip


def _taught(read: CohortRead, own: CertificateWithStatus) -> list[Cell]:
    made = own.certificate
    said = from_json(made.snapshot)
    return [
        said.full_name, made.number, read.at(made.issued_at), read.by(made.issued_by),
        own.status.word, len(said.sessions_led),
        sum(session.minutes for session in said.sessions_led),
        _path(made, holds=own.status.holds), made.pdf_sha256,
    ]  # fmt: skip


def _certificate(read: CohortRead, own: CertificateInCohort) -> list[Cell]:
    made = own.certificate
    said = from_json(made.snapshot)
    amounts = (own.quarters, own.eligible_quarters, said.designated_quarters)
    return [
        *read.who(made.place_id), said.full_name, made.kind.value, made.number,
        read.at(made.issued_at), read.by(made.issued_by), own.word,
        said.credit_system,
        *(None if quarters is None else credits_fact(quarters) for quarters in amounts),
        path_of(own), made.pdf_sha256,
    ]  # fmt: skip


def _of_teacher(read: CohortRead, person: Person, own: CertificateWithStatus) -> list[Cell]:
    """A line of the register; who leads sessions stands in no roster and claims nothing."""
    made = own.certificate
    return [
        None, person.sort_name, from_json(made.snapshot).full_name, made.kind.value, made.number,
        read.at(made.issued_at), read.by(made.issued_by), own.status.word, *[None] * 4,
        _path(made, holds=own.status.holds), made.pdf_sha256,
    ]  # fmt: skip


def path_of(own: CertificateInCohort) -> str:
    """Where the file of a certificate is in the folder: what no longer holds, apart."""
    return _path(own.certificate, holds=own.holds)


def _path(certificate: Certificate, *, holds: bool) -> str:
    return f"{FOLDER}/{'valid' if holds else 'no-longer-valid'}/{certificate.number}.pdf"


def papers(read: CohortRead) -> list[StoredFile]:
    """The files as they were issued.

    Raises:
        RefusedError: What is stored of one is not what was issued.
    """
    taught = [own for teacher in read.teachers for own in teacher.issued]
    return [
        *(_paper(read, own.certificate, holds=own.holds) for own in read.certificates),
        *(_paper(read, own.certificate, holds=own.status.holds) for own in taught),
    ]


def _paper(read: CohortRead, certificate: Certificate, *, holds: bool) -> StoredFile:
    pdf = read.pdfs.get(certificate.id)
    if pdf is None or sha256(pdf).hexdigest() != certificate.pdf_sha256:
        raise RefusedError(NOT_AS_STORED(number=certificate.number))
    return StoredFile(_path(certificate, holds=holds), pdf)


def count(read: CohortRead, word: str) -> int:
    """Of how many certificates this is the verdict."""
    taught = (own.status.word for teacher in read.teachers for own in teacher.issued)
    return [*(own.word for own in read.certificates), *taught].count(word)
