"""What people wrote, and which of it leaders may read."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from app.outcomes.quotes.queries import Quote
from app.outcomes.quotes.rules import source_of


@dataclass(frozen=True)
class Quotes:
    """The quotes of a survey that stand, and where one is released."""

    path: str
    """Of the survey's quotes."""
    released: Mapping[tuple[str, str], Quote]
    """By the question's code and the source."""

    @classmethod
    def of(cls, path: str, quotes: Iterable[Quote]) -> "Quotes":
        """Those of one survey. `path`: the survey's."""
        found = {(quote.question, quote.source): quote for quote in quotes}
        return cls(f"{path}/quotes", found)


@dataclass(frozen=True)
class ShownText:
    """One text."""

    text: str
    quote: str | None
    """What leaders read of it; None: nothing."""
    release: str
    """Where it is released."""
    withdrawal: str
    """Where that is taken back; empty before."""


def shown_texts(code: str, texts: Sequence[str], quotes: Quotes) -> list[ShownText]:
    """The texts that answer a question, in their order."""
    return [_shown(code, text, quotes) for text in texts]


def _shown(code: str, text: str, quotes: Quotes) -> ShownText:
    source = source_of(text)
    quote = quotes.released.get((code, source))
    asked = urlencode({"question": code, "source": source})
    return ShownText(
        text=text,
        quote=quote.text if quote else None,
        release=f"{quotes.path}/new?{asked}",
        withdrawal=f"{quotes.path}/{quote.id}/withdrawal" if quote else "",
    )
