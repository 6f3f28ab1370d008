"""Whether a signature can be relied on, by when it was made and what is known of its key."""

from datetime import datetime, timedelta

import pytest

from app.certificates.keys import rules
from app.certificates.keys.rules import KeyState, KnownKey, SignedAt, state_of, why_doubtful
from tests.cast import NOW

DAY = timedelta(days=1)
START, END = NOW - 100 * DAY, NOW + 265 * DAY
LOST = NOW - 10 * DAY


def key(lost: datetime | None = None) -> KnownKey:
    return KnownKey("ab" * 32, "Example University", "PEM", START, END, START, lost)


@pytest.mark.parametrize(
    ("lost", "signing", "now", "state"),
    [
        (None, "ab" * 32, NOW, KeyState.SIGNS),
        (None, "cd" * 32, NOW, KeyState.FORMER),
        (None, None, NOW, KeyState.FORMER),
        (None, "ab" * 32, END, KeyState.EXPIRED),
        (LOST, "ab" * 32, NOW, KeyState.COMPROMISED),
        (LOST, "ab" * 32, END, KeyState.COMPROMISED),
    ],
)
def test_state_of_a_key(
    lost: datetime | None, signing: str | None, now: datetime, state: KeyState
) -> None:
    assert state_of(key(lost), signing, now) is state


BEFORE, AFTER = LOST - DAY, LOST + DAY


@pytest.mark.parametrize(
    ("lost", "at", "code"),
    [
        (None, SignedAt(BEFORE), None),
        (None, SignedAt(START - DAY), "signature.out_of_validity"),
        (None, SignedAt(END + DAY), "signature.out_of_validity"),
        (None, SignedAt(BEFORE, stamped=END + DAY), "signature.out_of_validity"),
        (None, SignedAt(END + DAY, stamped=BEFORE), None),
        (LOST, SignedAt(BEFORE), "signature.no_trusted_time"),
        (LOST, SignedAt(AFTER), "signature.after_compromise"),
        (LOST, SignedAt(LOST), "signature.after_compromise"),
        (LOST, SignedAt(BEFORE, stamped=BEFORE), None),
        (LOST, SignedAt(BEFORE, stamped=AFTER), "signature.after_compromise"),
        (LOST, SignedAt(BEFORE, recorded=BEFORE), None),
        (LOST, SignedAt(BEFORE, recorded=AFTER), "signature.after_compromise"),
        (LOST, SignedAt(BEFORE, stamped=AFTER, recorded=BEFORE), "signature.after_compromise"),
    ],
)
def test_who_may_have_signed_decides_by_a_moment_that_somebody_else_vouches_for(
    lost: datetime | None, at: SignedAt, code: str | None
) -> None:
    doubt = why_doubtful(key(lost), at)
    assert (doubt.code if doubt else None) == code


@pytest.mark.parametrize(
    ("lost", "now", "code"),
    [
        (None, NOW, None),
        (None, START, None),
        (None, END, None),
        (None, END + DAY, "signing_key.expired"),
        (None, START - DAY, "signing_key.not_yet"),
        (LOST, NOW, "signing_key.compromised"),
        (LOST, END + DAY, "signing_key.compromised"),
    ],
)
def test_no_document_is_signed_that_would_be_doubtful(
    lost: datetime | None, now: datetime, code: str | None
) -> None:
    why_not = rules.why_not_sign_documents_with(key(lost), now)
    assert (why_not.code if why_not else None) == code
    if code is None:
        assert why_doubtful(key(lost), SignedAt(now, recorded=now)) is None


def test_a_key_does_not_follow_itself_or_come_back() -> None:
    assert rules.why_not_rotate("a", "a", {"a"}) == rules.SAME_KEY
    assert rules.why_not_rotate("b", "a", {"a", "b"}) == rules.FORMER_KEY
    assert rules.why_not_rotate("c", "a", {"a", "b"}) is None
    assert rules.why_not_rotate("c", None, set()) is None


def test_a_key_is_marked_with_a_reason_and_not_ahead() -> None:
    assert rules.why_not_mark(NOW + DAY, "Lost.", NOW) == rules.IN_FUTURE
    assert rules.why_not_mark(NOW, " ", NOW) == rules.NO_REASON
    assert rules.why_not_mark(NOW, "Lost.", NOW) is None
