"""The token in a link that stops somebody's mail, without signing in."""

from __future__ import annotations

from itsdangerous import BadData, URLSafeSerializer


class StopLinks:
    """Signs and reads them. They have no end: a mail may be found again after years.

    Parameters
    ----------
    secret : bytes
        Signs them.
    """

    def __init__(self, secret: bytes) -> None:
        self._signer = URLSafeSerializer(secret, salt="cohortbook.stop-mail")

    def path(self, person_id: str) -> str:
        """Return where the mail of a person is stopped."""
        return f"/messages/stop/{self._signer.dumps(person_id)}"

    def person(self, token: str) -> str | None:
        """Return whose mail a token stops; None when it is not one of ours."""
        try:
            found = self._signer.loads(token)
        except BadData:
            return None
        return found if isinstance(found, str) else None
