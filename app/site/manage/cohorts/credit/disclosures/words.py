"""How far a disclosure is, in words and tones."""

from app.credit.disclosures.enums import ControllerState
from app.language import _, pgettext
from app.web.parts import Badge

STATES = {
    ControllerState.WAITING: Badge(pgettext("of a disclosure", "Not given"), "warm"),
    ControllerState.EXPIRED: Badge(pgettext("of a disclosure", "Expired"), "warm"),
    ControllerState.TO_REVIEW: Badge(_("To be reviewed"), "accent"),
    ControllerState.CLEARED: Badge(pgettext("of a disclosure", "Cleared"), "good"),
    ControllerState.LEFT_OUT: Badge(_("Controls no content"), "neutral"),
}
