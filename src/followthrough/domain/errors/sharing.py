"""What is wrong with a file to read or write, with a key, or with a signature."""

from followthrough.domain.errors.problem import Problem, quoted


class NoSuchFileError(Problem):
    path: str

    def __str__(self) -> str:
        return f"There is no file {self.path}."


class NoSuchDirectoryError(Problem):
    path: str
    directory: str

    def __str__(self) -> str:
        return f"{self.path} cannot be written: there is no directory {self.directory}."


class DirectoryNotFileError(Problem):
    path: str

    def __str__(self) -> str:
        return f"{self.path} is a directory, not a file."


class FileTooLargeError(Problem):
    path: str
    megabytes: int

    def __str__(self) -> str:
        return f"{self.path} is larger than {self.megabytes} MB, the most that is read."


class FileInTheWayError(Problem):
    path: str

    def __str__(self) -> str:
        return f"{self.path} is there already and was left as it is."


class LinkLeadsOutError(Problem):
    path: str
    target: str

    def __str__(self) -> str:
        return f"{self.path} is a link that leads out of its directory, to {self.target}. Nothing was written."


class LedgerInTheWayError(Problem):
    path: str

    def __str__(self) -> str:
        return f"{self.path} is a ledger and was left as it is; it is never written over."


class NoSigningProgramError(Problem):
    program: str

    def __str__(self) -> str:
        return f"There is no {self.program} on this machine to sign or to check signatures with."


class NoSigningKeyError(Problem):
    directory: str

    def __str__(self) -> str:
        return f"There is no SSH key to sign with in {self.directory}, and none was named."


class KeyRefusedError(Problem):
    path: str
    reason: str

    def __str__(self) -> str:
        return f"The key {self.path} could not sign: {self.reason}. Nothing was changed."


class SigningProgramFailedError(Problem):
    program: str
    reason: str

    def __str__(self) -> str:
        return f"{self.program} did not do what was asked: {self.reason}. Nothing was changed."


class BadSignatureError(Problem):
    reason: str

    def __str__(self) -> str:
        return f"The signature is not good: {self.reason}."


class OtherNamespaceError(Problem):
    namespace: str

    def __str__(self) -> str:
        return f"The signature is for {quoted(self.namespace)}, not for followthrough."


class UnknownSignerError(Problem):
    fingerprint: str
    signers: str
    reason: str

    def __str__(self) -> str:
        because = f" ({self.reason})" if self.reason else ""
        return (
            f"The signature fits the content, but {self.signers} names nobody for its key {self.fingerprint}{because}."
        )
