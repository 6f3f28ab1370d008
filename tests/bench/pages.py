"""Which pages are measured: all that the route table has, so that none is forgotten."""

import re
from collections.abc import Iterator
from typing import NamedTuple
from uuid import UUID

from fastapi import FastAPI
from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.cohorts.models import Cohort, Enrollment, Unit
from app.content.models import ContentUpload
from app.content.releases.queries import current_versions
from app.outcomes.sharing.taking.models import RecordsFile
from app.studies.enums import Respondent
from app.studies.models import ConsentText, Project
from tests.addresses import cases, handlers
from tests.cast import NOW, Cast
from tests.course import course_files
from tests.issued import PROGRAMS, objects_of_cohorts
from tests.packed import zipped
from tests.releases import PROGRAM, release
from tests.studies.trials.trials_of import agreed

DESKS = {
    "/manage/people/[^/]+/security": "abe",
    "/cohorts/[^/]+/units/[^/]+/thread/posts/[^/]+/(removal|versions)": "fay",
    "/manage/activities": "opal",
    "/manage/providers/[^/]+/merge": "abe",
    "/manage/providers": "opal",
    "/manage": "cora",
    "/institution": "lee",
    "/teach": "fay",
    "/admin": "abe",
    "/home": "ada",
    "/cohorts": "ada",
    "/my": "ben",
}
"""How addresses of a desk begin, and who sits there. Pages of people are among `/manage`."""
LEADS_ON = frozenset(
    {
        "/institution/messages/{own_message}/edit",
        "/manage/cohorts/{cohort}/certificates/issue/letter",
        "/manage/cohorts/{cohort}/certificates/teaching/letter",
        "/manage/cohorts/{cohort}/credit/audit/{audit_folder}",
        "/manage/cohorts/{cohort}/credit/pars/files/{reporting_file}",
        "/manage/cohorts/{cohort}/evaluation/{survey}/quotes/new",
        "/manage/cohorts/{cohort}/evaluation/{survey}/reliability",
        "/manage/cohorts/{cohort}/messages/{message}/edit",
        "/manage/content/{program}/{kind}/{key}/preview",
        "/manage/outcomes/{project}/data/files/{shared_file}",
        "/my/security/setup/qr.svg",
    }
)
"""Addresses that show nothing but lead to another one of these, at least at first."""
PRINTED = frozenset(
    {
        "/manage/cohorts/{cohort}/certificates/issue/preview",
        "/manage/cohorts/{cohort}/certificates/teaching/preview",
        "/manage/cohorts/{cohort}/setup/credit/picture",
        "/manage/cohorts/{cohort}/credit/change/picture",
        "/cohorts/{cohort}/reflections.pdf",
        "/cohorts/{cohort}/sessions/{position}/recording/file",
        "/cohorts/{cohort}/sessions/{position}/recording/captions",
        "/teach/{cohort}/sessions/{position}/recording/file",
        "/teach/{cohort}/sessions/{position}/recording/captions",
    }
)
"""Addresses of a file that is printed when it is asked for, or was sent by somebody, if one was."""
FALL = "/manage/cohorts/fall-2026"
POLICY = "modules_required=2&sessions_required=2&make_ups_allowed=1&case_response=yes"
QUERIES = {
    "/manage/cohorts/{cohort}/policy/check": f"{POLICY}&present_minutes=45&late_after_minutes=10",
    "/manage/cohorts/{cohort}/content/move": "chosen={chosen}",
    "/manage/cohorts/{cohort}/applications/check": "person={person}",
}
"""What check pages are asked, without which there is nothing to check."""
WAYS = (
    "/manage/people?q=begay&page=3",
    f"{FALL}/people?show=at-risk&sort=-progress",
    f"{FALL}/people?format=csv",
    f"{FALL}/people/{{person}}/transfer",
    f"{FALL}/people/{{person}}/opening",
    f"{FALL}/report?by=department",
    f"{FALL}/schedule/3/move?day=2026-12-01&at=13:00&minutes=60",
    f"{FALL}/schedule/dates?closes=2027-12-01",
    f"{FALL}/applications/check?decision=waitlist&person={{person}}",
    f"{FALL}/messages/new?to=at-risk&days=7&template=welcome",
    "/institution?cohort=spring-2026",
    "/institution/report?cohort=spring-2026",
)
"""What lists and check pages are asked besides, where it may take longer."""


class Asked(NamedTuple):
    """A page as somebody asks for it, and the route that has it."""

    persona: str
    address: str
    route: str


def desk_of(route: str) -> str | None:
    """Who sits at the desk of a route or an address; None if it belongs to none."""
    found = (who for start, who in DESKS.items() if re.match(rf"{start}([/?]|$)", route))
    return next(found, None)


def routes_of_desks(app: FastAPI) -> set[str]:
    """Every route of a desk that shows something."""
    shown = (route for route, _handler in handlers(app) if "GET" in (route.methods or ()))
    return {route.path for route in shown if desk_of(route.path)} - LEADS_ON - PRINTED


def make_objects(session: Session, cast: Cast) -> dict[str, dict[str, str]]:
    """What addresses can name, so that each page has something to show.

    Besides: a pack that can be imported, texts that can be moved, and a study that was answered.
    """
    found = objects_of_cohorts(session, cast)
    reader = cast.enrollment(DESKS["/my"])
    cohort = session.get_one(Cohort, reader.cohort_id)
    _answer(session, reader, found[cohort.slug]["study"])
    for program in PROGRAMS:
        upload = session.get_one(ContentUpload, UUID(found[program]["upload"]))
        upload.content = zipped(course_files(program))
        records = session.get_one(RecordsFile, UUID(found[program]["records_file"]))
        records.applied_at, records.content = NOW, b""
    first = current_versions(session, PROGRAM)["module", "module-1"].id
    release(session, ("01-module-1.md", "Text of module 1.", "Better text of module 1."))
    other = current_versions(session, PROGRAM)["module", "module-1"].id
    for slug in ("fall-2026", "spring-2026", "coach-2026", "draft-2027"):
        uses = select(col(Unit.module_version_id)).where(
            col(Unit.cohort_id) == cast.cohort(slug).id
        )
        to = other if first in session.scalars(uses).all() else first
        found[slug]["chosen"] = f"1:module:{to}"
    return found


def _answer(session: Session, place: Enrollment, study: str) -> None:
    """Let somebody take part in a study of their cohort, so that they have an agreement to read."""
    texts = select(ConsentText).join(Project, col(Project.id) == col(ConsentText.project_id))
    own = col(Project.key) == study, col(ConsentText.respondent) == Respondent.LEARNER
    text = session.scalars(texts.where(*own)).one()
    session.add(agreed(text.project_id, place.id, text.id))
    session.flush()


def pages(app: FastAPI, objects: dict[str, dict[str, str]]) -> Iterator[Asked]:
    """Each page of a desk with whatever its address can name, and what it is asked besides.

    Some of these are not there for who asks, such as the set-up of a cohort that is published.
    """
    for method, address, _action, route, owner in cases(app, objects):
        persona = desk_of(route)
        if method == "GET" and persona and route not in LEADS_ON | PRINTED:
            query = QUERIES.get(route, "").format(**objects[owner] if owner else {})
            yield Asked(persona, f"{address}?{query}" if query else address, route)
    for way in WAYS:
        address = way.format(**objects["fall-2026"])
        yield Asked(desk_of(address) or "", address, way)
