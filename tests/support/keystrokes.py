"""The same promises typed into ft, Taskwarrior and todo.txt: how many keys each takes, and what each understood.

The lines of ours are run by the tests everywhere, those of Taskwarrior where it is installed. What todo.txt's own
`todo.sh add` is given it stores to the letter, so there is nothing to run.
"""

from typing import NamedTuple


class Typed(NamedTuple):
    """One sentence and what is typed for it; `due` is what ft is to make of it, said on Monday 2026-11-23 at ten."""

    said: str
    ours: str
    taskwarrior: str
    todo_txt: str
    what: str
    due: str
    to: str
    maker: str = "sam"
    tags: tuple[str, ...] = ()


SENTENCES = (
    Typed(
        said="I send Ana the slides by Friday at five; it is about the talks",
        ours="ft add send the slides to @ana by friday 5pm +talks",
        taskwarrior="task add send the slides to Ana due:friday+17h +talks",
        todo_txt="todo.sh add send the slides at 5pm due:2026-11-27 @ana +talks",
        what="send the slides",
        due="2026-11-27T17:00:00-05:00",
        to="ana",
        tags=("talks",),
    ),
    Typed(
        said="I bring Dee soup by Wednesday",
        ours="ft add bring soup to @dee by wednesday",
        taskwarrior="task add bring soup to Dee due:wednesday",
        todo_txt="todo.sh add bring soup due:2026-11-25 @dee",
        what="bring soup",
        due="2026-11-25",
        to="dee",
    ),
    Typed(
        said="I watch Black Friday with Dee by Sunday",
        ours="ft add watch Black Friday with @dee by sunday",
        taskwarrior="task add watch Black Friday with Dee due:sunday",
        todo_txt="todo.sh add watch Black Friday due:2026-11-29 @dee",
        what="watch Black Friday with dee",
        due="2026-11-29",
        to="dee",
    ),
    Typed(
        said="I return the book by Tolstoy to Ben by December 3",
        ours="ft add return the book by Tolstoy to @ben by dec 3",
        taskwarrior="task add return the book by Tolstoy to Ben due:2026-12-03",
        todo_txt="todo.sh add return the book by Tolstoy due:2026-12-03 @ben",
        what="return the book by Tolstoy",
        due="2026-12-03",
        to="ben",
    ),
    Typed(
        said="Bo brings my drill back by Saturday",
        ours="ft add bring the drill back by saturday --from bo",
        taskwarrior="task add Bo brings the drill back due:saturday +waiting",
        todo_txt="todo.sh add Bo brings the drill back due:2026-11-28 @waiting",
        what="bring the drill back",
        due="2026-11-28",
        to="sam",
        maker="bo",
    ),
)


def keys(line: str) -> int:
    """How many keys are pressed for it, Enter among them; a capital letter and a sign count as one."""
    return len(line) + 1


def table() -> str:
    """The sentences with the number of keys in each program, and below it what is typed."""
    rows = "".join(
        f"| {each.said} | {keys(each.ours)} | {keys(each.taskwarrior)} | {keys(each.todo_txt)} |\n"
        for each in SENTENCES
    )
    sums = " | ".join(
        str(sum(keys(getattr(each, program)) for each in SENTENCES)) for program in ("ours", "taskwarrior", "todo_txt")
    )
    typed = "\n\n".join("\n".join((each.ours, each.taskwarrior, each.todo_txt)) for each in SENTENCES)
    head = "| said | ft | Taskwarrior | todo.txt |\n|---|---|---|---|\n"
    return f"{head}{rows}| **all five** | {sums} |\n\n```sh\n{typed}\n```\n"
