"""How reliably promises were kept: credit, intervals, outcomes and the scorecard they add up to."""
