"""How the standing of people changes, in words."""

from collections.abc import Mapping

from app.credit.stages.changes.rules import Turn
from app.language import Text, _

TURNS: Mapping[Turn, Text] = {
    Turn.COMPLETE_NO_LONGER: _("No longer complete"),
    Turn.OUT_OF_REACH: _("Can no longer complete"),
    Turn.AT_RISK: _("Become at risk"),
    Turn.WITHIN_REACH: _("Can complete again"),
    Turn.ON_COURSE: _("No longer at risk"),
    Turn.COMPLETE: _("Complete from now on"),
    Turn.COMPLETE_AT_ONCE: _("Could no longer complete, and complete from now on"),
}
