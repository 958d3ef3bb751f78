"""The subject of a digest: figures alone, so that nothing anybody wrote can get into the header of a mail."""

from followthrough.domain.digest import Digest


def subject(digest: Digest) -> str:
    """`Promises: 2 overdue, 1 due today`, in ASCII."""
    counts = {
        "overdue": len(digest.overdue),
        "due today": len(digest.due_today),
        "due soon": len(digest.due_soon),
        "asking for a hand": len(digest.help_wanted),
        "waited for": len(digest.waiting_on_others),
        "brought up again": int(digest.again is not None),
    }
    return "Promises: " + (", ".join(f"{count} {words}" for words, count in counts.items() if count) or "nothing due")
