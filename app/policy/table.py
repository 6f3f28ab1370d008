"""Who may do what: actions, roles, and the one table that joins them.

A role is held relative to the object in the address: the learner of this enrollment, a facilitator
of this cohort, the coordinator of this program. Time and state are rules, never in this table.
"""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType


class Role(StrEnum):
    """In what capacity somebody stands before an object."""

    PERSON = "person"
    """Anybody signed in, before what is their own."""
    LEARNER = "learner"
    FACILITATOR = "facilitator"
    COORDINATOR = "coordinator"
    LEAD = "lead"
    CME_OFFICER = "cme_officer"
    """Of an accredited provider, before its activities and the cohorts that they are of."""
    ADMINISTRATOR = "administrator"


class Action(StrEnum):
    """Everything that can be asked for, as `resource:verb`."""

    HOME_READ = "home:read"
    PROFILE_READ = "profile:read"
    PROFILE_EDIT = "profile:edit"
    ADDRESS_EDIT = "address:edit"
    INTRODUCTION_READ = "introduction:read"
    INTRODUCTION_EDIT = "introduction:edit"
    RECORD_READ = "record:read"
    ATTESTATION_READ = "attestation:read"
    OWN_CERTIFICATE_READ = "own-certificate:read"
    OWN_BADGE_CHANGE = "own-badge:change"
    OWN_REPORTING_WITHDRAW = "own-credit-reporting:withdraw"
    CALENDAR_READ = "calendar:read"
    CALENDAR_CHANGE = "calendar:change"
    SECURITY_READ = "security:read"
    SECURITY_CHANGE = "security:change"
    SECOND_STEP_SET_UP = "second-step:set-up"
    SNOOZE = "snooze:change"
    NOTIFICATIONS_READ = "notifications:read"
    NOTIFICATIONS_CHOOSE = "notifications:choose"

    DISCLOSURE_READ = "own-disclosure:read"
    DISCLOSURE_GIVE = "own-disclosure:give"

    STUDY_READ = "study:read"
    STUDY_ANSWER = "study:answer"

    SEAT_ASK = "seat:ask"
    SEAT_ANSWER = "seat:answer"

    COHORT_READ = "cohort:read"
    COHORT_PEOPLE_READ = "cohort-people:read"
    UNIT_READ = "unit:read"
    THREAD_READ = "thread:read"
    THREAD_WRITE = "thread:write"
    THREAD_MODERATE = "thread:moderate"
    READING_TICK = "reading:tick"
    PLACE_NOTE = "reading-place:note"
    REFLECTION_WRITE = "reflection:write"
    CHECK_ANSWER = "check:answer"
    ATTESTATION_SIGN = "attestation:sign"
    ATTESTATION_WITHDRAW = "attestation:withdraw"
    SESSION_READ = "session:read"
    CHECK_IN_FIND = "check-in:find"
    CHECK_IN_MAKE = "check-in:make"
    ABSENCE_READ = "absence:read"
    EXCUSE_ASK = "excuse:ask"
    MAKE_UP_SUBMIT = "make-up:submit"
    DISCLOSURES_CONFIRM = "disclosures:confirm"
    CLAIM_READ = "claim:read"
    CLAIM_MAKE = "claim:make"
    REPORTING_PERMIT = "credit-reporting:permit"

    TEACH_READ = "teach:read"
    ROSTER_READ = "roster:read"
    ROOM_READ = "room:read"
    CHECK_IN_SHOW = "check-in:show"
    ROOM_WRITE = "room:write"
    BREAKOUT_READ = "breakout:read"
    BREAKOUT_MAKE = "breakout:make"
    ATTENDANCE_READ = "attendance:read"
    ATTENDANCE_RECORD = "attendance:record"
    ABSENCES_READ = "absences:read"
    ABSENCES_ANSWER = "absences:answer"
    RECORDING_KEEP = "recording:keep"

    MANAGE_READ = "manage:read"
    COHORT_MANAGE = "cohort:manage"
    COHORT_REPORT = "cohort:report"
    EVALUATION_READ = "evaluation:read"
    EVALUATION_CHANGE = "evaluation:change"
    COHORT_SET_UP = "cohort:set-up"
    COHORT_THREADS = "cohort-threads:switch"
    COHORT_CHECK_IN = "cohort-check-in:switch"
    COHORT_ARCHIVE = "cohort:archive"
    COHORT_CONTENT_READ = "cohort-content:read"
    COHORT_CONTENT_MOVE = "cohort-content:move"
    PEOPLE_READ = "people:read"
    PERSON_FIND = "person:find"
    PERSON_READ = "person:read"
    PERSON_EDIT = "person:edit"
    PERSON_ADDRESS_EDIT = "person-address:edit"
    PERSON_MERGE = "person:merge"
    PERSON_SECURITY = "person:security"
    OUTBOX_READ = "outbox:read"
    OUTBOX_CHANGE = "outbox:change"
    PEOPLE_IMPORT = "people:import"
    PEOPLE_CHANGE = "people:change"
    APPLICATION_FORM_EDIT = "application-form:edit"
    APPLICATIONS_READ = "applications:read"
    APPLICATIONS_DECIDE = "applications:decide"
    SEATS_CHANGE = "seats:change"
    SCHEDULE_CHANGE = "schedule:change"
    POLICY_CHANGE = "policy:change"
    REMINDERS_READ = "reminders:read"
    REMINDERS_CHANGE = "reminders:change"
    CERTIFICATES_READ = "certificates:read"
    REGISTER_READ = "register:read"
    CERTIFICATES_ISSUE = "certificates:issue"
    CERTIFICATE_DOWNLOAD = "certificate:download"
    CERTIFICATE_REVIEW = "certificate:review"
    CERTIFICATE_CORRECT = "certificate:correct"
    DISCLOSURES_READ = "disclosures:read"
    DISCLOSURES_CHANGE = "disclosures:change"
    DISCLOSURES_REVIEW = "disclosures:review"
    AUDIT_FOLDER_READ = "audit-folder:read"
    AUDIT_FOLDER_MAKE = "audit-folder:make"
    PARS_READ = "pars:read"
    PARS_MAKE = "pars:make"
    ACTIVITY_READ = "activity:read"
    ACTIVITY_ASK = "activity:ask"
    ACTIVITY_APPROVE = "activity:approve"
    ACTIVITIES_READ = "activities:read"
    CREDIT_COUNT = "credit:count"
    JOB_READ = "job:read"
    JOB_RETRY = "job:retry"
    JOB_STOP = "job:stop"
    MESSAGES_READ = "messages:read"
    MESSAGES_WRITE = "messages:write"
    OUTCOMES_READ = "outcomes:read"
    REPORT_ORDER = "leadership-report:order"
    PROJECT_READ = "project:read"
    PROJECT_EDIT = "project:edit"
    PROJECT_ANALYZE = "project:analyze"
    PROJECT_KEY = "project-key:open"
    PROJECT_EXPORT = "project-data:export"
    PROJECT_TAKE_IN = "project-data:take-in"
    TRIAL_READ = "trial:read"
    TRIAL_EDIT = "trial:edit"
    TRIAL_DRAW = "trial:draw"
    CONTENT_READ = "content:read"
    CONTENT_IMPORT = "content:import"

    PROVIDER_READ = "provider:read"
    PROVIDER_EDIT = "provider:edit"
    PROVIDER_ADD = "provider:add"
    PROVIDER_MERGE = "provider:merge"

    INSTITUTION_READ = "institution:read"
    INSTITUTION_DECIDE = "institution:decide"
    INSTITUTION_WRITE = "institution:write"
    INSTALLATION_READ = "installation:read"
    MAIL_TEST = "mail:test"
    INSTITUTIONS_MANAGE = "institutions:manage"
    CREDIT_SYSTEMS_MANAGE = "credit-systems:manage"
    ROLES_MANAGE = "roles:manage"
    RETENTION_READ = "retention:read"
    RETENTION_SET = "retention:set"
    HOLD_PLACE = "hold:place"
    HOLD_END = "hold:end"
    DELETION_ANNOUNCE = "deletion:announce"
    DELETION_CALL_OFF = "deletion:call-off"


DESCRIPTIONS: Mapping[Action, str] = MappingProxyType(
    {
        Action.HOME_READ: "Open the first page of one's role",
        Action.PROFILE_READ: "See one's own profile",
        Action.PROFILE_EDIT: "Change one's own name, degrees and time zone",
        Action.ADDRESS_EDIT: "Add an address of one's own, make it the primary one, remove it",
        Action.INTRODUCTION_READ: "See what one tells the people of one's cohorts",
        Action.INTRODUCTION_EDIT: "Choose what one tells them, change it, remove it",
        Action.RECORD_READ: "See one's own record in every cohort",
        Action.ATTESTATION_READ: "See what one signed, with the exact text that it was made for",
        Action.OWN_CERTIFICATE_READ: "List and download one's own certificates",
        Action.OWN_BADGE_CHANGE: "Make and withdraw the digital badge of one's own certificate",
        Action.OWN_REPORTING_WITHDRAW: "Take back, of any cohort, that one's credit is reported",
        Action.CALENDAR_READ: "See how one's own sessions come into one's calendar",
        Action.CALENDAR_CHANGE: "Renew the address of one's own calendar, choose invitations",
        Action.SECURITY_READ: "See one's own second step, and where one is signed in",
        Action.SECURITY_CHANGE: "Sign out elsewhere, make recovery codes, turn the second step off",
        Action.SECOND_STEP_SET_UP: "Set up the second step of one's own sign-in",
        Action.SNOOZE: "Put off what waits for oneself, and bring it back",
        Action.NOTIFICATIONS_READ: "See which mail one gets, and when",
        Action.NOTIFICATIONS_CHOOSE: "Choose which mail one gets, and when",
        Action.DISCLOSURE_READ: "See what one disclosed of one's own financial relationships",
        Action.DISCLOSURE_GIVE: "Sign what one discloses of one's own financial relationships",
        Action.STUDY_READ: "See the studies of one's cohorts, and what one answered to them",
        Action.STUDY_ANSWER: "Take part in a study or not, withdraw from it, name a mentee",
        Action.SEAT_ASK: "Ask for a seat in a cohort, or apply for one",
        Action.SEAT_ANSWER: "Take the seat that is held, let it go, or leave the line",
        Action.COHORT_READ: "See the units and dates of a cohort as its learner",
        Action.COHORT_PEOPLE_READ: "See the people of a cohort, with what they chose to tell",
        Action.UNIT_READ: "Open a unit as its learner",
        Action.THREAD_READ: "Read the questions and answers of a unit, mute their mail",
        Action.THREAD_WRITE: "Ask and answer, change and delete one's own posts, report a post",
        Action.THREAD_MODERATE: "See earlier versions, remove posts, settle reports",
        Action.READING_TICK: "Tick a reading as done, or take the tick back",
        Action.PLACE_NOTE: "Have it noted where one is in a text",
        Action.REFLECTION_WRITE: "Save a reflection",
        Action.CHECK_ANSWER: "Answer a knowledge-check question",
        Action.ATTESTATION_SIGN: "Sign that a unit's module was completed",
        Action.ATTESTATION_WITHDRAW: "Withdraw an attestation",
        Action.SESSION_READ: "See when a case session is, its case, and how to join",
        Action.CHECK_IN_FIND: "Be led to the session that one can check in to now",
        Action.CHECK_IN_MAKE: "Check in to a session by its code, or by joining where that counts",
        Action.ABSENCE_READ: "See what can be done about one's own absence from a session",
        Action.EXCUSE_ASK: "Ask to be excused from a session, or withdraw that",
        Action.MAKE_UP_SUBMIT: "Submit a make-up for a session, or withdraw it",
        Action.DISCLOSURES_CONFIRM: "Say that one has read a cohort's disclosures",
        Action.CLAIM_READ: "See the credit earned and the claim",
        Action.CLAIM_MAKE: "Claim credit, or take the claim back before a certificate is issued",
        Action.REPORTING_PERMIT: "Let one's own credit be reported, or take that back",
        Action.TEACH_READ: "See the sessions one facilitates",
        Action.ROSTER_READ: "See a cohort's roster with preparation and progress",
        Action.ROOM_READ: "See a session's case, guide and preparation",
        Action.CHECK_IN_SHOW: "Show a session's check-in code, and see who is in",
        Action.ROOM_WRITE: "Star shared reflections for a session, and write its note",
        Action.BREAKOUT_READ: "See the groups of a session, and download them for Zoom",
        Action.BREAKOUT_MAKE: "Make the groups of a session, and move people between them",
        Action.ATTENDANCE_READ: "See a session's attendance and who changed what",
        Action.ATTENDANCE_RECORD: "Record attendance, correct it, undo a save, change check-ins",
        Action.ABSENCES_READ: "See who asked to be excused, and make-ups that were submitted",
        Action.ABSENCES_ANSWER: "Grant or decline an excuse, approve or return a make-up",
        Action.RECORDING_KEEP: "Give a session a recording, say who may watch it, remove it",
        Action.MANAGE_READ: "See what waits for a coordinator",
        Action.COHORT_MANAGE: "See how a cohort of one's program stands",
        Action.COHORT_REPORT: "See a cohort in numbers, beside those before it",
        Action.EVALUATION_READ: "See how many answered a cohort's surveys, and results once closed",
        Action.EVALUATION_CHANGE: "Ask a cohort, remind it, close a survey, release quotes",
        Action.COHORT_SET_UP: "Set up a cohort as a draft, publish it, or throw it away",
        Action.COHORT_THREADS: "Switch the questions and answers of a cohort off or on",
        Action.COHORT_CHECK_IN: "Let joining a cohort's sessions by the link check people in",
        Action.COHORT_ARCHIVE: "Archive a cohort that has closed, and take that back",
        Action.COHORT_CONTENT_READ: "See which versions of its texts a cohort uses",
        Action.COHORT_CONTENT_MOVE: "Move a cohort to other versions of its texts",
        Action.PEOPLE_READ: "See a cohort's people, progress and what is missing",
        Action.PERSON_FIND: "Find people: those of one's cohorts, or everybody by who they are",
        Action.PERSON_READ: "See a person, and of their record what lies in one's cohorts",
        Action.PERSON_EDIT: "Change a person's institution and profession, and verify it",
        Action.PERSON_ADDRESS_EDIT: "Add, make primary and remove the addresses of a person",
        Action.PERSON_MERGE: "Merge two records of one person",
        Action.PERSON_SECURITY: "Sign a person out everywhere, and reset their second step",
        Action.OUTBOX_READ: "See the mail of one's cohorts, or all of it, and what became of it",
        Action.OUTBOX_CHANGE: "Send mail again, or leave what failed unsent",
        Action.PEOPLE_IMPORT: "Bring people into a cohort by file, and undo it",
        Action.PEOPLE_CHANGE: "Put people into a cohort, let them wait, and take them out",
        Action.APPLICATION_FORM_EDIT: "Write a cohort's application form, and say who decides",
        Action.APPLICATIONS_READ: "See who applied for a cohort, with what they answered",
        Action.APPLICATIONS_DECIDE: "Decide on applications for a cohort",
        Action.SEATS_CHANGE: "Change the seats of a cohort, in total and by institution",
        Action.SCHEDULE_CHANGE: "Move, cancel and add sessions, change links, leaders and dates",
        Action.POLICY_CHANGE: "Let another version of a cohort's policy follow",
        Action.REMINDERS_READ: "See whom a cohort's reminders reach, and why not others",
        Action.REMINDERS_CHANGE: "Turn reminders of a cohort on or off, and move their moments",
        Action.CERTIFICATES_READ: "See a cohort's certificates",
        Action.REGISTER_READ: "See the register of a cohort's certificates, and download it",
        Action.CERTIFICATES_ISSUE: "Preview and issue certificates",
        Action.CERTIFICATE_DOWNLOAD: "Open one certificate of one's program",
        Action.CERTIFICATE_REVIEW: "Say that a certificate stays though what it rests on changed",
        Action.CERTIFICATE_CORRECT: "Revoke certificates, and issue them anew",
        Action.DISCLOSURES_READ: "See who controls a cohort's content, and their disclosures",
        Action.DISCLOSURES_CHANGE: "Ask for disclosures, enter papers, decide if they are needed",
        Action.DISCLOSURES_REVIEW: "Review what others disclosed, and clear them",
        Action.AUDIT_FOLDER_READ: "See which audit folders were made of a cohort",
        Action.AUDIT_FOLDER_MAKE: "Have an audit folder made of a cohort, and download it",
        Action.PARS_READ: "See whose credit of a cohort can be reported to PARS",
        Action.PARS_MAKE: "Make files for PARS, download them, say what became of them",
        Action.ACTIVITY_READ: "See what is approved for a cohort, what was, and its proof",
        Action.ACTIVITY_ASK: "Change the credit of a published cohort, or take back what was asked",
        Action.ACTIVITY_APPROVE: "Approve the credit and the proof of a cohort, or return it",
        Action.ACTIVITIES_READ: "See the activities of one's providers, and what waits",
        Action.CREDIT_COUNT: "See who took part in one's activities in a year, by profession",
        Action.JOB_READ: "Watch long work of one's program",
        Action.JOB_RETRY: "Retry what failed in long work of one's program",
        Action.JOB_STOP: "Stop long work of one's program",
        Action.MESSAGES_READ: "See what was written to a cohort's people, and what each got",
        Action.MESSAGES_WRITE: "Write to a cohort's people, and keep templates",
        Action.OUTCOMES_READ: "See what one's programs achieve, and the reports to leaders of them",
        Action.REPORT_ORDER: "Have a report to leaders made of a program",
        Action.PROJECT_READ: "See the studies of one's programs, with numbers of five and more",
        Action.PROJECT_EDIT: "Make a study, change it, keep its texts, plan its waves",
        Action.PROJECT_ANALYZE: "Have the answers of a study analyzed",
        Action.PROJECT_KEY: "See whose the pseudonyms of a study are, with a reason",
        Action.PROJECT_EXPORT: "Take the answers of a study out as files, with a reason",
        Action.PROJECT_TAKE_IN: "Check a file from REDCap, take its answers in, and take them back",
        Action.TRIAL_READ: "See the trial of a study, for whom an arm was drawn, and its flow",
        Action.TRIAL_EDIT: "Set a trial up, seal its list, end it, and open the list then",
        Action.TRIAL_DRAW: "Draw arms in a trial, and record what happens to people since",
        Action.CONTENT_READ: "See, preview, compare and export the packs of one's programs",
        Action.CONTENT_IMPORT: "Import a pack, or restore a release, after its check page",
        Action.PROVIDER_READ: "See a provider, its officers and its accreditations",
        Action.PROVIDER_EDIT: "Change a provider, and enter what accreditors said of it",
        Action.PROVIDER_ADD: "Add a provider",
        Action.PROVIDER_MERGE: "Make one provider of two",
        Action.INSTITUTION_READ: "See the people of one's own institution",
        Action.INSTITUTION_DECIDE: "Decide on applications of one's own institution's people",
        Action.INSTITUTION_WRITE: "Write to one's own institution's people in a cohort",
        Action.INSTALLATION_READ: "See the health of the installation, and what is missing in it",
        Action.MAIL_TEST: "Send a test mail to oneself",
        Action.CREDIT_SYSTEMS_MANAGE: "Add credit systems, and change their terms and words",
        Action.INSTITUTIONS_MANAGE: "See, add and change institutions, and merge two",
        Action.ROLES_MANAGE: "See who has which role, give roles and take them back",
        Action.RETENTION_READ: "See which records are past their retention period, and how many",
        Action.RETENTION_SET: "Say for how many years records are kept",
        Action.HOLD_PLACE: "Hold the records of a cohort, so that they are not due",
        Action.HOLD_END: "End a hold on the records of a cohort",
        Action.DELETION_ANNOUNCE: "Announce that records past their retention period go",
        Action.DELETION_CALL_OFF: "Call off that they go",
    }
)

_OWN = frozenset({Role.PERSON})
_LEARNER = frozenset({Role.LEARNER})
_FACILITATOR = frozenset({Role.FACILITATOR})
_TEACHING = frozenset({Role.FACILITATOR, Role.COORDINATOR})
_MEMBERS = frozenset({Role.LEARNER, Role.FACILITATOR, Role.COORDINATOR})
_COORDINATOR = frozenset({Role.COORDINATOR})
_LEAD = frozenset({Role.LEAD})
_ADMINISTRATOR = frozenset({Role.ADMINISTRATOR})
_EDITORS = frozenset({Role.COORDINATOR, Role.ADMINISTRATOR})
_OFFICER = frozenset({Role.CME_OFFICER})
_OF_CREDIT = frozenset({Role.COORDINATOR, Role.CME_OFFICER})
_OF_PROVIDER = frozenset({Role.CME_OFFICER, Role.ADMINISTRATOR})

POLICY: Mapping[Action, frozenset[Role]] = MappingProxyType(
    {
        Action.HOME_READ: _OWN,
        Action.PROFILE_READ: _OWN,
        Action.PROFILE_EDIT: _OWN,
        Action.ADDRESS_EDIT: _OWN,
        Action.INTRODUCTION_READ: _OWN,
        Action.INTRODUCTION_EDIT: _OWN,
        Action.RECORD_READ: _OWN,
        Action.ATTESTATION_READ: _OWN,
        Action.OWN_CERTIFICATE_READ: _OWN,
        Action.OWN_BADGE_CHANGE: _OWN,
        Action.OWN_REPORTING_WITHDRAW: _OWN,
        Action.CALENDAR_READ: _OWN,
        Action.CALENDAR_CHANGE: _OWN,
        Action.SECURITY_READ: _OWN,
        Action.SECURITY_CHANGE: _OWN,
        Action.SECOND_STEP_SET_UP: _OWN,
        Action.SNOOZE: _OWN,
        Action.NOTIFICATIONS_READ: _OWN,
        Action.NOTIFICATIONS_CHOOSE: _OWN,
        Action.DISCLOSURE_READ: _OWN,
        Action.DISCLOSURE_GIVE: _OWN,
        Action.STUDY_READ: _OWN,
        Action.STUDY_ANSWER: _OWN,
        Action.SEAT_ASK: _OWN,
        Action.SEAT_ANSWER: _OWN,
        Action.COHORT_READ: _LEARNER,
        Action.COHORT_PEOPLE_READ: _MEMBERS,
        Action.UNIT_READ: _LEARNER,
        Action.THREAD_READ: _MEMBERS,
        Action.THREAD_WRITE: _MEMBERS,
        Action.THREAD_MODERATE: _TEACHING,
        Action.READING_TICK: _LEARNER,
        Action.PLACE_NOTE: _LEARNER,
        Action.REFLECTION_WRITE: _LEARNER,
        Action.CHECK_ANSWER: _LEARNER,
        Action.ATTESTATION_SIGN: _LEARNER,
        Action.ATTESTATION_WITHDRAW: _LEARNER,
        Action.SESSION_READ: _LEARNER,
        Action.CHECK_IN_FIND: _OWN,
        Action.CHECK_IN_MAKE: _LEARNER,
        Action.ABSENCE_READ: _LEARNER,
        Action.EXCUSE_ASK: _LEARNER,
        Action.MAKE_UP_SUBMIT: _LEARNER,
        Action.DISCLOSURES_CONFIRM: _LEARNER,
        Action.CLAIM_READ: _LEARNER,
        Action.CLAIM_MAKE: _LEARNER,
        Action.REPORTING_PERMIT: _LEARNER,
        Action.TEACH_READ: _FACILITATOR,
        Action.ROSTER_READ: _TEACHING,
        Action.ROOM_READ: _TEACHING,
        Action.CHECK_IN_SHOW: _TEACHING,
        Action.ROOM_WRITE: _TEACHING,
        Action.BREAKOUT_READ: _TEACHING,
        Action.BREAKOUT_MAKE: _TEACHING,
        Action.ATTENDANCE_READ: _TEACHING,
        Action.ATTENDANCE_RECORD: _TEACHING,
        Action.ABSENCES_READ: _TEACHING,
        Action.ABSENCES_ANSWER: _TEACHING,
        Action.RECORDING_KEEP: _TEACHING,
        Action.MANAGE_READ: _COORDINATOR,
        Action.COHORT_MANAGE: _COORDINATOR,
        Action.COHORT_REPORT: _COORDINATOR,
        Action.EVALUATION_READ: _COORDINATOR,
        Action.EVALUATION_CHANGE: _COORDINATOR,
        Action.COHORT_SET_UP: _COORDINATOR,
        Action.COHORT_THREADS: _COORDINATOR,
        Action.COHORT_CHECK_IN: _COORDINATOR,
        Action.COHORT_ARCHIVE: _COORDINATOR,
        Action.COHORT_CONTENT_READ: _COORDINATOR,
        Action.COHORT_CONTENT_MOVE: _COORDINATOR,
        Action.PEOPLE_READ: _COORDINATOR,
        Action.PERSON_FIND: _EDITORS,
        Action.PERSON_READ: _EDITORS,
        Action.PERSON_EDIT: _EDITORS,
        Action.PERSON_ADDRESS_EDIT: _EDITORS,
        Action.PERSON_MERGE: _EDITORS,
        Action.PERSON_SECURITY: _ADMINISTRATOR,
        Action.OUTBOX_READ: _EDITORS,
        Action.OUTBOX_CHANGE: _EDITORS,
        Action.PEOPLE_IMPORT: _COORDINATOR,
        Action.PEOPLE_CHANGE: _COORDINATOR,
        Action.APPLICATION_FORM_EDIT: _COORDINATOR,
        Action.APPLICATIONS_READ: _COORDINATOR,
        Action.APPLICATIONS_DECIDE: _COORDINATOR,
        Action.SEATS_CHANGE: _COORDINATOR,
        Action.SCHEDULE_CHANGE: _COORDINATOR,
        Action.POLICY_CHANGE: _COORDINATOR,
        Action.REMINDERS_READ: _COORDINATOR,
        Action.REMINDERS_CHANGE: _COORDINATOR,
        Action.CERTIFICATES_READ: _COORDINATOR,
        Action.REGISTER_READ: _OF_CREDIT,
        Action.CERTIFICATES_ISSUE: _COORDINATOR,
        Action.CERTIFICATE_DOWNLOAD: _COORDINATOR,
        Action.CERTIFICATE_REVIEW: _COORDINATOR,
        Action.CERTIFICATE_CORRECT: _COORDINATOR,
        Action.DISCLOSURES_READ: _OF_CREDIT,
        Action.DISCLOSURES_CHANGE: _OF_CREDIT,
        Action.DISCLOSURES_REVIEW: _OF_CREDIT,
        Action.AUDIT_FOLDER_READ: _OF_CREDIT,
        Action.AUDIT_FOLDER_MAKE: _OF_CREDIT,
        Action.PARS_READ: _OF_CREDIT,
        Action.PARS_MAKE: _OF_CREDIT,
        Action.ACTIVITY_READ: _OF_CREDIT,
        Action.ACTIVITY_ASK: _COORDINATOR,
        Action.ACTIVITY_APPROVE: _OFFICER,
        Action.ACTIVITIES_READ: _OFFICER,
        Action.CREDIT_COUNT: _OF_CREDIT,
        Action.JOB_READ: _COORDINATOR,
        Action.JOB_RETRY: _COORDINATOR,
        Action.JOB_STOP: _COORDINATOR,
        Action.MESSAGES_READ: _COORDINATOR,
        Action.MESSAGES_WRITE: _COORDINATOR,
        Action.OUTCOMES_READ: _COORDINATOR,
        Action.REPORT_ORDER: _COORDINATOR,
        Action.PROJECT_READ: _COORDINATOR,
        Action.PROJECT_EDIT: _COORDINATOR,
        Action.PROJECT_ANALYZE: _COORDINATOR,
        Action.PROJECT_KEY: _COORDINATOR,
        Action.PROJECT_EXPORT: _COORDINATOR,
        Action.PROJECT_TAKE_IN: _COORDINATOR,
        Action.TRIAL_READ: _COORDINATOR,
        Action.TRIAL_EDIT: _COORDINATOR,
        Action.TRIAL_DRAW: _COORDINATOR,
        Action.CONTENT_READ: _EDITORS,
        Action.CONTENT_IMPORT: _EDITORS,
        Action.PROVIDER_READ: _OF_PROVIDER,
        Action.PROVIDER_EDIT: _OF_PROVIDER,
        Action.PROVIDER_ADD: _ADMINISTRATOR,
        Action.PROVIDER_MERGE: _ADMINISTRATOR,
        Action.INSTITUTION_READ: _LEAD,
        Action.INSTITUTION_DECIDE: _LEAD,
        Action.INSTITUTION_WRITE: _LEAD,
        Action.INSTALLATION_READ: _ADMINISTRATOR,
        Action.MAIL_TEST: _ADMINISTRATOR,
        Action.INSTITUTIONS_MANAGE: _ADMINISTRATOR,
        Action.CREDIT_SYSTEMS_MANAGE: _ADMINISTRATOR,
        Action.ROLES_MANAGE: _EDITORS,
        Action.RETENTION_READ: _EDITORS,
        Action.RETENTION_SET: _ADMINISTRATOR,
        Action.HOLD_PLACE: _EDITORS,
        Action.HOLD_END: _ADMINISTRATOR,
        Action.DELETION_ANNOUNCE: _ADMINISTRATOR,
        Action.DELETION_CALL_OFF: _ADMINISTRATOR,
    }
)

ASKS_AGAIN = frozenset(
    {
        Action.CERTIFICATES_ISSUE,
        Action.CERTIFICATE_CORRECT,
        Action.DELETION_ANNOUNCE,
        Action.ROLES_MANAGE,
        Action.PERSON_SECURITY,
        Action.SECURITY_CHANGE,
        Action.SECOND_STEP_SET_UP,
        Action.PERSON_FIND,
        Action.PEOPLE_READ,
        Action.APPLICATIONS_READ,
        Action.CERTIFICATES_READ,
        Action.DISCLOSURES_READ,
        Action.REGISTER_READ,
        Action.ACTIVITY_APPROVE,
        Action.COHORT_MANAGE,
        Action.INSTITUTION_READ,
        Action.PROJECT_KEY,
        Action.PROJECT_EXPORT,
        Action.PROJECT_TAKE_IN,
    }
)
"""What asks for the second step again if it was too long ago.

It does before a change, and before what is read leaves as a file: certificates, roles, other
people's sign-in and one's own, and lists of people. Who only looks is not asked.
"""


def markdown_table() -> str:
    """The permission matrix as Markdown: what `python -m app policy` prints and README shows."""
    roles = list(Role)
    rows = [
        "| action | what it means | " + " | ".join(roles) + " |",
        "|---|---|" + "|".join(":-:" for _ in roles) + "|",
    ]
    for action in Action:
        marks = ["✓" if role in POLICY[action] else "" for role in roles]
        rows.append(f"| `{action}` | {DESCRIPTIONS[action]} | " + " | ".join(marks) + " |")
    return "\n".join(rows)
