"""The shop, its peers and the limit, measured on the same work. Begin with README.md."""
