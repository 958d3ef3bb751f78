"""The exit status of every problem, and what may be done about it: the one table."""

from typing import NamedTuple

from followthrough.domain import errors

DONE = 0
DEFECT = 1
USAGE = 2
NOT_FOUND = 3
SEVERAL = 4
NOT_NOW = 5
UNTRUSTED = 6
REFUSED = 7
OTHER_SIDE = 8
FOUND_SOMETHING = 9
INTERRUPTED = 130


class Answer(NamedTuple):
    """The exit status of a problem, and a hint in which `{…}` stands for one of its facts."""

    status: int
    hint: str | None = None


_ID_HINT = "Name it by 3 letters or more of its id, or an open one by its words. ft list --all shows every promise."
_DATE_HINT = "For example: tomorrow, friday 5pm, in 3 days, 2026-12-03, 2026-12-03T17:00"
_LEDGER_HINT = "The file is as it was. To see what is wrong with it, and mend it: ft doctor, or ft --ledger FILE doctor"
_NEWER_HINT = "A newer version of followthrough recorded it; use that one to change it."
_ROOM_HINT = "Check the permissions and the free space there."
_BUSY_HINT = "Try again when it is done."
_SEVERAL_GOES_HINT = "Record them in several goes."
_GIT_HINT = "Install git, 2.38 or newer. Without it: ft merge FILE takes in a copy."

ANSWERS: dict[type[errors.Problem], Answer] = {
    errors.EmptyTextError: Answer(USAGE, "Say it in a few words, in quotation marks."),
    errors.TextTooLongError: Answer(USAGE, "Keep the gist here and the rest in a file of its own."),
    errors.UnreadableTextError: Answer(USAGE, "Check the encoding of the terminal or of the file it comes from."),
    errors.BadHandleError: Answer(
        USAGE, "A handle is letters, digits, “.”, “_” and “-”, beginning with a letter or digit, like ana or ana-ruiz."
    ),
    errors.SeveralNamesError: Answer(USAGE, "Put commas between them: ana, bo"),
    errors.BadShareError: Answer(USAGE, "For example: 60%, 60 or 0.6"),
    errors.BadTagError: Answer(USAGE, "A tag is letters, digits, “.”, “_” and “-”, like talks."),
    errors.NothingToChangeError: Answer(
        USAGE, "ft edit --help, ft series --help and ft note --help list what can be given."
    ),
    errors.OptionsClashError: Answer(USAGE, "Leave one of them out."),
    errors.BadCountError: Answer(USAGE),
    errors.FilteredByOutcomeError: Answer(
        USAGE, "Figures take --to, --from, --with, --mine, --theirs, --tag, --search, --since and --until."
    ),
    errors.BadViewNameError: Answer(USAGE, "It is letters, digits, “.”, “_” and “-”, like talks."),
    errors.NoFiltersError: Answer(USAGE, "For example: ft list --tag talks --save talks"),
    errors.NoSuchViewError: Answer(NOT_FOUND, "To save one: ft list --tag talks --save talks"),
    errors.NoSuchPlaceholderError: Answer(USAGE, "There are {known}; for a brace of its own, type two."),
    errors.NothingToSayError: Answer(NOT_NOW, "{instead}"),
    errors.NoClipboardError: Answer(REFUSED, "To install one: wl-clipboard, xclip or xsel."),
    errors.ClipboardRefusedError: Answer(REFUSED),
    errors.NoRecipientError: Answer(
        USAGE, "Say whom: to @ana, or --to ana. For what someone promised you: --from ana."
    ),
    errors.WhoseWordError: Answer(USAGE, "Say whose: --who {recipients[0]}"),
    errors.NotARecipientError: Answer(USAGE, "ft show {id} says whom it is promised to."),
    errors.NotACircleError: Answer(USAGE),
    errors.NearHandleError: Answer(
        SEVERAL, "If that is who you mean, type @{near[0]}. For someone new by that handle: --new-person"
    ),
    errors.HandleTakenError: Answer(
        NOT_NOW, "Take another handle or name. If both are one person: ft people join ONE OTHER"
    ),
    errors.SamePersonError: Answer(NOT_NOW, "ft people {other} says who that is."),
    errors.NotAlikeError: Answer(NOT_NOW, "To put someone into a circle: ft people {circle} --member {person}"),
    errors.NotAMemberError: Answer(NOT_NOW, "ft people {circle} lists its members."),
    errors.NotAnAliasError: Answer(NOT_NOW, "ft people {handle} says what they are called."),
    errors.NotPartOfError: Answer(NOT_NOW, "ft show {id} says who has."),
    errors.PrivateInSharedError: Answer(
        NOT_NOW,
        "Keep it in a ledger of your own: ft --ledger FILE add …, or say --visibility circle.",
    ),
    errors.TooFewMembersError: Answer(
        NOT_NOW, "Each member says for themselves how they are shown: ft people sharing {circle} named"
    ),
    errors.FilteredCircleError: Answer(
        NOT_NOW, "Leave the filters out. It can be filtered where every member counted chose to be named."
    ),
    errors.CirclePromisesError: Answer(USAGE, "Name the member who promises: --from ana"),
    errors.NoSuchCommitmentError: Answer(NOT_FOUND, _ID_HINT),
    errors.ForgottenCommitmentError: Answer(NOT_FOUND),
    errors.UnknownMeError: Answer(
        USAGE, "Say it: ft config me HANDLE. A job that cron runs may have to be told FOLLOWTHROUGH_CONFIG."
    ),
    errors.NoSuchPersonError: Answer(NOT_FOUND, "ft people lists everyone."),
    errors.ForgottenHandleError: Answer(
        NOT_NOW, "Take another handle, like {handle}-2. If it is yours: ft config me HANDLE"
    ),
    errors.ReservedHandleError: Answer(NOT_NOW, "Name a person by a handle of their own, like ana."),
    errors.PooledNameError: Answer(NOT_NOW, "To read the promises: ft list --all --with {handle}"),
    errors.ForgetYourselfError: Answer(
        NOT_NOW, "To erase a promise: ft forget ID. To go by another handle: ft config me HANDLE"
    ),
    errors.SeveralMatchesError: Answer(SEVERAL, "Name one by more of its id."),
    errors.SeveralPeopleError: Answer(SEVERAL, "Use the handle."),
    errors.AlreadySettledError: Answer(
        NOT_NOW, "To open it again: ft reopen {id}. To take back the last change: ft undo"
    ),
    errors.AlreadyOpenError: Answer(NOT_NOW, "ft show {id} tells its history."),
    errors.UndoneError: Answer(NOT_NOW, "ft redo brings back what was just undone."),
    errors.NotKeptError: Answer(NOT_NOW, "Only what was kept can be confirmed: ft keep {id}"),
    errors.NothingToRepairError: Answer(NOT_NOW, "A miss, a late or a partial keeping can be repaired."),
    errors.PastDueError: Answer(
        NOT_NOW, "Say what became of it: ft miss {id}, or ft keep {id} if it was kept after all."
    ),
    errors.PastDateError: Answer(NOT_NOW, _DATE_HINT),
    errors.PastDateInTextError: Answer(NOT_NOW, "If it is part of the text and no due date: --no-due"),
    errors.TooManyLinesError: Answer(USAGE, _SEVERAL_GOES_HINT),
    errors.TooMuchInputError: Answer(USAGE, _SEVERAL_GOES_HINT),
    errors.NobodyNamedError: Answer(USAGE, "A handle like ana, a name, or me; several with commas."),
    errors.NothingTypedError: Answer(NOT_NOW),
    errors.NoEditorError: Answer(USAGE, "Name one: export EDITOR=nano"),
    errors.EditorFailedError: Answer(REFUSED),
    errors.FutureDateError: Answer(NOT_NOW, "For example: yesterday, 2 hours ago, 2026-11-20, 2026-11-20T17:00"),
    errors.BeforeMakingError: Answer(NOT_NOW, "ft show {id} says when it was made."),
    errors.SayTheTimeError: Answer(NOT_NOW, "Say the time, like --at “{typed} 3pm”."),
    errors.DueNotEditableError: Answer(NOT_NOW, "Give it a new date instead: ft move {id} --by WHEN"),
    errors.QuotesForgottenError: Answer(USAGE, 'Put it in quotation marks: --by "{phrase}"'),
    errors.PhraseNotUnderstoodError: Answer(NOT_NOW, _DATE_HINT),
    errors.LengthNotUnderstoodError: Answer(NOT_NOW, "For example: 2 days, 36h, 1 week"),
    errors.RepetitionNotUnderstoodError: Answer(
        NOT_NOW, "For example: sunday, “2 weeks on thursday”, “monthly on the 15th”, “last friday of the month”"
    ),
    errors.NotInSeriesError: Answer(NOT_NOW, "To take it back before it is due: ft withdraw {id}"),
    errors.NoSuchSeriesError: Answer(NOT_FOUND, "ft series lists what repeats."),
    errors.SeriesEndedError: Answer(NOT_NOW, "To go on with it: ft series {id} --every RULE"),
    errors.OtherRepetitionError: Answer(NOT_NOW, "Stop it, and add it anew: ft series {id} --stop"),
    errors.CannotUndoSeriesError: Answer(NOT_NOW, "To have no more of it: ft series {id} --stop"),
    errors.UnknownSeriesEventError: Answer(NOT_NOW, _NEWER_HINT),
    errors.NothingToUndoError: Answer(NOT_NOW, "Only what this machine recorded can be undone here."),
    errors.NothingToRedoError: Answer(
        NOT_NOW, "ft redo brings back what ft undo took back, until something else is recorded."
    ),
    errors.CannotUndoError: Answer(NOT_NOW, "Say what became of it: ft keep, ft miss, ft release"),
    errors.CannotUndoForgettingError: Answer(NOT_NOW),
    errors.NotTheLastChangeError: Answer(NOT_NOW, "ft log shows what came after it."),
    errors.UnknownEventError: Answer(NOT_NOW, _NEWER_HINT),
    errors.UnknownPersonEventError: Answer(NOT_NOW, _NEWER_HINT),
    errors.RestlessLedgerError: Answer(UNTRUSTED, "Stop that program, or let it be done, and try again."),
    errors.NotConfirmedError: Answer(NOT_NOW),
    errors.NoLedgerError: Answer(
        NOT_FOUND, "The first ft add begins one there. Check --ledger and FOLLOWTHROUGH_LEDGER."
    ),
    errors.LostLedgerError: Answer(
        NOT_FOUND, "To bring it back: ft restore. To begin afresh beside what is kept: ft add --new"
    ),
    errors.HalfWrittenError: Answer(REFUSED, "Make room, or see to the disk; then ft restore brings everything back."),
    errors.LostEventsError: Answer(UNTRUSTED, "This should not happen. ft doctor says what is wrong with the file."),
    errors.NoSuchLedgerNameError: Answer(NOT_FOUND, "Give it a path: ft config ledgers.{name} PATH"),
    errors.NotAFileError: Answer(UNTRUSTED, "Name a file: --ledger PATH"),
    errors.UntrustedLedgerError: Answer(UNTRUSTED, _LEDGER_HINT),
    errors.NewerLedgerError: Answer(
        UNTRUSTED, "Use a newer version of followthrough to change it; this one can read it."
    ),
    errors.OtherLedgerError: Answer(NOT_NOW, "To make one ledger of both, for good: ft merge --join {path}"),
    errors.UnreadableRecordError: Answer(UNTRUSTED, _LEDGER_HINT),
    errors.LockedLedgerError: Answer(UNTRUSTED, "Try again when the other process is done."),
    errors.MachineRefusedError: Answer(REFUSED, _ROOM_HINT),
    errors.NoSuchBackupError: Answer(NOT_FOUND, "ft restore --list shows each backup."),
    errors.SeveralBackupsError: Answer(SEVERAL, "Name one by its number or by more of its date."),
    errors.CountedTwiceError: Answer(NOT_NOW, "Leave one of them out: each maker of a ledger is counted once."),
    errors.NotAReportError: Answer(USAGE, "ft report --format json -o FILE writes one."),
    errors.StrayFileError: Answer(
        USAGE, "To add reports up: ft report --combine FILE... To write one to a file: ft report -o FILE"
    ),
    errors.UnknownEndingError: Answer(USAGE, "End it in {endings}, or say --format."),
    errors.UnverifiableError: Answer(FOUND_SOMETHING, "Ask whoever sent it for the file as it was signed."),
    errors.NotSignableError: Answer(NOT_NOW, "Write it again with ft report, and sign that."),
    errors.NotSignedError: Answer(FOUND_SOMETHING, "Whoever wrote it can sign it: ft sign FILE"),
    errors.PageChangedError: Answer(FOUND_SOMETHING, "Ask whoever sent it for the page as it was signed."),
    errors.BookmarkNotKeptError: Answer(REFUSED, _ROOM_HINT),
    errors.NoSuchFileError: Answer(NOT_FOUND),
    errors.NoSuchDirectoryError: Answer(NOT_FOUND, "Make it first, or name another: mkdir -p {directory}"),
    errors.NoSigningKeyError: Answer(NOT_FOUND, "To make one: ssh-keygen -t ed25519. To name one: --key FILE"),
    errors.LinkLeadsOutError: Answer(NOT_NOW, "If that file is meant, name it itself."),
    errors.FileInTheWayError: Answer(NOT_NOW, "To replace it: --force"),
    errors.LedgerInTheWayError: Answer(NOT_NOW, "Name another file."),
    errors.FileTooLargeError: Answer(NOT_NOW),
    errors.DirectoryNotFileError: Answer(REFUSED, "Name a file."),
    errors.NoSigningProgramError: Answer(REFUSED, "It comes with OpenSSH: install openssh-client, or openssh."),
    errors.KeyRefusedError: Answer(REFUSED, "With ssh-add the agent can keep it ready. For another key: --key FILE"),
    errors.SigningProgramFailedError: Answer(REFUSED, "OpenSSH 8.2 or newer is needed: ssh -V says which it is."),
    errors.BadSignatureError: Answer(FOUND_SOMETHING, "Ask for the file and its signature again."),
    errors.OtherNamespaceError: Answer(FOUND_SOMETHING, "It was made for something else; ft sign makes its own."),
    errors.UnknownSignerError: Answer(
        FOUND_SOMETHING, "If you know whose key it is, add a line to the signers file: NAME KEYTYPE PUBLICKEY"
    ),
    errors.NoGitError: Answer(REFUSED, _GIT_HINT),
    errors.OldGitError: Answer(REFUSED, _GIT_HINT),
    errors.GitFailedError: Answer(
        REFUSED, "Nothing that was recorded is lost; ft sync goes on where it stopped. git status may say more."
    ),
    errors.NoSuchBranchThereError: Answer(
        NOT_NOW,
        "In the ledger's directory: git switch {there}. If a branch of its own is meant: git push {remote} {branch}",
    ),
    errors.LedgerAtHomeError: Answer(NOT_NOW, "Move it into a directory of its own, and use it there."),
    errors.NotARepositoryError: Answer(NOT_NOW, "ft sync --setup REMOTE, or --setup none for a history here alone."),
    errors.RepositoryNotReadyError: Answer(NOT_NOW, "git status in its directory says how it stands."),
    errors.NamesProgramError: Answer(UNTRUSTED, "If it is meant, say it in your own: git config --global KEY VALUE"),
    errors.BadRemoteError: Answer(
        USAGE, "For example: git@host:us/promises.git, https://host/us/promises.git or a directory"
    ),
    errors.OtherRemoteError: Answer(
        NOT_NOW, "To sync with it: ft sync --setup {name}. With another: git remote add NAME URL, then --setup NAME"
    ),
    errors.ForeignRemoteError: Answer(UNTRUSTED, "Reach it by ssh, or have your own copy: git clone --bare"),
    errors.RemoteUnreachableError: Answer(OTHER_SIDE, "ft sync again when it can be."),
    errors.RemoteRefusedError: Answer(OTHER_SIDE, "Whoever keeps it can say why. ft sync tries again."),
    errors.RestlessRemoteError: Answer(OTHER_SIDE, "What is here is kept and committed. ft sync goes on."),
    errors.OtherLedgerThereError: Answer(
        NOT_NOW,
        "To have both, apart: ft --ledger DIRECTORY/LEDGER.json sync --setup REMOTE, and ft config ledgers.NAME PATH. "
        "To make one ledger of both, for good: git clone REMOTE, ft merge --join with the file in it, ft sync",
    ),
    errors.UntrustedThereError: Answer(
        UNTRUSTED, "Whoever sent it last can mend it there: ft doctor on their machine, then ft sync."
    ),
    errors.OtherPathError: Answer(NOT_NOW, "Name yours the same: ft --ledger DIRECTORY/{there} sync --setup REMOTE"),
    errors.OthersConflictError: Answer(NOT_NOW, "git pull merges them, and the ledger with them; then ft sync."),
    errors.OthersInTheWayError: Answer(NOT_NOW, "Commit or put away what you changed there; then ft sync."),
    errors.SyncingElsewhereError: Answer(UNTRUSTED, _BUSY_HINT),
    errors.BadTimeOfDayError: Answer(USAGE, "Hours and minutes of 24, for example: 08:00"),
    errors.NoDestinationError: Answer(USAGE, "Say it: --via me, --desktop or --exec COMMAND"),
    errors.AddressNotNamedError: Answer(
        USAGE, "To keep it where only you read it: ft config notify.me URL, then --via me"
    ),
    errors.NotSchedulableError: Answer(USAGE, "Put the command into a script, or name a path without it."),
    errors.LineTooLongError: Answer(USAGE, "Put the command into a script: --exec /path/to/script"),
    errors.NoSchedulerError: Answer(
        REFUSED, "To see what each would be given: ft schedule with --cron, --systemd or --launchd"
    ),
    errors.SchedulerMissingError: Answer(REFUSED, "Without --install it is printed, to be used elsewhere."),
    errors.SchedulerFailedError: Answer(REFUSED),
    errors.CrontabMarkersError: Answer(NOT_NOW, "Mend it with crontab -e: both marker lines or none, then try again."),
    errors.NoSuchAddressError: Answer(USAGE, "Give it an address: ft config notify.{name} URL"),
    errors.BadAddressError: Answer(USAGE, "https://github.com/caronc/apprise lists the forms of addresses."),
    errors.NotifyExtraMissingError: Answer(USAGE, "To install it: pip install 'followthrough[notify]'"),
    errors.DeliveryFailedError: Answer(OTHER_SIDE),
    errors.NotInThatFormatError: Answer(USAGE, "--from says which format it is; ft import --help lists them."),
    errors.UnknownContentError: Answer(
        USAGE,
        "--from says which format it is, for a list of plain lines --from todotxt; a table needs a column “what”.",
    ),
    errors.LedgerNotImportedError: Answer(USAGE, "ft merge takes in a copy of this ledger; with --join, another one."),
    errors.NotTextError: Answer(USAGE, "Export it again as UTF-8, and import that."),
    errors.EmptyFileError: Answer(USAGE, "Look at what the other program wrote, and export it again."),
    errors.BadMarksError: Answer(USAGE, "Move it away, and everything is told as new."),
    errors.MarksNotKeptError: Answer(REFUSED, _ROOM_HINT),
    errors.ToldElsewhereError: Answer(UNTRUSTED, _BUSY_HINT),
    errors.ToldNotRememberedError: Answer(REFUSED, _ROOM_HINT),
    errors.BadSnoozesError: Answer(USAGE, "Move it away, and nothing is snoozed."),
    errors.SnoozesNotKeptError: Answer(REFUSED, _ROOM_HINT),
    errors.NotSnoozedError: Answer(NOT_NOW),
    errors.OutputRefusedError: Answer(REFUSED, "If something was to be recorded, it is; ft log shows it."),
    errors.NoTerminalError: Answer(USAGE, "ft digest says what is due; ft review --json lists what needs a decision."),
    errors.BadBookmarkError: Answer(USAGE, "The next answer in a review writes it anew."),
    errors.BadSettingsError: Answer(USAGE, "Mend it in an editor, or move it away to start from the defaults."),
    errors.LockedSettingsError: Answer(REFUSED, _BUSY_HINT),
    errors.NoSuchSettingError: Answer(USAGE, "ft config lists the settings."),
    errors.BadSettingError: Answer(USAGE, "ft config lists the settings."),
    errors.BadClockError: Answer(USAGE, "For example: FOLLOWTHROUGH_NOW=2026-11-23T10:00:00-05:00"),
}
