"""What the rows may say, as values that rules can know without the database."""

from enum import StrEnum


class Accreditor(StrEnum):
    """Who accredits providers. Their names are the same in every language."""

    ACCME = "accme"
    STATE_SOCIETY = "state_society"
    """A state's medical society, by its own name."""
    ANCC = "ancc"
    ACPE = "acpe"
    JOINT_ACCREDITATION = "joint_accreditation"
    OTHER = "other"

    @property
    def is_named_apart(self) -> bool:
        """Whether it is one of several, whose name has to be written."""
        return self in {Accreditor.STATE_SOCIETY, Accreditor.OTHER}
