"""The digital badge of one's own certificate, for who wants one."""
