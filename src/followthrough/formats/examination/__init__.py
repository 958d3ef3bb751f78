"""Looks through the records of a ledger for everything that is not as it should be."""
