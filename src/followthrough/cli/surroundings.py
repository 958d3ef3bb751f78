"""Which environment variables and which files the program goes by, in words: for `ft help` and the man pages."""

ENVIRONMENT = {
    "FOLLOWTHROUGH_LEDGER": "The ledger to use, as --ledger.",
    "FOLLOWTHROUGH_CONFIG": "The path of the configuration file.",
    "FOLLOWTHROUGH_STATE": "The path of the state directory.",
    "FOLLOWTHROUGH_HOOK": "Set inside of a hook, to its name; no hook is run where it is set.",
    "FOLLOWTHROUGH_NOW": "Sets the clock, for demonstrations and tests: ISO 8601 with offset.",
    "TZ": "The time zone, where it names one that this machine knows.",
    "COLUMNS": "How many columns to fill; otherwise those of the terminal.",
    "VISUAL, EDITOR": "The editor that ft add --edit opens; the first that is set counts.",
    "FOLLOWTHROUGH_ASCII": "Anything but 0: signs in ASCII, and no plots, as --ascii.",
    "TERM": "dumb: the same on a terminal, and no colours.",
    "LC_ALL": "C or POSIX: signs in ASCII.",
    "NO_COLOR": "Anything: no colours.",
    "FORCE_COLOR": "Anything but 0: colours also where it is no terminal.",
}
"""Each variable and what it does."""

FILES = {
    "~/.local/share/followthrough/ledger.json": "Your ledger, unless another is configured or named.",
    "~/.config/followthrough/config.toml": "The settings; ft config shows and writes them.",
    "~/.config/followthrough/hooks/": "Programs of yours that run when something was recorded.",
    "~/.local/state/followthrough/": "What this machine knows about each ledger: its backups, what reminders said.",
}
"""Each file as it is on Linux without XDG_* variables, and what it holds."""
