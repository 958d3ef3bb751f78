"""The program: runs the command that was asked for, and turns what goes wrong into a sentence and a status."""

import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperCommand, TyperGroup
from typer.exceptions import TyperException

from followthrough.cli.answers import answer_to, for_ledger
from followthrough.cli.catalog import COMMANDS, HEADINGS, SYNONYMS, module_of
from followthrough.cli.completion import ASKED_BY, complete_ledgers
from followthrough.cli.display import prepare_streams, stop_writing
from followthrough.cli.errors import report_defect, report_problem, report_usage
from followthrough.cli.exit_status import DONE, INTERRUPTED
from followthrough.cli.invocation import Invocation, invocation
from followthrough.cli.letters import VARIABLE as ASCII
from followthrough.domain.errors import NoSuchCommitmentError, Problem


class ExplainedCommand(TyperCommand):
    """Shows the examples of the command below its options."""

    def format_epilog(self, ctx: Any, formatter: Any) -> None:
        """The examples, line by line."""
        from followthrough.cli.examples import example_lines

        with formatter.section("Examples"):
            for line in example_lines(str(self.name)):
                formatter.write(f"  {line}\n")


class LazyGroup(TyperGroup):
    """Imports only the command that was asked for, and gives each one the options that all share."""

    def list_commands(self, ctx: Any) -> list[str]:
        """Every command's name, in the order of the help."""
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """The command of that name, or None."""
        if cmd_name not in COMMANDS:
            return None
        if cmd_name not in self.commands:
            self.commands[cmd_name] = self._loaded(cmd_name)
        return self.commands[cmd_name]

    def _loaded(self, name: str) -> Any:
        single = typer.Typer(add_completion=False, rich_markup_mode=None)
        single.command(name, cls=ExplainedCommand)(import_module(module_of(name)).command)
        command = typer.main.get_command(single)
        command.params += [param for param in self.params if param.name in ("ledger", "json", "ascii")]
        return command

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """The command; a name that is not one is answered with the nearest."""
        try:
            return super().resolve_command(ctx, args)
        except TyperException as problem:
            from difflib import get_close_matches

            meant = SYNONYMS.get(args[0])
            near = [meant] if meant else get_close_matches(args[0], COMMANDS, n=1)
            problem.message = f"There is no command '{args[0]}'."
            if near:
                problem.message += f" Did you mean '{near[0]}'?"
            raise

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """The commands under their headings, everyday ones first."""
        for heading, names in HEADINGS.items():
            with formatter.section(heading):
                formatter.write_dl([(name, self.get_command(ctx, name).get_short_help_str(120)) for name in names])

    def format_epilog(self, ctx: Any, formatter: Any) -> None:
        """Where to read on."""
        from followthrough.cli.topics import TOPICS

        formatter.write("\nOne command with its examples: ft help keep\n")
        formatter.write(f"Also explained by ft help: {', '.join(TOPICS)}\n")


def _use_ledger(context: typer.Context, value: str | None) -> str | None:
    if value is not None:
        invocation(context).ledger = value
    return value


def _use_json(context: typer.Context, value: bool) -> bool:
    invocation(context).json = invocation(context).json or value
    return value


def _show_version(value: bool) -> None:
    if value:
        from followthrough.bootstrap import program_version

        print(f"followthrough {program_version()}")
        raise typer.Exit


app = typer.Typer(
    cls=LazyGroup,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


@app.callback(invoke_without_command=True)
def today(
    context: typer.Context,
    ledger: Annotated[  # noqa: ARG001  # its callback takes it
        str | None,
        typer.Option(
            "--ledger",
            metavar="NAME|PATH",
            expose_value=False,
            callback=_use_ledger,
            help="The ledger to use, by configured name or by path.",
            autocompletion=complete_ledgers,
        ),
    ] = None,
    json: Annotated[  # noqa: ARG001  # likewise
        bool, typer.Option("--json", expose_value=False, callback=_use_json, help="Answer in JSON, for programs.")
    ] = False,
    ascii: Annotated[  # noqa: A002, ARG001  # the option's name; `run` looks for it before anything is said
        bool,
        typer.Option("--ascii", expose_value=False, help="Write signs in ASCII, without plots."),
    ] = False,
    version: Annotated[  # noqa: ARG001  # likewise
        bool, typer.Option("--version", is_eager=True, callback=_show_version, help="Say which version this is.")
    ] = False,
) -> None:
    """Record the promises people make to each other, remind of them, remember what became of them.

    Without a command: today, what was kept lately, what is overdue, due today and due soon.
    """
    if context.invoked_subcommand is None:
        from followthrough.cli.today import show_today

        show_today(context)


def _called() -> str:
    """The name the program was called by: completion goes by it."""
    name = Path(sys.argv[0]).name
    return name if name == "followthrough" else "ft"


def run(arguments: Sequence[str]) -> int:
    """Run the command line with these arguments; the exit status."""
    prepare_streams()
    given = list(arguments)
    options = given[: given.index("--") if "--" in given else None]
    json = "--json" in options
    if "--ascii" in options:
        os.environ[ASCII] = "1"
    group: Any = typer.main.get_command(app)
    asked = Invocation(given)
    try:
        return _invoked(group, asked)
    except Problem as problem:
        return report_problem(problem, json=json, instead=_hint(problem, asked))
    except TyperException as problem:
        return report_usage(problem, json=json)
    except (typer.Abort, KeyboardInterrupt, EOFError):
        return INTERRUPTED
    except Exception as defect:  # noqa: BLE001  # the outermost boundary: anything else is a defect
        return report_defect(defect)


def _hint(problem: Problem, asked: Invocation) -> str | None:
    """What helps better than what is usually said: where a promise is in another ledger, or a ledger was named."""
    if asked.ledger is not None:
        hint = answer_to(problem).hint
        is_name = "/" not in asked.ledger and "." not in asked.ledger
        return for_ledger(hint, asked.ledger) if hint and is_name else None
    if not isinstance(problem, NoSuchCommitmentError):
        return None
    from followthrough.cli.elsewhere import found_elsewhere

    with suppress(Problem):
        return found_elsewhere(problem, asked.ledger, asked.arguments)
    return None


def _invoked(group: Any, asked: Invocation) -> int:
    """The status of a command that found nothing wrong; what it wrote has left this process."""
    arguments = list(asked.arguments)
    if any(name in os.environ for name in ASKED_BY):
        group.main(arguments, prog_name=_called())
    try:
        with group.make_context(_called(), arguments, obj=asked) as context:
            group.invoke(context)
        status = DONE
    except typer.Exit as ended:
        status = ended.exit_code
    except OSError as error:
        if error.filename is not None:
            raise
        stop_writing(error)  # help, or the version, that could not be written
        return DONE
    try:
        sys.stdout.flush()
    except OSError as error:
        stop_writing(error)
    return status
