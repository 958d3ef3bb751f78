"""The property list of a launchd agent that runs the reminders every hour."""

from followthrough.domain.schedule import Schedule


def label(key: str) -> str:
    """The name that launchd knows the agent by."""
    return f"followthrough.remind.{key}"


def property_list(schedule: Schedule) -> str:
    """The property list; an hour that the machine slept through is made up for by launchd itself (launchd.plist(5))."""
    import plistlib

    return plistlib.dumps(
        {
            "Label": label(schedule.key),
            "ProgramArguments": list(schedule.command),
            "EnvironmentVariables": dict(schedule.variables),
            "StartCalendarInterval": {"Minute": schedule.minute},
            "ProcessType": "Background",
        },
        sort_keys=False,
    ).decode()
