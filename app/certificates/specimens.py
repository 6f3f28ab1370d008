"""Specimens: an ordinary certificate of each kind, and the most crowded, without and with pictures.

`python -m app.certificates.specimens FOLDER` prints them for a designer, unsigned, with the
templates of `certificates/` or of another pack given after the folder.
"""

import sys
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from app.certificates.printing.render import CertificateRenderer
from app.certificates.printing.templates import PACK, TemplatePack
from app.certificates.sample_pictures import samples
from app.certificates.snapshot import CertificateKind, CertificateSnapshot
from app.credit.enums import AMA_PRA_1, PARTICIPATION
from app.credit.phrase import PHRASE_TEXT

NUMBER = "WP-7K3M-9QFX-3"
CODE = "7K3M-9QFX-2B4T-HW6D-H"
ADDRESS = f"https://waypost.example/verify/{CODE}"
PROVIDER = "Office of Continuing Professional Learning"
ACCREDITATION = (
    f"The {PROVIDER} is accredited by the Accreditation Council for Continuing Medical Education "
    "(ACCME) to provide continuing medical education for physicians."
)
DESIGNATION = (
    f"The {PROVIDER} designates this other activity (blended) for a maximum of 12.00 "
    f"{PHRASE_TEXT}. Physicians should claim only the credit commensurate with the extent of "
    "their participation in the activity."
)
CLAIM = "The physician claimed this credit on November 24, 2026."

ORDINARY: dict[str, Any] = {
    "number": NUMBER,
    "code": CODE,
    "verify_url": ADDRESS,
    "person_name": "Dana Okafor",
    "degrees": "MD, MPH",
    "program_title": "Mentor Development Program",
    "cohort_title": "Fall 2026",
    "activity_title": "Mentor Development Program, Fall 2026",
    "provider": PROVIDER,
    "learning_format": "Other activity (blended)",
    "dates_text": "October 1 – November 19, 2026",
    "completed_on": date(2026, 11, 19),
    "issued_on": date(2026, 11, 24),
    "zone": "America/Denver",
    "participation": {
        "units": 8,
        "modules_offered": 8,
        "modules_attested": 8,
        "sessions_held": 8,
        "sessions_counted": 7,
    },
    "signatories": (
        {"name": "Rosa Lindqvist, MD", "role": "Course director"},
        {"name": "Teo Marchetti, PhD", "role": "Director, Continuing Professional Learning"},
    ),
    "policy_version": "2026-1",
}


def _led(day: date, title: str, part: str, minutes: int = 60) -> dict[str, Any]:
    return {"day": day, "title": title, "part": part, "minutes": minutes}


TAUGHT = dict.fromkeys(("units", "sessions_held", "sessions_counted"), 3) | dict.fromkeys(
    ("modules_offered", "modules_attested"), 0
)
OF_KIND: dict[str, dict[str, Any]] = {
    "cme_credit": {
        "credit_system": AMA_PRA_1,
        "claimed_quarters": 46,
        "designated_quarters": 48,
        "accreditation_statement": ACCREDITATION,
        "designation_statement": DESIGNATION,
        "claim_statement": CLAIM,
    },
    "participation": {
        "credit_system": PARTICIPATION,
        "designated_quarters": 48,
        "hours_text": "11.50 hours",
        "accreditation_statement": ACCREDITATION,
    },
    "completion": {},
    "teaching": {
        "hours_text": "3 hours",
        "participation": TAUGHT,
        "sessions_led": (
            _led(date(2026, 10, 1), "Aligning expectations", "Lead"),
            _led(date(2026, 10, 22), "Giving feedback", "Co-lead"),
            _led(date(2026, 11, 19), "Letting go", "Guest"),
        ),
    },
}
CONTACT_HOURS: dict[str, Any] = {
    "credit_system": "ancc",
    "heading": "Certificate of contact hours",
    "award_text": "11.50 ANCC contact hours",
    "designation_statement": (
        f"The {PROVIDER} awards at most 12.00 contact hours for this activity to nurses."
    ),
    "claim_statement": "The participant claimed these contact hours on November 24, 2026.",
}
"""What is said of credit that has no trademarked phrase."""
WITH_POINTS: dict[str, Any] = {
    "notes": (
        "Participation in this activity, with its evaluation, enables a diplomate to earn up to "
        "12.00 ABIM MOC points. For the same participation, 11.50 ABIM MOC points can be reported.",
    )
}
"""An addition for the same minutes."""
ACCEPTED: dict[str, Any] = {
    "notes": (
        "The American Academy of Physician Associates (AAPA) accepts participation in activities "
        f"that are designated for {PHRASE_TEXT}.",
    )
}
OTHERS = {
    "cme_credit-contact-hours": ("cme_credit", CONTACT_HOURS),
    "cme_credit-with-points": ("cme_credit", WITH_POINTS),
    "participation-accepted": ("participation", ACCEPTED),
}
"""Specimens of credit systems beside the usual of each kind."""
CROWDED: dict[str, Any] = {
    "person_name": ("Maximiliane-Aleksandra Papadimitriou-Featherstonehaugh of Kealakekua-Nguyễn"),
    "degrees": "MD, PhD, MPH, FACP, FAAP, MACP",
    "activity_title": (
        "Mentor Development Program for Faculty in Clinical and Translational Research: "
        "Foundations, Difficult Conversations, Sponsorship across Differences, and the Art of "
        "Letting Go, with Live Case Sessions for Rural, Tribal, and Border Partners of the "
        "Mountain West, Alaska, and the Pacific, Fall 2026"
    ),
    "joint_providers": (
        "University of New Mexico School of Medicine",
        "University of Colorado Anschutz",
        "University of Utah Health",
        "Northern Arizona University",
        "University of Nevada, Las Vegas",
        "University of Nevada, Reno",
        "University of Alaska Anchorage",
        "University of Hawaiʻi at Mānoa",
        "Montana State University",
        "University of Wyoming",
        "Boise State University",
        "Idaho State University",
        "Diné College",
    ),
    "provider": (
        "University of New Mexico School of Medicine, Office of Continuing Medical Education "
        "and Professional Learning"
    ),
    "place": "Domenici Center for Health Sciences Education, Albuquerque, New Mexico, and online",
    "signatories": (
        {
            "name": "Rosa Lindqvist-Castellanos, MD, MPH, FACP",
            "role": "Course director and Associate Dean for Faculty Development",
        },
        {
            "name": "Teo Marchetti, PhD",
            "role": "Director, Office of Continuing Medical Education and Professional Learning",
        },
        {"name": "Leilani Kahananui, MD", "role": "Chair, Joint Planning Committee"},
    ),
    "replaces": "WP-P159-JRGW-Z",
}


LONG_TITLE = "Difficult conversations across differences of rank, field, and generation"
MANY_LED: dict[str, Any] = {
    "hours_text": "18 hours",
    "sessions_led": tuple(
        _led(date(2026, 1, 6) + timedelta(weeks=week), LONG_TITLE, "Co-lead", minutes=90)
        for week in range(12)
    ),
}
"""As many sessions as fit beside the longest of everything else."""


def specimen(key: str, pack: TemplatePack, /, **changes: Any) -> CertificateSnapshot:
    """An ordinary certificate by a template of a pack, with some facts changed.

    `key`: the kind, or of a kind with a look the name of that template.
    """
    kind = key.partition("-")[0]
    template = {"template_key": key, "template_hash": pack.version(key)}
    facts = ORDINARY | OF_KIND[kind] | template | changes
    return CertificateSnapshot(kind=CertificateKind(kind), **facts)


def print_specimens(folder: Path, pack: TemplatePack) -> list[Path]:
    """Write three PDFs of each template, and two of each of `OTHERS`, into a folder.

    Raises:
        RenderError: A template cannot print one; the message says why.
        TemplateError: A template is missing or broken.
    """
    folder.mkdir(parents=True, exist_ok=True)
    renderer = CertificateRenderer(pack)
    drawn = samples()
    cases = {"ordinary": {}, "crowded": CROWDED, "illustrated": {**CROWDED, **drawn.facts}}
    made = []
    templates: dict[str, tuple[str, dict[str, Any]]] = {key: (key, {}) for key in pack.keys}
    for title, (key, own) in (templates | OTHERS).items():
        for name, changes in cases.items():
            path = folder / f"{title}-{name}.pdf"
            long = MANY_LED if key.startswith("teaching") and changes else {}
            facts = {**own, **changes, **long}
            path.write_bytes(renderer.pdf(specimen(key, pack, **facts), pictures=drawn.pictures))
            made.append(path)
    return made


if __name__ == "__main__":
    folder, *packs = (Path(argument) for argument in sys.argv[1:])
    for path in print_specimens(folder, TemplatePack(packs[0] if packs else PACK)):
        sys.stdout.write(f"{path}\n")
