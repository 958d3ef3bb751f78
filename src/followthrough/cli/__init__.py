"""The command line: Typer, streams, exit statuses. Each command is a translation of a few statements."""
