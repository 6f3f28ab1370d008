"""Which waves a project has, and what each asks: settled before anybody relies on it."""
