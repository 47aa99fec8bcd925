"""Tests of player."""
