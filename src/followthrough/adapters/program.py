"""The words that run this program from anywhere, for whoever is told of it once and runs it later."""

import os
import shutil
from collections.abc import Mapping

_OURS = ("ft", "followthrough")


def program_words(called: str, python: str, environment: Mapping[str, str]) -> tuple[str, ...]:
    """The words that run this program from anywhere: as it was called, else as it stands beside its Python."""
    found = called if os.sep in called else shutil.which(called, path=environment.get("PATH", os.defpath))
    candidates = [found] if found and os.path.basename(found) in _OURS else []
    candidates.append(os.path.join(os.path.dirname(python), _OURS[0]))
    for each in candidates:
        if os.access(each, os.X_OK):
            return (os.path.abspath(each),)
    return (os.path.abspath(python), "-P", "-m", "followthrough")
