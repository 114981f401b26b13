"""The shared vocabulary. Knows no business, no HTTP and no other room."""
