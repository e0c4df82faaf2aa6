"""IPython's history, opened when it is first written to or read.

IPython opens the file, notes a session in it and starts a thread, before the first cell.
But the file is one for all kernels of a user, and each waits until the disk has what the
one before it has noted.
"""

from __future__ import annotations

import sqlite3
import threading
from typing import Any

from IPython.core import history
from traitlets import default

# What the first cell does comes first.
_LATER_SECONDS = 1.0


# Under the name by which it is configured.
class HistoryManager(history.HistoryManager):
    """A history that costs nothing until there is something to remember.

    Parameters
    ----------
    shell : IPython.core.interactiveshell.InteractiveShell
        Whose.
    **traits
        As for IPython's.
    """

    def __init__(self, shell: Any, **traits: Any) -> None:
        self._opening = threading.RLock()
        # So it opens nothing. The thread is started by the first cell, as after a fork.
        super().__init__(shell=shell, enabled=False, **traits)
        del self._trait_values["db"]
        self.enabled = bool(self.trait_defaults("enabled"))
        self._load_config(self.config)
        self.using_thread = self.enabled and self.hist_file != ":memory:"
        # Of those whose threads are stopped for a fork.
        self._instances.discard(self)

    @default("db")
    def _opened(self) -> Any:
        with self._opening:
            if "db" not in self._trait_values:
                self.init_db()
            return self._trait_values["db"]

    @default("session_number")
    def _noted(self) -> int:
        with self._opening:
            if self.enabled and "session_number" not in self._trait_values:
                try:
                    self.new_session()
                except sqlite3.OperationalError:
                    self.log.exception(
                        "Failed to create history session in %s. History will not be saved.",
                        self.hist_file,
                    )
                    self._switch_to_memory_history()
            return int(self._trait_values.get("session_number", 0))

    def _restart_thread_if_stopped(self) -> None:
        if self.save_thread is None and self.using_thread:
            self.save_thread = _LateThread(self)
            self._instances.add(self)
            self.save_thread.start()

    def end_session(self) -> None:
        """Note the end of the session, if its beginning was."""
        if "session_number" in self._trait_values or self.db_input_cache:
            super().end_session()

    def close(self) -> None:
        """Stop the thread and close the file, if it was opened."""
        self._stop_save_thread()
        if "db" in self._trait_values:
            self.db.close()


class _LateThread(history.HistorySavingThread):
    """Writes down what is to be remembered, beginning a moment later."""

    def __init__(self, manager: HistoryManager) -> None:
        self._ending = threading.Event()
        super().__init__(manager)

    def run(self) -> None:
        self._ending.wait(_LATER_SECONDS)
        manager = self.history_manager()
        if manager is not None:
            # To ask opens it, and whoever opens a broken file first puts it aside.
            _ = manager.session_number
            del manager
        super().run()

    def stop(self) -> None:
        self._ending.set()
        super().stop()
