"""The wiring: environment, settings, routes, server entry points."""
