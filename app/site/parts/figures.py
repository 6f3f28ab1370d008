"""A picture as an answer: the bytes that were loaded, for whoever may see the text around it."""

from collections.abc import Mapping

from sqlalchemy.orm import Session
from starlette.responses import Response

from app.content import queries
from app.core.errors import NotFoundError


def figure_response(
    session: Session, figures: Mapping[str, str], name: str, *, if_none_match: str | None = None
) -> Response:
    """Answer with a picture of a text, of which nobody but this reader's browser keeps a copy.

    Whether the reader may see that text is the caller's to ask before. `figures`: name and hash of
    the pictures that it shows, as its version has them. `if_none_match`: the request's header.

    Raises:
        NotFoundError: The text shows no such picture.
    """
    if name not in figures:
        raise NotFoundError
    etag = f'"{figures[name]}"'
    headers = {"ETag": etag, "Cache-Control": "private, no-cache"}
    if if_none_match and etag in if_none_match:
        return Response(status_code=304, headers=headers)
    figure = queries.figure(session, figures[name])
    return Response(figure.content, media_type=figure.media_type, headers=headers)
