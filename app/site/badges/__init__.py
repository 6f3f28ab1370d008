"""Digital badges and what checks them, for programs of anybody."""
