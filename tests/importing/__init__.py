"""Tests of companion.importing."""
