"""What completes a cohort, as a coordinator enters it: in a draft, and for one that runs."""

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from app.language import Text, _, ngettext
from app.packs.schema import MAKE_UP_WAYS, MakeUpWay, PolicyData, latest_late
from app.site.parts.make_up_ways import way_values, ways_chosen
from app.web.forms import Form

Few = Annotated[int, Field(ge=0, le=200)]
Words = Annotated[int, Field(ge=0, le=2000)]
NotLive = Literal["enduring", "none"]
LONGEST = 600
"""Minutes of a session."""
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

    names: ClassVar = {
        "modules_required": _("Modules to sign"),
        "sessions_required": _("Sessions that must count"),
        "make_ups_allowed": _("Missed sessions that can be made up"),
        "sister_session_words": _("Attend the session of another cohort: words at least"),
        "recording_words": _("Watch the recording and reflect on it: words at least"),
        "case_response_words": _("Write a response to the case: words at least"),
        "present_minutes": _("Minutes of attendance that count as present"),
        "late_after_minutes": _("Minutes after the start from which somebody is late"),
    }

    modules_required: Few
    sessions_required: Few
    make_ups_allowed: Few
    sister_session: bool = False
    sister_session_credit: Literal["live", "enduring", "none"] = "none"
    sister_session_words: Words = 0
    recording: bool = False
    recording_credit: NotLive = "none"
    recording_words: Words = 0
    case_response: bool = False
    case_response_credit: NotLive = "none"
    case_response_words: Words = 0
    excused_leaves_denominator: bool = False
    present_minutes: Annotated[int, Field(ge=1, le=LONGEST)]
    late_after_minutes: Annotated[int, Field(ge=0, le=LONGEST)]

    def out_of_reach(
        self, modules: int, sessions: int, session_minutes: int | None
    ) -> dict[str, Text]:
        """What asks for more than the cohort has, or for what contradicts itself, by field.

        `session_minutes`: how long its shortest session is; None where it has none.
        """
        found: dict[str, Text] = {}
        if self.modules_required > modules:
            found["modules_required"] = ngettext(
                "Enter at most {count}: the cohort has {count} module.",
                "Enter at most {count}: the cohort has {count} modules.",
                count=modules,
            )
        if self.sessions_required > sessions:
            found["sessions_required"] = ngettext(
                "Enter at most {count}: {count} session takes place.",
                "Enter at most {count}: {count} sessions take place.",
                count=sessions,
            )
        if self.make_ups_allowed and not self._chosen():
            found["make_ups_allowed"] = _("Choose how sessions are made up, or enter 0.")
        return found | self._of_minutes(session_minutes or LONGEST)

    def _of_minutes(self, session: int) -> dict[str, Text]:
        present, late = self.present_minutes, self.late_after_minutes
        if present > session:
            words = _(
                "Enter at most {most} minutes: the shortest session is no longer than that.",
                most=session,
            )
            return {"present_minutes": words}
        if late <= latest_late(present, session):
            return {}
        if late >= present:
            words = _(
                "Enter fewer than {present} minutes: nobody comes late after they were there long "
                "enough to be present.",
                present=present,
            )
        else:
            words = _(
                "Enter at most {most} minutes: whoever comes later cannot be there for {present} "
                "of {session} minutes.",
                most=session - present,
                present=present,
                session=session,
            )
        return {"late_after_minutes": words}

    def policy(self, before: PolicyData) -> PolicyData:
        """What was sent, with all else as it was."""
        sent = {name: getattr(self, name) for name in OF_POLICY}
        return before.model_copy(update=sent | {"make_up_ways": self._ways(before)})

    def _ways(self, before: PolicyData) -> tuple[MakeUpWay, ...]:
        """The ways that were sent; where nothing can be made up there is nothing to choose."""
        chosen = self._chosen()
        return ways_chosen(before, chosen) if chosen else before.make_up_ways

    def _chosen(self) -> dict[str, MakeUpWay]:
        return {
            usual.way: MakeUpWay(
                way=usual.way,
                credit=getattr(self, f"{usual.way}_credit"),
                words=getattr(self, f"{usual.way}_words"),
            )
            for usual in MAKE_UP_WAYS
            if getattr(self, usual.way)
        }


def policy_values(policy: PolicyData) -> dict[str, str]:
    """A policy as the fields of the form hold it."""
    excused = "yes" if policy.excused_leaves_denominator else ""
    numbers = {name: str(getattr(policy, name)) for name in OF_POLICY}
    return numbers | {"excused_leaves_denominator": excused, **way_values(policy)}
