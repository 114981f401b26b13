"""What a machine proves about this tree. `python -m checks` runs it all, `python -m checks sizes` a part."""
