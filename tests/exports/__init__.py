"""The exports."""
