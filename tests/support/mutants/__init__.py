"""Mutation testing: one small change to the code at a time, and do the tests notice. `make mutate` runs it."""
