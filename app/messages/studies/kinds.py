"""The kinds of letters of studies, which nobody but their readers learns of."""

OF_LEARNERS = frozenset(
    {"arm_crossed_over", "arm_drawn", "study_withdrawn", "wave_open", "wave_reminder"}
)
OF_MENTEES = frozenset({"rater_asked", "wave_mentee", "wave_mentee_reminder"})
PRIVATE = OF_LEARNERS | OF_MENTEES
"""Who gets one tells who agreed, and with that who did not: no list of mail shows these."""
