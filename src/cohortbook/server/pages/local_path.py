"""Where to go after signing in: only ever on this server."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

# Browsers drop tabs and line ends inside an address and read a backslash as a
# slash, so "/\t/evil" and "/\\evil" would leave this server.
PLAIN = re.compile(r"/(?![/\\])[\x21-\x5b\x5d-\x7e]*")


def local_path(wanted: str | None) -> str:
    """Return `wanted` if it is a path on this server, else the home page.

    Parameters
    ----------
    wanted : str or None
        As it came from outside; never trusted.
    """
    if not wanted or len(wanted) > 2000 or not PLAIN.fullmatch(wanted):
        return "/"
    parts = urlsplit(wanted)
    if parts.scheme or parts.netloc or parts.path.startswith(("//", "/join/", "/sign-")):
        return "/"
    return wanted
