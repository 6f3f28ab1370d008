"""A picture as an answer: the bytes that were loaded, for whoever may see the text around it."""

from collections.abc import Mapping

from starlette.responses import Response

from app.content.models import Figure
from app.core.errors import NotFoundError
from app.web.files import stored_file


def hash_of(figures: Mapping[str, str], name: str) -> str:
    """The hash of a picture by its name. `figures`: as the version that shows them has them.

    Whether the reader may see that text is the caller's to ask before.

    Raises:
        NotFoundError: The text shows no such picture.
    """
    if name not in figures:
        raise NotFoundError
    return figures[name]


def figure_response(figure: Figure) -> Response:
    """Answer with a picture."""
    return stored_file(figure.content, figure.media_type, figure.hash)
