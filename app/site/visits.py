"""One request by one person: its session, its moment, who is acting, and what was permitted.

A handler declares its action with `@allows(...)` (or `@public`), takes a `ReadVisit` or a
`WriteVisit`, and loads its object through a loader that calls `visit.permit(roles held over it)`.
A handler that answers without having asked is a programming error and raises. One that reads much
before it writes little takes a `LookFirstVisit`, so that no other writer waits for what it reads.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from datetime import datetime
from functools import cached_property
from typing import Annotated, Any, TypeVar

from fastapi import APIRouter, Depends, Request
from sqlalchemy.orm import Session

from app.core.audit import has_recorded
from app.core.clock import Clock
from app.core.db import Database
from app.core.errors import (
    ConflictError,
    ForbiddenError,
    NotFoundError,
    RefusedError,
    SecondStepNeededError,
    SignInNeededError,
)
from app.core.ids import token_hash
from app.language.languages import named, read_in, turn_to
from app.language.moments import local
from app.language.reasons import Reason
from app.people.actors import Actor, find_actor
from app.people.roles import roles_at_desk
from app.people.rules import NOT_YOURS, SIGN_IN_FIRST
from app.people.second_factor.rules import (
    PROVE_FIRST,
    SET_UP_FIRST,
    Missing,
    is_asked_again,
)
from app.people.web_sessions.actions import note_use
from app.people.web_sessions.rules import is_due
from app.policy.table import ASKS_AGAIN, POLICY, Action, Role
from app.web.transaction import TransactionalRoute

HandlerT = TypeVar("HandlerT", bound=Callable[..., Any])

SECOND_STEP, SET_UP = "/sign-in/second-step", "/my/security/setup"


def allows(action: Action) -> Callable[[HandlerT], HandlerT]:
    """Declare the one action a handler carries out."""

    def mark(handler: HandlerT) -> HandlerT:
        handler.action = action  # type: ignore[attr-defined]
        return handler

    return mark


def public(handler: HandlerT) -> HandlerT:
    """Declare that anybody may ask this."""
    handler.action = None  # type: ignore[attr-defined]
    return handler


def router() -> APIRouter:
    """A router whose handlers run in one transaction each and stay out of the API schema."""
    return APIRouter(route_class=TransactionalRoute, include_in_schema=False)


class Visit:
    """What a handler knows of its request."""

    db: Session

    def __init__(
        self, request: Request, now: datetime, *, writes: bool, looks_first: bool = False
    ) -> None:
        self.request = request
        self.now = now
        self.writes = writes
        self._looks_first = looks_first
        self._open = ExitStack()
        self.action: Action | None = None
        self._permitted = False
        self._afterwards: list[Callable[[Session], None]] = []

    @contextmanager
    def transaction(self, endpoint: Callable[..., Any]) -> Iterator[None]:
        """Open the session around the handler; see that it asked for its permission."""
        self.action = endpoint.action  # type: ignore[attr-defined]
        self._afterwards = []
        database: Database = self.request.app.state.database
        is_for_writing = self.writes and not self._looks_first
        with ExitStack() as self._open:
            self._begin(database.write() if is_for_writing else database.read())
            yield
            if self.action is not None and not self._permitted:
                raise RuntimeError(f"{endpoint.__name__} never asked whether it may.")
        self._note_use(database)
        for note in self._afterwards:
            database.unless_busy(note)

    def afterwards(self, note: Callable[[Session], None]) -> None:
        """Keep something small once the page is made, in a transaction of its own.

        For what a page that only reads leaves behind, such as that it was read; left undone where
        others are writing, so nothing may rest on it.
        """
        self._afterwards.append(note)

    def take_turn(self) -> None:
        """Write from here on, after only looking: what was read may have changed since.

        Who acts is found anew, and the object has to be loaded again, which asks for permission.
        """
        database: Database = self.request.app.state.database
        self._open.close()
        self._begin(database.write())

    def _begin(self, opened: AbstractContextManager[Session]) -> None:
        self._permitted = False
        vars(self).pop("signed_in", None)  # whom a session before this one had found
        self.db = self._open.enter_context(opened)
        self.request.state.viewer = self.signed_in
        self._write_for_reader()

    def _write_for_reader(self) -> None:
        """In their own language, and with the year where a day is of another than theirs."""
        chosen = self.signed_in.language if self.signed_in else None
        own = named(chosen, self.request.app.state.languages)
        if own is not None:
            turn_to(own)
        read_in(local(self.now, self.signed_in.zone if self.signed_in else "UTC").year)

    def _note_use(self, database: Database) -> None:
        """Keep that the session is used, now and then, once the request's own work is done."""
        who = self.signed_in
        if who is not None and is_due(who.seen_at, self.now):
            database.unless_busy(lambda session: note_use(session, who.web_session_id, self.now))

    @cached_property
    def signed_in(self) -> Actor | None:
        """Who is signed in, if anybody, whatever they have proven: for the way in and the frame."""
        state = self.request.app.state
        token = self.request.cookies.get(state.cookie_name)
        found = find_actor(self.db, token_hash(token), self.now) if token else None
        is_of_demo = found is not None and found.proof.is_demo
        return None if is_of_demo and not state.settings.demo else found

    @property
    def viewer(self) -> Actor | None:
        """Who is signed in and has proven who they are, if anybody."""
        who = self.signed_in
        return who if who is not None and who.missing is None else None

    @property
    def actor(self) -> Actor:
        """Who is signed in; asks for sign-in when nobody is, and for what else is to be proven."""
        who = self.signed_in
        if who is None:
            raise SignInNeededError(SIGN_IN_FIRST)
        if who.missing is Missing.SECOND_STEP:
            raise SecondStepNeededError(PROVE_FIRST, SECOND_STEP)
        if who.missing is Missing.SET_UP and self.action is not Action.SECOND_STEP_SET_UP:
            raise SecondStepNeededError(SET_UP_FIRST, SET_UP)
        return who

    @property
    def clock(self) -> Clock:
        """Tells later moments than `now`, to an act that had to wait for its turn."""
        clock: Clock = self.request.app.state.clock
        return clock

    @property
    def has_changed(self) -> bool:
        """Whether what was done left a line in the history: what changes nothing leaves none."""
        return has_recorded(self.db)

    def permit(self, held: Iterable[Role]) -> None:
        """Go on only if a role held before the object allows the action.

        No role at all: there is nothing here for this person (404). Roles, but not the right one:
        they may see it and may not do this (403).
        """
        who, roles = self.actor, frozenset(held)
        if not roles:
            raise NotFoundError
        if self.action is None or not roles & POLICY[self.action]:
            raise ForbiddenError(NOT_YOURS)
        if self._weighs and is_asked_again(who.proof, self.now):
            raise SecondStepNeededError(PROVE_FIRST, SECOND_STEP, again=True)
        self._permitted = True

    @property
    def _weighs(self) -> bool:
        """Whether this does what asks for the second step again."""
        leaves = self.writes or bool(self.request.query_params.get("format"))
        return leaves and self.action in ASKS_AGAIN

    def attempt(self, act: Callable[[], object]) -> Reason | None:
        """Do it, or say why it was refused, with nothing of it left."""
        savepoint = self.db.begin_nested()
        try:
            act()
        except (RefusedError, ConflictError) as refused:
            savepoint.rollback()
            return refused.reason
        savepoint.commit()
        return None

    def permit_own(self, own: Iterable[Role] = ()) -> Actor:
        """Permission for what is one's own, or for the desk of a role held anywhere.

        `own`: roles without a grant, by a part in a session.
        """
        self.permit(roles_at_desk(self.actor, own))
        return self.actor


async def _now(request: Request) -> datetime:
    moment: datetime = request.app.state.clock()
    return moment


Now = Annotated[datetime, Depends(_now)]


async def _reading(request: Request, now: Now) -> Visit:
    return Visit(request, now, writes=False)


async def _writing(request: Request, now: Now) -> Visit:
    return Visit(request, now, writes=True)


async def _looking_first(request: Request, now: Now) -> Visit:
    return Visit(request, now, writes=True, looks_first=True)


ReadVisit = Annotated[Visit, Depends(_reading)]
WriteVisit = Annotated[Visit, Depends(_writing)]
LookFirstVisit = Annotated[Visit, Depends(_looking_first)]
"""For looking until `take_turn`, and for writing from then on."""
