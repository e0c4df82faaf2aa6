"""A kernel is given what is on the list and nothing else."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from cohortbook_kernels.environment import NAMES, PREFIXES, kernel_environment

ENVIRONMENTS = st.dictionaries(
    st.one_of(st.sampled_from(sorted(NAMES)), st.text(min_size=1, max_size=20)),
    st.text(max_size=20),
    max_size=20,
)


@given(ENVIRONMENTS)
def test_nothing_that_is_not_on_the_list_reaches_a_kernel(base):
    for name in kernel_environment(base):
        assert name in NAMES or name.startswith(PREFIXES)


@given(ENVIRONMENTS, ENVIRONMENTS)
def test_what_is_meant_for_the_kernel_arrives_unchanged(base, extra):
    chosen = kernel_environment(base, extra)
    assert {name: chosen[name] for name in extra} == extra
    for name in base.keys() & NAMES - extra.keys():
        assert chosen[name] == base[name]


def test_secrets_of_the_usual_names_stay_behind():
    secrets = {
        "COHORTBOOK_SECRET": "a",
        "AWS_SECRET_ACCESS_KEY": "b",
        "JUPYTER_TOKEN": "c",
        "JUPYTERHUB_API_TOKEN": "d",
        "HTTPS_PROXY": "http://user:password@proxy",
        "LD_PRELOAD": "e",
        "PYTHONSTARTUP": "f",
        "SSH_AUTH_SOCK": "g",
    }
    assert not secrets.keys() & kernel_environment(secrets | {"PATH": "/bin"}).keys()


def test_numerical_libraries_keep_to_one_thread_unless_told_otherwise():
    assert kernel_environment({})["OPENBLAS_NUM_THREADS"] == "1"
    assert kernel_environment({"OPENBLAS_NUM_THREADS": "4"})["OPENBLAS_NUM_THREADS"] == "4"
