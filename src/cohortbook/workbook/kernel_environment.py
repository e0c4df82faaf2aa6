"""What kernels of a cohort are told, and what starts them: as an environment."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from pathlib import Path

from cohortbook.cohort.model import Cohort
from cohortbook.cohort.reader import FILE_NAME
from cohortbook_kernels.limits import LIMITS_VARIABLE
from cohortbook_kernels.sandbox.wanted import to_variable

# Workbooks see by it that they run for a group.
ROOM_ENVIRONMENT = {"COHORTBOOK_ROOM": "1"}


def environment_of(cohort: Cohort, programme: Path, hidden: Iterable[Path] = ()) -> dict[str, str]:
    """Return what is to be put above a kernel's environment.

    Parameters
    ----------
    cohort : Cohort
        Says what each of its kernels may take and see.
    programme : pathlib.Path
        Its folder, where kernels work. The cohort file in it names people: it is hidden.
    hidden : iterable of pathlib.Path
        What else no kernel may see, also where it lies in the programme's folder.

    Returns
    -------
    dict of str to str
        What speaks of limits and confining is for what starts the kernel; it gets no further.
    """
    not_seen = [os.path.abspath(each) for each in (programme / FILE_NAME, *hidden)]  # noqa: PTH100
    return {
        **ROOM_ENVIRONMENT,
        LIMITS_VARIABLE: json.dumps(dict(cohort.kernel_limits)),
        **to_variable(
            mode=cohort.kernel_confining.mode,
            network=cohort.kernel_confining.network,
            hidden=not_seen,
        ),
    }
