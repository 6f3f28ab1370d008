"""Orders: which certificates for whom, and whose place they take. Pure; a task carries one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple, Self
from uuid import UUID

from app.certificates.rules import ReasonClass
from app.certificates.snapshot import CertificateKind


class Slot(NamedTuple):
    """What holds one certificate at most: one that rests on a claim, or that of completion."""

    place_id: UUID
    says_credit: bool


class WantedCertificate(NamedTuple):
    """A certificate that is wanted: by which enrollment, and of which kind."""

    place_id: UUID
    kind: CertificateKind

    @property
    def slot(self) -> Slot:
        """Where it would be."""
        return Slot(self.place_id, self.kind.says_credit)


@dataclass(frozen=True)
class Replacement:
    """The certificate whose place another one takes, and why."""

    certificate_id: UUID
    reason: ReasonClass
    note: str = ""
    """For insiders."""
    hides_name: bool = False
    """Whether the public page of the earlier one no longer tells the name."""
    of_revoked: bool = False
    """Whether the earlier one had been revoked when this was ordered, and nobody is surprised."""
    face: str | None = None
    """What somebody looked at, by its fingerprint: nothing else is printed. None: only looked."""
    in_force: bool = False
    """Whether it says what the activity says by now, and not what was claimed under."""

    @property
    def payload(self) -> dict[str, Any]:
        """As JSON holds it."""
        return {
            "certificate": str(self.certificate_id),
            "reason": self.reason.value,
            "note": self.note,
            "hides_name": self.hides_name,
            "of_revoked": self.of_revoked,
            "face": self.face,
            "in_force": self.in_force,
        }

    @classmethod
    def read(cls, payload: Mapping[str, Any]) -> Self:
        """Back from JSON."""
        return cls(
            UUID(payload["certificate"]),
            ReasonClass(payload["reason"]),
            payload["note"],
            payload["hides_name"],
            payload["of_revoked"],
            payload["face"],
            payload.get("in_force", False),  # what was ordered before an upgrade does not say it
        )


@dataclass(frozen=True)
class Order:
    """What is to be issued to one person at once, as a task of the queue carries it."""

    place_id: UUID
    kinds: tuple[CertificateKind, ...]
    by: UUID
    replaces: Mapping[CertificateKind, Replacement] = field(default_factory=dict)
    """Whose place each takes; all of them do, or none."""
    face: str | None = None
    """What somebody looked at where there is no earlier one, by its fingerprint; of one kind."""

    @property
    def payload(self) -> dict[str, Any]:
        """As JSON holds it."""
        kinds = [kind.value for kind in self.kinds]
        said = {"enrollment": str(self.place_id), "kinds": kinds, "by": str(self.by)}
        earlier = {kind.value: own.payload for kind, own in self.replaces.items()}
        looked_at = {"face": self.face} if self.face else {}
        return {**said, **looked_at, **({"replaces": earlier} if earlier else {})}

    @property
    def wanted(self) -> tuple[WantedCertificate, ...]:
        """Each certificate of it."""
        return tuple(WantedCertificate(self.place_id, kind) for kind in self.kinds)

    @classmethod
    def read(cls, payload: Mapping[str, Any]) -> Self:
        """Back from a task's payload; before an upgrade each carried one kind."""
        kinds = payload.get("kinds") or [payload["kind"]]
        wanted = tuple(CertificateKind(kind) for kind in kinds)
        replaces = {
            CertificateKind(kind): Replacement.read(own)
            for kind, own in payload.get("replaces", {}).items()
        }
        place, by = UUID(payload["enrollment"]), UUID(payload["by"])
        return cls(place, wanted, by, replaces, payload.get("face"))
