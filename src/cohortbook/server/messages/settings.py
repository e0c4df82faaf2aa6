"""What the operator set about mail and hooks; secrets come from the environment only."""

from __future__ import annotations

import re
from dataclasses import dataclass
from email.utils import parseaddr
from typing import TYPE_CHECKING, ClassVar
from urllib.parse import urlsplit

from cohortbook.cohort.shape import is_email
from cohortbook.delivery.smtp import SmtpServer
from cohortbook.delivery.webhook import Webhook
from cohortbook.errors import CohortbookError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cohortbook.cohort.hooks import Hook
    from cohortbook.cohort.model import Cohort

SMTP_URL = "COHORTBOOK_SMTP_URL"
_HOOK = "COHORTBOOK_HOOK_"
_SHORTEST_SECRET = 16


class MessagesUnset(CohortbookError):  # noqa: N818
    """Something about mail or hooks is set, and something that it needs is not."""

    code: ClassVar[str] = "messages"


@dataclass(frozen=True, slots=True)
class MessageOptions:
    """What the command line says.

    Parameters
    ----------
    base_url : str or None
        Where people reach the server.
    mail_from : str or None
        Whom mail is from: an address, or a name with an address in angle brackets.
    sign_in_links : bool
        Whether mail holds a link that signs its reader in.
    private_hooks : bool
        Whether hooks may be on this machine or in private networks.
    """

    base_url: str | None = None
    mail_from: str | None = None
    sign_in_links: bool = False
    private_hooks: bool = False


@dataclass(frozen=True, slots=True)
class MailSettings:
    """How mail is sent.

    Parameters
    ----------
    name, address : str
        Whom it is from; the name may be empty.
    server : SmtpServer
        Takes it.
    sign_in_links : bool
        As in `MessageOptions`.
    """

    name: str
    address: str
    server: SmtpServer
    sign_in_links: bool = False


@dataclass(frozen=True, slots=True)
class MessageSettings:
    """How people and programs are reached.

    Parameters
    ----------
    base_url : str
        Where people reach the server, without a slash at the end.
    mail : MailSettings or None
        None when no mail is sent.
    hooks : mapping of str to Webhook
        By the hook's id.
    """

    base_url: str
    mail: MailSettings | None
    hooks: Mapping[str, Webhook]


def message_settings(
    cohort: Cohort, options: MessageOptions, environment: Mapping[str, str]
) -> MessageSettings | None:
    """Put together what is set.

    Parameters
    ----------
    cohort : Cohort
        Names the hooks.
    options : MessageOptions
        From the command line.
    environment : mapping
        Holds the secrets.

    Returns
    -------
    MessageSettings or None
        None when neither mail nor a hook is set: then nobody is sent anything.

    Raises
    ------
    MessagesUnset, SmtpUrlInvalid
        When something is missing or cannot be used.
    """
    url = environment.get(SMTP_URL, "").strip()
    if not url and not options.mail_from and not cohort.hooks:
        return None
    base_url = _base_url(options.base_url)
    hooks = {
        each.id: _webhook(each, environment, private=options.private_hooks)
        for each in cohort.hooks.values()
    }
    return MessageSettings(base_url, _mail(url, options), hooks)


def _mail(url: str, options: MessageOptions) -> MailSettings | None:
    if not url and not options.mail_from:
        return None
    if not url:
        msg = "Mail has a sender and no server to be sent by."
        raise MessagesUnset(
            msg, mend=f"Set {SMTP_URL}, such as smtp+starttls://user:password@mail.example.org."
        )
    if not options.mail_from:
        msg = f"{SMTP_URL} is set, and mail has no sender."
        raise MessagesUnset(msg, mend="Say --mail-from cohort@example.org.")
    name, address = parseaddr(options.mail_from)
    if not is_email(address) or any(each < " " for each in options.mail_from):
        msg = f"--mail-from {options.mail_from!r} is not an e-mail address."
        raise MessagesUnset(msg, mend='Write cohort@example.org or "Our cohort <cohort@…>".')
    return MailSettings(name, address, SmtpServer.from_url(url), options.sign_in_links)


def _base_url(given: str | None) -> str:
    if not given:
        msg = "Messages lead to pages, and nothing says where the pages are reached."
        raise MessagesUnset(msg, mend="Say --base-url https://learn.example.org.")
    parts = urlsplit(given)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment:
        msg = f"--base-url {given!r} is not the address of a server."
        raise MessagesUnset(msg, mend="Write it as https://learn.example.org.")
    return given.rstrip("/")


def _webhook(hook: Hook, environment: Mapping[str, str], *, private: bool) -> Webhook:
    name = _HOOK + re.sub(r"\W", "_", hook.id).upper()
    secret = environment.get(f"{name}_SECRET", "")
    if len(secret) < _SHORTEST_SECRET:
        msg = f"The hook {hook.id} has no secret of {_SHORTEST_SECRET} characters or more."
        raise MessagesUnset(
            msg, mend=f"Set {name}_SECRET, the same as at the receiver, or take the hook out."
        )
    url = environment.get(f"{name}_URL", "") or hook.url or ""
    if urlsplit(url).scheme not in (("http", "https") if private else ("https",)):
        msg = f"The hook {hook.id} has no address that begins with https."
        raise MessagesUnset(msg, mend=f"Set {name}_URL, or url in the cohort file.")
    return Webhook(url, secret.encode(), private=private)
