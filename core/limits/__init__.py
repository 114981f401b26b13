"""How often somebody may ask: who they are by address, counts that all processes share, the policies."""
