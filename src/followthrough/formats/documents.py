"""Every document that commands print as JSON, or give to a hook, and the schema of each."""

from inspect import cleandoc
from typing import Any

import msgspec
from msgspec import Struct

from followthrough.formats.exchange.document import ExportJson
from followthrough.formats.hook_document import HookJson
from followthrough.formats.merge_document import MergeJson
from followthrough.formats.odds_document import OddsJson
from followthrough.formats.output import CommitmentsJson, DigestJson, ErrorJson, MessageJson, PromptJson, ScoreJson
from followthrough.formats.people_document import ForgottenJson, PeopleJson
from followthrough.formats.report import ReportJson
from followthrough.formats.schedule.document import ScheduleJson
from followthrough.formats.series_document import SeriesJson
from followthrough.formats.settings_document import SettingsJson
from followthrough.formats.signed import SignedJson, VerifiedJson
from followthrough.formats.sync_document import SyncJson
from followthrough.formats.upkeep import DoctorJson, RestoreJson
from followthrough.formats.when import WhenJson

DOCUMENTS: tuple[type[Struct], ...] = (
    CommitmentsJson,
    DigestJson,
    ScoreJson,
    OddsJson,
    PromptJson,
    MessageJson,
    ReportJson,
    SignedJson,
    VerifiedJson,
    PeopleJson,
    SeriesJson,
    WhenJson,
    ForgottenJson,
    ExportJson,
    MergeJson,
    SyncJson,
    SettingsJson,
    ScheduleJson,
    DoctorJson,
    RestoreJson,
    HookJson,
    ErrorJson,
)


def schema_of(document: type[Struct]) -> dict[str, Any]:
    """The JSON Schema of one of the documents."""
    due = {"type": "string", "description": "A day (YYYY-MM-DD) or a moment (ISO 8601 with offset)."}
    # A due date is the only value in them that msgspec has no schema for.
    _, components = msgspec.json.schema_components([document], schema_hook=lambda _: due, ref_template="#/$defs/{name}")
    for component in components.values():
        if "description" in component:  # a docstring, which Python 3.13 has without its indentation and 3.11 with it
            component["description"] = cleandoc(component["description"])
    name = msgspec.structs.fields(document)[0].default
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": name,
        "$ref": f"#/$defs/{document.__name__}",
        "$defs": components,
    }
