"""Does what the catalogue keeps twice still agree? Reads only, and mends nothing: a wrong row has a cause to find."""

from catalog.audit.rules import RULES, Finding, Rule, explained

__all__ = ["RULES", "Finding", "Rule", "explained"]
