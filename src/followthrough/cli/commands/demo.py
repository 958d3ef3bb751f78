"""ft demo"""

import subprocess
import sys
import tempfile

import typer

from followthrough.cli.output import print_text


def command(context: typer.Context) -> None:  # noqa: ARG001  # every command takes it
    """Show the main job on a made-up half year, touching nothing of yours."""
    from followthrough.bootstrap import demo_environment, open_clock, open_demo
    from followthrough.cli.demo_ledger import write_demo

    clock = open_clock()
    with tempfile.TemporaryDirectory(prefix="followthrough-demo-") as directory:
        environment = demo_environment(directory, clock)
        shown = write_demo(lambda moment: open_demo(environment, moment), clock.now())
        print_text(
            "A made-up half year: what Sam promised eight people and a kitchen's circle.\n"
            "It lies in a temporary place; your own ledger is not touched.\n"
        )
        for arguments in ([], ["show", shown[:6]], ["digest"], ["score"]):
            print_text(f"\n$ {' '.join(['ft', *arguments])}\n\n")
            subprocess.run([sys.executable, "-m", "followthrough", *arguments], env=environment, check=False)
        print_text("\nYour own begins with: ft add send the slides to @ana by friday\n")
