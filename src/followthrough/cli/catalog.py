"""Which commands there are, and under which heading the help lists them."""

from keyword import iskeyword

HEADINGS: dict[str, tuple[str, ...]] = {
    "Everyday": ("add", "list", "show", "keep", "move", "miss", "note", "undo"),
    "More about a promise": (
        "confirm",
        "repair",
        "release",
        "withdraw",
        "reopen",
        "edit",
        "skip",
        "series",
        "redo",
        "log",
        "forget",
    ),
    "Numbers and sharing": ("score", "odds", "report", "sign", "verify", "review"),
    "Reminders": ("digest", "remind", "snooze", "prompt", "say", "calendar", "schedule"),
    "Together": ("people", "with", "sync", "merge"),
    "Coming and going": ("import", "export"),
    "Upkeep": ("doctor", "restore", "config", "when", "demo", "help"),
}
"""Each heading of the help with its commands, in the order in which they are listed."""

SYNONYMS = {
    "complete": "keep",
    "delete": "withdraw",
    "done": "keep",
    "finish": "keep",
    "history": "log",
    "ls": "list",
    "new": "add",
    "remove": "withdraw",
    "rm": "withdraw",
    "stats": "score",
}
"""What other programs call it, for whoever types that here."""

COMMANDS = tuple(name for names in HEADINGS.values() for name in names)


def module_of(name: str) -> str:
    """The module that holds a command: of its name, with `_` behind it where Python has the name already."""
    return (
        f"followthrough.cli.commands.{name}_"
        if iskeyword(name) or name == "list"
        else f"followthrough.cli.commands.{name}"
    )
