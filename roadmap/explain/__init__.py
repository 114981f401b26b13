"""What happened inside one request, told by the interpreter itself. Embedded mode only; ADR 0014 says how and why."""
