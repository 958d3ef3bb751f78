"""The examples of every command, declared once: its help, its man page and the reference show them."""

from typing import NamedTuple


class Example(NamedTuple):
    """What is typed, and what comes of it."""

    typed: str
    says: str


def _pairs(*lines: str) -> tuple[Example, ...]:
    """Examples from lines that are typed, each followed by its sentence."""
    return tuple(Example(*pair) for pair in zip(lines[::2], lines[1::2], strict=True))


EXAMPLES: dict[str, tuple[Example, ...]] = {
    "add": _pairs(
        "ft add send the slides to @ana by friday 5pm +talks",
        "One sentence: @ana is the recipient, +talks a tag, the end the due date.",
        'ft add "Bring the drill back" --from bo --by sunday',
        "Bo promised it to you.",
        'ft add "Cook the soup" --to kitchen --every wednesday --remind 2d',
        "It repeats, and a reminder comes two days ahead.",
    ),
    "list": _pairs(
        "ft list --due-within 7d --mine",
        "What you have to do this week, overdue included.",
        "ft list --with ana --all",
        "Everything between you and Ana, settled promises too.",
        "ft list --tag talks --save talks",
        "Save a filter; from then on: ft list --view talks",
    ),
    "show": _pairs(
        "ft show slides",
        "One promise by words of its text, with its history.",
        "ft show ouv --json",
        "The same by the beginning of its id, for a program.",
    ),
    "keep": _pairs(
        "ft keep slides",
        "The slides were sent, just now.",
        "ft keep slides blankets --at yesterday",
        "Two at once, kept yesterday and written down today.",
        'ft keep receipts --part 60% --note "The rest is with the bank"',
        "Part of it was kept.",
    ),
    "move": _pairs(
        "ft move slides --by monday --agreed",
        "A new date that Ana agreed to: the slides are judged by it.",
        'ft move chapter --by "in 2 weeks" --not-agreed',
        "A new date to be reminded by; the old one still counts.",
    ),
    "miss": _pairs(
        "ft miss receipts",
        "It was not kept, and that is all there is to say.",
        'ft miss slides --because outside --note "No power since noon"',
        "Whose doing that was, if you want to say.",
    ),
    "note": _pairs(
        'ft note chapter "Read the first half"',
        "Add a note to its history.",
        'ft note blankets "Who has a car on Friday?" --help-wanted',
        "Ask for a hand; the circle sees it.",
    ),
    "undo": _pairs(
        "ft undo",
        "Take back the last step.",
        "ft undo 3",
        "Take back the last three.",
    ),
    "confirm": _pairs(
        "ft confirm ouv",
        "Ana says that it is done.",
        'ft confirm ouv --not-yet --note "The last page is missing"',
        "It is not done yet: this opens it again.",
    ),
    "repair": _pairs(
        'ft repair ouv "Brought it with a new set of bits"',
        "What made a miss right.",
        "ft repair ouv cooked twice the week after",
        "Quotation marks are not needed.",
    ),
    "release": _pairs(
        "ft release slides",
        "Ana let it go.",
        'ft release soup --moot --who ana --note "The kitchen is closed"',
        "Events overtook it, says Ana.",
    ),
    "withdraw": _pairs(
        'ft withdraw chapter --note "No time before May"',
        "Take it back before it is due, with notice.",
        "ft withdraw chapter blankets",
        "Two at once.",
    ),
    "reopen": _pairs(
        "ft reopen ouv",
        "It is open again; that it was settled stays in its history.",
        'ft reopen ouv --note "The brake still rubs"',
        "The same with the reason.",
    ),
    "edit": _pairs(
        'ft edit slides --what "Send Ana the slides and the notes"',
        "Correct the text.",
        "ft edit slides --tag talks --visibility circle --remind 1d",
        "Give it a tag, let reports to a circle show it, be reminded a day ahead.",
    ),
    "skip": _pairs(
        "ft skip plants",
        "Not this time; the next occurrence stands.",
        'ft skip plants --note "Hal is at home this week"',
        "The same with the reason.",
    ),
    "series": _pairs(
        "ft series",
        "Everything that repeats, and when next.",
        "ft series plants --every saturday",
        "Another rule from tomorrow on.",
        "ft series plants --stop",
        "No more of it from tomorrow on.",
    ),
    "redo": _pairs(
        "ft redo",
        "Bring back what the last undo took back.",
        "ft redo --json",
        "The same, answered for a program.",
    ),
    "log": _pairs(
        "ft log --since monday",
        "What happened this week, the latest first.",
        "ft log slides",
        "What happened to one promise.",
    ),
    "forget": _pairs(
        "ft forget ouv --yes",
        "Erase one promise for good; only a counted mark of it stays.",
        "ft forget @grace --yes",
        "Erase a person's name; the promises stay, with @someone in its place.",
    ),
    "score": _pairs(
        "ft score",
        "What became of your promises, in three windows of time.",
        "ft score bo",
        "The same of what Bo promised you.",
        "ft score --with ana --since 2026-01-01",
        "Only what was between you and Ana this year.",
    ),
    "odds": _pairs(
        "ft odds --to ana --by friday",
        "What your record says for such a promise.",
        "ft odds --json",
        "For any promise, with the figures behind it.",
    ),
    "report": _pairs(
        "ft report -o kept.html",
        "A page to share: counts alone, no names but yours.",
        "ft report --for kitchen --detail titles --names initials",
        "A circle's, with the texts that it may see.",
        "ft report --format json -o sam.json",
        "For programs, and to add up with those of others: --combine",
    ),
    "sign": _pairs(
        "ft sign kept.html",
        "Sign a page with your own SSH key; the page holds the signature.",
        "ft sign sam.json --key ~/.ssh/id_work.pub",
        "Sign JSON with another key, into sam.json.sig.",
    ),
    "verify": _pairs(
        "ft verify kept.html",
        "Who signed it and when, and whether your ledger agrees.",
        "ft verify sam.json --signers ~/.ssh/allowed_signers",
        "By the keys you trust.",
    ),
    "review": _pairs(
        "ft review",
        "Walk through what is overdue and due soon, one key each.",
        "ft review --json",
        "List what needs a decision, for a program.",
    ),
    "digest": _pairs(
        "ft digest",
        "What deserves attention; nothing at all when there is nothing.",
        "ft digest --within 3d --format markdown",
        "The next three days, for a page or a chat.",
        "ft digest --new --exit-code",
        "Only what is new; status 9 if there is something.",
    ),
    "remind": _pairs(
        "ft remind --desktop",
        "A notification, once a day however often it is run.",
        "ft remind --via me --not-before 08:00",
        "To the address in the setting notify.me, not before eight.",
    ),
    "snooze": _pairs(
        "ft snooze receipts monday",
        "Leave it out of reminders until Monday.",
        "ft snooze receipts --off",
        "Be reminded of it again.",
    ),
    "prompt": _pairs(
        "ft prompt",
        "A count for your shell's prompt, or nothing.",
        'ft prompt --format "{open} open, {overdue} overdue "',
        "In your own words.",
    ),
    "say": _pairs(
        "ft say slides heads-up",
        "A draft that says it may take longer, for you to send.",
        "ft say contract chase --id",
        "Ask Farid about the contract, naming its id; --copy for the clipboard.",
    ),
    "calendar": _pairs(
        "ft calendar -o promises.ics",
        "Due dates with alarms, for any calendar; reading it again updates.",
        "ft calendar --todo --mine",
        "What you promised, as to-dos.",
    ),
    "schedule": _pairs(
        "ft schedule --daily 08:00 --via me",
        "Show what would be set up.",
        "ft schedule --daily 08:00 --via me --install",
        "Set it up; ft schedule --remove takes it away again.",
    ),
    "people": _pairs(
        "ft people",
        "Everyone there is in the ledger.",
        'ft people ana --name "Ana Ruiz" --alias annie',
        "What she is called.",
        "ft people band --member ana --member bo",
        "A circle, and who belongs to it.",
    ),
    "with": _pairs(
        "ft with ana",
        "All promises between you and Ana, both directions.",
        "ft with kitchen",
        "What a circle kept together, who asks for a hand, what is waiting.",
    ),
    "sync": _pairs(
        "ft sync --setup git@example.org:us/promises.git",
        "Once on each machine; it says who will be able to read what.",
        "ft sync",
        "From then on, as often as you like, offline too.",
    ),
    "merge": _pairs(
        "ft merge copy.json",
        "Take in what a copy has and this ledger has not.",
        "ft merge",
        "Take in the copies that a shared folder put beside the ledger.",
    ),
    "import": _pairs(
        "ft import todo.txt --dry-run",
        "Show what would come in; nothing is recorded.",
        "ft import todo.txt --to ana",
        "Bring it in; what names nobody there was promised to Ana.",
        "task +ana export | ft import - --to ana",
        "Tasks from Taskwarrior, those that are tagged with her name.",
    ),
    "export": _pairs(
        "ft export -o promises.json",
        "Everything, with each history; ft import brings it back.",
        "ft export --with ana -o ana.csv",
        "What is between you and Ana, for a spreadsheet.",
    ),
    "doctor": _pairs(
        "ft doctor",
        "What is wrong with the ledger, changing nothing; status 9 if anything is.",
        "ft doctor --fix",
        "Mend what can be mended without choosing.",
    ),
    "restore": _pairs(
        "ft restore --list",
        "What each backup would bring back.",
        "ft restore 12",
        "Bring back what backup 12 has; nothing is removed.",
    ),
    "config": _pairs(
        "ft config",
        "Every setting, its value and what it does.",
        "ft config zone Europe/Madrid",
        "Set one.",
        "ft config zone --unset",
        "Leave it to its default again.",
    ),
    "when": _pairs(
        'ft when "friday 5pm" "in 3 days" eow',
        "What three phrases mean, recording nothing.",
        "ft when --past yesterday",
        "The same looking back, as --at does.",
    ),
    "demo": _pairs(
        "ft demo",
        "A tour of a made-up half year.",
        "TZ=Asia/Tokyo ft demo",
        "The same as somebody in Tokyo sees it.",
    ),
    "help": _pairs(
        "ft help keep",
        "What ft keep does, its options and examples.",
        "ft help dates",
        "What may be typed where a date is asked for.",
    ),
}
"""Two or more of each command; the persons and promises are those of `ft demo`."""


def example_lines(name: str) -> tuple[str, ...]:
    """The examples of a command as lines of its help, each with its sentence below."""
    return tuple(line for typed, says in EXAMPLES.get(name, ()) for line in (typed, f"  {says}"))
