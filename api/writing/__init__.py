"""From a request body to one call of a service: parsing, shapes, declared operations."""
