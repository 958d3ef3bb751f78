"""In which format something is written: as was said, as JSON where that was asked for, or as the file's name ends."""

import re
from collections.abc import Mapping
from typing import TypeVar

from followthrough.domain.errors import OptionsClashError, UnknownEndingError

Layout = TypeVar("Layout", bound=str)


def layout_for(
    chosen: Layout | None, output: str, *, json: bool, endings: Mapping[str, Layout], otherwise: Layout
) -> Layout:
    """The format that goes with these options; `otherwise` where neither they nor the name say one.

    Raises OptionsClashError, UnknownEndingError.
    """
    if json and chosen not in (None, "json"):
        raise OptionsClashError("--json", f"--format {chosen}")
    if chosen is not None or json:
        return chosen or endings["json"]
    ending = re.search(r"\.([^./]*)$", output.lower())
    if ending is None:
        return otherwise
    if ending[1] not in endings:
        raise UnknownEndingError(output, _listed(endings))
    return endings[ending[1]]


def _listed(endings: Mapping[str, Layout]) -> str:
    *most, last = (f".{each}" for each in endings)
    return f"{', '.join(most)} or {last}"
