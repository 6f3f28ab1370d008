"""What a certificate says, with every word resolved: the only input of rendering.

A snapshot is made at issue and never changes; the profile, the cohort, the statements and the
template may all change afterwards. Its canonical JSON is stored and hashed, so a field may be added
only together with a new `schema_version` and an entry in `_UPGRADES`: every snapshot ever stored
loads for ever.
"""

import hashlib
import json
from collections.abc import Callable, Mapping
from datetime import date
from enum import StrEnum
from functools import lru_cache
from typing import Annotated, Any, Literal, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    model_validator,
)

from app.certificates.numbers import parse_code, parse_number
from app.credit.enums import AMA_PRA_1, PARTICIPATION
from app.language import LazyText, Text, _
from app.printing.letters import composed, why_not_see

SCHEMA_VERSION = 3


class CertificateKind(StrEnum):
    """What a certificate attests."""

    CME_CREDIT = "cme_credit"
    PARTICIPATION = "participation"
    COMPLETION = "completion"
    TEACHING = "teaching"
    """Of somebody who led sessions, and is no learner there."""

    @property
    def says_credit(self) -> bool:
        """Whether it rests on a claim, of credit or of hours."""
        return self in {CertificateKind.CME_CREDIT, CertificateKind.PARTICIPATION}

    def excludes(self, other: Self) -> bool:
        """Whether a place holds one of both at most: a claim is for credit or for hours."""
        return self is other or (self.says_credit and other.says_credit)

    @property
    def heading(self) -> str:
        """What is printed on top, and what its file is called: the same for every reader."""
        return _HEADINGS[self]

    @property
    def words(self) -> LazyText:
        """The name of the kind, as pages and letters tell it to a reader."""
        return _WORDS[self]


_HEADINGS = {
    CertificateKind.CME_CREDIT: "Certificate of credit",  # not shown
    CertificateKind.PARTICIPATION: "Certificate of participation",  # not shown
    CertificateKind.COMPLETION: "Attestation of completion",  # not shown
    CertificateKind.TEACHING: "Certificate of teaching",  # not shown
}
_WORDS = {
    CertificateKind.CME_CREDIT: _("Certificate of credit"),
    CertificateKind.PARTICIPATION: _("Certificate of participation"),
    CertificateKind.COMPLETION: _("Attestation of completion"),
    CertificateKind.TEACHING: _("Certificate of teaching"),
}


class UnfitError(ValueError):
    """What a validator of a snapshot raises: why a certificate cannot say this."""

    def __init__(self, why: LazyText) -> None:
        super().__init__(why)
        self.why = why


@lru_cache(maxsize=512)
def _printable(text: str) -> str:
    """Composed characters and single spaces; none that nobody sees. The fonts have a say later.

    Remembered, since all certificates of a cohort say the same of it.
    """
    plain = composed(text)
    if why_not := why_not_see(plain):
        raise UnfitError(why_not)
    if not plain:
        raise UnfitError(_("It is empty."))
    return plain


def _known(parse: Callable[[str], str | None]) -> Callable[[str], str]:
    def check(text: str) -> str:
        if parse(text) != text:
            raise UnfitError(_("It does not have the form of those that are given here."))
        return text

    return check


Line = Annotated[str, StringConstraints(max_length=300), AfterValidator(_printable)]
Statement = Annotated[str, StringConstraints(max_length=2000), AfterValidator(_printable)]
Number = Annotated[str, AfterValidator(_known(parse_number))]
Code = Annotated[str, AfterValidator(_known(parse_code))]
Hash = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
Quarters = Annotated[int, Field(ge=1)]
Count = Annotated[int, Field(ge=0)]


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=False)


class Signatory(_Frozen):
    """Somebody whose name stands under the certificate."""

    name: Line
    role: Line


class Shown(_Frozen):
    """A picture, by the hash of its bytes, with what is told of it to who does not see it."""

    sha256: Hash
    alt: Line


class Participation(_Frozen):
    """What the activity consisted of, and how much of it this person did."""

    units: Count
    modules_offered: Count
    modules_attested: Count
    sessions_held: Count
    sessions_counted: Count

    @model_validator(mode="after")
    def _within(self) -> Self:
        if self.modules_attested > self.modules_offered:
            raise UnfitError(_("There are more modules attested than offered."))
        if self.sessions_counted > self.sessions_held:
            raise UnfitError(_("There are more sessions counted than held."))
        return self


class LedSession(_Frozen):
    """A session that was held, as who led it is certified of it."""

    day: date
    """On which it began, local to the zone of the cohort."""
    title: Line
    minutes: Annotated[int, Field(ge=1)]
    """Scheduled."""
    part: Line
    """What it was: `Lead`, `Co-lead` or `Guest`."""


class CertificateSnapshot(_Frozen):
    """Everything one certificate says. Credit is in integer quarters, dates are local to `zone`."""

    schema_version: Literal[3] = 3
    kind: CertificateKind
    number: Number
    code: Code
    verify_url: Annotated[str, StringConstraints(pattern=r"^https?://\S+$", max_length=200)]

    person_name: Line
    degrees: Line | None = None

    program_title: Line
    cohort_title: Line
    activity_title: Line
    provider: Line
    joint_providers: tuple[Line, ...] = ()
    learning_format: Line
    place: Line | None = None
    dates_text: Line
    completed_on: date
    issued_on: date
    zone: Line

    credit_system: Line | None = None
    """By its key; None where nothing of credit or hours is said."""
    heading: Line | None = None
    """On top; None: what certificates of the kind are called."""
    claimed_quarters: Quarters | None = None
    award_text: Line | None = None
    """So much of what is awarded; None: it has a phrase of its own, or nothing is."""
    designated_quarters: Quarters | None = None
    hours_text: Line | None = None
    accreditation_statement: Statement | None = None
    designation_statement: Statement | None = None
    claim_statement: Statement | None = None
    notes: tuple[Statement, ...] = ()
    """What goes with the credit or the hours: additions for the same minutes, who accepts them."""
    participation: Participation
    sessions_led: tuple[LedSession, ...] = Field(default=(), max_length=60)
    """Of a certificate of teaching, in the order of their days."""

    signatories: tuple[Signatory, ...] = Field(min_length=1, max_length=3)
    signatures: tuple[Shown | None, ...] = ()
    """Of each signatory, if there is any at all."""
    logos: tuple[Shown, ...] = Field(default=(), max_length=4)
    template_key: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_-]*$", max_length=60)]
    template_hash: Hash
    policy_version: Line
    replaces: Number | None = None

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        if not self.verify_url.endswith(f"/{self.code}"):
            raise UnfitError(_("The verify address does not end with the code."))
        if self.signatures and len(self.signatures) != len(self.signatories):
            raise UnfitError(_("There are other signatures than signatories."))
        if why_not := _why_not_of_kind(self):
            raise UnfitError(why_not)
        return self

    @property
    def heading_text(self) -> str:
        """What stands on top."""
        return self.heading or self.kind.heading

    @property
    def name(self) -> Text:
        """What it is called, to a reader: what stands on top where that is its own."""
        return self.heading or self.kind.words

    @property
    def unit(self) -> str | None:
        """In what its amount is counted, as it is printed; None: in physicians' credit."""
        return self.award_text.partition(" ")[2] if self.award_text else None

    @property
    def awards_physicians_credit(self) -> bool:
        """Whether it awards physicians' credit; other credit says what it is."""
        return self.kind is CertificateKind.CME_CREDIT and self.award_text is None

    @property
    def full_name(self) -> str:
        """The name with degrees, as the certificate is made out: `Dana Okafor, MD, MPH`."""
        return f"{self.person_name}, {self.degrees}" if self.degrees else self.person_name

    @property
    def subject(self) -> str:
        """What it is about, as its text calls it."""
        if self.kind in {CertificateKind.COMPLETION, CertificateKind.TEACHING}:
            return f"{self.program_title}, {self.cohort_title}"
        return self.activity_title

    @property
    def signed(self) -> tuple[tuple[Signatory, Shown | None], ...]:
        """Who signs, each with their signature where there is one."""
        signatures = self.signatures or (None,) * len(self.signatories)
        return tuple(zip(self.signatories, signatures, strict=True))

    @property
    def pictures(self) -> frozenset[str]:
        """The hashes of all pictures that it shows."""
        return frozenset(shown.sha256 for shown in (*self.signatures, *self.logos) if shown)


def _why_not_of_kind(snapshot: CertificateSnapshot) -> LazyText | None:
    """Why these facts do not make a certificate of this kind."""
    if bool(snapshot.sessions_led) != (snapshot.kind is CertificateKind.TEACHING):
        return _("The sessions that somebody led stand on a certificate of teaching.")
    if snapshot.kind is CertificateKind.TEACHING:
        return _why_not_of_teaching(snapshot)
    if snapshot.kind is CertificateKind.COMPLETION:
        if any(_credit(snapshot)) or snapshot.accreditation_statement:
            return _("An attestation of completion says nothing about credit.")
        return None
    return _why_not_of_credit(snapshot)


def _credit(snapshot: CertificateSnapshot) -> tuple[object, ...]:
    return (
        snapshot.claimed_quarters,
        snapshot.designated_quarters,
        snapshot.designation_statement,
        snapshot.claim_statement,
        snapshot.notes,
    )


def _why_not_of_teaching(snapshot: CertificateSnapshot) -> LazyText | None:
    if any((*_credit(snapshot), snapshot.accreditation_statement, snapshot.credit_system)):
        return _("A certificate of teaching says nothing about credit.")
    if not snapshot.hours_text:
        return _("A certificate of teaching states the hours.")
    return None


def _why_not_of_credit(snapshot: CertificateSnapshot) -> LazyText | None:
    credit = _credit(snapshot)
    if snapshot.kind is CertificateKind.PARTICIPATION:
        if any((*credit[:1], *credit[2:4], snapshot.award_text)):
            return _(
                "A certificate of participation carries no claim and no designation statement."
            )
        if not snapshot.hours_text:
            return _("A certificate of participation states the hours.")
    elif not all(credit[:4]) or not snapshot.accreditation_statement:
        return _(
            "A certificate of credit needs the claimed and designated credit and all statements."
        )
    elif (snapshot.claimed_quarters or 0) > (snapshot.designated_quarters or 0):
        return _("More credit is claimed than designated.")
    return None


def to_json(snapshot: CertificateSnapshot) -> str:
    """The canonical JSON: sorted keys, no spaces, every field. Store and hash exactly this."""
    data = snapshot.model_dump(mode="json")
    return json.dumps(data, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def sha256_of(canonical_json: str) -> str:
    """The hash that stands beside a stored snapshot, in hexadecimal."""
    return hashlib.sha256(canonical_json.encode()).hexdigest()


def _of_before(data: dict[str, Any]) -> dict[str, Any]:
    """Version 1 knew two systems, of which each kind has one, and showed no pictures."""
    systems = {"cme_credit": AMA_PRA_1, "participation": PARTICIPATION}
    return data | {
        "schema_version": 2,
        "credit_system": systems.get(data.get("kind", "")),
        "signatures": [],
        "logos": [],
    }


def _before_teaching(data: dict[str, Any]) -> dict[str, Any]:
    """Version 2 was of learners alone."""
    return data | {"schema_version": 3, "sessions_led": []}


_UPGRADES: Mapping[int, Callable[[dict[str, Any]], dict[str, Any]]] = {
    1: _of_before,
    2: _before_teaching,
}
"""From a schema version to the next one."""


def from_json(text: str) -> CertificateSnapshot:
    """Load a stored snapshot of any schema version there ever was.

    Raises:
        ValueError: It is no snapshot, or one of a newer Waypost.
    """
    data = json.loads(text)
    version = data.get("schema_version") if isinstance(data, dict) else None
    if not isinstance(version, int) or not 1 <= version <= SCHEMA_VERSION:
        raise ValueError(f"This version of Waypost cannot read snapshot version {version!r}.")
    for step in range(version, SCHEMA_VERSION):
        data = _UPGRADES[step](data)
    return CertificateSnapshot.model_validate_json(json.dumps(data))
