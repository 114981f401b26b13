"""Signing in by the word of another provider: how it is asked, and what of its answer is believed."""
