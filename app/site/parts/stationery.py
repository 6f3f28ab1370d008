"""On what this installation prints certificates."""

from app.certificates.issuing.draft import PrintSetup
from app.site.visits import Visit


def print_setup_of(visit: Visit) -> PrintSetup:
    """Its address and its templates, which were read once."""
    setup: PrintSetup = visit.request.app.state.previews.print_setup
    return setup
