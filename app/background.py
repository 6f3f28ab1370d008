"""What the background worker does: every handler and all periodic work, wired together."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime

from app.casework.recordings import tasks as recordings
from app.casework.zoom import tasks as zoom
from app.certificates.issuing.tasks import make_handlers as certificate_handlers
from app.certificates.printing.pool import WORKERS
from app.certificates.verification import tasks as looks
from app.cohorts.actions import record_due_openings
from app.cohorts.admission.actions import attend_to_seats
from app.cohorts.admission.queries import cohorts_to_attend_to
from app.cohorts.imports import queries as imports
from app.cohorts.imports.actions import throw_away_old
from app.cohorts.imports.rules import KEPT_FOR
from app.cohorts.intake import queries as intake
from app.cohorts.intake import rules as people_files
from app.cohorts.intake.actions import throw_away_old as throw_away_old_people
from app.cohorts.models import Cohort
from app.cohorts.queries import module_ids_in_use
from app.content.booklets import queries as printed
from app.content.booklets import tasks as prints
from app.content.releases.queries import current_module_ids
from app.core import audit, outbox
from app.core.clock import Clock
from app.core.db import Database
from app.core.steady import keep_mark
from app.core.worker import Handler, PeriodicWork, Worker
from app.credit.disclosures.tasks import keep_settled, remind_of_disclosures
from app.credit.evaluations.tasks import attend_to_evaluations
from app.credit.tallies.actions import take_snapshots
from app.history.anchors.tasks import AnchorKeeping
from app.history.audit_folders import tasks as audit_folders
from app.language.catalogs import require
from app.messages.calendar.behind.queries import people_behind
from app.messages.calendar.letters import invite
from app.messages.delivery import make_handlers as mail_handlers
from app.messages.digests.tasks import write_due_digests
from app.messages.reminders.tasks import Reminding
from app.outcomes.leadership import tasks as leadership
from app.outcomes.projects.analyses import tasks as analyses
from app.outcomes.projects.turnout.tasks import count_turnout
from app.outcomes.sharing.files import tasks as shared_files
from app.outcomes.sharing.taking.kept import queries as records_files
from app.outcomes.sharing.taking.kept.actions import throw_away_old as throw_away_old_records
from app.outcomes.sharing.taking.rules import KEPT_FOR as RECORDS_KEPT_FOR
from app.people.links.tasks import make_handlers as link_handlers
from app.people.newcomers import queries as newcomers
from app.people.newcomers.actions import throw_away_old as throw_away_old_newcomers
from app.people.parking import queries as parking
from app.people.parking.actions import throw_away_old as throw_away_old_forms
from app.settings import Settings
from app.studies.trials.tasks import make_handlers as trial_handlers
from app.studies.waves.tasks import WaveKeeping
from app.surveys.tasks import closing

OF_ZOOM: tuple[PeriodicWork, ...] = (zoom.begin_readings, zoom.forget_events)


@contextmanager
def worker(
    settings: Settings, database: Database, clock: Clock, *, processes: int = WORKERS
) -> Iterator[Worker]:
    """A worker with everything it needs; its printing processes end with the block.

    `processes`: how many print and sign certificates. One task more is under way, so that none of
    them waits while another's print is recorded.
    """
    require(settings.offered_languages)
    with (
        certificate_handlers(settings, clock, processes) as certificates,
        prints.make_handlers() as booklets,
        zoom.make_handlers(settings) as lists,
    ):
        quick = {**links(settings), **mail_handlers(settings), **lists, **draws(settings)}
        reports = {**leadership.make_handlers(settings), **analyses.make_handlers()}
        files = {
            **shared_files.make_handlers(secret_key(settings)),
            **audit_folders.make_handlers(settings),
        }
        handlers = {**quick, **certificates, **booklets, **reports, **files, **looks.HANDLERS}
        periodic: tuple[PeriodicWork, ...] = (
            keep_settled,  # before units open: what has opened never closes
            open_units,
            pass_on_seats,
            send_invitations,
            attend_to_evaluations(secret_key(settings)),
            write_due_digests,
            order_booklets,
            tidy_uploads,
            shared_files.tidy,
            audit_folders.tidy,
            recordings.tidy(settings.recordings),
            looks.keep_looking,
            forget_secrets,
            Reminding(),
            WaveKeeping(secret_key(settings)),
            closing(secret_key(settings)),
            daily(remind_of_disclosures),
            daily(keep_numbers),
            daily(look_through),
            daily(count_turnout),
            AnchorKeeping(settings),
            clock_keeping(settings),
            *(OF_ZOOM if settings.has_zoom else ()),
        )
        yield Worker(
            database,
            handlers,
            clock=clock,
            periodic=periodic,
            at_once=processes + 1,
            low_priority=[*booklets, *looks.HANDLERS],
        )


def draws(settings: Settings) -> Mapping[str, Handler]:
    """Draws arms for many people at once."""
    assert settings.secret_key is not None  # settings see to it
    return trial_handlers(settings.secret_key.get_secret_value())


def links(settings: Settings) -> Mapping[str, Handler]:
    """Looks up who asked for a link to sign in."""
    return link_handlers(secret_key(settings))


def secret_key(settings: Settings) -> str:
    """`SECRET_KEY`, which the settings see to."""
    assert settings.secret_key is not None
    return settings.secret_key.get_secret_value()


def clock_keeping(settings: Settings) -> PeriodicWork:
    """Notes the moment, so that a clock that went back is seen at the next start."""
    return lambda _database, now: keep_mark(settings.data_dir, now)


def daily(work: PeriodicWork) -> PeriodicWork:
    """Work that is done once a day, and whenever the worker starts."""
    done_on: list[date] = []

    def once(database: Database, now: datetime) -> None:
        if now.date() not in done_on:
            work(database, now)
            done_on[:] = [now.date()]  # what failed is tried again

    return once


def keep_numbers(database: Database, now: datetime) -> None:
    """Keep what leads may be told of other institutions' people."""
    with database.write() as session:
        take_snapshots(session, now=now)


def look_through(database: Database, _now: datetime) -> None:
    """Let the database see how much there is of what."""
    database.look_through()


def open_units(database: Database, now: datetime) -> None:
    """Write a line for each unit that has opened."""
    with database.write() as session:
        record_due_openings(session, now=now)


def pass_on_seats(database: Database, now: datetime) -> None:
    """End what nobody answered in time, and offer free seats: a transaction for each cohort."""
    with database.read() as session:
        cohort_ids = cohorts_to_attend_to(session, now)
    for cohort_id in cohort_ids:
        with database.write() as session:
            audit.continue_chain(session, cohort_id)
            attend_to_seats(session, session.get_one(Cohort, cohort_id), now=now)


def send_invitations(database: Database, now: datetime) -> None:
    """Invite who wants that to what is new to them, and take out what is theirs no more."""
    with database.read() as session:
        people = people_behind(session, now)
    for person_id in sorted(people):
        with database.write() as session:
            invite(session, person_id, now=now)


def order_booklets(database: Database, now: datetime) -> None:
    """Ask for the PDF of each module that is current or used by a cohort and lacks one."""
    with database.read() as session:
        in_use = current_module_ids(session) | module_ids_in_use(session)
        missing = printed.unordered(session, in_use, now=now)
    if missing:
        with database.write() as session:
            prints.order(session, missing, now=now)


def forget_secrets(database: Database, now: datetime) -> None:
    """Take out of letters what opens nothing any more."""
    with database.read() as session:
        useless = outbox.has_useless_secrets(session, now)
    if useless:
        with database.write() as session:
            outbox.forget_useless_secrets(session, now)


def tidy_uploads(database: Database, now: datetime) -> None:
    """Throw away what waited too long: packs, files of people and records, forms, newcomers."""
    with database.read() as session:
        old = imports.has_old_upload(session, now - KEPT_FOR)
        old_people = intake.has_old_import(session, now - people_files.KEPT_FOR)
        old_forms = parking.has_expired(session, now)
        old_newcomers = newcomers.has_unopened(session, now)
        old_records = records_files.has_old_file(session, now - RECORDS_KEPT_FOR)
    if old or old_people or old_forms or old_newcomers or old_records:
        with database.write() as session:
            throw_away_old_newcomers(session, now)
            throw_away_old_forms(session, now)
            throw_away_old(session, now)
            throw_away_old_people(session, now)
            throw_away_old_records(session, now)
