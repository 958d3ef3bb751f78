"""What each exit status means, in words."""

from followthrough.cli import exit_status

MEANINGS = {
    exit_status.DONE: "done, or a pipe that closed",
    exit_status.DEFECT: "a defect: a traceback, and where to report it",
    exit_status.USAGE: "the command line or the configuration was wrong",
    exit_status.NOT_FOUND: "no such promise, person, file or ledger",
    exit_status.SEVERAL: "more than one match; they are listed",
    exit_status.NOT_NOW: "not possible now: already settled, a date in the past, a phrase not understood",
    exit_status.UNTRUSTED: "the ledger cannot be trusted, is locked or is no file; nothing was changed",
    exit_status.REFUSED: "the machine refused: a full disk, a permission",
    exit_status.OTHER_SIDE: "the other side refused: a git remote, a command, a mail server; what is local is kept",
    exit_status.FOUND_SOMETHING: "a check found something, `doctor`, `verify`, `digest --exit-code`; or `import` left "
    "something out",
    exit_status.INTERRUPTED: "interrupted",
}
