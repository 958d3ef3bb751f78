"""What a ledger says of itself and of its replicas, as far as that can be read."""

import msgspec
from msgspec import Struct

from followthrough.formats.examination.numbers import ListedReplica
from followthrough.formats.examination.reading import Tables

APP = "followthrough"


class Meta(Struct):
    """What a ledger says of itself; without words where that cannot be read."""

    app: str = ""
    min_writer: int = 1
    ledger: str = ""

    @property
    def is_ours(self) -> bool:
        """Whether it says that it is a ledger of this program, and which one."""
        return self.app == APP and bool(self.ledger)


class _Replica(Struct):
    name: str = ""
    last: int = 0
    by: str = ""


def meta_in(tables: Tables) -> Meta:
    """What a ledger says of itself, as far as it can be read."""
    try:
        return msgspec.json.decode(tables["meta"]["1"], type=Meta)
    except (KeyError, msgspec.MsgspecError, UnicodeError, RecursionError):
        return Meta()


def listed_in(tables: Tables) -> dict[str, ListedReplica]:
    """A list of replicas, as far as it can be read."""
    found: dict[str, ListedReplica] = {}
    for name, line in tables.get("replicas", {}).items():
        try:
            entry = msgspec.convert(msgspec.json.decode(line), type=_Replica)  # every byte of it has to be readable
        except (msgspec.MsgspecError, UnicodeError, RecursionError):
            continue
        found[name] = ListedReplica(entry.name, entry.last, entry.by)
    return found
