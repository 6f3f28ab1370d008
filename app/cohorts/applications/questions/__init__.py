"""Writing an application form."""
