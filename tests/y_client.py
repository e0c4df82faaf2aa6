"""A small client of y-protocols, as far as it can be without a connection."""

from __future__ import annotations

import json

from pycrdt import (
    Decoder,
    Doc,
    Map,
    Text,
    create_sync_message,
    create_update_message,
    handle_sync_message,
    write_var_uint,
)

ACKNOWLEDGED = 100


def caret(client, state, clock=1):
    """Write what a browser says of where it is."""
    written = json.dumps(state).encode()
    entry = write_var_uint(client) + write_var_uint(clock) + write_var_uint(len(written)) + written
    return b"\x01" + write_var_uint(len(entry) + 1) + b"\x01" + entry


class YClient:
    """What a browser holds of a document, and how much of it is known to be safe.

    Messages to be sent are put in `outbox`.
    """

    def __init__(self):
        self.doc = Doc()
        self.outbox = []
        self.sent = self.acknowledged = 0
        self.synchronised = False
        self._remote = False
        self._watching = self.doc.observe(self._changed)

    def hello(self):
        self.outbox.append(create_sync_message(self.doc))

    def text(self, exercise="first-week"):
        return self.doc.get(f"text:{exercise}", type=Text)

    def values(self, exercise):
        return self.doc.get(f"value:{exercise}", type=Map)

    def write(self, words, exercise="first-week"):
        text = self.text(exercise)
        text += words

    @property
    def saved(self):
        return self.synchronised and self.sent == self.acknowledged

    def take(self, message):
        """Handle a message of the server."""
        if message[0] == ACKNOWLEDGED:
            self.acknowledged = Decoder(message[1:]).read_var_uint()
        elif message[0] == 0:
            self._remote = True
            try:
                reply = handle_sync_message(message[1:], self.doc)
            finally:
                self._remote = False
            if reply is not None:
                self.sent += 1
                self.outbox.append(reply)
            elif message[1] == 1:
                self.synchronised = True

    def _changed(self, event):
        if not self._remote:
            self.sent += 1
            self.outbox.append(create_update_message(event.update))
