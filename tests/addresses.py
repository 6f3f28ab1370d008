"""Every address that the application has, filled with what the cast can name."""

import inspect
import re
from collections.abc import Iterator

from fastapi import FastAPI
from fastapi.routing import APIRoute, iter_route_contexts

from app.policy.table import Action
from app.web.addresses import Addresses
from tests.issued import COHORTS, INSTALLATION, PROGRAMS

PERSONAS = ("ada", "ben", "fay", "cora", "lee", "opal", "abe")
CHILDREN = {
    "position": "1",
    "n": "1",
    "key": "r1a",
    "question": "q1",
    "name": "map.svg",
    "act": "withdrawal",
    "template": "welcome",
    "rule": "session-soon",
    "arrival": "nobodys",
    "report": "00000000-0000-0000-0000-000000000001",
    "months": "0",
    "credit_system": "ancc",
}


def handlers(app: FastAPI) -> Iterator[tuple[APIRoute, object]]:
    """Every route and the function behind it."""
    for address in iter_route_contexts(app.routes):
        found = address.original_route
        for route in found.routes if isinstance(found, Addresses) else [found]:
            if isinstance(route, APIRoute):
                yield route, inspect.unwrap(route.endpoint)


def cases(
    app: FastAPI, objects: dict[str, dict[str, str]]
) -> Iterator[tuple[str, str, Action, str, str | None]]:
    """(method, address, action, path template, owner) for every guarded route and object.

    The owner is the cohort, the program, or the installation with what is named of it.
    """
    for route, handler in handlers(app):
        action = handler.action  # type: ignore[attr-defined]
        if action is None:
            continue
        method = "POST" if "POST" in (route.methods or ()) else "GET"
        names = set(re.findall(r"\{(\w+)", route.path))
        owned = names & {"cohort", "job", "number", "attestation", "person", "address"}
        owned |= names & {"message", "mail", "study"}
        owners: tuple[str | None, ...] = (None,)
        if owned:
            owners = COHORTS
        elif names & {"program", "upload", "project", "leadership_report"}:
            owners = PROGRAMS
        elif names & {"institution", "grant", "application", "own_message", "provider"}:
            owners = (INSTALLATION,)
        for cohort in owners:
            known = CHILDREN | (objects[cohort] if cohort else {})
            if not names <= set(known):
                missing = names - set(known)
                assert missing <= {"number", "attestation", "study"}, (
                    f"{route.path}: name its objects"
                )
                continue
            address = re.sub(r"\{(\w+)[^}]*\}", lambda m, k=known: k[m[1]], route.path)  # type: ignore[misc]
            yield method, address, action, route.path, cohort
