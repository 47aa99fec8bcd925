"""Companion: a study guide becomes narration, text lit word by word, and notes beside their passages."""

__version__ = "0.1.0"
