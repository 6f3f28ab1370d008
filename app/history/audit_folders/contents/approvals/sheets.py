"""Tables of who approved the activity and as what, of extensions, and of what was reported."""

import json

from app.credit.accreditations.models import Accreditation
from app.credit.phrase import credits_fact, with_phrase
from app.history.audit_folders.contents.credit import FOLDER
from app.history.audit_folders.contents.people import NAME, NUMBER
from app.history.audit_folders.contents.records import CohortRead, Sheet, yes_no
from app.language import _
from app.language.cells import Cell

PROVIDER, BY, WHY = _("Provider"), _("By"), _("Why")
OF_ACTIVITY = _("Version of the activity")


def approval_sheets(read: CohortRead) -> list[Sheet]:
    """Accreditations, proposals, designations, extensions and reports."""
    return [_accreditations(read), _proposals(read), _designations(read), _extensions(read),
            _permissions(read), _files(read)]  # fmt: skip


def _accreditations(read: CohortRead) -> Sheet:
    return Sheet(
        f"{FOLDER}/accreditations.csv",
        _("What accreditors let each provider say, in every version, and which one was said here"),
        [PROVIDER, _("Accreditor"), _("Its name"), _("Version"), _("Statement"),
         _("Statement of joint providers"), _("Valid from"), _("Valid until"), _("Entered"), BY,
         OF_ACTIVITY],
        [
            [own.provider.name, said.accreditor.value, said.accreditor_name, said.version,
             with_phrase(said.statement), with_phrase(said.joint_statement), said.valid_from,
             said.valid_until, read.at(said.entered_at), read.by(said.by),
             _said_in(read, said)]
            for own in read.approvals.accreditations
            for said in [own.accreditation]
        ],
    )  # fmt: skip


def _said_in(read: CohortRead, said: Accreditation) -> str:
    """The versions of the activity whose statement it is."""
    own = [approved.activity for approved in read.activities]
    return "; ".join(f"{each.version}" for each in own if each.accreditation_id == said.id)


def _proposals(read: CohortRead) -> Sheet:
    return Sheet(
        f"{FOLDER}/proposals.csv",
        _("Every time a provider was asked to approve the activity, and what its officer said"),
        [_("Proposal"), PROVIDER, _("Asked"), BY, _("What was asked for"), _("Outcome"),
         _("When"), _("Decided by"), _("In words"), _("Fingerprint of what was approved (SHA-256)"),
         OF_ACTIVITY],
        [
            [own.proposal.number, own.provider.name, read.at(own.proposal.proposed_at),
             own.asker.display_name,
             json.dumps(own.proposal.terms, sort_keys=True, ensure_ascii=False),
             *_outcome(read, at)]
            for at, own in enumerate(read.approvals.asked)
        ],
    )  # fmt: skip


def _outcome(read: CohortRead, at: int) -> list[Cell]:
    own = read.approvals.asked[at]
    said = own.decision
    if said is None:
        return [""] * 6
    made = (
        each.activity.version for each in read.activities if each.activity.id == said.activity_id
    )
    return [
        said.outcome.value, read.at(said.at), own.decider.display_name if own.decider else "",
        said.word, said.fingerprint, next(made, None),
    ]  # fmt: skip


def _designations(read: CohortRead) -> Sheet:
    return Sheet(
        f"{FOLDER}/designations.csv",
        _("In which systems each version of the activity is designated, and for how much"),
        [OF_ACTIVITY, _("System"), _("Its name"), _("Version of the system"), _("Designated"),
         _("For what is done from"), _("Statement")],
        [
            [approved.activity.version, own.key, with_phrase(own.system.name), own.system.version,
             None if own.max_quarters is None else credits_fact(own.max_quarters),
             read.at(approved.since_of(own)), with_phrase(own.statement)]
            for approved in read.activities
            for own in approved.designated
        ],
    )  # fmt: skip


def _extensions(read: CohortRead) -> Sheet:
    return Sheet(
        f"{FOLDER}/extensions.csv",
        _("Who could claim for longer than others, or without what comes first, and why"),
        [NUMBER, NAME, _("Until"), _("Without the evaluation"), _("Without completion"), WHY,
         _("Given on"), BY, _("Taken back"), _("Taken back by")],
        [
            [*read.who(given.enrollment_id), read.at(given.until), yes_no(given.waives_evaluation),
             yes_no(given.waives_completion), given.reason, read.at(given.at), read.by(given.by),
             read.at(own.taken_back_at), read.by(own.taken_back_by)]
            for own in read.approvals.extensions
            for given in [own.claim_extension]
        ],
    )  # fmt: skip


def _permissions(read: CohortRead) -> Sheet:
    return Sheet(
        f"{FOLDER}/pars-permissions.csv",
        _("Who allowed to be reported to PARS, and whether they still do"),
        [NUMBER, NAME, _("Allowed since"), _("Taken back")],
        [
            [*read.who(own.enrollment_id), read.at(own.given_at), read.at(own.withdrawn_at)]
            for own in read.approvals.permissions
        ],
    )


def _files(read: CohortRead) -> Sheet:
    return Sheet(
        f"{FOLDER}/pars-files.csv",
        _("Every file that was made for PARS: how many rows it had, and what became of it"),
        [_("No."), _("Made"), BY, _("Rows to add"), _("Rows to delete"), _("Status"), _("Marked"),
         _("Marked by")],
        [
            [file.number, read.at(file.made_at), own.person.display_name, own.adds, own.deletes,
             file.mark.value, read.at(file.marked_at), read.by(file.marked_by)]
            for own in read.approvals.files
            for file in [own.reporting_file]
        ],
    )  # fmt: skip
