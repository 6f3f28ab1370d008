"""A recording that is a file: where it is asked for, how it is shown, and the answer with it."""

from collections.abc import Mapping
from dataclasses import dataclass

from fastapi import Request
from starlette.responses import Response

from app.casework.recordings import rules
from app.casework.recordings.enums import MediaKind
from app.casework.recordings.models import SessionRecording
from app.casework.recordings.queries import captions_of
from app.core.errors import NotFoundError, RefusedError, require
from app.core.shelf import Shelf
from app.site.visits import Visit
from app.web.heads import SentFile

MEDIA_TYPES: Mapping[MediaKind, str] = {
    MediaKind.MP4: "video/mp4",
    MediaKind.WEBM: "video/webm",
    MediaKind.M4A: "audio/mp4",
    MediaKind.WEBA: "audio/webm",
    MediaKind.MP3: "audio/mpeg",
}
PERSONAL = {"Cache-Control": "private, no-store"}  # not shown


@dataclass(frozen=True)
class Player:
    """What plays a recording on its page."""

    src: str
    is_video: bool
    captions: str | None
    """Where they are, if there are some."""
    language: str
    """In which people speak."""


def player(recording: SessionRecording, path: str, language: str) -> Player | None:
    """What plays it; None for a link. `path`: of the page that has the file below it."""
    if recording.media is None:
        return None
    return Player(
        src=f"{path}/file",
        is_video=MEDIA_TYPES[recording.media].startswith("video/"),
        captions=f"{path}/captions" if recording.has_captions else None,
        language=language,
    )


def shelf_of(request: Request) -> Shelf:
    """Where the files are."""
    return Shelf(request.app.state.settings.recordings)


def is_there(request: Request, recording: SessionRecording) -> bool:
    """Whether a recording can be watched: links can, and files while they are on the disk."""
    return recording.sha256 is None or shelf_of(request).path(recording.sha256).is_file()


def file_response(visit: Visit, recording: SessionRecording | None, name: str) -> Response:
    """The file, or a range of it, for whoever may watch it. `name`: without an ending.

    Raises `RefusedError` where there is none.
    """
    if recording is None or recording.sha256 is None or recording.media is None:
        raise RefusedError(rules.NO_FILE)
    require(None if is_there(visit.request, recording) else rules.GONE)
    path = shelf_of(visit.request).path(recording.sha256)
    media_type = MEDIA_TYPES[recording.media]
    etag = {"ETag": f'"{recording.sha256}"'}  # not shown
    return SentFile(
        path,
        media_type=media_type,
        headers=PERSONAL | etag,
        filename=f"{name}.{recording.media}",
        content_disposition_type="inline",
    )


def captions_response(visit: Visit, recording: SessionRecording | None) -> Response:
    """The captions of the file, for whoever may watch it."""
    if recording is None or recording.sha256 is None:
        raise RefusedError(rules.NO_FILE)
    text = captions_of(visit.db, recording.id)
    if text is None:
        raise NotFoundError
    return Response(text, media_type="text/vtt", headers=PERSONAL)
