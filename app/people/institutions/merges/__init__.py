"""Two institutions that turn out to be one."""
