"""People's names, degrees and addresses as lists write them. Pure."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from app.cohorts.intake.columns import compared, only_words
from app.people.enums import Profession

DEGREES = frozenset(
    {
        *("MD", "DO", "MBBS", "MBCHB", "PHD", "MPH", "MS", "MSC", "MA", "MED", "EDD", "PHARMD"),
        *("RN", "DNP", "NP", "APRN", "CNM", "CNP", "FNP", "BSN", "MSN", "PA", "PAC", "MPAS", "DDS"),
        *("DMD", "DPT", "PT", "OT", "OTD", "PSYD", "LCSW", "MSW", "JD", "MBA", "MHA", "MHS", "DVM"),
        *("SCD", "DRPH", "BS", "BA", "RD", "RPH", "FACP", "FAAP", "FACS", "MSCI", "MSCR", "AUD"),
    }
)
_ALSO_NAMES = frozenset({"MA", "DO", "BA", "PA", "MS", "BS", "MED", "JD"})
_TITLES = frozenset({"dr", "prof", "professor", "mr", "mrs", "ms", "mx"})
_PARTICLES = frozenset({"de", "da", "van", "von", "del", "di", "la"})
_PROFESSIONS = (
    (Profession.PHYSICIAN, frozenset({"MD", "DO", "MBBS", "MBCHB"})),
    (Profession.PHYSICIAN_ASSOCIATE, frozenset({"PA", "PAC", "MPAS"})),
    (Profession.PHARMACIST, frozenset({"PHARMD", "RPH"})),
    (
        Profession.NURSE,
        frozenset({"RN", "DNP", "NP", "APRN", "CNM", "CNP", "FNP", "BSN", "MSN"}),
    ),
    (Profession.SCIENTIST, frozenset({"PHD", "SCD"})),
)
_SAID = {
    "physician": Profession.PHYSICIAN,
    "doctor": Profession.PHYSICIAN,
    "medico": Profession.PHYSICIAN,
    "nurse": Profession.NURSE,
    "nurse practitioner": Profession.NURSE,  # not shown
    "pharmacist": Profession.PHARMACIST,
    "physician assistant": Profession.PHYSICIAN_ASSOCIATE,  # not shown
    "physician associate": Profession.PHYSICIAN_ASSOCIATE,  # not shown
    "scientist": Profession.SCIENTIST,
    "researcher": Profession.SCIENTIST,
}
_ADDRESS = re.compile(
    r"[^\s@,;/<>\"()\[\]]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9-]*\.)+[A-Za-z0-9-]{2,63}"
)
_BETWEEN = re.compile(r"[\s,;|<>\"]+|(?<=\w)/(?=\w)|\b(?:and|or|y|o)\b(?=\s)", re.IGNORECASE)


@dataclass(frozen=True)
class Name:
    """A name in parts."""

    given: str
    family: str
    degrees: str = ""


def whole_name(text: str) -> Name:
    """The parts of a name in one cell: `Dana Okafor, MD`, `OKAFOR, DANA` or `Okafor, Dana, MD`."""
    parts = [part for part in (" ".join(part.split()) for part in text.split(",")) if part]
    degrees: list[str] = []
    while len(parts) > 1 and _is_degrees(parts[-1]) and not _may_be_given(parts):
        degrees.insert(0, parts.pop())
    if not parts:
        return Name("", "")
    if len(parts) > 1:
        family, given = parts[0], " ".join(parts[1:])
    else:
        words = parts[0].split()
        while len(words) > 2 and written_degree(words[-1]):
            degrees.insert(0, words.pop())
        words = words[1:] if len(words) > 2 and _plain(words[0]).lower() in _TITLES else words
        count = _family_words(words)
        given, family = " ".join(words[:-count]), " ".join(words[-count:])
    return named(given, family, ", ".join(degrees))


def _family_words(words: Sequence[str]) -> int:
    """How many of the last words are the family name: `van Dijk` is two."""
    return 2 if len(words) > 2 and words[-2].lower() in _PARTICLES else 1


def named(given: str, family: str, degrees: str) -> Name:
    """The parts, in ordinary letters where all of the name is in capitals or in small ones."""
    both = given + family
    if sum(sign.isalpha() for sign in both) > 2 and (both.isupper() or both.islower()):
        given, family = _titled(given), _titled(family)
    return Name(" ".join(given.split()), " ".join(family.split()), degrees.strip(" ,"))


def _titled(text: str) -> str:
    return re.sub(r"[^\W\d_]+", lambda word: word[0].capitalize(), text)


def _plain(word: str) -> str:
    return "".join(sign for sign in word if sign.isalnum())


def _is_degrees(text: str) -> bool:
    return all(_plain(word).upper() in DEGREES for word in re.split(r"[\s/]+", text))


def _may_be_given(parts: Sequence[str]) -> bool:
    """Whether the last part is rather somebody's first name: `Tran, Do`, `Li, Ma`."""
    return len(parts) == 2 and " " not in parts[0] and _plain(parts[1]).upper() in _ALSO_NAMES


def written_degree(word: str) -> bool:
    """Without a comma before it, a degree is one that is written like none of a name."""
    return _plain(word).upper() in DEGREES and sum(sign.isupper() for sign in word) > 1


def addresses(cells: Sequence[str]) -> tuple[str, ...]:
    """The addresses in some cells, in small letters, each once, in order."""
    found = (match.group().lower() for cell in cells for match in _ADDRESS.finditer(cell))
    return tuple(dict.fromkeys(found))


def not_addresses(cells: Sequence[str]) -> tuple[str, ...]:
    """What looks like an address in some cells and is none; or all of it, where nothing does."""
    words = [word for cell in cells for word in _BETWEEN.split(cell) if "@" in word]
    if not words:
        return tuple(cell.strip() for cell in cells if cell.strip())
    return tuple(word for word in words if not _ADDRESS.fullmatch(word.strip(".:'")))


def profession_of(said: str, degrees: str) -> Profession:
    """The profession, by what is said of it, or else by degrees; it is nobody's word for credit."""
    plain = " ".join(said.casefold().replace("_", " ").split())
    if plain in _SAID:
        return _SAID[plain]
    own = {_plain(word).upper() for word in re.split(r"[\s,/;]+", f"{degrees} {said}")}
    return next((profession for profession, of in _PROFESSIONS if own & of), Profession.OTHER)


def name_key(given: str, family: str) -> str:
    """As names of people are compared: without accents, case and middle names."""
    first = compared(given).split(" ")[0]
    return f"{first} {compared(family)}"


_FIRST_WORD = re.compile(r"[^\W_]+")


def may_be_named(names: Iterable[Name]) -> Callable[[str], bool]:
    """Tells of the search name of somebody whether their `name_key` may be that of one of these.

    Most people are told apart by the first word already.
    """
    keys: defaultdict[str, set[str]] = defaultdict(set)
    for name in names:
        first = compared(name.given).split(" ")[0]
        key = f"{compared(name.family)} {first}".strip()
        keys[key.split(" ")[0]].add(key)

    def may_be(search_name: str) -> bool:
        word = _FIRST_WORD.search(search_name)
        known = keys.get(word[0] if word else "")
        return known is not None and only_words(search_name).startswith(tuple(known))

    return may_be
