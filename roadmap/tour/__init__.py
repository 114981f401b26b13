"""The site for readers: what its pages show, and how. The addresses are in `roadmap/urls.py`."""
