"""What stands on a certificate for its reader, and by what that is known again.

Not the number, the code and the day of issue, which are always others, nor the template.
"""

from hashlib import sha256

from app.certificates.snapshot import CertificateSnapshot

COMPARED = (
    *("kind", "person_name", "degrees", "claimed_quarters", "designated_quarters", "hours_text"),
    *("heading", "award_text"),
    *("completed_on", "dates_text", "program_title", "cohort_title", "activity_title"),
    *("provider", "joint_providers", "learning_format", "place"),
    *("accreditation_statement", "designation_statement", "claim_statement"),
    "notes",
    *("signatories", "policy_version"),
)
"""The facts of a certificate, who and how much first."""
WORDS = frozenset(
    {
        *(
            "activity_title",
            "provider",
            "joint_providers",
            "learning_format",
            "place",
            "signatories",
        ),
        *("accreditation_statement", "designation_statement", "claim_statement"),
    }
)
"""What the provider says of its activity, which a newer version of it can say otherwise."""
COUNTED = ("modules_offered", "modules_attested", "sessions_held", "sessions_counted")
"""What it says of what somebody did."""


def face(snapshot: CertificateSnapshot) -> str:
    """Changes with all that a reader of the paper is told: two of the same face say the same."""
    told = [getattr(snapshot, name) for name in COMPARED]
    told += snapshot.sessions_led
    counts = [getattr(snapshot.participation, name) for name in COUNTED]
    return sha256(repr((told, counts)).encode()).hexdigest()[:16]
