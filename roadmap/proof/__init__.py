"""The proof that the register's story holds: what ran last, what was executed, what would be missed."""
