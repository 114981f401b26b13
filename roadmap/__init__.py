"""The way in for readers: the front page, later the register of topics and the tour."""
