"""How many took part in accredited activities in a year, by profession, and what they got."""
