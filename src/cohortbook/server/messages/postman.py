"""Carries letters out, for as long as the server runs."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from cohortbook.delivery.outcome import Later, Outcome, Refused, Sent

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from cohortbook.access.sign_in import JoinLink, SignIn
    from cohortbook.clock import Clock
    from cohortbook.learning.messages.message import Letter
    from cohortbook.learning.messages.outbox import Outbox
    from cohortbook.server.messages.settings import MailSettings, MessageSettings
    from cohortbook.server.messages.writer import Writer

    InThread = Callable[..., Awaitable[Any]]

_log = logging.getLogger(__name__)

EVERY_SECONDS = 15.0
_LAST_SECONDS = 10.0
_A_DAY = timedelta(days=1)


class Postman:
    """Makes letters of what happened, and hands them over.

    Parameters
    ----------
    settings : MessageSettings
        To whom, and how.
    outbox : Outbox
        What is to be sent.
    writer : Writer
        Writes it.
    sign_in : SignIn
        Makes sign-in links: for invitations, and where the operator wants them in mail.
    run, store : callable
        Run a function that reads, or that writes, off the event loop.
    clock : Clock
        What time it is.
    """

    def __init__(  # noqa: PLR0913 - this is where they come together
        self,
        settings: MessageSettings,
        outbox: Outbox,
        writer: Writer,
        sign_in: SignIn,
        *,
        run: InThread,
        store: InThread,
        clock: Clock,
    ) -> None:
        self._settings = settings
        self._outbox = outbox
        self._writer = writer
        self._sign_in = sign_in
        self._run, self._store = run, store
        self._clock = clock
        self._under_way: set[asyncio.Task[None]] = set()
        self._tidied: datetime | None = None

    async def keep(self, seconds: float = EVERY_SECONDS) -> None:
        """Carry out for ever; end it by cancelling: what is under way is brought to its end."""
        try:
            while True:
                try:
                    await self.round()
                except Exception:  # noqa: BLE001 - the next time it is tried again
                    _log.exception("Letters could not be sent; it goes on")
                await asyncio.sleep(seconds)
        finally:
            if self._under_way:
                await asyncio.wait(self._under_way, timeout=_LAST_SECONDS)

    async def round(self) -> None:
        """Do everything there is to do now."""
        now = self._clock()
        if self._tidied is None or now > self._tidied + _A_DAY:
            await self._store(self._outbox.forget_old)
            self._tidied = now
        await self._store(self._outbox.make_messages)
        await self._store(self._outbox.make_letters)
        while letters := await self._claim():
            carrying = [asyncio.create_task(self._carry(each)) for each in letters]
            self._under_way.update(carrying)
            for each in carrying:
                each.add_done_callback(self._under_way.discard)
            await asyncio.wait(carrying)

    async def _claim(self) -> list[Letter]:
        taken: list[Letter] = await self._store(self._outbox.claim)
        return taken

    async def _carry(self, letter: Letter) -> None:
        try:
            outcome = await self._hand_over(letter)
        except Exception:  # noqa: BLE001 - others must get theirs
            _log.exception("Letter %s could not be written; it is tried again", letter.id)
            outcome = Later("It could not be written; the log says why.")
        with contextlib.suppress(asyncio.CancelledError):
            match outcome:
                case Sent():
                    await self._store(self._outbox.sent, letter.id)
                case Refused(reason):
                    await self._store(self._outbox.refused, letter.id, reason)
                case Later(reason):
                    await self._store(self._outbox.later, letter.id, reason)

    async def _hand_over(self, letter: Letter) -> Outcome:
        if letter.hook_id is not None:
            return await self._tell_hook(letter.hook_id, letter)
        mail = self._settings.mail
        if mail is None:
            return Later("No mail server is set.")
        if not (mail.sign_in_links or letter.invitation):
            return await self._post(mail, letter, None)
        link: JoinLink = await self._store(self._sign_in.create_link, letter.recipient)
        outcome: Outcome = Later("It could not be written.")
        try:
            outcome = await self._post(mail, letter, link)
        finally:
            if not isinstance(outcome, Sent):
                # Nobody has it; the next try makes another.
                await self._store(self._sign_in.revoke_link, link.id)
        return outcome

    async def _post(self, mail: MailSettings, letter: Letter, link: JoinLink | None) -> Outcome:
        written = await self._run(self._writer.mail, mail, letter, link)
        if written is None:
            return Refused("They have left the cohort.")
        address, message = written
        return await mail.server.send(message, mail.address, address)

    async def _tell_hook(self, hook: str, letter: Letter) -> Outcome:
        webhook = self._settings.hooks.get(hook)
        if webhook is None:
            return Refused("The hook is no longer in the cohort file.")
        body = await self._run(self._writer.request, letter)
        return await webhook.send(letter.id, self._clock(), body)
