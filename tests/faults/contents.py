"""All that is in a database, to be compared to the last byte."""

import hashlib

from sqlalchemy import inspect, text

from app.core.db import Database


def contents(database: Database) -> dict[str, str]:
    """Of every table there is, one hash of all its rows and of how it is made."""
    with database.engine.connect() as connection:
        looked = inspect(connection)
        found = {}
        for table in sorted(looked.get_table_names()):
            made = [str(column["name"]) for column in looked.get_columns(table)]
            rows = connection.execute(text(f'SELECT * FROM "{table}"')).all()
            said = repr([made, *sorted(repr(tuple(row)) for row in rows)])
            found[table] = hashlib.sha256(said.encode()).hexdigest()
        return found


def rows(database: Database) -> dict[str, str]:
    """The same of the rows alone, which is faster."""
    from app.models import metadata

    with database.engine.connect() as connection:
        return {
            table.name: repr(
                sorted(
                    repr(tuple(row))
                    for row in connection.exec_driver_sql(f'SELECT * FROM "{table.name}"')
                )
            )
            for table in metadata.sorted_tables
        }


def changed(before: dict[str, str], after: dict[str, str]) -> list[str]:
    """The tables that are not as they were."""
    return sorted(name for name in before | after if before.get(name) != after.get(name))
