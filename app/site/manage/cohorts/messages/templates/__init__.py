"""The texts that messages of a program begin with."""
