"""What a printing process refuses."""

from app.language.reasons import ReasonKind

NOT_PRINTED = ReasonKind("print.refused", "This cannot be printed. {problem}")
"""What a printing process said; it knows no reasons, since other code than ours speaks there."""


class RenderError(Exception):
    """It cannot be printed as it is; the message says why, for a coordinator."""
