"""The key that signs join links, kept beside the database."""

from __future__ import annotations

import os
import secrets
from typing import TYPE_CHECKING, ClassVar

from cohortbook.errors import CohortbookError, Place

if TYPE_CHECKING:
    from pathlib import Path

FILE_NAME = "secret.key"
_LENGTH_BYTES = 32


class SecretUnusable(CohortbookError):  # noqa: N818
    """The secret cannot be read, or others can read it."""

    code: ClassVar[str] = "secret"


def load_secret(data_folder: Path) -> bytes:
    """Return the secret of a data folder, making it on first use.

    Parameters
    ----------
    data_folder : pathlib.Path
        Made, for its owner only, when it is not there.

    Returns
    -------
    bytes
        32 random bytes; the same ones every time, also when several processes
        ask for the first time at once.

    Raises
    ------
    SecretUnusable
        When the file cannot be made or read, is damaged, or is open to others.
    """
    file = data_folder / FILE_NAME
    try:
        if not file.exists():
            data_folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            _create(file)
        found = file.read_bytes()
        mode = file.stat().st_mode
    except OSError as error:
        msg = f"The secret cannot be used: {error.strerror}."
        raise SecretUnusable(
            msg, place=Place(file), mend="Check who owns the data folder."
        ) from error
    if mode & 0o077:
        msg = "Other users of this machine can read the secret."
        raise SecretUnusable(
            msg, place=Place(file), mend=f"Delete it (all join links end), or: chmod 600 {file}"
        )
    if len(found) != _LENGTH_BYTES:
        msg = f"The secret has {len(found)} bytes instead of {_LENGTH_BYTES}."
        raise SecretUnusable(
            msg, place=Place(file), mend="Delete it: a new one is made, and all join links end."
        )
    return found


def _create(file: Path) -> None:
    draft = file.with_name(f".{FILE_NAME}.{secrets.token_hex(8)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(secrets.token_bytes(_LENGTH_BYTES))
            stream.flush()
            os.fsync(stream.fileno())
        # A link, unlike a rename, never replaces the secret that another
        # process put there in the meantime.
        try:
            os.link(draft, file)
        except FileExistsError:
            return
    finally:
        draft.unlink()
