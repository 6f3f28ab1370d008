"""What acts in a cohort are called, and what follows from them."""

from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from typing import Any

from app.certificates.rules import full_name
from app.cohorts.enums import EnrollmentEventKind
from app.cohorts.rules import to_utc
from app.core.models import AuditLine
from app.language import Text, _, ngettext
from app.language.moments import local
from app.messages.announcements.rules import JOB as SENDING
from app.messages.reminders.enums import Rule
from app.policy.table import Role
from app.site.parts.people import ROLES
from app.site.parts.places import STEPS

Facts = Mapping[str, Any]
Says = Callable[[Facts], Text]


def _seats_changed(facts: Facts) -> Text:
    before, after = facts["before"]["seats"], facts["after"]["seats"]
    if before == after:
        return _("Seats by institution changed")
    return _("Seats changed from {before} to {after}", before=before, after=after)


def _marks(facts: Facts) -> Text:
    if adjusted := facts.get("adjusted"):
        return ngettext(
            "Attendance changed that others relied on: {count} mark",
            "Attendance changed that others relied on: {count} marks",
            count=adjusted,
        )
    return ngettext(
        "Attendance saved: {count} mark", "Attendance saved: {count} marks", count=facts["marks"]
    )


def _marks_undone(facts: Facts) -> Text:
    return ngettext(
        "Attendance undone: {count} mark", "Attendance undone: {count} marks", count=facts["marks"]
    )


def _texts_moved(facts: Facts) -> Text:
    return ngettext(
        "{count} text moved to another version",
        "{count} texts moved to another version",
        count=len(facts["moves"]),
    )


def _certificates_started(facts: Facts) -> Text:
    return ngettext(
        "Issuing of {count} certificate started",
        "Issuing of {count} certificates started",
        count=facts["certificates"],
    )


def _tried_again(facts: Facts) -> Text:
    """Of lines from before, which name no kind, the work was issuing."""
    if facts.get("kind") == SENDING:
        return _("Letters that were not delivered tried again")
    return _("Issuing tried again")


def _stopped(facts: Facts) -> Text:
    if facts["kind"] == SENDING:
        return ngettext(
            "Sending stopped: {count} letter did not leave",
            "Sending stopped: {count} letters did not leave",
            count=facts["tasks"],
        )
    return ngettext(
        "Issuing stopped, for {count} person",
        "Issuing stopped, for {count} people",
        count=facts["tasks"],
    )


def _sent(facts: Facts) -> Text:
    return ngettext(
        "Message sent to {count} person",
        "Message sent to {count} people",
        count=facts["people"],
    )


def _session_moved(facts: Facts) -> Text:
    return _(
        "Session moved from {before:day}, {before:time}, to {after:day}, {after:time}",
        before=_moment(facts, "before"),
        after=_moment(facts, "after"),
    )


def _session_added(facts: Facts) -> Text:
    return _("Session added on {after:day}, {after:time}", after=_moment(facts, "after"))


def _moment(facts: Facts, name: str) -> datetime:
    """A wall time that a line keeps."""
    day, at = date.fromisoformat(facts[name]["day"]), time.fromisoformat(facts[name]["at"])
    return local(to_utc(day, at, facts["zone"]), facts["zone"])


def _leads(facts: Facts) -> Text:
    if facts["leads_decide"]:
        return _("Leads decide on applications of their own people")
    return _("Leads no longer decide on applications")


def _of_whom(words: Text) -> Says:
    """With the name of whom it is about, which a line of one's own lacks."""

    def says(facts: Facts) -> Text:
        name = facts.get("name")
        return _("{what}: {name}", what=words, name=name) if name else words

    return says


def _decided(facts: Facts) -> Text:
    if facts["applies"]:
        return _("Decided: disclosures are needed")
    return _("Decided: no disclosures, by the exception for non-clinical education")


def _letters(facts: Facts) -> Text:
    return ngettext(
        "{count} person asked for their disclosure",
        "{count} people asked for their disclosures",
        count=facts["people"],
    )


def _reminders_sent(facts: Facts) -> Text:
    return ngettext("{count} reminder sent", "{count} reminders sent", count=facts["letters"])


def _plain(words: Text) -> Says:
    return lambda _facts: words


WORDS: Mapping[str, Says] = {
    "cohort.created": _plain(_("Cohort made")),
    "cohort.dates-changed": _plain(_("Dates of the draft saved")),
    "cohort.leaders-changed": _plain(_("Leaders of the draft’s sessions saved")),
    "cohort.seats-changed": _plain(_("Seats and policy of the draft saved")),
    "cohort.published": _plain(_("Published")),
    "cohort.archived": _plain(_("Archived")),
    "cohort.archive-undone": _plain(_("Taken out of the archive")),
    "cohort.check_in_by_link_switched": lambda facts: (
        _("Joining by the link checks people in")
        if facts["link_checks_in"]
        else _("Joining by the link checks nobody in")
    ),
    "cohort.threads_switched": lambda facts: (
        _("Questions and answers switched on")
        if facts["threads"]
        else _("Questions and answers switched off")
    ),
    "cohort.discarded": _plain(_("Draft thrown away")),
    "cohort.seats_changed": _seats_changed,
    "cohort.content-moved": _texts_moved,
    "cohort.deadlines-changed": _plain(_("Dates for enrolling, work, and claims changed")),
    "survey.reminded": lambda facts: ngettext(
        "Reminder of a survey sent to {count} person",
        "Reminder of a survey sent to {count} people",
        count=facts["count"],
    ),
    "survey.quote-released": _plain(_("Quote from a survey released for leaders")),
    "survey.quote-withdrawn": _plain(_("Quote from a survey taken back")),
    "session.moved": _session_moved,
    "session.not-held": _plain(_("Session counts as not held")),
    "session.held": _plain(_("Session counts as held again")),
    "session.canceled": _plain(_("Session canceled")),
    "session.restored": _plain(_("Cancellation of the session taken back")),
    "session.added": _session_added,
    "session.link-changed": _plain(_("Link to join the session changed")),
    "session.leaders-changed": _plain(_("Leaders of the session changed")),
    "session.groups_made": lambda facts: ngettext(
        "{count} group made to talk in", "{count} groups made to talk in", count=facts["groups"]
    ),
    "session.group_changed": _plain(_("Somebody moved to another group to talk in")),
    "session.note_saved": _plain(_("Note on the session saved")),
    "session-part.added": _plain(_("Given a part in the session")),
    "unit.opened": _plain(_("Opened for everybody, by its rule")),
    "unit.opened-early": _plain(_("Opened early for them")),
    "policy.changed": lambda facts: _(
        "Policy changed: version {version}", version=facts["version"]
    ),
    "badge.made": lambda facts: _(
        "Digital badge made of certificate {number}", number=facts["number"]
    ),
    "badge.withdrawn": lambda facts: _(
        "Digital badge of certificate {number} withdrawn", number=facts["number"]
    ),
    "policy.frozen": _plain(_("Policy fixed from here on")),
    "pars.permitted": _plain(_("Allowed that their credit is reported to PARS")),
    "pars.permission-changed": _plain(_("Changed what is reported of them to PARS")),
    "pars.permission-withdrawn": _plain(_("Took back that their credit is reported to PARS")),
    "pars.activity-numbered": lambda facts: _(
        "Number of the activity with the accreditor: {number}", number=facts["after"]
    ),
    "pars.file-made": lambda facts: _(
        "File {number:numeral} for PARS made", number=facts["number"]
    ),
    "pars.file-downloaded": lambda facts: _(
        "File {number:numeral} for PARS downloaded", number=facts["number"]
    ),
    "pars.file-uploaded": lambda facts: _(
        "File {number:numeral} for PARS uploaded", number=facts["number"]
    ),
    "pars.file-refused": lambda facts: _(
        "File {number:numeral} for PARS refused", number=facts["number"]
    ),
    "audit_folder.ordered": lambda facts: _(
        "Audit folder {number:numeral} ordered", number=facts["number"]
    ),
    "audit_folder.made": lambda facts: _(
        "Audit folder {number:numeral} made", number=facts["number"]
    ),
    "audit_folder.downloaded": lambda facts: _(
        "Audit folder {number:numeral} downloaded", number=facts["number"]
    ),
    "hold.placed": _plain(_("Records held, whatever the retention policy says")),
    "hold.ended": _plain(_("Records held no longer")),
    "deletion.announced": lambda facts: _(
        "Announced that records are deleted on {day:date} at the earliest",
        day=date.fromisoformat(facts["goes_from"]),
    ),
    "deletion.called_off": _plain(_("Deletion of records called off")),
    "deletion.done": lambda facts: ngettext(
        "{count} record deleted, as announced",
        "{count} records deleted, as announced",
        count=facts["records"],
    ),
    "activity.approved": _plain(_("Credit entered as approved")),
    "activity.provider-merged": lambda facts: _(
        "Its provider {provider} was merged into {into}",
        provider=facts["provider"],
        into=facts["into"],
    ),
    "disclosure.controller-added": _of_whom(_("Put on the list of who controls content")),
    "disclosure.controller-removed": _of_whom(_("Taken off the list of who controls content")),
    "disclosure.controller-left-out": _of_whom(_("Said to control no content")),
    "disclosure.controller-back": _of_whom(_("Said to control content after all")),
    "disclosure.given": _of_whom(_("Disclosure given")),
    "disclosure.reviewed": _of_whom(_("Disclosure reviewed and cleared")),
    "disclosure.asked": _letters,
    "disclosure.reminded": lambda facts: ngettext(
        "{count} person reminded of their disclosure",
        "{count} people reminded of their disclosures",
        count=facts["people"],
    ),
    "disclosure.decided": _decided,
    "disclosure.held": lambda facts: ngettext(
        "{count} unit waits for disclosures",
        "{count} units wait for disclosures",
        count=len(facts["units"]),
    ),
    "disclosure.released": lambda facts: ngettext(
        "{count} unit no longer waits for disclosures",
        "{count} units no longer wait for disclosures",
        count=len(facts["units"]),
    ),
    "disclosure.text-published": lambda facts: _(
        "What learners are told of disclosures: version {version}", version=facts["version"]
    ),
    "disclosure.text-lapsed": _plain(_("Learners are no longer asked to read disclosures")),
    "disclosure.read": lambda facts: _(
        "Read the disclosures, version {version}", version=facts["version"]
    ),
    "activity.proposed": _plain(_("Approval of the credit asked for")),
    "activity.returned": _plain(_("Credit returned by an officer of the provider")),
    "activity.request-withdrawn": _plain(_("Request to approve the credit taken back")),
    "application_form.question_added": lambda facts: _(
        "Question added to the application form: “{question}”", question=facts["question"]
    ),
    "application_form.question_changed": lambda facts: _(
        "Question of the application form changed: “{question}”", question=facts["question"]
    ),
    "application_form.question_moved": lambda facts: _(
        "Question of the application form moved: “{question}”", question=facts["question"]
    ),
    "application_form.question_removed": lambda facts: _(
        "Question taken from the application form: “{question}”", question=facts["question"]
    ),
    "application_form.leads": _leads,
    "reminder.rule-set": lambda facts: _(
        "Rule for reminders set: {rule}", rule=Rule(facts["rule"]).words
    ),
    "reminder.sent": _reminders_sent,
    "application.corrected": _plain(_("Corrected the answers of the application")),
    **{f"enrollment.{kind.value}": _plain(words) for kind, words in STEPS.items()},
    "enrollment.withdrawal_taken_back": _plain(_("Withdrawal taken back")),
    "enrollment.transfer_taken_back": _plain(_("Transfer taken back")),
    "people_file.sent": _plain(_("List of people uploaded")),
    "people_file.columns_said": _plain(_("Columns of a list of people named")),
    "people_file.chosen": _plain(_("Choices about a list of people saved")),
    "people_file.applied": _plain(_("List of people applied")),
    "people_file.undone": _plain(_("List of people undone")),
    "people_file.discarded": _plain(_("List of people thrown away")),
    "people_file.refused_forgotten": _plain(_("Refused rows of a list of people deleted")),
    "role.granted": lambda facts: _("Given the role {role}", role=ROLES[Role(facts["role"])]),
    "role.revoked": lambda facts: _("The role {role} ended", role=ROLES[Role(facts["role"])]),
    "attendance.saved": _marks,
    "attendance.undone": _marks_undone,
    "attendance_file.sent": _plain(_("File of a meeting uploaded")),
    "attendance_file.zone_said": _plain(_("Time zone of a meeting’s file said")),
    "attendance_file.columns_said": _plain(_("Columns of a meeting’s file named")),
    "attendance_file.applied": _plain(_("File of a meeting applied")),
    "attendance_file.read": _plain(_("List of a meeting read from Zoom")),
    "attendance_file.discarded": _plain(_("File of a meeting thrown away")),
    "attendance.check_in_added": _plain(_("Somebody checked in by whoever leads the session")),
    "attendance.check_in_struck": _plain(_("A check-in taken back")),
    "excuse.asked": _plain(_("Asked to be excused from the session")),
    "excuse.granted": _plain(_("Excuse granted")),
    "excuse.declined": _plain(_("Excuse declined")),
    "excuse.taken_back": _plain(_("Answer to an excuse taken back")),
    "excuse.withdrawn": _plain(_("Excuse withdrawn")),
    "make_up.submitted": _plain(_("Submitted a make-up")),
    "make_up.returned": _plain(_("Make-up returned")),
    "make_up.approved": _plain(_("Make-up approved")),
    "make_up.withdrawn": _plain(_("Make-up withdrawn")),
    "recording.added": _plain(_("Recording of the session added")),
    "recording.removed": _plain(_("Recording of the session removed")),
    "certificates.started": _certificates_started,
    "certificate.reviewed": lambda facts: _(
        "Certificate {number} reviewed: it stays", number=facts.get("number", "")
    ),
    "certificates.reissue_started": lambda facts: ngettext(
        "Issuing {count} certificate anew begun",
        "Issuing {count} certificates anew begun",
        count=facts["certificates"],
    ),
    "certificate.revoked": lambda facts: _(
        "Certificate {number} revoked", number=facts.get("number", "")
    ),
    "certificate.found_altered": lambda facts: _(
        "What is stored of certificate {number} found to be other than what was issued",
        number=facts["number"],
    ),
    "certificate.found_whole": lambda facts: _(
        "What is stored of certificate {number} found to be as it was issued again",
        number=facts["number"],
    ),
    "certificate.left_revoked": lambda facts: _(
        "Certificate {number} stays revoked", number=facts.get("number", "")
    ),
    "certificate.replaced": lambda facts: _(
        "Certificate {number} replaced by {newer}",
        number=facts.get("number", ""),
        newer=facts.get("replaced_by", ""),
    ),
    "certificate.issued": lambda facts: _(
        "Certificate {number} issued", number=facts.get("number", "")
    ),
    "name.confirmed": lambda facts: _(
        "Name for certificates confirmed: {name}", name=full_name(facts["name"], facts["degrees"])
    ),
    "job.retried": _tried_again,
    "job.stopped": _stopped,
    "message.written": _plain(_("Message written, as a draft")),
    "message.changed": _plain(_("Draft of a message changed")),
    "message.discarded": _plain(_("Draft of a message thrown away")),
    "message.sent": _sent,
    "message.template-saved": _plain(_("Template for messages saved")),
    "thread.asked": _plain(_("Asked a question in the thread of the unit")),
    "thread.answered": _plain(_("Answered in the thread of the unit")),
    "thread.edited": _plain(_("Changed a post in the thread of the unit")),
    "thread.deleted": _plain(_("Deleted a post of their own in the thread of the unit")),
    "thread.removed": _plain(_("Removed a post from the thread of the unit")),
    "thread.reported": _plain(_("Reported a post in the thread of the unit")),
    "thread.left": _plain(_("Settled a report: the post stays")),
    "thread.mailed": lambda facts: ngettext(
        "Mail about new questions and answers written to {count} person",
        "Mail about new questions and answers written to {count} people",
        count=facts["letters"],
    ),
    "arm.drawn": lambda facts: _("An arm was drawn in a trial: {arm}", arm=facts["arm"]),
    "arm.draws-started": lambda facts: ngettext(
        "Drawing an arm begun for {count} person",
        "Drawing arms begun for {count} people",
        count=facts["people"],
    ),
    "arm.discontinued": _plain(_("Takes part in a trial no longer")),
    "arm.crossed-over": _plain(_("Given live sessions, though their arm has none")),
    "contamination.logged": _plain(_("Was at a session that was not theirs")),
    "survey.put": _plain(_("Survey planned")),
    "survey.moved": _plain(_("Dates of a survey changed")),
    "survey.asked": lambda facts: ngettext(
        "{count} person asked to answer a survey",
        "{count} people asked to answer a survey",
        count=facts["count"],
    ),
    "survey.answered": _plain(_("Answered a survey")),
    "survey.came": lambda facts: ngettext(
        "{count} anonymous answer added to a survey",
        "{count} anonymous answers added to a survey",
        count=facts["count"],
    ),
    "survey.closed": _plain(_("Survey closed")),
    "pseudonyms.opened": _plain(_("Looked up whose the pseudonyms of a study are")),
    "check_in.made": _plain(_("Checked in to the session")),
    "check_in.marked": _plain(_("Attendance recorded by checking in")),
    "reading.done": _plain(_("Ticked a reading")),
    "reading.taken-back": _plain(_("Took the tick of a reading back")),
    "reflection.saved": _plain(_("Saved a reflection")),
    "check.answered": _plain(_("Answered a question of the knowledge check")),
    "attestation.signed": _plain(_("Signed the unit")),
    "attestation.withdrawn": _plain(_("Took the signature back")),
    "claim.made": _plain(_("Claimed credit")),
    "claim.taken-back": _plain(_("Took the claim back")),
    "claim.extended": _plain(_("Given more time to claim, or an exemption")),
    "claim.extension-taken-back": _plain(_("Time to claim as for everybody again")),
}
"""Each act by its name; `tests/history` finds the ones that nobody named."""
_HOLDS = {
    f"enrollment.{EnrollmentEventKind.INVITED}",
    f"enrollment.{EnrollmentEventKind.OFFERED}",
}
_FREES = {
    f"enrollment.{kind}"
    for kind in (
        EnrollmentEventKind.DECLINED,
        EnrollmentEventKind.LAPSED,
        EnrollmentEventKind.WITHDRAWN,
        EnrollmentEventKind.TRANSFERRED,
    )
}


def title_of(line: AuditLine) -> Text:
    """What was done; an act that nobody named says its name."""
    says = WORDS.get(line.act)
    return says(line.facts) if says else line.act


def next_after(line: AuditLine, zone: str) -> Text | None:
    """What follows from it by itself, where something does."""
    if line.act in _HOLDS and (until := line.facts.get("held_until")):
        held = local(datetime.fromisoformat(until), zone)
        return _("The seat is held until {held:moment}. Then it is passed on.", held=held)
    if line.act in _FREES:
        return _("A seat that became free is offered to the next person in line.")
    return None
