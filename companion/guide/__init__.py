"""What is written: a guide as values, and pure functions over them."""
