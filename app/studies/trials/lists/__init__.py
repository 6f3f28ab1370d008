"""The list of a trial: permuted blocks of random size for each stratum, all from one seed."""
