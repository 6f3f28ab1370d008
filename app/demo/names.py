"""Invented institutions and people, in the time zones the program spans."""

from random import Random

from app.people.enums import Profession

INSTITUTIONS = (
    ("High Desert University School of Medicine", "High Desert", "America/Denver"),
    ("Four Corners Health Sciences Center, Navajo Nation", "Four Corners", "America/Denver"),
    ("Sonoran College of Medicine", "Sonoran", "America/Phoenix"),
    ("Wasatch Medical School", "Wasatch", "America/Denver"),
    ("Great Basin School of Medicine", "Great Basin", "America/Los_Angeles"),
    ("Pacific Crest University", "Pacific Crest", "America/Los_Angeles"),
    ("Palouse Health Sciences University", "Palouse", "America/Los_Angeles"),
    ("Lone Mesa Medical Center", "Lone Mesa", "America/Chicago"),
    ("Prairie Rose School of Medicine", "Prairie Rose", "America/Chicago"),
    ("Front Range College of Medicine", "Front Range", "America/Denver"),
    ("Big Sky Rural Health Campus", "Big Sky", "America/Denver"),
    ("Kenai Community Medical School", "Kenai", "America/Anchorage"),
    ("Windward School of Medicine", "Windward", "Pacific/Honolulu"),
)

_GIVEN = """
Chidi Lena Mia Rafael Tove Tomás Priya Samuel Noor Keoni Grace Daniel Yuki Elena Marcus Aisha Peter
Linh Rosa Jonah Maya Hana Luis Ingrid Omar Nadia Caleb Sofia Desmond Thu Miriam Andre Leilani Viktor
Beatriz Kofi Shauna Arjun Colette Emeka Paula Hiro Dolores Anneke Malik Jean Rebecca Wei Natasha
Gabriel
"""
_FAMILY = """
Abara Castellanos Domínguez Eriksen Gallegos Hosteen Ito Jaramillo Kealoha Lindgren Marchetti
Nakamura Okafor Peshlakai Quintana Ramanathan Sandoval Tsosie Uddin Venkat Whitehorse Xiong Yazzie
Zamora Amadi Bhatt Chee Delgado Ellison Fonoti Grayeyes Huynh Ibarra Johansen Kowalski Larsen Moreau
Nguyễn Ortega Patel Rosenthal Salazar Trujillo Ulibarri Vigil Wong Yellowhair Zuni Begaye Cordova
"""
GIVEN = _GIVEN.split()
FAMILY = _FAMILY.split()

DEGREES = (
    ("MD", Profession.PHYSICIAN, 18),
    ("MD, MPH", Profession.PHYSICIAN, 7),
    ("DO", Profession.PHYSICIAN, 6),
    ("MD, PhD", Profession.PHYSICIAN, 4),
    ("PhD", Profession.SCIENTIST, 7),
    ("PharmD", Profession.PHARMACIST, 3),
    ("DNP, RN", Profession.NURSE, 3),
    ("PA-C", Profession.PHYSICIAN_ASSOCIATE, 2),
)
DEPARTMENTS = (
    "Internal Medicine",
    "Family Medicine",
    "Pediatrics",
    "Psychiatry",
    "Emergency Medicine",
    "Surgery",
    "Obstetrics and Gynecology",
    "Biomedical Sciences",
    "Pharmacy",
    "Nursing",
)
RANKS = ("Assistant Professor", "Associate Professor", "Professor", "Instructor")
TRACKS = ("Clinician educator", "Clinician investigator", "Research", "Clinical")

REFLECTIONS = (
    "I had assumed that silence meant agreement. Next time I will ask what we have not said yet.",
    "I give answers too fast. I wrote down three questions to try before I offer advice.",
    "My own mentor set our expectations in the first hour. I have never done that, and I should.",
    "I notice how often I reschedule. I will put the meetings in the calendar for the year.",
)


def full_names(random: Random, count: int) -> list[tuple[str, str]]:
    """`count` different invented names."""
    pairs = [(given, family) for given in GIVEN for family in FAMILY]
    return random.sample(pairs, count)


def degree(random: Random) -> tuple[str, Profession]:
    """Degrees as they are spread over such a program."""
    weights = [weight for _, _, weight in DEGREES]
    degrees, profession, _ = random.choices(DEGREES, weights)[0]
    return degrees, profession
