"""What keeps a unit or a session shut beside its moment: disclosures that wait or were not read."""
