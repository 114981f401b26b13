"""From a request to JSON that the database rendered: queries, documents, pages, conditional answers."""
