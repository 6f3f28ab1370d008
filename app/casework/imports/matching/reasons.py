"""Why a choice is asked for, why somebody is set aside, and why a mark stays as it is."""

from app.language.reasons import ReasonKind, reason

SHARED = ReasonKind(
    "attendance_match.shared", "{count} person is called so.", "{count} people are called so."
)
LEADER_TOO = reason(
    "attendance_match.leader_too", "Somebody who leads this session is called so too."
)
TWO_SIGNS = reason(
    "attendance_match.two_signs", "The address is that of one person, and the name another’s."
)
OTHER_ADDRESS = reason(
    "attendance_match.other_address",
    "The name fits, but more than one account in the file is called so.",
)
ALIAS_SHARED = reason(
    "attendance_match.alias_shared", "This name was chosen for different people before."
)
MAY_BE = reason("attendance_match.may_be", "The name may be theirs, and is not quite.")
IS_ROOM = reason("attendance_match.is_room", "A room’s account: others may have sat beside them.")

HOST = reason("attendance_match.host", "The host of the meeting. Set aside.")
LEADER = reason("attendance_match.leader", "Leads this session. Set aside.")
NOT_KNOWN = reason(
    "attendance_match.not_known", "Neither name nor address says who on the roster this is."
)
SAID = reason("attendance_match.said", "You said who this is.")
NOT_THEM = reason("attendance_match.not_them", "You said that it is nobody on the roster.")

BY_HAND = reason("attendance_import.by_hand", "A mark made by hand stays.")
CHECKED_IN = reason(
    "attendance_import.checked_in", "They checked in, and what a file lacks does not undo that."
)
ENROLLED_LATER = reason(
    "attendance_import.enrolled_later", "They enrolled after this session, so they are not absent."
)
OUTSIDE = reason(
    "attendance_import.outside", "They were in the meeting, and not while the session went on."
)
AS_IT_IS = reason("attendance_import.as_it_is", "This is their mark already.")
UNTIMED = reason(
    "attendance_import.untimed",
    "A line that was left out names them and does not say when they were there, so they are not "
    "absent. Mark them by hand.",
)
WAITS = reason("attendance_import.waits", "Their mark stays until you choose.")
