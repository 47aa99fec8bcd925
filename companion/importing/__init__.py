"""Other people's documents, read and understood: from a file to guide Markdown."""
