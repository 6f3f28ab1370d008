"""What the rows may say, as values that rules can know without the database."""

from enum import StrEnum


class Profession(StrEnum):
    """What decides in what somebody claims, and with it the kind of certificate."""

    PHYSICIAN = "physician"
    """MD, DO or equivalent."""
    NURSE = "nurse"
    PHARMACIST = "pharmacist"
    PHYSICIAN_ASSOCIATE = "physician_associate"
    SCIENTIST = "scientist"
    OTHER = "other"


class Scope(StrEnum):
    """What a role grant reaches."""

    INSTALLATION = "installation"
    PROGRAM = "program"
    COHORT = "cohort"
    INSTITUTION = "institution"
    PROVIDER = "provider"
    """All activities of a provider, whichever cohorts they are of."""
