"""What the ledger survives: kills, power cuts and refusals at each file operation, and controls that do not."""
