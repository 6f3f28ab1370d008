"""Trying out what only a try can tell: the mail server, Zoom, and a print of each certificate."""

from urllib.parse import urlsplit

from app.casework.zoom import tasks as zoom
from app.certificates.printing.stamps import StampError, stamp_source
from app.installation.host import Tried
from app.language.reasons import Reason
from app.messages.smtp import MailServer, MailServerError, trouble
from app.printing.errors import RenderError
from app.settings import Settings


def try_out(settings: Settings) -> Tried:
    """Sign in to the mail server and to Zoom, print, and have a hash of nothing stamped."""
    return Tried(_mail(settings), _printing(), zoom.why_refused(settings), _stamps(settings))


def _mail(settings: Settings) -> Reason | None:
    if settings.smtp_url is None:
        return None
    host = urlsplit(settings.base_url).hostname or "localhost"
    try:
        MailServer.from_url(settings.smtp_url.get_secret_value(), greeting=host).try_out()
    except MailServerError as error:
        return error.reason
    except OSError as error:
        return trouble(error)
    return None


def _stamps(settings: Settings) -> Reason | None:
    if (source := stamp_source(settings)) is None:
        return None
    from app.certificates.printing.stamping import asked

    try:
        asked(source)
    except StampError as error:
        return error.reason
    return None


def _printing() -> str:
    from app.certificates.printing.render import CertificateRenderer
    from app.certificates.printing.templates import TemplateError, TemplatePack
    from app.certificates.specimens import OF_KIND, specimen

    try:
        pack = TemplatePack()
        if lacking := {key.partition("-")[0] for key in pack.keys} - {*OF_KIND}:
            return f"There is no specimen of {', '.join(sorted(lacking))}."  # not shown
        renderer = CertificateRenderer(pack)
        for key in pack.keys:
            renderer.pdf(specimen(key, pack))
    except (RenderError, TemplateError, OSError) as error:
        return str(error)
    return ""
