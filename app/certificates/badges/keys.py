"""The public halves of the keys whose badges count, for programs that check them."""

from collections.abc import Iterable

from app.certificates.badges.credential import Addresses
from app.certificates.badges.jose import jwk
from app.certificates.keys.public import PublicKey
from app.certificates.keys.rules import KnownKey


def key_set(known: Iterable[KnownKey], at: Addresses) -> dict[str, dict[str, str]]:
    """By fingerprint, the newest first.

    Former keys stay in it. One that somebody else may have does not: with it, they could sign a
    badge that no list of revoked ones names.
    """
    trusted = (key for key in known if key.compromised_since is None)
    found = {
        key.fingerprint: jwk(PublicKey.of_pem(key.certificate.encode()), at.key(key.fingerprint))
        for key in trusted
    }
    return {fingerprint: key for fingerprint, key in found.items() if key is not None}
