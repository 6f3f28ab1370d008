"""Printing certificates in child processes: a snapshot goes in, a signed PDF comes out.

WeasyPrint lives in the children only. They are spawned, never forked, and load templates, fonts and
key once. Each has a pipe of its own instead of a shared queue (`ProcessPoolExecutor`): the death of
one child costs only its own certificate a second try, and a child whose parent is gone, however
that went, reads the end of the pipe and goes too.
"""

import signal
import threading
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from queue import LifoQueue
from types import TracebackType
from typing import Self

from app.certificates.render import Renderer, RenderError
from app.certificates.signing import CertificateSigner
from app.certificates.snapshot import from_json
from app.certificates.templates import PACK, TemplatePack

ATTEMPTS = 3
WORKERS = 2
FAREWELL_SECONDS = 10

SetUp = tuple[Path, Path, str | None]
"""What a child loads: templates, key file, passphrase."""


class CertificatePool:
    """Child processes that print; made when first needed, and made again when one dies.

    `produce` may be called from several threads at once: with as many as there are workers, all of
    them are busy. Close the pool, or use it as a context manager.
    """

    def __init__(
        self,
        key_file: Path,
        passphrase: str | None = None,
        *,
        templates: Path = PACK,
        workers: int = WORKERS,
    ) -> None:
        self._set_up: SetUp = (templates, key_file, passphrase)
        self._workers = workers
        self._closed = threading.Event()
        self._free: LifoQueue[_Child | None] = LifoQueue()
        for _ in range(workers):
            self._free.put(None)

    def produce(self, snapshot_json: str) -> bytes:
        """Print and sign one certificate, waiting for a free child.

        Raises:
            RenderError: It cannot be printed; the message says why. Trying again will not help.
            RuntimeError: The pool is closed.
        """
        child = self._free.get()
        try:
            for _ in range(ATTEMPTS):
                if self._closed.is_set():
                    raise RuntimeError("The certificate pool is closed.")
                child = child if child and child.lives else _Child(self._set_up)
                try:
                    return child.produce(snapshot_json)
                except (EOFError, OSError):
                    continue
        finally:
            self._free.put(child)
        raise RenderError(f"The printing process died {ATTEMPTS} times over one certificate.")

    def close(self) -> None:
        """Finish what is being printed, end the children, and print no more."""
        self._closed.set()
        for child in [self._free.get() for _ in range(self._workers)]:
            if child:
                child.end()
            self._free.put(None)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


class _Child:
    """One printing process, as its parent holds it."""

    _starting = threading.Lock()

    def __init__(self, set_up: SetUp) -> None:
        context = get_context("spawn")
        self._pipe, other = context.Pipe()
        self._process = context.Process(target=_serve, args=(other, set_up), daemon=True)
        with self._starting:
            self._process.start()
        other.close()
        self.lives = True

    def produce(self, snapshot_json: str) -> bytes:
        """Have it printed. Any error but a refusal ends the child: its answer may still come."""
        try:
            self._pipe.send(snapshot_json)
            answer: bytes | str = self._pipe.recv()
        except BaseException:
            self.end(patience=0)
            raise
        if isinstance(answer, str):
            raise RenderError(answer)
        return answer

    def end(self, patience: float = FAREWELL_SECONDS) -> None:
        """Let the process go, and see to it that it does."""
        self.lives = False
        self._pipe.close()
        self._process.join(patience)
        self._process.kill()
        self._process.join()


def _serve(pipe: Connection, set_up: SetUp) -> None:
    """What a child does all its life: answer snapshots with bytes, or with a reason why not."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent, which then closes us
    try:
        printer = _Printer(*set_up)
        failed = None
    except Exception as error:
        printer, failed = None, _reason(error)
    try:
        while True:
            snapshot_json = pipe.recv()
            pipe.send(printer.answer(snapshot_json) if printer else failed)
    except (EOFError, OSError):
        return  # the parent has closed the pipe, or is no more


class _Printer:
    """What one child holds in memory."""

    def __init__(self, templates: Path, key_file: Path, passphrase: str | None) -> None:
        self._signer = CertificateSigner(key_file, passphrase)
        self._renderer = Renderer(TemplatePack(templates))

    def answer(self, snapshot_json: str) -> bytes | str:
        try:
            snapshot = from_json(snapshot_json)
            return self._signer.sign(self._renderer.pdf(snapshot), number=snapshot.number)
        except Exception as error:
            return _reason(error)


def _reason(error: Exception) -> str:
    return str(error) or type(error).__name__
