"""Who is on track, and who comes first when somebody is not."""
