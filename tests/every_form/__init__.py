"""Every form of the application: where it stands, how it is filled in, how its answer is judged."""
