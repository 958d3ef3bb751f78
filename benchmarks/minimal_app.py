"""The smallest Typer app there is: what any command line of this kind costs before it does anything."""

import typer

app = typer.Typer()


@app.command()
def main() -> None:
    """Print a line."""
    print("done")


if __name__ == "__main__":
    app()
