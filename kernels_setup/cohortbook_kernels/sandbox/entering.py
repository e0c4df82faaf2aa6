"""The way of a fork into a sandbox, and out of every privilege."""

from __future__ import annotations

import ctypes
import os

_PR_SET_DUMPABLE = 4
_PR_CAPBSET_DROP = 24
_PR_SET_CHILD_SUBREAPER = 36
_PR_SET_NO_NEW_PRIVS = 38
_PR_CAP_AMBIENT = 47
_PR_CAP_AMBIENT_CLEAR_ALL = 4
_CAPABILITY_VERSION_3 = 0x20080522
_MOST_CAPABILITIES = 64


def fork_into(handle: int, namespaces: int) -> int:
    """Fork a child that finds itself in a sandbox.

    Parameters
    ----------
    handle : int
        A pidfd of a process in there.
    namespaces : int
        Which of that process's namespaces are to be entered.

    Returns
    -------
    int
        0 in the child; its number, as the caller sees it, in the caller.

    Raises
    ------
    OSError
        If the system does not let anybody in there. Nothing was forked then.

    Notes
    -----
    A process cannot change its own namespace of processes, only that of its children.
    So a fork goes in, forks once more and ends; the caller adopts what it left behind,
    and is told how that ends as of any child.
    """
    libc = ctypes.CDLL(None, use_errno=True)
    reading, writing = os.pipe()
    libc.prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    between = os.fork()
    if between == 0:
        try:
            if libc.setns(handle, namespaces):
                os.write(writing, b"-%d" % ctypes.get_errno())
                os._exit(1)
            child = os.fork()
            if child:
                os.write(writing, b"%d" % child)
                os._exit(0)
        except OSError as error:
            os.write(writing, b"-%d" % (error.errno or 1))
            os._exit(1)
        os.close(reading)
        os.close(writing)
        return 0
    os.close(writing)
    try:
        said = int(os.read(reading, 20) or b"-1")
        os.waitpid(between, 0)
    finally:
        os.close(reading)
        # Who is orphaned in other kernels is none of our business.
        libc.prctl(_PR_SET_CHILD_SUBREAPER, 0, 0, 0, 0)
    if said < 0:
        raise OSError(-said, os.strerror(-said), "a sandbox")
    return said


def give_up_privileges() -> None:
    """Take from this process every capability, and every way to one.

    Raises
    ------
    OSError
        If the system refuses; whoever goes on would go on with too much.
    """
    libc = ctypes.CDLL(None, use_errno=True)
    libc.prctl(_PR_CAP_AMBIENT, _PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0)
    for each in range(_MOST_CAPABILITIES):
        # There are fewer; and without the capability to do so, none is in reach either.
        libc.prctl(_PR_CAPBSET_DROP, each, 0, 0, 0)
    header = (ctypes.c_uint32 * 2)(_CAPABILITY_VERSION_3, 0)
    nothing = (ctypes.c_uint32 * 6)()
    _must(libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0))
    _must(libc.capset(ctypes.byref(header), ctypes.byref(nothing)))
    # Entering took from it what lets it read of itself in /proc.
    _must(libc.prctl(_PR_SET_DUMPABLE, 1, 0, 0, 0))


def _must(failed: int) -> None:
    if failed:
        number = ctypes.get_errno()
        raise OSError(number, f"a privilege is left: {os.strerror(number)}")
