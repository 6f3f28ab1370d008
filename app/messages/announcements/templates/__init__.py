"""The texts that messages begin with, as a program keeps them."""
