"""How fast `ft` is, as ratios to other programs measured side by side in one run. Never a timed test."""
