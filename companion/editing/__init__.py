"""Corrections to a guide's files that change nothing else in them."""
