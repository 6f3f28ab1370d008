"""The only files a template can reach. Imports WeasyPrint: for child processes only."""

from collections.abc import Mapping
from pathlib import PurePosixPath

from weasyprint.logger import LOGGER
from weasyprint.urls import URLFetcher, URLFetcherResponse

BASE = "https://certificates.invalid/"
"""Where templates believe they live. The name never resolves; the files come from memory."""

_TYPES = {
    ".css": "text/css",
    ".otf": "font/otf",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".ttf": "font/ttf",
}


class PackFetcher(URLFetcher):  # type: ignore[misc] # WeasyPrint ships no types
    """Serves the files of a pack from memory and refuses every other address, disk and network."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        super().__init__(allowed_protocols=["https"], allow_redirects=False)
        self._files = {
            BASE + name: content
            for name, content in files.items()
            if PurePosixPath(name).suffix in _TYPES
        }

    def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:  # noqa: ARG002
        """Give a file of the pack, whatever asks: page, stylesheet, picture, font or attachment.

        Raises:
            ValueError: Any other address. It is logged too, which fails the certificate even where
                WeasyPrint would go on without the file.
        """
        content = self._files.get(url)
        if content is None:
            reason = f"a template may not load {url}"
            LOGGER.error(reason)
            raise ValueError(reason)
        kind = _TYPES[PurePosixPath(url).suffix]
        return URLFetcherResponse(url, content, {"Content-Type": kind})
