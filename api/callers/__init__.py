"""Who asks, by which means, what those are good for, and how often."""
