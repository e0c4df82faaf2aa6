"""``python -m cohortbook_kernels``: the commands, without cohortbook."""

from cohortbook_kernels.commands import kernels

kernels(prog_name="python -m cohortbook_kernels")
