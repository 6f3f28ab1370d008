"""Everything that is kept of a cohort for whoever audits its credit, as one ZIP with its hashes."""
