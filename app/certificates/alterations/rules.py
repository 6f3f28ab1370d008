"""What is said of a certificate that is stored otherwise than it was issued; pure."""

from app.language.reasons import Reason, reason

ALTERED = reason(
    "certificate.altered", "What is stored of this certificate is not what was issued."
)
AT_ONCE = 50
"""How many files are read together: some 2 MB."""
ALTERED_WORD, DOUBTFUL_WORD = "altered", "doubtful"  # not shown


def word_of(doubt: Reason) -> str:
    """The verdict on a doubtful certificate for programs, as its public page gives it."""
    return ALTERED_WORD if doubt == ALTERED else DOUBTFUL_WORD
