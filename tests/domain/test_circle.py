"""What a circle was promised, in the order in which it is read, and what its members kept of it together."""

from followthrough.domain.circle import circle_promises
from tests.support.builders import NOW, a_promise, kept, made, missed, noted, promise


def test_what_asks_for_a_hand_comes_first_then_what_is_due_first_then_what_was_settled_last() -> None:
    received = [
        promise("l", commitment_id="l" * 12, due="2026-12-24"),
        promise("k", commitment_id="k" * 12, due="2026-12-01"),
        a_promise(made("m", due="2026-12-31"), noted(help_wanted=True), commitment_id="m" * 12),
        a_promise(made("n"), kept(logged="2026-11-23T11:00-05:00"), commitment_id="n" * 12),
        a_promise(made("o"), kept(logged="2026-11-23T12:00-05:00"), commitment_id="o" * 12),
        a_promise(made("p"), missed(logged="2026-11-23T13:00-05:00"), commitment_id="p" * 12),
        a_promise(made("q", maker="zoe"), kept(logged="2026-11-23T10:30-05:00"), commitment_id="q" * 12),
    ]
    found = circle_promises(received, {"sam", "bo"}, NOW)
    assert [each.what for each in found.in_order] == ["m", "k", "l", "o", "n", "q", "p"]
    assert [each.what for each in found.otherwise] == ["p"]
    assert (found.together.on_time.k, found.together.on_time.n) == (2, 3)
    assert found.together.kept == 2
