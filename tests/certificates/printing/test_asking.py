"""Whoever answers too long or too slowly is given up on."""

import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import httpx
import pytest

from app.certificates.printing import asking
from app.certificates.printing.asking import MOST_BYTES, answer_of


class Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(503 if self.path == "/none" else 200)
        self.end_headers()
        try:
            for _ in range(40 if self.path == "/slow" else 1):
                self.wfile.write(b"x" * (MOST_BYTES + 1 if self.path == "/long" else 8))
                time.sleep(0.05 if self.path == "/slow" else 0)
        except OSError:
            return

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def url() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def test_answer_is_bounded_in_size_and_in_time(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert answer_of(f"{url}/short") == b"x" * 8
    with pytest.raises(OSError, match="too long"):
        answer_of(f"{url}/long")
    with pytest.raises(httpx.HTTPError):
        answer_of(f"{url}/none")
    monkeypatch.setattr(asking, "SECONDS", 0.3)
    with pytest.raises(OSError, match="it took too long"):
        answer_of(f"{url}/slow")
