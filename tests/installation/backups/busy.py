"""A process that writes to a database until it is stopped: `python -m … URL NAME`."""

import sys
from itertools import count

from app.core.db import Database
from tests.installation.backups.stored import note

if __name__ == "__main__":
    url, name = sys.argv[1:]
    database = Database(url)
    for n in count():
        with database.write() as session:
            note(session, f"{name} {n}")
        if n == 0:
            sys.stdout.write("writes\n")
            sys.stdout.flush()
