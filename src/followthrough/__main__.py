"""Entry point of `followthrough`, `ft` and `python -m followthrough`."""

import gc
import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import NoReturn


def main() -> "NoReturn":
    """Run the command line and end the process with its status.

    A command is over before a collection of garbage would pay, and everything it wrote is flushed or on the disk
    when it is over: taking the interpreter apart piece by piece would only cost a tenth of its time. What a shell
    runs before every prompt is answered before anything else is loaded.
    """
    gc.disable()
    if sys.argv[1:2] == ["prompt"]:
        try:
            from followthrough.cli.quick_prompt import answered

            if answered(sys.argv[2:]):
                os._exit(0)
        except KeyboardInterrupt:
            os._exit(130)
    from contextlib import suppress

    from followthrough.cli.app import run

    status = run(sys.argv[1:])
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError):
            stream.flush()
    os._exit(status)


if __name__ == "__main__":
    main()
