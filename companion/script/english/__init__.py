"""How English reads what is not written out; one module for each kind of writing."""
