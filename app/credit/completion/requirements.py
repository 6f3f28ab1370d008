"""What completes a cohort, in sentences for nobody in particular. Pure."""

from app.language.reasons import Reason, ReasonKind
from app.packs.schema import PolicyData

MODULES = ReasonKind(
    "requirements.modules", "Sign {needed} of {count} module.", "Sign {needed} of {count} modules."
)
ALL_MODULES = ReasonKind(
    "requirements.all_modules", "Sign the only module.", "Sign all {count} modules."
)
SESSIONS = ReasonKind(
    "requirements.sessions",
    "Attend {needed} of {count} live session.",
    "Attend {needed} of {count} live sessions.",
)
ALL_SESSIONS = ReasonKind(
    "requirements.all_sessions",
    "Attend the only live session.",
    "Attend all {count} live sessions.",
)
MAKE_UPS = ReasonKind(
    "requirements.make_ups",
    "{count} missed session can be made up.",
    "{count} missed sessions can be made up.",
)
CHECKS = ReasonKind(
    "requirements.checks",
    "Before you sign a module, answer {percent}% of its knowledge check correctly.",
)
SURVEYS = ReasonKind("requirements.surveys", "Answer the surveys: {surveys:key+and}.")


def requirements(policy: PolicyData, *, modules: int, sessions: int) -> list[Reason]:
    """What somebody has to do in a cohort with so many modules and sessions."""
    lines = []
    if needed := policy.modules_required:
        kind = ALL_MODULES if needed >= modules else MODULES
        lines.append(_of(kind, needed, modules))
    if policy.check_percent is not None:
        lines.append(CHECKS(percent=policy.check_percent))
    if needed := policy.sessions_required:
        kind = ALL_SESSIONS if needed >= sessions else SESSIONS
        lines.append(_of(kind, needed, sessions))
        if policy.make_ups_allowed:
            lines.append(MAKE_UPS(count=policy.make_ups_allowed))
    if policy.surveys:
        lines.append(SURVEYS(surveys=tuple(policy.surveys)))
    return lines


def _of(kind: ReasonKind, needed: int, count: int) -> Reason:
    facts = {"needed": needed} if "needed" in kind.facts else {}
    return kind(count=count, **facts)
