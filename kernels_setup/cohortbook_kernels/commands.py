"""Commands that install forked kernels, and tell of them."""

from __future__ import annotations

import asyncio
import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

_kernel = click.option(
    "--kernel", "name", default="cohortbook", show_default=True, help="Name of the kernelspec."
)


@click.group(
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="\b\nExamples:\n  cohortbook kernels doctor\n  cohortbook kernels status",
)
def kernels() -> None:
    """Start kernels by forking, at next to no cost.

    A zygote is a process that has loaded the usual libraries once, and forks a kernel
    whenever somebody asks for one. They come and go by themselves.
    """


@kernels.command()
@_kernel
@click.option("--display-name", default="cohortbook", show_default=True, help="As people see it.")
@click.option(
    "--preload",
    multiple=True,
    metavar="MODULE",
    help="What zygotes load; may be given several times. The usual libraries, if not given.",
)
@click.option(
    "--limit",
    "limits",
    multiple=True,
    metavar="NAME=VALUE",
    help="A limit of its kernels, such as memory_mb=1024; may be given several times.",
)
@click.option("--trust", default="", help="Let all kernels of this name come from one zygote.")
@click.option(
    "--confine",
    type=click.Choice(("off", "auto", "required")),
    default="off",
    show_default=True,
    help="Whether its kernels see their own work and nothing else of the machine.",
)
@click.option("--user", is_flag=True, help="Write into the home, for all of your environments.")
def install(  # noqa: PLR0913 - one parameter an option
    name: str,
    display_name: str,
    preload: tuple[str, ...],
    limits: tuple[str, ...],
    trust: str,
    confine: str,
    *,
    user: bool,
) -> None:
    """Make the kernel known to Jupyter, in this environment."""
    from cohortbook_kernels import kernelspec  # noqa: PLC0415 - starts fast

    spec = kernelspec.kernelspec(display_name, preload, _limits(limits), trust, confine)
    click.echo(f"Installed {kernelspec.install(name, spec, user=user)}")


@kernels.command()
@click.option("--json", "as_json", is_flag=True, help="For programs.")
def status(*, as_json: bool) -> None:
    """List your zygotes and how many kernels each has, and the stamps that are ready to fork."""
    from cohortbook_kernels.forking.revivals import all_revivals  # noqa: PLC0415
    from cohortbook_kernels.forking.zygotes import all_zygotes  # noqa: PLC0415

    rows = [{**each.description, **each.ask("status")} for each in all_zygotes()]
    revivals = list(all_revivals())
    if as_json:
        click.echo(json.dumps([*rows, *revivals], indent=2))
        return
    if not rows:
        click.echo("There is no zygote. The next kernel starts one.")
    waiting = {each["pid"] for each in revivals}
    for row in rows:
        kernels = len(set(row.get("children", ())) - waiting)
        click.echo(
            f"{row['pid']}  since {row['since']}, {kernels} kernels of"
            f" {row.get('forked', 0)}, {_whose(row)}, {row['interpreter']}"
        )
    for each in revivals:
        click.echo(f"{each['pid'] or '-'}  {_told(each)}, of process {each['owner']}")


@kernels.command()
@_kernel
@click.option(
    "--trust",
    default="shared",
    show_default=True,
    help="The zygote serves processes that have COHORTBOOK_KERNELS_TRUST set to this.",
)
def warm(name: str, trust: str) -> None:
    """Start a zygote that several processes of yours use, and that outlives them."""
    from cohortbook_kernels.forking.identity import (  # noqa: PLC0415
        TRUST_VARIABLE,
        NotForkableError,
    )
    from cohortbook_kernels.warming import warm as warm_up  # noqa: PLC0415

    try:
        asyncio.run(warm_up(name, trust))
    except NotForkableError as error:
        message = f"{error}. See: cohortbook kernels doctor"
        raise click.ClickException(message) from error
    click.echo(f"Ready. To use it: export {TRUST_VARIABLE}={trust}")


@kernels.command()
@click.option("--now", is_flag=True, help="End their kernels too.")
def stop(*, now: bool) -> None:
    """Let your zygotes fork no more; each ends when its last kernel has ended."""
    from cohortbook_kernels.forking.revivals import all_revivals  # noqa: PLC0415
    from cohortbook_kernels.forking.zygotes import Found, all_zygotes  # noqa: PLC0415

    # They are children of zygotes, which would wait for them.
    for revival in all_revivals():
        if revival["path"]:
            Found(Path(revival["path"]), revival).ask("stop" if now else "retire")
    for each in all_zygotes():
        answered = each.ask("stop" if now else "retire")
        click.echo(f"{each.description['pid']}  {'told' if answered else 'does not answer'}")


@kernels.command()
@_kernel
@click.option("--json", "as_json", is_flag=True, help="For programs.")
@click.pass_context
def doctor(ctx: click.Context, name: str, *, as_json: bool) -> None:
    """Say whether kernels are forked here, and what they are held to.

    Starts one kernel to see. Ends with 1 when it could not be forked.
    """
    from cohortbook_kernels.doctor import diagnose  # noqa: PLC0415

    findings = asyncio.run(diagnose(name))
    if as_json:
        click.echo(json.dumps([asdict(each) for each in findings], indent=2))
    else:
        for each in findings:
            click.echo(f"{each.state:<5} {each.what}")
            if each.mend:
                click.echo(f"      {each.mend}")
    ctx.exit(int(any(each.state == "worse" for each in findings)))


def _limits(given: tuple[str, ...]) -> dict[str, int]:
    from cohortbook_kernels.limits import Limits  # noqa: PLC0415

    limits: dict[str, int] = {}
    for each in given:
        name, _, value = each.partition("=")
        if name not in Limits.__slots__ or not value.isdigit():
            message = f"{each}: write NAME=VALUE, with one of {', '.join(Limits.__slots__)}"
            raise click.BadParameter(message)
        limits[name] = int(value)
    return limits


def _told(revival: dict[str, Any]) -> str:
    if revival["state"] == "ready":
        used = f"opened {revival['used']} times, {revival['memory_mb']} MiB"
        return f"{revival['name']}: its cells have run since {revival['since']}, {used}"
    why = f": {revival['reason']}" if revival["state"] == "refused" else ""
    return f"{revival['name']}: {revival['state']}{why}"


def _whose(row: dict[str, Any]) -> str:
    return f"of process {row['owner']}" if row["owner"] else f"shared as {row['trust']}"
