"""Signing in by the word of another provider: which one is asked, what it is asked, and what of its answer is believed."""
