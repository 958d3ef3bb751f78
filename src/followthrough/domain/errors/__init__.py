"""Every problem a user can act on: one class each, made of facts, that says itself in one sentence."""

from followthrough.domain.errors.drafting import (
    ClipboardRefusedError as ClipboardRefusedError,
    NoClipboardError as NoClipboardError,
    NoSuchPlaceholderError as NoSuchPlaceholderError,
    NothingToSayError as NothingToSayError,
)
from followthrough.domain.errors.ledger import (
    HalfWrittenError as HalfWrittenError,
    LockedLedgerError as LockedLedgerError,
    LostEventsError as LostEventsError,
    LostLedgerError as LostLedgerError,
    MachineRefusedError as MachineRefusedError,
    NewerLedgerError as NewerLedgerError,
    NoLedgerError as NoLedgerError,
    NoSuchBackupError as NoSuchBackupError,
    NoSuchLedgerNameError as NoSuchLedgerNameError,
    NotAFileError as NotAFileError,
    OutputRefusedError as OutputRefusedError,
    SeveralBackupsError as SeveralBackupsError,
    UntrustedLedgerError as UntrustedLedgerError,
)
from followthrough.domain.errors.meant import (
    CirclePromisesError as CirclePromisesError,
    ForgottenCommitmentError as ForgottenCommitmentError,
    NoRecipientError as NoRecipientError,
    NoSuchCommitmentError as NoSuchCommitmentError,
    NoSuchPersonError as NoSuchPersonError,
    NotACircleError as NotACircleError,
    NotARecipientError as NotARecipientError,
    SeveralMatchesError as SeveralMatchesError,
    SeveralPeopleError as SeveralPeopleError,
    UnknownMeError as UnknownMeError,
    WhoseWordError as WhoseWordError,
)
from followthrough.domain.errors.merging import (
    OtherLedgerError as OtherLedgerError,
    UnreadableRecordError as UnreadableRecordError,
)
from followthrough.domain.errors.problem import Problem as Problem, quoted as quoted
from followthrough.domain.errors.refused import (
    AlreadyOpenError as AlreadyOpenError,
    AlreadySettledError as AlreadySettledError,
    BeforeMakingError as BeforeMakingError,
    CannotUndoError as CannotUndoError,
    CannotUndoForgettingError as CannotUndoForgettingError,
    DueNotEditableError as DueNotEditableError,
    FutureDateError as FutureDateError,
    LengthNotUnderstoodError as LengthNotUnderstoodError,
    NotConfirmedError as NotConfirmedError,
    NothingToRedoError as NothingToRedoError,
    NothingToRepairError as NothingToRepairError,
    NothingToUndoError as NothingToUndoError,
    NotKeptError as NotKeptError,
    PastDateError as PastDateError,
    PastDueError as PastDueError,
    PhraseNotUnderstoodError as PhraseNotUnderstoodError,
    QuotesForgottenError as QuotesForgottenError,
    RestlessLedgerError as RestlessLedgerError,
    SayTheTimeError as SayTheTimeError,
    UndoneError as UndoneError,
    UnknownEventError as UnknownEventError,
    UnknownPersonEventError as UnknownPersonEventError,
)
from followthrough.domain.errors.reminding import (
    BadAddressError as BadAddressError,
    BadMarksError as BadMarksError,
    BadSnoozesError as BadSnoozesError,
    DeliveryFailedError as DeliveryFailedError,
    MarksNotKeptError as MarksNotKeptError,
    NoSuchAddressError as NoSuchAddressError,
    NotifyExtraMissingError as NotifyExtraMissingError,
    NotSnoozedError as NotSnoozedError,
    SnoozesNotKeptError as SnoozesNotKeptError,
    ToldElsewhereError as ToldElsewhereError,
    ToldNotRememberedError as ToldNotRememberedError,
)
from followthrough.domain.errors.reports import (
    CountedTwiceError as CountedTwiceError,
    NotAReportError as NotAReportError,
    NotSignableError as NotSignableError,
    NotSignedError as NotSignedError,
    PageChangedError as PageChangedError,
    StrayFileError as StrayFileError,
    UnknownEndingError as UnknownEndingError,
    UnverifiableError as UnverifiableError,
)
from followthrough.domain.errors.review import (
    BadBookmarkError as BadBookmarkError,
    BookmarkNotKeptError as BookmarkNotKeptError,
    NoTerminalError as NoTerminalError,
    NotTheLastChangeError as NotTheLastChangeError,
)
from followthrough.domain.errors.schedule import (
    AddressNotNamedError as AddressNotNamedError,
    BadTimeOfDayError as BadTimeOfDayError,
    CrontabMarkersError as CrontabMarkersError,
    LineTooLongError as LineTooLongError,
    NoDestinationError as NoDestinationError,
    NoSchedulerError as NoSchedulerError,
    NotSchedulableError as NotSchedulableError,
    SchedulerFailedError as SchedulerFailedError,
    SchedulerMissingError as SchedulerMissingError,
)
from followthrough.domain.errors.settings import (
    BadClockError as BadClockError,
    BadSettingError as BadSettingError,
    BadSettingsError as BadSettingsError,
    NoSuchSettingError as NoSuchSettingError,
)
from followthrough.domain.errors.sharing import (
    BadSignatureError as BadSignatureError,
    DirectoryNotFileError as DirectoryNotFileError,
    FileInTheWayError as FileInTheWayError,
    FileTooLargeError as FileTooLargeError,
    KeyRefusedError as KeyRefusedError,
    LedgerInTheWayError as LedgerInTheWayError,
    NoSigningKeyError as NoSigningKeyError,
    NoSigningProgramError as NoSigningProgramError,
    NoSuchDirectoryError as NoSuchDirectoryError,
    NoSuchFileError as NoSuchFileError,
    OtherNamespaceError as OtherNamespaceError,
    SigningProgramFailedError as SigningProgramFailedError,
    UnknownSignerError as UnknownSignerError,
)
from followthrough.domain.errors.typed import (
    BadCountError as BadCountError,
    BadHandleError as BadHandleError,
    BadShareError as BadShareError,
    BadTagError as BadTagError,
    EmptyTextError as EmptyTextError,
    NothingToChangeError as NothingToChangeError,
    OptionsClashError as OptionsClashError,
    TextTooLongError as TextTooLongError,
    UnreadableTextError as UnreadableTextError,
)
