"""The letter about a change of what is designated, before there is one."""
