"""Reading mail that came back: which letter it was, and why."""

from __future__ import annotations

import email
import email.policy
import re
from dataclasses import dataclass
from email.message import EmailMessage, Message

_LETTER = re.compile(r"<(ltr_[a-z2-7]{20})@[^>\s]+>")


@dataclass(frozen=True, slots=True)
class Bounce:
    """A letter that came back.

    Parameters
    ----------
    letter_id : str
        Which.
    reason : str
        What the server said that would not take it.
    """

    letter_id: str
    reason: str


def read_bounce(content: bytes) -> Bounce | None:
    """Read a delivery status notification (RFC 3464).

    Parameters
    ----------
    content : bytes
        The mail.

    Returns
    -------
    Bounce or None
        None when it is none, tells of a delay or of success, or of no letter of ours.
    """
    message = email.message_from_bytes(content, policy=email.policy.default)
    failed, letter = None, None
    for part in message.walk():
        kind = part.get_content_type()
        if kind == "message/delivery-status":
            failed = failed or _failure(part)
        elif kind == "text/rfc822-headers":
            letter = letter or _LETTER.search(str(part.get_content()))
        elif kind == "message/rfc822":
            letter = letter or _letter_in(part)
    if failed is None or letter is None:
        return None
    return Bounce(letter[1], failed)


def _failure(part: EmailMessage) -> str | None:
    blocks = part.get_payload()
    for block in blocks if isinstance(blocks, list) else ():
        if isinstance(block, Message) and str(block.get("Action", "")).lower() == "failed":
            said = block.get("Diagnostic-Code") or block.get("Status") or "It came back."
            return str(said).partition(";")[2].strip() or str(said)
    return None


def _letter_in(part: EmailMessage) -> re.Match[str] | None:
    inside = part.get_payload()
    first = inside[0] if isinstance(inside, list) and inside else None
    return _LETTER.search(str(first.get("Message-ID"))) if isinstance(first, Message) else None
