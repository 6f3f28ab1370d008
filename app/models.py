"""Every table, gathered so that migrations and tests see the whole schema."""

from sqlmodel import SQLModel

import app.casework.breakouts.models
import app.casework.check_ins.models
import app.casework.contamination.models
import app.casework.excuses.models
import app.casework.imports.models
import app.casework.make_up_requests.models
import app.casework.models
import app.casework.recordings.models
import app.casework.rooms.models
import app.casework.zoom.models
import app.certificates.alterations.models
import app.certificates.badges.models
import app.certificates.keys.models
import app.certificates.models
import app.certificates.pars.models
import app.cohorts.applications.models
import app.cohorts.arms.models
import app.cohorts.enrollments.models
import app.cohorts.gates.models
import app.cohorts.institutions.models
import app.cohorts.intake.models
import app.cohorts.models
import app.cohorts.teaching.models
import app.content.models
import app.core.models
import app.credit.accreditations.models
import app.credit.disclosures.models
import app.credit.models
import app.credit.pictures.models
import app.credit.proposals.models
import app.credit.systems.retiring.models
import app.history.audit_folders.models
import app.history.retention.models
import app.learning.models
import app.learning.threads.models
import app.messages.announcements.models
import app.messages.calendar.models
import app.messages.digests.models
import app.messages.reminders.models
import app.messages.streams.models
import app.outcomes.disclosure.models
import app.outcomes.leadership.models
import app.outcomes.projects.analyses.models
import app.outcomes.quotes.models
import app.outcomes.sharing.files.models
import app.outcomes.sharing.taking.models
import app.people.addresses.trouble.models
import app.people.introductions.models
import app.people.models
import app.people.providers.models
import app.people.second_factor.models
import app.people.snoozes.models
import app.studies.models
import app.studies.raters.models
import app.studies.trials.models
import app.surveys.models  # noqa: F401

metadata = SQLModel.metadata
