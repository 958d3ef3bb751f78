"""The faults of 2-ledger, each with its figure and its control."""
