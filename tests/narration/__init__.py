"""Tests of narration."""
