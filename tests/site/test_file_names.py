"""What the files of certificates are called."""

import pytest

from app.certificates.specimens import specimen
from app.site.parts.file_names import certificate_file
from app.web.files import disposition
from tests.certificates.samples import PACK


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        ("Ada Alvarado", "alvarado-ada"),
        ("Ada María Álvarez", "alvarez-ada-maria"),
        ("Jan van Dijk", "van-dijk-jan"),
        ("Łukasz O’Brien", "obrien-lukasz"),
        ("Leilani Kahanuʻi", "kahanui-leilani"),
        ("Suharto", "suharto"),
        ('Eve "../x\\" Ely; =1', "1-eve-x-ely"),
    ],
)
def test_file_is_named_by_person_program_kind_and_number(name: str, plain: str) -> None:
    made = certificate_file(specimen("cme_credit", PACK, person_name=name))
    assert made.plain == f"{plain}-mentor-development-program-fall-2026-cme-wp-7k3m-9qfx-3.pdf"
    assert made.plain.isascii()


def test_name_in_other_letters_is_told_to_who_can_read_it() -> None:
    made = certificate_file(specimen("completion", PACK, person_name="Άδα Ιωάννου"))
    about = "mentor-development-program-fall-2026-completion-wp-7k3m-9qfx-3.pdf"
    assert made == (about, f"ιωάννου-άδα-{about}")
    header = disposition("attachment", *made)
    assert header.isascii()
    assert header.startswith(f"attachment; filename=\"{about}\"; filename*=UTF-8''%CE%B9")


def test_name_in_plain_letters_is_said_once() -> None:
    made = certificate_file(specimen("completion", PACK))
    assert disposition("inline", *made) == f'inline; filename="{made.plain}"'
