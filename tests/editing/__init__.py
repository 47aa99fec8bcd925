"""Tests of companion.editing."""
