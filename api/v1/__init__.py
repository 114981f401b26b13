"""Version 1 of the REST interface: one resource, one file."""
