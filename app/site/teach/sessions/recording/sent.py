"""What is sent as a recording: read from its form, whose file may be larger than memory."""

from collections.abc import AsyncIterator
from functools import partial
from typing import Annotated

from fastapi import Depends, Request
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData

from app.casework.recordings import rules
from app.casework.recordings.captions import MOST, read_captions
from app.casework.recordings.captions import TOO_LARGE as CAPTIONS_TOO_LARGE
from app.casework.recordings.facts import NewFile, NewRecording
from app.casework.recordings.kinds import kind_of
from app.core.errors import (
    ForbiddenError,
    NotFoundError,
    RefusedError,
    SecondStepNeededError,
    SignInNeededError,
    require,
)
from app.core.shelf import Draft, Problem, Shelf
from app.language import Text, _
from app.language.reasons import Reason
from app.policy.table import Action
from app.site.loaders import Position, load_session
from app.site.parts.recording_responses import shelf_of
from app.site.teach.sessions.recording.forms import RecordingForm
from app.site.visits import Now, Visit, allows
from app.web.forms import FormInvalidError, parse, typed
from app.web.limits import MOST_READ
from app.web.uploads import Upload, received

MEGABYTE = 1024 * 1024
FILE, CAPTIONS = "file", "captions"


async def _receive(
    request: Request, now: Now, cohort: str, position: Position
) -> AsyncIterator[Upload]:
    """Keep files on the disk only for who may send one; what others send is read and thrown away.

    A body can be twice as large as a file, so that most that are too large are told at the field.
    """
    may = await run_in_threadpool(_may_send, Visit(request, now, writes=False), cohort, position)
    megabytes = request.app.state.settings.recording_max_mb
    most, too_large = megabytes * MEGABYTE, rules.TOO_LARGE(megabytes=megabytes)
    sizes = {FILE: most, CAPTIONS: MOST} if may else {}
    draft = partial(_draft, shelf_of(request), sizes)
    whole = (2 * most + MEGABYTE, too_large, FILE) if may else (MOST_READ,)
    async with received(request, draft, *whole) as upload:
        yield upload


Uploaded = Annotated[Upload, Depends(_receive)]
"""The fields and files of a recording."""


def _draft(shelf: Shelf, sizes: dict[str, int], name: str) -> Draft:
    return shelf.draft(sizes.get(name, 0))


@allows(Action.RECORDING_KEEP)
def _may_send(visit: Visit, cohort: str, position: int) -> bool:
    """Whether the handler will let them: it asks again, and says why not."""
    try:
        with visit.transaction(_may_send):
            load_session(visit, cohort, position)
    except (NotFoundError, ForbiddenError, SignInNeededError, SecondStepNeededError):
        return False
    return True


def recording_sent(upload: Upload, zone: str, shelf: Shelf) -> NewRecording:
    """The recording as it was sent; raises `FormInvalidError` with a sentence for each field."""
    errors: dict[str, Text] = {}
    form = file = None
    try:
        form = parse(RecordingForm, _texts(upload))
    except FormInvalidError as invalid:
        errors.update(invalid.errors)
    try:
        file = _file(upload, shelf, errors)
    except RefusedError as refused:
        errors[FILE] = refused.reason
    if form and not errors:
        errors.update(_either(form, file, has_captions=upload.file(CAPTIONS) is not None))
    if errors or form is None:
        raise FormInvalidError(_with_files(upload, errors), typed(upload.fields))
    until = rules.until_evening(form.until, zone)
    return NewRecording(form.link or None, form.audience, until, form.has_captions, file)


def _texts(upload: Upload) -> FormData:
    """The fields that are texts: a file that is not chosen may come as an empty one."""
    sent = upload.fields.multi_items()
    return FormData([(name, value) for name, value in sent if name not in {FILE, CAPTIONS}])


def refusals(upload: Upload, at: str, refused: Reason) -> dict[str, Text]:
    """Why an act was refused, and that a file has to be chosen again."""
    return _with_files(upload, {at: refused})


def _with_files(upload: Upload, errors: dict[str, Text]) -> dict[str, Text]:
    """A browser shows no file twice, so it is said of each that was not at fault."""
    again = {name: rules.AGAIN for name in (FILE, CAPTIONS) if upload.file(name)}
    return {**again, **errors}


def _either(form: RecordingForm, file: NewFile | None, *, has_captions: bool) -> dict[str, Text]:
    if form.link and file:
        return {FILE: rules.LINK_OR_FILE}
    if not form.link and not file:
        return {"link": _("Enter where the recording is, or choose a file.")}
    return {CAPTIONS: rules.CAPTIONS_OF_FILE} if has_captions and not file else {}


def _file(upload: Upload, shelf: Shelf, errors: dict[str, Text]) -> NewFile | None:
    """The file as it is told by its content; what is wrong with its captions goes to `errors`."""
    captions = None
    try:
        captions = _captions(upload.file(CAPTIONS))
    except RefusedError as refused:
        errors[CAPTIONS] = refused.reason
    draft = upload.file(FILE)
    if draft is None:
        return None
    require(_why_not(draft, rules.TOO_LARGE(megabytes=draft.most // MEGABYTE)))
    media = kind_of(draft.head)
    if media is None:
        raise RefusedError(rules.NOT_PLAYED)
    return NewFile(draft.sha256, draft.size, media, partial(shelf.put, draft), captions)


def _captions(draft: Draft | None) -> str | None:
    if draft is None:
        return None
    require(_why_not(draft, CAPTIONS_TOO_LARGE))
    return read_captions(draft.read())


def _why_not(draft: Draft, too_large: Reason) -> Reason | None:
    if draft.problem is Problem.NO_ROOM:
        return rules.NO_ROOM
    return too_large if draft.problem is Problem.TOO_LARGE else None
