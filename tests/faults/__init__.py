"""Faults that an installation has to survive: real processes, databases, files and sockets.

`python -m tests.faults` runs all experiments on both databases; the tests here run a short set.
"""
