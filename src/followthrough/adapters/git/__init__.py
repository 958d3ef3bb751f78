"""The repository that a ledger is in: found, read, written and sent by git."""
