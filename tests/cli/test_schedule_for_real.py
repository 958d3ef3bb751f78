"""A real cron and a real systemd run what `ft schedule` sets up, in a file system of their own."""

import os
import shlex
import shutil
import subprocess
import time
from pathlib import Path

import pytest

from tests.support.terminal import program

CRON = shutil.which("cron", path="/usr/sbin:/usr/bin:/sbin")
SYSTEMD = Path("/lib/systemd/systemd")
NOT_PRIVATE = 77
pytestmark = [
    pytest.mark.external,
    pytest.mark.skipif(os.getuid() != 0 or shutil.which("unshare") is None, reason="a private file system takes root"),
]
PRIVATE = f"""
mount --make-rprivate / && mount --bind "$PLACE/run" /run || exit {NOT_PRIVATE}
"$FT" add "Send Ana the slides" --to ana --by today || exit 1
"""
"""The beginning of each script: /run is its own, and there is a promise to be reminded of."""
WITH_CRON = """
mount --bind "$PLACE/spool" /var/spool/cron/crontabs && mount --bind "$PLACE/none" /etc/cron.d \\
  && mount --bind "$PLACE/empty" /etc/crontab || exit 77
"$FT" schedule --daily 00:00 --exec "$COMMAND" --install || exit 1
crontab -l > "$PLACE/installed" && sed 's/^0 \\* /* * /' "$PLACE/installed" | crontab - || exit 1
timeout 100 "$CRON" -f & cron=$!
for _ in $(seq 150); do [ -e "$PLACE/digest" ] && break; sleep 0.5; done
kill $cron
"$FT" schedule --remove && crontab -l > "$PLACE/afterwards"
"""
WITH_SYSTEMD = """
mkdir -p /run/systemd/system "$XDG_RUNTIME_DIR" && chmod 700 "$XDG_RUNTIME_DIR"
timeout 60 "$SYSTEMD" --user 2> "$PLACE/manager" & manager=$!
for _ in $(seq 100); do systemctl --user show-environment > "$PLACE/out" 2>&1 && break; sleep 0.1; done
systemctl --user show-environment > "$PLACE/out" || { kill $manager; exit 78; }
"$FT" schedule --daily 00:05 --exec "$COMMAND" --install > "$PLACE/out"
"$FT" schedule --daily 00:10 --exec "$COMMAND" --install >> "$PLACE/out"
timer=$(basename "$HOME"/.config/systemd/user/*.timer)
state() { systemctl --user is-enabled "$timer"; systemctl --user is-active "$timer"; }
{ state; systemctl --user show --property=NextElapseUSecRealtime "$timer"; } > "$PLACE/installed"
systemctl --user start "${timer%.timer}.service"
"$FT" schedule --remove >> "$PLACE/out"
state > "$PLACE/afterwards" 2>&1
kill $manager
wait $manager
"""


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A place whose name no scheduler likes, with the home of somebody who never used the program."""
    place = tmp_path / "100% it's a\\%b $HOME"
    for name in ("spool", "run", "none", "home"):
        (place / name).mkdir(parents=True)
    (place / "empty").touch()
    return place


def played(place: Path, script: str) -> None:
    """Play a script in that place. The command writes the digest there, and behind it the zone that it ran in."""
    new, digest = (shlex.quote(str(place / name)) for name in ("new", "digest"))
    environment = {
        "HOME": str(place / "home"),
        "LOGNAME": "root",
        "TZ": "Asia/Tokyo",
        "LC_ALL": "C.UTF-8",
        "PATH": "/usr/bin:/bin",
        "XDG_RUNTIME_DIR": "/run/user/0",
        "PLACE": str(place),
        "FT": program(),
        "CRON": str(CRON),
        "SYSTEMD": str(SYSTEMD),
        "COMMAND": f"{{ cat; date +%Z; }} > {new} && mv {new} {digest}",
    }
    ran = subprocess.run(
        ["unshare", "--mount", "sh", "-c", PRIVATE + script],
        env=environment,
        cwd=place,
        capture_output=True,
        timeout=150,
        check=False,
    )
    if ran.returncode == NOT_PRIVATE:
        pytest.skip("a file system cannot be had privately here")
    if ran.returncode == NOT_PRIVATE + 1:
        pytest.skip("no systemd user manager can be started here")
    assert ran.returncode == 0, ran.stderr.decode()


def text(file: Path) -> str:
    return file.read_text(encoding="utf-8")


@pytest.mark.skipif(CRON is None or shutil.which("crontab") is None, reason="cron is not installed")
def test_a_real_cron_delivers_by_the_installed_line(place: Path) -> None:
    began = time.monotonic()
    played(place, WITH_CRON)
    assert (place / "digest").exists(), f"nothing came within {time.monotonic() - began:.0f} seconds"
    assert "Send Ana the slides" in text(place / "digest")
    assert text(place / "digest").endswith("\nJST\n")
    assert text(place / "afterwards") == ""


@pytest.mark.skipif(not SYSTEMD.exists() or shutil.which("systemctl") is None, reason="systemd is not installed")
def test_a_real_systemd_delivers_by_the_installed_units(place: Path) -> None:
    played(place, WITH_SYSTEMD)
    said = text(place / "out").splitlines()
    assert [line for line in said if not line.startswith("  ")] == [
        "Set up with systemd, as a systemd user manager answers.",
        "Set up anew with systemd, as a systemd user manager answers.",
        f"Took the reminders of {place}/home/.local/share/followthrough/ledger.json out of systemd.",
    ]
    enabled, active, following = text(place / "installed").splitlines()
    assert (enabled, active) == ("enabled", "active")
    assert ":10:00 " in following
    assert "Send Ana the slides" in text(place / "digest")
    assert text(place / "digest").endswith("\nJST\n")
    assert "inactive" in text(place / "afterwards")
    assert not list((place / "home" / ".config" / "systemd" / "user").rglob("followthrough*"))
