"""Every act whose line carries a seal is compared with what it sealed."""

from pathlib import Path

import app
from app.history.agreement.make_ups.queries import ACTS_OF_SAVES
from app.history.agreement.queries import KINDS, WITH_COHORT

APP = Path(app.__file__).parent
SEALING = {
    "casework/actions.py": {"attendance.undone"},
    "casework/check_ins/marking.py": {"check_in.made", "attendance.check_in_added"},
    "casework/saves/writing.py": {"attendance.saved", "check_in.marked"},
    "certificates/badges/actions.py": {"badge.made", "badge.withdrawn"},
    "certificates/corrections/actions.py": {"certificate.revoked", "certificate.left_revoked"},
    "certificates/issuing/recording.py": {"certificate.issued", "certificate.replaced"},
    "certificates/keys/actions.py": {"signing-key.first_used", "signing-key.compromised"},
    "certificates/names/actions.py": {"name.confirmed"},
    "certificates/verification/actions.py": {
        "certificate.found_altered",
        "certificate.found_whole",
    },
    "certificates/verification/queries.py": {"certificate.issued"},
    "cohorts/enrollments/recording.py": {"enrollment.enrolled"},
    "credit/actions.py": {"claim.made"},
    "credit/disclosures/holding/actions.py": {"disclosure.text-published"},
    "credit/disclosures/reviewing/actions.py": {"disclosure.reviewed", "disclosure.decided"},
    "credit/disclosures/signing/actions.py": {"disclosure.given"},
    "credit/extensions/actions.py": {"claim.extended"},
    "history/removal/actions.py": {"deletion.done"},
    "history/retention/actions.py": {"retention_policy.changed", "hold.placed", "hold.ended"},
    "history/retention/deletion/actions.py": {"deletion.announced", "deletion.called_off"},
    "learning/actions.py": {"attestation.signed"},
    "studies/consent/actions.py": {"consent.given", "consent.declined"},
}
"""The modules that put a seal into a line, and into lines of which acts."""


def test_every_module_that_seals_is_known() -> None:
    found = {
        str(path.relative_to(APP))
        for path in APP.rglob("*.py")
        if '"seal"' in path.read_text() and "agreement" not in path.parts
    }
    assert found == SEALING.keys()


def test_every_act_with_a_seal_is_compared() -> None:
    compared = {act for kind in (*KINDS, *WITH_COHORT) for act in kind.acts} | set(ACTS_OF_SAVES)
    sealed = {act for acts in SEALING.values() for act in acts}
    assert sealed <= compared, sealed - compared
