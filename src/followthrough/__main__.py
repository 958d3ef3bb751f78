"""Entry point of `followthrough`, `ft` and `python -m followthrough`."""

import sys


def main() -> int:
    """Run the command line; the exit status."""
    import gc

    gc.disable()  # a command is over before a collection would pay
    from followthrough.cli.app import run

    return run(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
