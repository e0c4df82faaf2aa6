"""Whether code can be confined on this machine."""

from __future__ import annotations

import shutil

import pytest

from cohortbook_kernels.confinement import hindrance

# Where it is not even installed the tests are to fail: `./run test` sees to that.
confined = pytest.mark.skipif(
    shutil.which("bwrap") is not None and hindrance() is not None,
    reason=f"this machine lets nothing be confined: {hindrance()}",
)
