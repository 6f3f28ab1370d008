"""The only files a page can reach. Imports WeasyPrint: for child processes only."""

from weasyprint.logger import LOGGER
from weasyprint.urls import URLFetcher, URLFetcherResponse

from app.printing.files import Files


class MemoryFetcher(URLFetcher):  # type: ignore[misc] # WeasyPrint ships no types
    """Serves files from memory and refuses every other address, disk and network."""

    def __init__(self, files: Files) -> None:
        super().__init__(allowed_protocols=["https"], allow_redirects=False)
        self._files = files

    def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:  # noqa: ARG002
        """Give a file, whatever asks: page, stylesheet, picture, font or attachment.

        Raises:
            ValueError: Any other address. It is logged too, which refuses the print even where
                WeasyPrint would go on without the file.
        """
        if url not in self._files:
            reason = f"a template may not load {url}"
            LOGGER.error(reason)
            raise ValueError(reason)
        kind, content = self._files[url]
        return URLFetcherResponse(url, content, {"Content-Type": kind})
