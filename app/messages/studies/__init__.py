"""Letters of studies: who they are for, and whether they are still to be sent."""
