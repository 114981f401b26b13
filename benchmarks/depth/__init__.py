"""Pages far down a sort, and on a shelf: `python -m benchmarks depth`."""
