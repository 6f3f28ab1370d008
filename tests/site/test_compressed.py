"""Pages are packed as the browser asks, and are the same whichever way."""

import gzip

import pytest
import zstandard

from tests.client import Browser

BROWSERS = {"gzip, deflate, br, zstd": "zstd", "gzip, deflate": "gzip", "br": None, "": None}


@pytest.mark.parametrize(("asks", "gets"), BROWSERS.items())
def test_page_is_packed_as_the_browser_asks(browser: Browser, asks: str, gets: str | None) -> None:
    with browser.stream("GET", "/privacy", headers={"accept-encoding": asks}) as answer:
        packed = b"".join(answer.iter_raw())
    assert answer.headers.get("content-encoding") == gets
    assert "Accept-Encoding" in answer.headers["vary"]
    unpack = {
        "zstd": zstandard.ZstdDecompressor().decompressobj().decompress,
        "gzip": gzip.decompress,
    }
    page = unpack[gets](packed) if gets else packed
    assert page.rstrip().endswith(b"</html>")
    assert (len(packed) < len(page) / 2) == bool(gets)


def test_what_is_short_is_sent_as_it_is(browser: Browser) -> None:
    answer = browser.get("/health", headers={"accept-encoding": "zstd"})
    assert "content-encoding" not in answer.headers
