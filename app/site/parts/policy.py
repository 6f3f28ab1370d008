"""What completes a cohort, as a coordinator enters it: in a draft, and for one that runs."""

from typing import Annotated

from pydantic import Field

from app.language import Text, _
from app.packs.schema import PolicyData
from app.web.forms import Form

Few = Annotated[int, Field(ge=0, le=200)]
OF_POLICY = (
    "modules_required",
    "sessions_required",
    "make_ups_allowed",
    "excused_leaves_denominator",
    "present_minutes",
    "late_after_minutes",
)
"""What of a policy a form decides; all else is the program's."""


class PolicyFields(Form):
    """What of a policy a coordinator decides."""

    modules_required: Few
    sessions_required: Few
    make_ups_allowed: Few
    excused_leaves_denominator: bool = False
    present_minutes: Annotated[int, Field(ge=1, le=600)]
    late_after_minutes: Annotated[int, Field(ge=0, le=600)]

    def out_of_reach(self, modules: int, sessions: int) -> dict[str, Text]:
        """What asks for more than the cohort has, by field."""
        found: dict[str, Text] = {}
        if self.modules_required > modules:
            found["modules_required"] = _("Enter at most {most}.", most=modules)
        if self.sessions_required > sessions:
            found["sessions_required"] = _("Enter at most {most}.", most=sessions)
        return found

    def policy(self, before: PolicyData) -> PolicyData:
        """What was sent, with all else as it was."""
        return before.model_copy(update={name: getattr(self, name) for name in OF_POLICY})


def policy_values(policy: PolicyData) -> dict[str, str]:
    """A policy as the fields of the form hold it."""
    excused = "yes" if policy.excused_leaves_denominator else ""
    numbers = {name: str(getattr(policy, name)) for name in OF_POLICY}
    return numbers | {"excused_leaves_denominator": excused}
