"""Survey instruments: what a file may say, what can be asked, how answers become scores."""
