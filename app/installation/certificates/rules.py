"""What is said of certificates that are stored otherwise than they were issued; pure."""

from collections.abc import Sequence

from app.installation.rules import Finding, HealthState
from app.language.reasons import ReasonKind, reason

CERTIFICATES = reason("health.certificates", "Stored certificates")
NONE_ALTERED = reason(
    "health.none_altered",
    "Of those that were looked at, all are as they were issued. All: python -m app audit verify",
)
SOME_ALTERED = ReasonKind(
    "health.some_altered",
    "{count} is not as it was issued: {numbers:list}. Nobody can rely on it until it is brought "
    "back from a backup.",
    "{count} are not as they were issued: {numbers:list}. Nobody can rely on them until they are "
    "brought back from a backup.",
)
MANY_ALTERED = ReasonKind(
    "health.many_altered",
    "{count} is not as it was issued, {numbers:list} among them. Nobody can rely on it until it is "
    "brought back from a backup.",
    "{count} are not as they were issued, {numbers:list} among them. Nobody can rely on them until "
    "they are brought back from a backup.",
)
NAMED = 5
"""Of how many the numbers are told."""


def on_certificates(altered: Sequence[str]) -> Finding:
    """`altered`: the numbers of those that were found so."""
    if not altered:
        return Finding(CERTIFICATES, HealthState.GOOD, NONE_ALTERED)
    said = MANY_ALTERED if len(altered) > NAMED else SOME_ALTERED
    text = said(count=len(altered), numbers=tuple(altered[:NAMED]))
    return Finding(CERTIFICATES, HealthState.BAD, text)
