"""Two copies of one record as one: a function of everything that stands in either, whichever comes first."""
