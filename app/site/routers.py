"""Every router, in the order in which addresses are compared: the literal word before the name."""

from app.site.addresses import routes as addresses
from app.site.admin import routes as admin
from app.site.admin.credit_systems import routes as admin_credit_systems
from app.site.admin.institutions import routes as admin_institutions
from app.site.admin.institutions.import_ import routes as admin_institutions_import
from app.site.admin.institutions.merge import routes as admin_institutions_merge
from app.site.admin.retention import routes as admin_retention
from app.site.admin.retention.deletion import routes as admin_retention_deletion
from app.site.admin.roles import routes as admin_roles
from app.site.admin.roles.new import routes as admin_roles_new
from app.site.badges import routes as badges
from app.site.c import routes as c
from app.site.calendar import routes as calendar
from app.site.cohorts import routes as cohorts
from app.site.cohorts.claim import routes as cohorts_claim
from app.site.cohorts.claim.pars import routes as cohorts_claim_pars
from app.site.cohorts.disclosures import routes as cohorts_disclosures
from app.site.cohorts.people import routes as cohorts_people
from app.site.cohorts.reflections import routes as cohorts_reflections
from app.site.cohorts.sessions import routes as cohorts_sessions
from app.site.cohorts.sessions.absence import routes as cohorts_sessions_absence
from app.site.cohorts.sessions.check_in import routes as cohorts_sessions_check_in
from app.site.cohorts.sessions.recording import routes as cohorts_sessions_recording
from app.site.cohorts.units import routes as cohorts_units
from app.site.cohorts.units.attestation import routes as cohorts_units_attestation
from app.site.cohorts.units.reflection import routes as cohorts_units_reflection
from app.site.cohorts.units.thread import routes as cohorts_units_thread
from app.site.cohorts.units.thread.posts import routes as cohorts_units_thread_posts
from app.site.demo import routes as demo
from app.site.front import routes as front
from app.site.home import routes as home
from app.site.institution import routes as institution
from app.site.institution.applications import routes as institution_applications
from app.site.institution.messages import routes as institution_messages
from app.site.join import routes as join
from app.site.join.application import routes as join_application
from app.site.join.drop_in import routes as join_drop_in
from app.site.join.newcomer import routes as join_newcomer
from app.site.language import routes as language
from app.site.mail.unsubscribe import routes as mail_unsubscribe
from app.site.manage import routes as manage
from app.site.manage.activities import routes as manage_activities
from app.site.manage.certificates import routes as manage_certificates
from app.site.manage.cohorts import routes as manage_cohorts
from app.site.manage.cohorts.application import routes as manage_cohorts_application
from app.site.manage.cohorts.applications import routes as manage_cohorts_applications
from app.site.manage.cohorts.archive import routes as manage_cohorts_archive
from app.site.manage.cohorts.certificates import routes as manage_cohorts_certificates
from app.site.manage.cohorts.certificates.files import routes as manage_cohorts_certificates_files
from app.site.manage.cohorts.certificates.issue import routes as manage_cohorts_certificates_issue
from app.site.manage.cohorts.certificates.register import (
    routes as manage_cohorts_certificates_register,
)
from app.site.manage.cohorts.certificates.reissue import (
    routes as manage_cohorts_certificates_reissue,
)
from app.site.manage.cohorts.certificates.teaching import (
    routes as manage_cohorts_certificates_teaching,
)
from app.site.manage.cohorts.check_in import routes as manage_cohorts_check_in
from app.site.manage.cohorts.content import routes as manage_cohorts_content
from app.site.manage.cohorts.credit import routes as manage_cohorts_credit
from app.site.manage.cohorts.credit.audit import routes as manage_cohorts_credit_audit
from app.site.manage.cohorts.credit.change import routes as manage_cohorts_credit_change
from app.site.manage.cohorts.credit.disclosures import routes as manage_cohorts_disclosures
from app.site.manage.cohorts.credit.disclosures.people import (
    routes as manage_cohorts_disclosures_people,
)
from app.site.manage.cohorts.credit.pars import routes as manage_cohorts_credit_pars
from app.site.manage.cohorts.credit.proof import routes as manage_cohorts_credit_proof
from app.site.manage.cohorts.evaluation import routes as manage_cohorts_evaluation
from app.site.manage.cohorts.evaluation.new import routes as manage_cohorts_evaluation_new
from app.site.manage.cohorts.evaluation.quotes import routes as manage_cohorts_evaluation_quotes
from app.site.manage.cohorts.history import routes as manage_cohorts_history
from app.site.manage.cohorts.messages import routes as manage_cohorts_messages
from app.site.manage.cohorts.messages.templates import routes as manage_cohorts_templates
from app.site.manage.cohorts.new import routes as manage_cohorts_new
from app.site.manage.cohorts.people import routes as manage_cohorts_people
from app.site.manage.cohorts.people.claim import routes as manage_cohorts_people_claim
from app.site.manage.cohorts.people.import_ import routes as manage_cohorts_people_import
from app.site.manage.cohorts.people.professions import routes as manage_cohorts_people_professions
from app.site.manage.cohorts.policy import routes as manage_cohorts_policy
from app.site.manage.cohorts.reminders import routes as manage_cohorts_reminders
from app.site.manage.cohorts.report import routes as manage_cohorts_report
from app.site.manage.cohorts.report.echo import routes as manage_cohorts_report_echo
from app.site.manage.cohorts.schedule import routes as manage_cohorts_schedule
from app.site.manage.cohorts.schedule.dates import routes as manage_cohorts_schedule_dates
from app.site.manage.cohorts.schedule.holding import routes as manage_cohorts_schedule_holding
from app.site.manage.cohorts.schedule.leaders import routes as manage_cohorts_schedule_leaders
from app.site.manage.cohorts.schedule.move import routes as manage_cohorts_schedule_move
from app.site.manage.cohorts.schedule.new import routes as manage_cohorts_schedule_new
from app.site.manage.cohorts.seats import routes as manage_cohorts_seats
from app.site.manage.cohorts.setup import routes as manage_cohorts_setup
from app.site.manage.cohorts.setup.credit import routes as manage_cohorts_setup_credit
from app.site.manage.cohorts.setup.credit.proof import routes as manage_cohorts_setup_credit_proof
from app.site.manage.cohorts.setup.dates import routes as manage_cohorts_setup_dates
from app.site.manage.cohorts.setup.leaders import routes as manage_cohorts_setup_leaders
from app.site.manage.cohorts.setup.rehearsal import routes as manage_cohorts_setup_rehearsal
from app.site.manage.cohorts.setup.seats import routes as manage_cohorts_setup_seats
from app.site.manage.cohorts.threads import routes as manage_cohorts_threads
from app.site.manage.content import routes as manage_content
from app.site.manage.content import version_routes as manage_content_versions
from app.site.manage.content.import_ import routes as manage_content_import
from app.site.manage.credit import routes as manage_credit
from app.site.manage.jobs import routes as manage_jobs
from app.site.manage.outbox import routes as manage_outbox
from app.site.manage.outcomes import project_routes as manage_outcomes_project
from app.site.manage.outcomes import routes as manage_outcomes
from app.site.manage.outcomes.analysis import routes as manage_outcomes_analysis
from app.site.manage.outcomes.data import routes as manage_outcomes_data
from app.site.manage.outcomes.data.check import routes as manage_outcomes_data_check
from app.site.manage.outcomes.edit import routes as manage_outcomes_edit
from app.site.manage.outcomes.key import routes as manage_outcomes_key
from app.site.manage.outcomes.new import routes as manage_outcomes_new
from app.site.manage.outcomes.report import routes as manage_outcomes_report
from app.site.manage.outcomes.reports import routes as manage_outcomes_reports
from app.site.manage.outcomes.text import routes as manage_outcomes_text
from app.site.manage.outcomes.trial import routes as manage_outcomes_trial
from app.site.manage.outcomes.waves import routes as manage_outcomes_waves
from app.site.manage.people import routes as manage_people
from app.site.manage.people.addresses import routes as manage_people_addresses
from app.site.manage.people.affiliation import routes as manage_people_affiliation
from app.site.manage.people.merge import routes as manage_people_merge
from app.site.manage.people.security import routes as manage_people_security
from app.site.manage.providers import routes as manage_providers
from app.site.manage.providers.accreditation import routes as manage_providers_accreditation
from app.site.manage.providers.merge import routes as manage_providers_merge
from app.site.my.calendar import routes as my_calendar
from app.site.my.certificates import routes as my_certificates
from app.site.my.certificates.badge import routes as my_certificates_badge
from app.site.my.certificates.pars import routes as my_certificates_pars
from app.site.my.certificates.transcript import routes as my_certificates_transcript
from app.site.my.disclosures import routes as my_disclosures
from app.site.my.introduction import routes as my_introduction
from app.site.my.notifications import routes as my_notifications
from app.site.my.profile import routes as my_profile
from app.site.my.profile.addresses import routes as my_profile_addresses
from app.site.my.record import routes as my_record
from app.site.my.record.attestations import routes as my_record_attestations
from app.site.my.security import routes as my_security
from app.site.my.security.setup import routes as my_security_setup
from app.site.my.snoozes import routes as my_snoozes
from app.site.my.studies import routes as my_studies
from app.site.my.studies.mentee import routes as my_studies_mentee
from app.site.parked import routes as parked
from app.site.raters import routes as raters
from app.site.sign_in import routes as sign_in
from app.site.sign_in.second_step import routes as sign_in_second_step
from app.site.sign_out import routes as sign_out
from app.site.surveys import routes as surveys
from app.site.teach import routes as teach
from app.site.teach.absences import routes as teach_absences
from app.site.teach.correction import routes as teach_correction
from app.site.teach.reports import routes as teach_reports
from app.site.teach.sessions import routes as teach_sessions
from app.site.teach.sessions.attendance import routes as teach_sessions_attendance
from app.site.teach.sessions.attendance.import_ import routes as teach_sessions_attendance_import
from app.site.teach.sessions.check_in import routes as teach_sessions_check_in
from app.site.teach.sessions.groups import routes as teach_sessions_groups
from app.site.teach.sessions.recording import routes as teach_sessions_recording
from app.site.teach.standing import routes as teach_standing
from app.site.teach.statistics import routes as teach_statistics
from app.site.verify import routes as verify
from app.site.verify.keys import routes as verify_keys
from app.site.zoom import routes as zoom

ROUTERS = (
    front.routes,
    demo.routes,
    sign_in.routes,
    sign_in_second_step.routes,
    sign_out.routes,
    parked.routes,
    addresses.routes,
    mail_unsubscribe.routes,
    language.routes,
    join.routes,
    join_application.routes,
    join_drop_in.routes,
    join_newcomer.routes,
    home.routes,
    c.routes,
    cohorts.routes,
    cohorts_people.routes,
    cohorts_units.routes,
    cohorts_units_attestation.routes,
    cohorts_units_reflection.routes,
    cohorts_units_thread.routes,
    cohorts_units_thread_posts.routes,
    cohorts_reflections.routes,
    cohorts_sessions.routes,
    cohorts_sessions_check_in.routes,
    cohorts_sessions_absence.routes,
    cohorts_sessions_recording.routes,
    cohorts_claim.routes,
    cohorts_disclosures.routes,
    cohorts_claim_pars.routes,
    my_record.routes,
    my_record_attestations.routes,
    my_certificates.routes,
    my_certificates_badge.routes,
    my_certificates_pars.routes,
    my_certificates_transcript.routes,
    my_disclosures.routes,
    my_introduction.routes,
    my_notifications.routes,
    my_profile.routes,
    my_profile_addresses.routes,
    my_calendar.routes,
    my_security.routes,
    my_security_setup.routes,
    my_snoozes.routes,
    my_studies.routes,
    my_studies_mentee.routes,
    raters.routes,
    teach.routes,
    teach_reports.routes,
    teach_absences.routes,
    teach_correction.routes,
    teach_standing.routes,
    teach_statistics.routes,
    teach_sessions.routes,
    teach_sessions_recording.routes,
    teach_sessions_attendance.routes,
    teach_sessions_attendance_import.routes,
    teach_sessions_check_in.routes,
    teach_sessions_groups.routes,
    manage.routes,
    manage_cohorts_new.routes,
    manage_cohorts.routes,
    manage_cohorts_people_import.routes,
    manage_cohorts_people_professions.routes,
    manage_cohorts_setup_dates.routes,
    manage_cohorts_setup_leaders.routes,
    manage_cohorts_setup_seats.routes,
    manage_cohorts_setup_credit.routes,
    manage_cohorts_setup_credit_proof.routes,
    manage_cohorts_setup_rehearsal.routes,
    manage_cohorts_setup.routes,
    manage_cohorts_people_claim.routes,
    manage_cohorts_people.routes,
    manage_cohorts_templates.routes,
    manage_cohorts_messages.routes,
    manage_cohorts_application.routes,
    manage_cohorts_applications.routes,
    manage_cohorts_archive.routes,
    manage_cohorts_policy.routes,
    manage_cohorts_report.routes,
    manage_cohorts_report_echo.routes,
    manage_cohorts_seats.routes,
    manage_cohorts_reminders.routes,
    manage_cohorts_evaluation_new.routes,
    manage_cohorts_credit_audit.routes,
    manage_cohorts_credit_pars.routes,
    manage_cohorts_evaluation.routes,
    manage_cohorts_evaluation_quotes.routes,
    manage_cohorts_history.routes,
    manage_cohorts_schedule_new.routes,
    manage_cohorts_schedule_dates.routes,
    manage_cohorts_schedule_move.routes,
    manage_cohorts_schedule_holding.routes,
    manage_cohorts_schedule_leaders.routes,
    manage_cohorts_schedule.routes,
    manage_cohorts_certificates.routes,
    manage_cohorts_certificates_files.routes,
    manage_cohorts_certificates_issue.routes,
    manage_cohorts_certificates_register.routes,
    manage_cohorts_certificates_reissue.routes,
    manage_cohorts_certificates_teaching.routes,
    manage_cohorts_disclosures.routes,
    manage_cohorts_disclosures_people.routes,
    manage_cohorts_content.routes,
    manage_cohorts_threads.routes,
    manage_cohorts_check_in.routes,
    manage_certificates.routes,
    manage_credit.routes,
    manage_jobs.routes,
    manage_outbox.routes,
    manage_people_addresses.routes,
    manage_people_affiliation.routes,
    manage_people_merge.routes,
    manage_people_security.routes,
    manage_people.routes,
    manage_activities.routes,
    manage_cohorts_credit.routes,
    manage_cohorts_credit_change.routes,
    manage_cohorts_credit_proof.routes,
    manage_providers_accreditation.routes,
    manage_providers_merge.routes,
    manage_providers.routes,
    manage_outcomes.routes,
    manage_outcomes_report.routes,
    manage_outcomes_reports.routes,
    manage_outcomes_new.routes,
    manage_outcomes_edit.routes,
    manage_outcomes_text.routes,
    manage_outcomes_waves.routes,
    manage_outcomes_trial.routes,
    manage_outcomes_analysis.routes,
    manage_outcomes_key.routes,
    manage_outcomes_data.routes,
    manage_outcomes_data_check.routes,
    manage_outcomes_project.routes,
    manage_content_import.routes,
    manage_content.routes,
    manage_content_versions.routes,
    institution.routes,
    institution_applications.routes,
    institution_messages.routes,
    admin.routes,
    admin_credit_systems.routes,
    admin_institutions_import.routes,
    admin_institutions.routes,
    admin_institutions_merge.routes,
    admin_retention.routes,
    admin_retention_deletion.routes,
    admin_roles_new.routes,
    admin_roles.routes,
    surveys.routes,
    badges.routes,
    verify_keys.routes,  # before the codes
    verify.routes,
    calendar.routes,
    zoom.routes,
)

not_found = front.not_found
"""Comes after everything else that has an address."""
