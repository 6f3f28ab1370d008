"""Which lines of a history an auditor is given, and of which what was before and after."""

LEFT_OUT = frozenset(
    {
        *("arm", "pseudonyms", "contamination", "survey"),
        *("thread", "reflection", "reading", "check", "application"),
    }
)
"""Nouns of acts that are no part of what is audited: of studies and of surveys, whose answers are
nobody's here; and what people wrote to each other, or did before they signed."""
IN_FULL = frozenset(
    {
        *("attendance", "attendance_file", "attestation", "claim"),
        *("activity", "policy", "certificate", "certificates", "audit_folder"),
        *("disclosure", "pars"),
    }
)
"""Nouns of acts whose facts are told: of all else the act, who, when and why."""

WITHOUT_WHY = frozenset({"pars.file-refused", "hold.placed", "hold.ended"})
"""Acts whose reason is what PARS answered, which may name licenses, or why records are held, which
may be the matter of a court or of an inquiry."""


def is_in_folder(act: str) -> bool:
    """Whether a line about this act is in a folder."""
    return act.partition(".")[0] not in LEFT_OUT


def tells_facts(act: str) -> bool:
    """Whether a folder tells the facts of this act."""
    return act.partition(".")[0] in IN_FULL


def tells_why(act: str) -> bool:
    """Whether a folder tells the reason of this act."""
    return act not in WITHOUT_WHY
