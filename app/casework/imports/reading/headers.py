"""What the columns of a table hold: known by their headers, in several languages. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

from app.casework.imports.enums import Held
from app.cohorts.intake.columns import compared
from app.cohorts.intake.workbooks import Row

_HEADERS = """
name: name original name, user name original name, name, full name, participant, user name
name: participant name, attendee, attendee name, display name, learner, screen name
name: nombre nombre original, nombre, nombre de usuario nombre original, nombre completo
name: nombre y apellidos, participante, nom nom original, nom, nom complet, nom d origine
name: name originalname, vollstandiger name, benutzername originalname, teilnehmer
name: nome nome original, nome nome originale, nome, nome completo, imie i nazwisko
name: nazwa nazwa oryginalna, naam oorspronkelijke naam, naam
given: first name, given name, given names, vorname, prenom, nombre de pila, nome proprio
family: last name, family name, surname, nachname, apellido, apellidos, nom de famille
email: user email, email, email address, e mail, e mail address, mail, e mail adresse
email: e mail del usuario, correo electronico, correo, direccion de correo electronico
email: e mail do usuario, endereco de e mail, adresse e mail, adresse de messagerie
email: benutzer e mail, adres e mail, e mailadres, indirizzo e mail, courriel
account: participant id upn, upn, teilnehmer id upn, id del participante upn
account: id de participante upn, id du participant upn, identyfikator uczestnika upn
joined: join time, first join, first join time, time joined, joined, joined at, join, start
joined: hora para unirse, hora de entrada, hora de ingreso, hora de union, hora de acceso
joined: primera union, primera entrada, primera vez que se unio, hora de incorporacion
joined: erster beitritt, beitrittszeit, beitrittszeitpunkt, teilnahmezeit, beitritt um
joined: heure d arrivee, heure de connexion, heure d acces, premiere connexion
joined: pierwsze dolaczenie, godzina dolaczenia, czas dolaczenia, arrived, arrived at
joined: hora de ingresso, primeira entrada, ora di accesso, deelnametijd, eerste deelname
left: leave time, last leave, last leave time, time exited, left, left at, leave, end, exited
left: hora para salir, hora de salida, ultima salida, hora de abandono
left: letztes verlassen, verlassenszeit, austrittszeit, zeitpunkt des verlassens, verlassen um
left: heure de depart, heure de sortie, heure de deconnexion, dernier depart
left: ostatnie opuszczenie, godzina opuszczenia, czas opuszczenia
left: hora de saida, ultima saida, ora di uscita, vertrektijd, laatste vertrek
minutes: duration minutes, total duration minutes, in meeting duration, duration
minutes: time in session minutes, minutes, minutes attended, minutes present, total minutes
minutes: time in meeting minutes, time in meeting, attendance duration, total duration
minutes: attended minutes, attendance minutes, duracion minutos, duracion total minutos
minutes: duracion, duracion en la reunion, duracion de la reunion, tiempo en la sesion minutos
minutes: dauer minuten, gesamtdauer minuten, besprechungsdauer, dauer der besprechung
minutes: dauer in der besprechung, dauer, duree minutes, duree totale minutes, duree
minutes: duree de la reunion, czas trwania spotkania, czas trwania, czas trwania minuty
minutes: czas na spotkaniu, duracao minutos, duracao total minutos, duracao, minutos, durata
lobby: in waiting room, waiting room, en sala de espera, im warteraum, en salle d attente
lobby: na sala de espera
attended: attended, asistio, ha asistido, teilgenommen, participou, a participe
role: role, rol, rolle, rola, role in meeting, funcao, ruolo, funkcja
action: user action, action, aktion, benutzeraktion, accion del usuario
at: timestamp, time stamp, zeitstempel, marca de tiempo, date time
assumed: assumed
"""  # not shown
_KNOWN = {
    header.strip(): Held(line.partition(":")[0])
    for line in _HEADERS.strip().splitlines()
    for header in line.partition(":")[2].split(",")
}
_LONGEST = 60
"""Characters of a header at most; longer cells are none."""
_NAMES = frozenset({Held.NAME, Held.GIVEN, Held.FAMILY})
_TIMES = frozenset({Held.JOINED, Held.MINUTES})
_EVENT = frozenset({Held.ACTION, Held.AT})

Columns = tuple[Held, ...]


_LETTERS = str.maketrans("łøŁØ", "loLO")


@lru_cache(maxsize=4096)
def _held(cell: str) -> Held:
    return _KNOWN.get(compared(cell.translate(_LETTERS)), Held.NOTHING)


def columns_of(cells: Sequence[str]) -> Columns:
    """What each column holds; of two that hold the same, the first one does."""
    found: list[Held] = []
    for cell in cells:
        held = _held(cell) if cell and len(cell) <= _LONGEST else Held.NOTHING
        found.append(Held.NOTHING if held in found else held)
    return tuple(found)


def is_header(columns: Columns, *, in_section: bool = False) -> bool:
    """Whether a row like this says what is below it. `in_section`: below a title of its own.

    There a list of who attended is known without minutes. Above it, the header of the meeting has
    an address and a duration too, and no name.
    """
    held = {*columns}
    if not held & _NAMES:
        return False
    if held & _TIMES or held >= _EVENT or Held.ATTENDED in held:
        return True
    return in_section and bool(held & {Held.EMAIL, Held.ACCOUNT, Held.ROLE})


def best_header(rows: Iterable[Row]) -> int:
    """How many columns are known in the header that is known best; 0 where there is none."""
    found = (columns_of([cell.strip() for cell in row.cells]) for row in rows)
    known = [columns for columns in found if is_header(columns)]
    return max((sum(held is not Held.NOTHING for held in each) for each in known), default=0)


def said(columns: Mapping[str, Held], cells: Sequence[str]) -> Columns:
    """What somebody said that columns with such headers hold, as `compared` writes them."""
    return tuple(columns.get(compared(cell), Held.NOTHING) for cell in cells)
