"""Half a year of promises as Sam's commands recorded them: the ledger behind the golden files."""

from tests.support.terminal import Said, Terminal

Step = tuple[str, tuple[str, ...]]

STORY: tuple[Step, ...] = (
    ("2026-09-01T09:00:00-04:00", ("add", "Draft the budget", "--to", "ana", "--by", "2026-09-15", "--confidence=80")),
    ("2026-09-01T09:05:00-04:00", ("people", "ana", "--name", "Ana Ruiz")),
    ("2026-09-01T09:06:00-04:00", ("people", "bo", "--name", "Bo")),
    ("2026-09-01T09:07:00-04:00", ("people", "medics", "--name", "Street Medics", "--member", "sam,ana,bo")),
    ("2026-09-14T18:00:00-04:00", ("keep", "Draft the budget", "--note", "in the shared folder")),
    ("2026-09-20T09:00:00-04:00", ("add", "Fix the bike", "--to", "bo", "--by", "2026-09-25")),
    ("2026-09-27T12:00:00-04:00", ("keep", "Fix the bike")),
    ("2026-10-01T09:00:00-04:00", ("add", "Return the ladder", "--to", "bo", "--by", "2026-10-10")),
    ("2026-10-11T09:00:00-04:00", ("miss", "Return the ladder", "--because", "mine")),
    ("2026-10-05T09:00:00-04:00", ("add", "Write up the minutes", "--to", "medics", "--by", "2026-10-20")),
    ("2026-10-18T09:00:00-04:00", ("move", "Write up the minutes", "--by", "2026-10-25", "--agreed")),
    ("2026-10-24T21:00:00-04:00", ("keep", "Write up the minutes")),
    ("2026-10-12T09:00:00-04:00", ("add", "Order gloves", "--to", "medics", "--by", "2026-11-01")),
    ("2026-11-01T09:00:00-05:00", ("keep", "Order gloves", "--part", "60%")),
    ("2026-10-20T09:00:00-04:00", ("add", "Call the bank", "--to", "ana", "--by", "2026-10-30")),
    ("2026-10-29T09:00:00-04:00", ("release", "Call the bank", "--moot")),
    ("2026-11-02T09:00:00-05:00", ("add", "Plan the trip", "--to", "bo", "--by", "2026-12-24")),
    ("2026-11-10T09:00:00-05:00", ("withdraw", "Plan the trip")),
    ("2026-11-16T09:00:00-05:00", ("add", "Water Ana’s plants", "--to", "ana", "--by", "2026-11-20")),
    ("2026-11-19T19:00:00-05:00", ("keep", "Water Ana’s plants")),
    ("2026-11-16T09:10:00-05:00", ("add", "Proofread the talk", "--to", "ana", "--by", "2026-11-20", "--tag", "talks")),
    ("2026-11-18T09:00:00-05:00", ("add", "Pay back lunch", "--to", "bo", "--by", "2026-11-20T12:00")),
    ("2026-11-21T09:00:00-05:00", ("move", "Pay back lunch", "--by", "2026-11-24", "--agreed")),
    (
        "2026-11-19T09:00:00-05:00",
        (
            "add",
            "Sort the attic, label every box and carry the ones from 東京 down",
            "--to",
            "bo,ana",
            "--by",
            "2026-11-23",
        ),
    ),
    (
        "2026-11-20T09:00:00-05:00",
        ("add", "Send Ana the slides", "--to", "ana", "--by", "2026-11-27 17:00", "--tag", "talks", "--confidence=80"),
    ),
    ("2026-11-20T09:01:00-05:00", ("add", "Bring [red] tape :smile: \x1b[31m", "--to", "medics", "--by", "2026-11-28")),
    ("2026-11-20T09:02:00-05:00", ("note", "Bring [red] tape", "two rolls", "--help-wanted")),
    (
        "2026-11-20T09:03:00-05:00",
        ("add", "Lend the drill", "--from", "bo", "--by", "2026-11-25", "--chase", "2026-11-24"),
    ),
    ("2026-11-20T09:04:00-05:00", ("add", "Learn the song", "--to", "ana")),
)
"""When each command was given, and its words."""


def tell(terminal: Terminal) -> list[Said]:
    """Give every command of the story."""
    told = [terminal.ft(*words, FOLLOWTHROUGH_NOW=moment) for moment, words in STORY]
    assert [said for said in told if said.status] == []
    return told
