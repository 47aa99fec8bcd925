"""What is fast, each figure beside its floor or its peer in the same run: `python -m benchmarks [NAME…]`."""
