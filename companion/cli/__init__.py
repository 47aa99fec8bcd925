"""The command line: arguments, messages and exit codes (0 done, 1 the input's fault, 2 usage)."""

from companion.cli.main import main

__all__ = ["main"]
