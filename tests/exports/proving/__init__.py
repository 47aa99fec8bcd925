"""Exports broken on purpose, one for each fault, and those that are whole."""
