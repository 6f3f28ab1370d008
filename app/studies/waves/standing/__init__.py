"""How people stand to each wave, and the numbers of that."""
