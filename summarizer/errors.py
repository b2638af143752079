"""What can go wrong, by who must act.

SummarizerError
├── SettingsError   the caller: a wrong option or configuration     exit 2
├── InputError      the post's owner: unreadable, empty, binary     exit 1 (recorded a post)
├── WeightsError    weights missing, damaged, unobtainable          exit 3
├── BackendError    the engine or server failed or went away        exit 3
├── OutputError     the results cannot be written                   exit 2
└── StoreError      the database is damaged, locked or newer        exit 2
"""


class SummarizerError(Exception):
    """Work cannot go on; `message` says what and where, `hint` what to do about it."""

    exit_code = 2
    code = "error"

    def __init__(self, message: str, hint: str = "", code: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        if code:
            self.code = code

    def __str__(self) -> str:
        return f"{self.message} {self.hint}".strip()


class SettingsError(SummarizerError):
    """A wrong option, configuration value or combination of them."""

    code = "settings"


class InputError(SummarizerError):
    """One post cannot be read; `code` says why (empty, binary, too-large, unreadable, undecodable …)."""

    exit_code = 1
    code = "input"


class WeightsError(SummarizerError):
    """Model weights are unknown, missing, damaged or could not be fetched."""

    exit_code = 3
    code = "weights"


class BackendError(SummarizerError):
    """The inference engine or server failed, refused or went away."""

    exit_code = 3
    code = "backend"


class OutputError(SummarizerError):
    """Results cannot be written where they were asked for."""

    code = "output"


class StoreError(SummarizerError):
    """The database is damaged, locked, or written by a newer version."""

    code = "store"
