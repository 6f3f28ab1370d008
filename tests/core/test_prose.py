"""What somebody wrote is told from what a page sends along."""

import pytest

from app.core.prose import prose

ID = "3f2504e0-4f89-11d3-9a0c-0305e82c3301"


@pytest.mark.parametrize(
    "written",
    [
        "I took silence for agreement.",
        f"I read https://x.example/{ID} and it changed my mind.",
        f"{ID} is the number of the case",
        "沈黙を同意と受け取った。",
    ],
)
def test_what_somebody_wrote_is_kept(written: str) -> None:
    assert prose([("text", written)]) == (written,)


@pytest.mark.parametrize(
    "sent", ["", "yes", "2026-11-18", ID, f"{ID}.0.present {ID}.1.late", "a" * 64, "Núñez"]
)
def test_what_is_chosen_or_sent_along_is_not(sent: str) -> None:
    assert prose([("seen", sent)]) == ()
