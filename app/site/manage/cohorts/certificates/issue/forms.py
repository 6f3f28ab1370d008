"""What a coordinator sends from the desk."""

from typing import Annotated, NamedTuple, Self
from uuid import UUID

from pydantic import BeforeValidator, Field

from app.certificates.names.rules import SeenName
from app.certificates.orders import WantedCertificate
from app.certificates.snapshot import CertificateKind
from app.language.reasons import Reason, ReasonKind
from app.web.forms import Form

CERTIFICATES = ReasonKind("issue.certificates", "{count} certificate", "{count} certificates")
OTHERS_CHOSEN = ReasonKind(
    "issue.others_chosen",
    "The button said {said}, but {count} is chosen. "
    "Look again, and press the button if it is right now.",
    "The button said {said}, but {count} are chosen. "
    "Look again, and press the button if it is right now.",
)
NONE_CHOSEN = ReasonKind(
    "issue.none_chosen",
    "The button said {said}, but none are chosen. "
    "Look again, and press the button if it is right now.",
)


class Picked(NamedTuple):
    """One person of the preview with the certificates that stood beside the name."""

    enrollment_id: UUID
    kinds: tuple[CertificateKind, ...]

    @property
    def value(self) -> str:
        """As the checkbox sends it."""
        return f"{self.enrollment_id}:{'+'.join(self.kinds)}"

    @classmethod
    def read(cls, value: str) -> Self:
        """Back from what the checkbox sent; raises `ValueError`."""
        enrollment_id, _, kinds = value.partition(":")
        return cls(UUID(enrollment_id), tuple(CertificateKind(kind) for kind in kinds.split("+")))


def _seen(value: str) -> SeenName:
    """What the checkbox beside a name sent; raises `ValueError`."""
    enrollment_id, _, fingerprint = value.partition(":")
    return SeenName(UUID(enrollment_id), fingerprint)


class NamesForm(Form):
    """Which names somebody stands for, as they saw them."""

    seen: list[Annotated[SeenName, BeforeValidator(_seen)]] = Field(default_factory=list)


class IssueForm(Form):
    """Whose certificates to issue, and how many the button said that are."""

    chosen: list[Annotated[Picked, BeforeValidator(Picked.read)]] = Field(default_factory=list)
    counted: int | None = None
    """Without it, the page only counts again what is chosen."""

    @property
    def choices(self) -> list[WantedCertificate]:
        """Every certificate chosen."""
        return [
            WantedCertificate(picked.enrollment_id, kind)
            for picked in self.chosen
            for kind in picked.kinds
        ]

    def why_count_again(self) -> Reason | None:
        """Why nothing is issued yet: what is chosen is not what the button said."""
        chosen = len(self.choices)
        if self.counted in {None, chosen}:
            return None
        said = CERTIFICATES(count=self.counted or 0)
        return OTHERS_CHOSEN(said=said, count=chosen) if chosen else NONE_CHOSEN(said=said)
