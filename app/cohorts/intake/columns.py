"""What the columns of a file hold: known by their headers, in any order and case. Pure."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence

from app.cohorts.intake.enums import Meaning
from app.language.reasons import Reason, reason
from app.language.words import normalize_for_search

NO_ADDRESSES = reason(
    "people_file.no_addresses", "No column is known to hold email addresses. Say which one does."
)
NO_NAMES = reason(
    "people_file.no_names", "No column is known to hold the people’s names. Say which one does."
)
TWICE = reason(
    "people_file.column_twice",
    "Two columns are said to hold the same. Only addresses can be in several columns.",
)


_HEADERS = """
name: name, full name, participant, participant name, attendee, faculty name
name: person, learner, your name, last name first name, last first, display name
name: nombre completo, participante
given: given name, given names, first name, first, given, forename, firstname, fname
given: name first, first name given name, nombre, nombres, nombre de pila
family: family name, last name, last, family, surname, lastname, lname, name last
family: last name family name, apellido, apellidos
email: email, emails, e mail, e mails, email address, email addresses, e mail
email: address, mail, your email, work email, primary email, email 1, email 2
email: email1, email2, other email, second email, secondary email, alternate email
email: personal email, institutional email, user email, username email, correo
email: correo electronico, correos electronicos
institution: institution, institution name, site, site name, organization, organisation
institution: school, university, college, employer, campus, home institution, partner
institution: partner site, hospital, data access group, redcap data access group
institution: affiliation, institucion, universidad, sede
profession: profession, professional role, role, discipline, profesion
degrees: degree, degrees, credential, credentials, degree s, terminal degree, suffix
degrees: titulo, titulos, grados
department: department, dept, division, department division, unit, departamento
rank: rank, academic rank, faculty rank, position, rango, rango academico
"""  # not shown
_KNOWN = {
    header.strip(): Meaning(line.partition(":")[0])
    for line in _HEADERS.strip().splitlines()
    for header in line.partition(":")[2].split(",")
}
OURS = "waypost "
"""How a header begins, as headers are compared, that Waypost wrote into a file to be mended."""
_WORDS = re.compile(r"[^\W_]+")
_SEVERAL = {Meaning.EMAIL, Meaning.ANSWER, Meaning.NOTHING}


def compared(text: str) -> str:
    """As headers and names are compared: letters and digits, without case and accents."""
    return only_words(normalize_for_search(text))


def only_words(letters: str) -> str:
    """Letters and digits, with a space between words."""
    return " ".join(_WORDS.findall(letters))


def meanings(headers: Sequence[str], remembered: Mapping[str, Meaning]) -> tuple[Meaning, ...]:
    """What each column holds; what is not known is kept as an answer.

    `remembered`: what was said about a header of this program before, as it is compared.
    """
    found: list[Meaning] = []
    for header in map(compared, headers):
        meaning = remembered.get(header) or _KNOWN.get(header)
        if header.startswith(OURS):
            meaning = Meaning.NOTHING
        if meaning is None:
            meaning = Meaning.ANSWER if header else Meaning.NOTHING
        if meaning in found and meaning not in _SEVERAL:
            meaning = Meaning.ANSWER
        found.append(meaning)
    return tuple(found)


def why_not_read(columns: Sequence[Meaning]) -> Reason | None:
    """Why no people can be read from columns like these."""
    if Meaning.EMAIL not in columns:
        return NO_ADDRESSES
    if not {Meaning.NAME, Meaning.FAMILY, Meaning.GIVEN} & {*columns}:
        return NO_NAMES
    counts = Counter(columns)
    if any(count > 1 for meaning, count in counts.items() if meaning not in _SEVERAL):
        return TWICE
    return None
