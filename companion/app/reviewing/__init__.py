"""Where a guide is corrected: one room for each kind of thing that a person decides."""
