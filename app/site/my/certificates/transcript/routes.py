"""The transcript of one's own certificates: made on request, signed, and kept nowhere."""

from datetime import timedelta

from starlette.responses import Response

from app.certificates.issuing.tasks import why_not_sign
from app.certificates.transcripts.actions import record_transcript
from app.certificates.transcripts.queries import Held, certificates_that_hold
from app.certificates.transcripts.rules import (
    CHANGED_MEANWHILE,
    Days,
    Transcript,
    transcript,
    why_not_make,
)
from app.cohorts.intake.names import whole_name
from app.core.errors import ConflictError, RefusedError, require
from app.language import Text
from app.language.moments import local
from app.people.models import Person
from app.policy.table import Action
from app.site.my.certificates.transcript.forms import TranscriptForm
from app.site.my.certificates.transcript.page import transcript_page, why_not_ever
from app.site.parts.file_names import FileName, named_file
from app.site.visits import LookFirstVisit, ReadVisit, Visit, allows, router
from app.web.files import disposition
from app.web.forms import FormInvalidError, FormState, Submitted, parse
from app.web.limits import RateLimit
from app.web.pages import render

routes = router()

PRINTED = RateLimit(20, timedelta(minutes=10), "transcript.printed")
ADDRESS = "/my/certificates/transcript"
FIELD = "first"


@routes.get(ADDRESS)
@allows(Action.OWN_CERTIFICATE_READ)
def show_transcript(visit: ReadVisit) -> Response:
    """The range that is asked for, and what there is to list."""
    return _page(visit, _held(visit), FormState())


@routes.post(ADDRESS)
@allows(Action.OWN_CERTIFICATE_READ)
def make_transcript(visit: LookFirstVisit, submitted: Submitted) -> Response:
    """Print and sign it while nobody waits for the database, and keep that it was made."""
    held = _held(visit)
    try:
        form = parse(TranscriptForm, submitted)
        made = _made(held, form.days)
        PRINTED.hit(str(visit.actor.person_id), visit.now)
        zone = visit.actor.zone
        pdf = visit.request.app.state.transcripts.printed(made, zone=zone, now=visit.now)
        _record(visit, made, pdf)
    except FormInvalidError as invalid:
        return _page(visit, held, FormState(invalid.values, invalid.errors), 422)
    except (RefusedError, ConflictError) as refused:
        status = 409 if isinstance(refused, ConflictError) else 422
        return _page(visit, _held(visit), _refused(submitted, refused.reason), status)
    name = _file_name(made)
    headers = {
        "Content-Disposition": disposition("attachment", *name),
        "Cache-Control": "no-store",
    }
    return Response(pdf, media_type="application/pdf", headers=headers)


def _file_name(made: Transcript) -> FileName:
    """`alvarado-ada-transcript-2026-01-01-2026-12-31.pdf`."""
    name = whole_name(made.person_name)
    return named_file(f"{name.family} {name.given}", "transcript", *map(str, made.days))


def _made(held: Held, days: Days) -> Transcript:
    """Raises `RefusedError` where there is none of these days, or none at all."""
    require(why_not_ever(held) or why_not_make(held.snapshots, days))
    return transcript(held.snapshots, days)


def _record(visit: Visit, printed: Transcript, pdf: bytes) -> None:
    """Raises `ConflictError` where what it lists changed while it was printed."""
    visit.take_turn()
    if _made_now(_held(visit), printed.days) != printed:
        raise ConflictError(CHANGED_MEANWHILE)
    actor = visit.actor
    record_transcript(visit.db, printed, pdf, zone=actor.zone, by=actor.person_id, now=visit.now)


def _made_now(held: Held, days: Days) -> Transcript | None:
    """The same of what holds now; None where there would be none."""
    is_none = why_not_ever(held) or why_not_make(held.snapshots, days)
    return None if is_none else transcript(held.snapshots, days)


def _held(visit: Visit) -> Held:
    return certificates_that_hold(visit.db, visit.permit_own().person_id)


def _refused(submitted: Submitted, reason: Text) -> FormState:
    typed = {name: str(submitted.get(name, "")) for name in TranscriptForm.model_fields}
    return FormState(typed, {FIELD: reason})


def _page(visit: Visit, held: Held, form: FormState, status: int = 200) -> Response:
    person = visit.db.get_one(Person, visit.actor.person_id)
    today = local(visit.now, visit.actor.zone).date()
    why_not = why_not_sign(visit.request.app.state.settings)
    page = transcript_page(held, person, today, form, why_not)
    return render(visit.request, "my/certificates/transcript/transcript.html", page, status=status)
