"""A systemd service that runs the reminders once, and the timer that starts it every hour."""

from followthrough.domain.schedule import Schedule

_INSIDE_QUOTES = str.maketrans({"\\": "\\\\", '"': '\\"', "%": "%%"})


def unit_name(key: str) -> str:
    """The name of both units, without what comes behind the dot."""
    return f"followthrough-remind-{key}"


def word(text: str) -> str:
    """One word of a unit file: in quotation marks, `%` doubled since it begins a specifier (systemd.unit(5))."""
    return f'"{text.translate(_INSIDE_QUOTES)}"'


def service(schedule: Schedule) -> str:
    """The service. The colon keeps systemd from putting variables in the place of what begins with `$`."""
    variables = "".join(f"Environment={word(f'{name}={value}')}\n" for name, value in schedule.variables)
    return (
        "[Unit]\n"
        "Description=Reminders of promises, by followthrough\n"
        "\n"
        "[Service]\n"
        "Type=oneshot\n"
        f"{variables}"
        f"ExecStart=:{' '.join(map(word, _startable(schedule.command)))}\n"
    )


def _startable(command: tuple[str, ...]) -> tuple[str, ...]:
    """The command, through sh where its program has a name that systemd starts nothing by."""
    return ("/bin/sh", "-c", 'exec "$0" "$@"', *command) if set(command[0]) & set("\"'\\") else command


def timer(schedule: Schedule) -> str:
    """The timer; `Persistent` makes up for an hour that the machine slept through."""
    return (
        "[Unit]\n"
        "Description=Every hour: reminders of promises, by followthrough\n"
        "\n"
        "[Timer]\n"
        f"OnCalendar=*-*-* *:{schedule.minute:02}:00\n"
        "Persistent=true\n"
        "\n"
        "[Install]\n"
        "WantedBy=timers.target\n"
    )
