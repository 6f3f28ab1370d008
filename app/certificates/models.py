"""Issued certificates: a frozen snapshot, its signed bytes, and what happened to it later."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import Column, Field, SQLModel

from app.casework.enums import AttendanceStatus
from app.certificates.enums import EventKind, FlagKind
from app.certificates.snapshot import CertificateKind
from app.core.db import Bytes, EnumText
from app.core.ids import new_id

__all__ = [
    "Certificate",  # not shown
    "CertificateClosure",
    "CertificateEvent",
    "CertificateFile",
    "CertificateFlag",
    "CertificateKind",
    "CertificateReview",
    "EventKind",
    "FlagKind",
    "NameConfirmation",
]


class Certificate(SQLModel, table=True):
    """One issued certificate. Nothing here is ever changed; triggers refuse UPDATE.

    It hangs on the enrollment of a learner or on the teaching of somebody who leads sessions.

    `edition` is one more than were revoked or replaced of that place and kind when it was
    issued, the one whose place it takes included. So the unique constraint refuses a second live
    one of a kind: where one holds and is not replaced, the next edition is its own. That no other
    kind that it excludes holds is seen under the lock of the place.
    """

    __table_args__ = (
        UniqueConstraint("enrollment_id", "kind", "edition"),
        UniqueConstraint("teaching_id", "kind", "edition"),
        CheckConstraint("(enrollment_id IS NULL) <> (teaching_id IS NULL)", name="one_place"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    enrollment_id: UUID | None = Field(default=None, foreign_key="enrollment.id")
    teaching_id: UUID | None = Field(default=None, foreign_key="teaching.id")
    kind: CertificateKind = Field(sa_type=EnumText(CertificateKind))
    edition: int
    number: str = Field(unique=True)
    code: str = Field(unique=True)
    """What the verify page is asked for; random, not derived from anything."""
    claim_id: UUID | None = Field(default=None, foreign_key="claim.id")
    snapshot: str
    """Canonical JSON with every word of the certificate resolved."""
    snapshot_sha256: str
    pdf_sha256: str
    issued_at: datetime
    issued_by: UUID

    @property
    def place_id(self) -> UUID:
        """What it hangs on: an enrollment, or of a certificate of teaching the teaching."""
        place = self.enrollment_id or self.teaching_id
        assert place is not None  # the database sees to it
        return place

    @property
    def place_told(self) -> dict[str, str]:
        """The same in the words of the line of its issue."""
        name = "enrollment" if self.enrollment_id else "teaching"
        return {name: str(self.place_id)}


class CertificateFile(SQLModel, table=True):
    """The signed PDF, the same bytes for every download."""

    __tablename__ = "certificate_file"

    certificate_id: UUID = Field(foreign_key="certificate.id", primary_key=True)
    pdf: bytes = Field(sa_column=Column(Bytes, nullable=False))


class NameConfirmation(SQLModel, table=True):
    """Somebody looked at a name and stands for it: it may be printed as it was then.

    It counts for the person in every cohort, as long as name and degrees are these and nothing
    was signed in another name since; then it is confirmed again.
    """

    __tablename__ = "name_confirmation"
    __table_args__ = (UniqueConstraint("enrollment_id", "certificate_name", "degrees", "at"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    enrollment_id: UUID = Field(foreign_key="enrollment.id")
    certificate_name: str
    degrees: str
    at: datetime
    by: UUID


class CertificateEvent(SQLModel, table=True):
    """A certificate was revoked or replaced; the certificate itself stays."""

    __tablename__ = "certificate_event"
    __table_args__ = (UniqueConstraint("certificate_id", "kind"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    certificate_id: UUID = Field(foreign_key="certificate.id")
    kind: EventKind = Field(sa_type=EnumText(EventKind))
    reason_class: str
    note: str = ""
    replaced_by_id: UUID | None = Field(default=None, foreign_key="certificate.id", index=True)
    hides_name: bool | None = None
    """Whether the public page no longer tells the name; of older events, their class says it."""
    at: datetime
    by: UUID


class CertificateClosure(SQLModel, table=True):
    """Somebody decided that a revoked certificate stays so, although another one would be due.

    It counts for the claim that was live then: who claims anew is due again.
    """

    __tablename__ = "certificate_closure"
    __table_args__ = (UniqueConstraint("certificate_id", "claim_id"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    certificate_id: UUID = Field(foreign_key="certificate.id")
    claim_id: UUID | None = Field(default=None, foreign_key="claim.id")
    """None where no claim matters to it: then it counts for good."""
    reason: str
    at: datetime
    by: UUID


class CertificateFlag(SQLModel, table=True):
    """Something that a certificate stands on was changed after its issue: somebody is to look.

    The certificate itself stays as it is, byte for byte.
    """

    __tablename__ = "certificate_flag"
    __table_args__ = (UniqueConstraint("certificate_id", "case_session_id", "cause_id"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    certificate_id: UUID = Field(foreign_key="certificate.id")
    case_session_id: UUID = Field(foreign_key="case_session.id")
    cause_id: UUID
    """The save of marks that changed it; an id of its own where the session was not held."""
    kind: FlagKind = Field(sa_type=EnumText(FlagKind))
    from_status: AttendanceStatus = Field(sa_type=EnumText(AttendanceStatus))
    to_status: AttendanceStatus = Field(sa_type=EnumText(AttendanceStatus))
    """As they were shown: a session that was made up is `made_up`."""
    from_minutes: int | None = None
    to_minutes: int | None = None
    reason: str
    at: datetime
    by: UUID


class CertificateReview(SQLModel, table=True):
    """Somebody looked at what was changed, and the certificate stays."""

    __tablename__ = "certificate_review"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    flag_id: UUID = Field(foreign_key="certificate_flag.id", unique=True)
    word: str
    """What they found."""
    at: datetime
    by: UUID
