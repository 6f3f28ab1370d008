"""What rows about disclosures may say."""

from enum import StrEnum

from app.language import LazyText, _, pgettext


class ControllerRole(StrEnum):
    """In what capacity somebody controls content."""

    PLANNER = "planner"
    FACULTY = "faculty"
    AUTHOR = "author"
    REVIEWER = "reviewer"

    @property
    def words(self) -> LazyText:
        """What the role is called on pages, in files and in the text for learners."""
        return _ROLES[self]


_ROLES = {
    ControllerRole.PLANNER: pgettext("role in an activity", "Planner"),
    ControllerRole.FACULTY: pgettext("role in an activity", "Faculty or presenter"),
    ControllerRole.AUTHOR: pgettext("role in an activity", "Author"),
    ControllerRole.REVIEWER: pgettext("role in an activity", "Reviewer"),
}


class Nature(StrEnum):
    """What a financial relationship with a company is."""

    ADVISOR = "advisor"
    CONSULTANT = "consultant"
    EMPLOYEE = "employee"
    EXECUTIVE = "executive"
    OWNER = "owner"
    STOCK = "stock"
    STOCK_OPTIONS = "stock_options"
    RESEARCH = "research"
    ROYALTIES = "royalties"
    SPEAKER = "speaker"
    OTHER = "other"

    @property
    def words(self) -> LazyText:
        """What it is called."""
        return _NATURES[self]


_NATURES = {
    Nature.ADVISOR: pgettext("financial relationship", "Advisor"),
    Nature.CONSULTANT: pgettext("financial relationship", "Consultant"),
    Nature.EMPLOYEE: pgettext("financial relationship", "Employee"),
    Nature.EXECUTIVE: pgettext("financial relationship", "Executive role"),
    Nature.OWNER: pgettext("financial relationship", "Ownership interest"),
    Nature.STOCK: pgettext("financial relationship", "Individual stocks"),
    Nature.STOCK_OPTIONS: pgettext("financial relationship", "Stock options"),
    Nature.RESEARCH: pgettext("financial relationship", "Researcher or research grant"),
    Nature.ROYALTIES: pgettext("financial relationship", "Royalties or patent beneficiary"),
    Nature.SPEAKER: pgettext("financial relationship", "Speaker"),
    Nature.OTHER: pgettext("financial relationship", "Other"),
}


class Mitigation(StrEnum):
    """How a relevant relationship was mitigated."""

    DIVEST = "divest"
    RECUSE = "recuse"
    PEER_REVIEW = "peer_review"
    EVIDENCE = "evidence"
    OTHER = "other"

    @property
    def words(self) -> LazyText:
        """What was done."""
        return _MITIGATIONS[self]


_MITIGATIONS = {
    Mitigation.DIVEST: _("Ended the relationship (divested)"),
    Mitigation.RECUSE: _("Recused from controlling what it concerns"),
    Mitigation.PEER_REVIEW: _("Content reviewed by peers without such relationships"),
    Mitigation.EVIDENCE: _("Attested that recommendations follow from evidence"),
    Mitigation.OTHER: _("In another way"),
}


class ControllerState(StrEnum):
    """How far somebody's disclosure is, for one activity."""

    WAITING = "waiting"
    EXPIRED = "expired"
    TO_REVIEW = "to_review"
    CLEARED = "cleared"
    LEFT_OUT = "left_out"
