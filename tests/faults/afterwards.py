"""What must hold in a home after a fault, as the next commands of its user find it."""

from tests.faults.homes import Told, events_in, left_over

TENT = ("add", "Bring the tent", "--to", "bo")


def wrong_afterwards(
    home: Told, again: tuple[str, ...] | None, acknowledged: set[str], *, torn: bool = False
) -> list[str]:
    """What is wrong when the user looks, or does again what was not done, adds a promise and asks the doctor.

    Of a file that was torn the doctor may say what is missing of the write that was never acknowledged.
    """
    wrong = _failed(home, again or ("list", "--all", "--json"))
    wrong += _failed(home, TENT)
    if lost := acknowledged - events_in(home.ledger.read_bytes() if home.ledger.exists() else None):
        wrong.append(f"lost: {sorted(lost)}")
    wrong += [] if torn else _failed(home, ("doctor",))
    return wrong + [f"left over: {each}" for each in left_over(home)]


def _failed(home: Told, command: tuple[str, ...]) -> list[str]:
    said = home.do(*command)
    return [] if said.status == 0 else [f"{command[0]} ended with {said.status}: {said.out}{said.err}"]
