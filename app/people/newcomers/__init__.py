"""People who say who they are, and whose address is verified before there is a record of them."""
