"""Files of other programs are known by their content, and none is taken for that of another."""

import json

import pytest

from followthrough.domain.errors import UnknownContentError
from followthrough.formats.exchange import ics, taskwarrior
from followthrough.formats.exchange.catalog import recognised
from followthrough.formats.exchange.names import ImportFormat
from tests.support.builders import NOW, promise

ODD = promise('{"urtext":1,"tini":2} BEGIN:VCALENDAR "description": x,y')
FILES: dict[str, ImportFormat] = {
    taskwarrior.write([ODD], people={}, me="sam", now=NOW): "taskwarrior",
    '{"description":"x","status":"pending","uuid":"y"}\n{"description":"z"}\n': "taskwarrior",
    ics.write([ODD], people={}, me="sam", now=NOW): "ics",
    "\r\nbegin:vcalendar\r\nVERSION:2.0\r\n": "ics",
    '{"/x/by/1pm": {"user": "alice", "tini": "2017-07-27", "tdue": "2017-07-28"}}': "commits.to",
    '[{"urtext": "x", "tdue": null, "description": "y", "status": "z"}]': "commits.to",
}


@pytest.mark.parametrize(("text", "name"), FILES.items())
def test_a_file_is_known_by_its_content(text: str, name: ImportFormat) -> None:
    assert recognised(text) == name


@pytest.mark.parametrize(
    "text", ["Dear Ana,\nBEGIN:VCALENDAR is how it begins.\n", json.dumps([{"description": "x"}]), "{}", "[]", "7"]
)
def test_what_could_be_anything_is_taken_for_none_of_them(text: str) -> None:
    with pytest.raises(UnknownContentError):
        recognised(text)
