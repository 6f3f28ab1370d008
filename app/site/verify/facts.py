"""What anybody may know of a certificate, whichever file of it they have."""

from app.certificates.queries import CertificateWithStatus
from app.certificates.snapshot import from_json
from app.language import Text, _
from app.site.parts.certificates import facts
from app.web.parts import Fact

NAME_HIDDEN = _("Not shown")


def public_facts(issued: CertificateWithStatus) -> list[Fact]:
    """Who a certificate was issued to, unless their name is hidden, and for what."""
    snapshot = from_json(issued.certificate.snapshot)
    name: Text = NAME_HIDDEN if issued.status.hides_name else snapshot.full_name
    return [
        Fact(_("Issued to"), name),
        Fact(_("Certificate"), snapshot.name),
        Fact(_("Number"), snapshot.number),
        *facts(snapshot),
    ]
