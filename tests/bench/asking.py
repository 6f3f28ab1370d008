"""Eight visitors who ask for one page, one time after the other, and what that costs the server."""

import asyncio
import re
import time
from dataclasses import dataclass, field

import httpx

from tests.bench.serving import COUNT, Running

CONNECTIONS = 8
ENCODINGS = "gzip, deflate, br, zstd"
"""What a browser of today accepts."""


@dataclass
class Asked:
    """What one page cost, over all rounds."""

    requests: int = 0
    processor: float = 0.0
    """Seconds that the server worked."""
    waits: list[float] = field(default_factory=list)
    """Seconds that a visitor waited."""

    @property
    def each(self) -> float:
        """Seconds of the processor for a request."""
        return self.processor / max(1, self.requests)

    def late(self, percent: int) -> float:
        """Milliseconds within which so many percent of the answers were there."""
        return sorted(self.waits)[max(0, len(self.waits) * percent // 100 - 1)] * 1000


def sign_in(server: Running, persona: str) -> str:
    """A cookie of one of the cast."""
    answer = httpx.post(
        f"{server.url}/sign-in/demo",
        data={"persona": persona},
        headers={"sec-fetch-site": "same-origin"},
    )
    return answer.headers["set-cookie"].split(";")[0]


def ask(
    server: Running,
    path: str,
    cookie: str,
    seconds: float,
    asked: Asked,
    visitors: int = CONNECTIONS,
) -> None:
    """Let all visitors ask for so long, and add what it cost."""
    before = server.processor_seconds()
    waits = asyncio.run(_visitors(server.port, _head(path, cookie), seconds, visitors))
    asked.processor += server.processor_seconds() - before
    asked.requests += len(waits)
    asked.waits += waits


def statements(server: Running, path: str, cookie: str) -> int:
    """How many statements the page takes, its caches filled."""
    for address in (path, COUNT, path):
        httpx.get(f"{server.url}{address}", headers={"cookie": cookie})
    return int(httpx.get(f"{server.url}{COUNT}").text)


def size(server: Running, path: str, cookie: str) -> int:
    """Bytes of the page as it is read, not as it is sent."""
    answer = httpx.get(f"{server.url}{path}", headers={"cookie": cookie})
    assert answer.status_code == 200, (path, answer.status_code)
    return len(answer.content)


def _head(path: str, cookie: str) -> bytes:
    lines = (
        f"GET {path} HTTP/1.1",
        "Host: localhost",
        f"Accept-Encoding: {ENCODINGS}",
        f"Cookie: {cookie}",
    )
    return "\r\n".join((*lines, "", "")).encode()


async def _visitors(port: int, head: bytes, seconds: float, visitors: int) -> list[float]:
    end = time.perf_counter() + seconds
    each = await asyncio.gather(*(_visitor(port, head, end) for _ in range(visitors)))
    return [wait for waits in each for wait in waits]


async def _visitor(port: int, head: bytes, end: float) -> list[float]:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    waits: list[float] = []
    while (began := time.perf_counter()) < end or not waits:
        writer.write(head)
        answer = await reader.readuntil(b"\r\n\r\n")
        assert answer.startswith(b"HTTP/1.1 200"), answer[:200]
        length = re.search(rb"content-length: (\d+)", answer)
        assert length is not None, answer
        await reader.readexactly(int(length[1]))
        waits.append(time.perf_counter() - began)
    writer.close()
    return waits
