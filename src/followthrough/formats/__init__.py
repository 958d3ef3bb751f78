"""Values to and from the text that programs read: ledger records and the `--json` contract. Pure."""
