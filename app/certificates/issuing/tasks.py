"""What the worker does for certificates: make out, print, sign, record; one person a task.

They get all that was ordered, and one mail, or nothing of it. A task may be killed at any point and
is done again: nothing exists before the one write at its end. Printing happens outside of every
transaction.
"""

import threading
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from functools import cached_property
from pathlib import Path

from sqlalchemy.orm import Session

from app.certificates import rules
from app.certificates.issuing import recording
from app.certificates.issuing.draft import AlreadyIssuedError, Identity, PrintSetup, build_snapshot
from app.certificates.issuing.inputs import Inputs
from app.certificates.issuing.queries import ISSUE
from app.certificates.issuing.reading import inputs_of
from app.certificates.issuing.recording import Printed
from app.certificates.issuing.rules import why_not_as_ordered
from app.certificates.keys import actions as keys
from app.certificates.orders import Order
from app.certificates.printing.evidence import WAITING, evidence_source
from app.certificates.printing.keys import demo_key_file
from app.certificates.printing.pool import WORKERS, CertificatePool, Sheet, sheet_of
from app.certificates.printing.stamps import stamp_source
from app.certificates.printing.templates import TemplatePack
from app.core import queue
from app.core.clock import Clock
from app.core.db import Database
from app.core.errors import BusyError, RefusedError, require
from app.core.models import Task
from app.core.worker import Handler
from app.credit.pictures.queries import pictures_of
from app.language.reasons import Reason
from app.printing.errors import NOT_PRINTED, RenderError
from app.settings import Settings

STAMP_AGAIN_SECONDS = 60
"""Until the time stamping authority is asked again, however often it did not answer."""


class Issuing:
    """Issues certificates; templates, key and printing processes load when first needed."""

    def __init__(
        self,
        settings: Settings,
        clock: Clock,
        pool: CertificatePool | None = None,
        *,
        processes: int = WORKERS,
    ) -> None:
        """`pool`: printing processes to share; else `close` ends those made here."""
        self._settings = settings
        self._processes = processes
        self._clock = clock
        self._shared = pool
        self._own: CertificatePool | None = None
        self._keys: set[str] = set()
        """Fingerprints of those whose certificates are kept."""
        self._lock = threading.Lock()

    @cached_property
    def print_setup(self) -> PrintSetup:
        """The installation's address and templates."""
        return PrintSetup(self._settings.base_url, TemplatePack())

    def issue(self, database: Database, task: Task, now: datetime) -> None:
        """Issue all that a task asks for to one person; what was issued meanwhile is left out."""
        order = Order.read(task.payload)
        for _ in order.kinds:
            try:
                self._issue(database, task, order, now)
            except AlreadyIssuedError:
                continue
            return
        with database.write() as session:
            if queue.still_ours(session, task):
                queue.finish(session, task, now=now)

    def close(self) -> None:
        """Finish what is being printed and end the printing processes made here."""
        with self._lock:
            own, self._own = self._own, None
        if own:
            own.close()

    def _issue(self, database: Database, task: Task, order: Order, now: datetime) -> None:
        with database.read() as session:
            certificate_inputs = inputs_of(session, order.wanted[0], now)
            pictures = _pictures(session, certificate_inputs, order)
        kinds = certificate_inputs.left_of(order) if certificate_inputs else order.kinds
        drafts = [
            build_snapshot(
                certificate_inputs,
                kind,
                Identity.fresh(),
                self.print_setup,
                now,
                order.replaces.get(kind),
            )
            for kind in kinds
        ]
        for draft in drafts:
            require(why_not_as_ordered(order, draft))
        printed = [Printed(draft, self._print(sheet_of(draft, pictures), now)) for draft in drafts]
        signers = self._learn(database, printed, now)
        self._record(database, task, order, printed, signers, now)

    def _learn(self, database: Database, printed: Sequence[Printed], now: datetime) -> set[str]:
        """Keep the certificates of keys that have not signed before; the fingerprints of all."""
        # Only here: whoever only looks whether there is a key needs none of it.
        from app.certificates.keys.signature import signature_of

        found = [own for own in (signature_of(it.pdf) for it in printed) if own is not None]
        for signature in found:
            if signature.fingerprint not in self._keys:
                with database.write() as session:
                    keys.learn(session, signature.public, now=now)
                self._keys.add(signature.fingerprint)
        return {signature.fingerprint for signature in found}

    def _record(
        self,
        database: Database,
        task: Task,
        order: Order,
        printed: Sequence[Printed],
        signers: Collection[str],
        at: datetime,
    ) -> None:
        """`at`: when it was made out. Printing took its time: a mark may be newer, and still do.

        Whether the key counts is asked where it is recorded: it may be lost, or its certificate
        run out, while a worker that has loaded it goes on.
        """
        setup = self.print_setup
        with database.write() as session:
            if queue.still_ours(session, task):
                now = self._clock()
                for fingerprint in signers:
                    keys.require_usable(session, fingerprint, now)
                recording.issue(
                    session, order, printed, setup, job_id=task.job_id, made_out_at=at, now=now
                )
                queue.finish(session, task, now=now)

    def _print(self, sheet: Sheet, now: datetime) -> bytes:
        try:
            return self._pool(now).produce(sheet)
        except RenderError as error:
            if isinstance(error.problem, Reason) and error.problem.code in WAITING:
                raise BusyError(error.problem, STAMP_AGAIN_SECONDS) from error
            raise RefusedError(NOT_PRINTED(problem=error.problem)) from error

    def _pool(self, now: datetime) -> CertificatePool:
        with self._lock:
            if self._shared is None and self._own is None:
                protected = self._settings.signing_key_passphrase
                passphrase = protected.get_secret_value() if protected else None
                self._own = CertificatePool(
                    key_file(self._settings, now),
                    passphrase,
                    stamps=stamp_source(self._settings),
                    evidence=evidence_source(self._settings),
                    workers=self._processes,
                )
            pool = self._shared or self._own
        assert pool is not None
        return pool


def _pictures(session: Session, inputs: Inputs | None, order: Order) -> Mapping[str, bytes]:
    """What the version shows that was claimed under, and what that of now does if it is printed."""
    if inputs is None:
        return {}
    found = pictures_of(session, inputs.activity)
    if any(own.in_force for own in order.replaces.values()):
        return {**found, **pictures_of(session, inputs.in_force.activity)}
    return found


@contextmanager
def make_handlers(
    settings: Settings, clock: Clock, processes: int = WORKERS
) -> Iterator[Mapping[str, Handler]]:
    """The handlers of certificates; their printing processes end with the block."""
    issuing = Issuing(settings, clock, processes=processes)
    try:
        yield {ISSUE: issuing.issue}
    finally:
        issuing.close()


def why_not_sign(settings: Settings) -> Reason | None:
    """Why this installation cannot sign certificates, and what its operator has to set."""
    return rules.why_not_sign(demo=settings.demo, has_key=settings.signing_key is not None)


def key_file(settings: Settings, now: datetime) -> Path:
    """The key that signs; in demo mode one is made that proves nothing about who issued.

    Raises:
        RefusedError: There is none.
    """
    if settings.signing_key is not None:
        return settings.signing_key
    require(why_not_sign(settings))
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    return demo_key_file(settings.data_dir, now)
