"""Why a session is not made up, or not yet, in words."""

from app.language.reasons import ReasonKind, reason

TO_COME = reason("make_up.to_come", "A session can be made up once it has ended.")
SISTER_CANCELED = reason(
    "make_up.sister_canceled",
    "The session that they chose was canceled. Return this, so that they choose another way.",
)
SISTER_LED = reason(
    "make_up.sister_led",
    "They have a part in the session that they chose, so it makes nothing up. Return this, so that "
    "they choose another way.",
)
SISTER_OWN = reason(
    "make_up.sister_own",
    "They have a place in the cohort of the session that they chose: what they do there counts "
    "there. Return this, so that they choose another way.",
)
SISTER_MISSED = reason(
    "make_up.sister_missed",
    "Attendance of the session that they chose says that they were not there. Return this, so that "
    "they choose another way.",
)
SISTER_CHANGED = reason(
    "make_up.sister_changed",
    "The session that they chose is not one of the same case in these weeks anymore. Return this, "
    "so that they choose another way.",
)
SISTER_SERVES = ReasonKind(
    "make_up.sister_serves",
    "The session that they chose makes up {unit} of theirs already, and one makes up one. Return "
    "this, so that they choose another way.",
)
NOT_MISSED = reason("make_up.nothing_missed", "You did not miss this session: nothing to make up.")
UNMARKED = reason(
    "make_up.unmarked",
    "If you were not there, come back once your attendance is recorded.",
)
NOT_NEEDED = reason(
    "make_up.not_needed",
    "You are excused from this session, so fewer have to count. There is nothing to make up.",
)
NONE_LEFT = ReasonKind(
    "make_up.none_left",
    "This cohort counts {count} make-up, and you have had it.",
    "This cohort counts {count} make-ups, and you have had them.",
)
NOT_ALLOWED = reason("make_up.not_allowed", "In this cohort no session can be made up.")
WAITS = reason("make_up.waits", "You have submitted this already. A facilitator will answer.")
MADE_UP = reason("make_up.stands", "This session is made up already.")
NOT_OFFERED = reason("make_up.not_offered", "This way is not offered here. Choose another one.")
CHOOSE_SISTER = reason(
    "make_up.choose_sister", "Choose the session that you attend in place of this one."
)
NO_RECORDING = reason(
    "make_up.no_recording", "There is no recording of this session that you can watch."
)
TOO_SHORT = ReasonKind(
    "make_up.too_short",
    "Write at least {least} words. You have {count} so far.",
    "Write at least {least} words. You have {count} so far.",
)
NEWER_TEXT = reason(
    "make_up.newer_text",
    "You wrote something newer in another window. Load this page again to see it.",
)
ANSWERED = reason("make_up.answered", "Somebody has answered this already, or it was withdrawn.")
UNNEEDED = reason(
    "make_up.unneeded",
    "This session is not missed anymore, so this needs no answer. If that changes, it waits again.",
)
RETURNED = reason("make_up.returned", "This was returned. It waits for the learner.")
ENDED = reason("make_up.ended", "This has ended. Nothing can be done with it.")
SAY_WHAT = reason("make_up.say_what", "Say what is missing, in a line. The learner reads it.")
NO_MARK = reason(
    "make_up.no_mark",
    "No mark says that they missed this session. Record their attendance first, then approve this.",
)
BEYOND = ReasonKind(
    "make_up.beyond",
    "This cohort counts {count} make-up, and they have had it.",
    "This cohort counts {count} make-ups, and they have had them.",
)
SISTER_TO_COME = ReasonKind(
    "make_up.sister_to_come",
    "The session that they attend in place of this one ends {ends:moment}. Approve this then.",
)
SAY_MINUTES = reason(
    "make_up.say_minutes", "Say how many minutes they were there. Their live credit follows it."
)
NOT_THAT_LONG = ReasonKind(
    "make_up.not_that_long", "Enter at most {most} minutes: the session took no longer."
)
NOT_LONG_ENOUGH = ReasonKind(
    "make_up.not_long_enough",
    "Enter at least {least} minutes: whoever was there for less was not present. Otherwise return "
    "this.",
)
