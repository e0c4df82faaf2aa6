"""The command line."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

import click

from cohortbook import __version__
from cohortbook.cli_output import print_error
from cohortbook.errors import CohortbookError
from cohortbook_kernels.commands import kernels

_INTERRUPTED = 130

_programme = click.argument(
    "programme", type=click.Path(path_type=Path, exists=True, file_okay=False)
)
_outputs = click.option(
    "--outputs",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("outputs"),
    show_default=True,
    help="Folder of the stamps; a cohort has a folder of its own in it.",
)
_data = click.option(
    "--data",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path(".cohortbook"),
    show_default=True,
    envvar="COHORTBOOK_DATA",
    show_envvar=True,
    help="Folder of the database and of the key that signs links.",
)
_base_url = click.option(
    "--base-url",
    metavar="URL",
    envvar="COHORTBOOK_BASE_URL",
    show_envvar=True,
    help="Where the cohort reaches the server; links in mail begin with it.",
)
_mail_from = click.option(
    "--mail-from",
    metavar="ADDRESS",
    envvar="COHORTBOOK_MAIL_FROM",
    show_envvar=True,
    help="Whom mail is from. It is sent by the server that COHORTBOOK_SMTP_URL names.",
)
_private_hooks = click.option(
    "--private-hooks",
    is_flag=True,
    help="Let hooks be on this machine and in private networks, and be told without TLS.",
)
_cell_seconds = click.option(
    "--cell-seconds",
    type=click.IntRange(1),
    default=120,
    show_default=True,
    help="How long one cell may run, in seconds.",
)


def _examples(*lines: str) -> str:
    # A line with only a backspace tells click to leave the lines after it as they are.
    return "\b\nExamples:\n" + "\n".join(f"  {each}" for each in lines)


class _Commands(click.Group):
    """Commands whose errors are advice, without a traceback."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except CohortbookError as error:
            print_error(error)
            ctx.exit(error.exit_code)
        except KeyboardInterrupt:
            click.echo("Interrupted. Everything on the disk is whole.", err=True)
            ctx.exit(_INTERRUPTED)


@click.group(
    cls=_Commands,
    epilog=_examples(
        "cohortbook check workbooks/from-inbox-to-board",
        "cohortbook stamp workbooks/from-inbox-to-board",
        "cohortbook serve workbooks/from-inbox-to-board --print-links",
    ),
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.version_option(__version__, prog_name="cohortbook", message="%(prog)s %(version)s")
def main() -> None:
    """Shared Jupyter workbooks for cohorts of people who learn together.

    PROGRAMME is a folder with workbooks (*.ipynb) and a cohort.yaml.
    """


main.add_command(kernels)


@main.command(
    epilog=_examples(
        "cohortbook check workbooks/my-programme",
        "cohortbook check workbooks/my-programme --no-execute --format json",
    )
)
@_programme
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "sarif"]),
    default="text",
    show_default=True,
    help="How findings are written; sarif is for CI services.",
)
@click.option("--no-execute", is_flag=True, help="Only read; do not run the workbooks.")
@_cell_seconds
@click.pass_context
def check(
    ctx: click.Context, programme: Path, form: str, *, no_execute: bool, cell_seconds: int
) -> None:
    """Look for mistakes in a programme before anybody else does.

    Runs each workbook once with each group's parameters, unless told not to.
    Ends with 1 when there are errors, with 2 when a file cannot be read for what it
    should be or a workbook not be run to its end; warnings alone are fine.
    """
    from cohortbook.workbook.warming import warm_beside  # noqa: PLC0415 - starts fast

    if not no_execute:
        warm_beside()

    from cohortbook.cli_check import check as run_check  # noqa: PLC0415

    ctx.exit(run_check(programme, form, execute=not no_execute, cell_seconds=cell_seconds))


@main.command(
    epilog=_examples(
        "cohortbook stamp workbooks/my-programme",
        "cohortbook stamp workbooks/my-programme --prepare-only --jobs 8",
    )
)
@_programme
@_outputs
@_data
@click.option(
    "--prepare-only",
    is_flag=True,
    help="Put the parameters in, but run no cell; the first visit of a group does.",
)
@click.option(
    "--archive-answered",
    is_flag=True,
    help="Let exercises that have answers leave their workbook; the answers stay in the database.",
)
@click.option(
    "--jobs",
    type=click.IntRange(1, 256),
    # Each waits now and then, and leaves its processor to another.
    default=(os.cpu_count() or 1) + 1,
    show_default="one more than there are processors",
    help="Stamps made at the same time.",
)
@_cell_seconds
@click.pass_context
def stamp(  # noqa: PLR0913 - one parameter an option
    ctx: click.Context,
    programme: Path,
    outputs: Path,
    data: Path,
    *,
    prepare_only: bool,
    archive_answered: bool,
    jobs: int,
    cell_seconds: int,
) -> None:
    """Make each group's copy of each workbook.

    Only what changed is made again. Answers are never touched: a copy that would
    lose an exercise with answers is refused. A copy that cannot be made leaves
    the earlier one as it is, and the command ends with 2.
    """
    from cohortbook.workbook.warming import warm_beside  # noqa: PLC0415 - starts fast

    if not prepare_only and not outputs.exists():
        # Whatever the programme says, there is something to do.
        warm_beside()

    from cohortbook.cli_stamp import stamp_programme  # noqa: PLC0415
    from cohortbook.stamp.options import StampOptions  # noqa: PLC0415

    options = StampOptions(
        prepare_only=prepare_only,
        archive_answered=archive_answered,
        jobs=jobs,
        cell_seconds=cell_seconds,
        hidden=(outputs, data),
    )
    ctx.exit(stamp_programme(programme, outputs, data, options))


@main.command(
    epilog=_examples(
        "cohortbook serve workbooks/my-programme --print-links",
        "cohortbook serve workbooks/my-programme --ip 0.0.0.0 --port 8000 --kernels 50",
    )
)
@_programme
@_outputs
@_data
@click.option(
    "--ip",
    default="127.0.0.1",
    show_default=True,
    help="Address to listen on; 0.0.0.0 for all of the machine's.",
)
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8866,
    show_default=True,
    help="Port to listen on; 0 takes a free one.",
)
@click.option(
    "--kernels",
    type=click.IntRange(1),
    default=20,
    show_default=True,
    help="Most kernels alive at once; one more group is asked to wait.",
)
@click.option(
    "--idle",
    type=click.FloatRange(min=0, min_open=True),
    default=30.0,
    show_default=True,
    help="Minutes until the kernel of a room that nobody is in is shut down.",
)
@click.option(
    "--revivals",
    type=click.IntRange(0),
    default=8,
    show_default=True,
    help="Most workbooks kept ready to be opened again without running their cells; 0 for none.",
)
@_base_url
@_mail_from
@click.option(
    "--mail-sign-in-links",
    is_flag=True,
    help="Put a link into each mail that signs its reader in, once. Mail is read by others too.",
)
@_private_hooks
@click.option(
    "--print-links",
    is_flag=True,
    help="Print a sign-in link for each role, for trying things out.",
)
def serve(  # noqa: PLR0913 - one parameter an option
    programme: Path,
    outputs: Path,
    data: Path,
    ip: str,
    port: int,
    kernels: int,
    idle: float,
    revivals: int,
    base_url: str | None,
    mail_from: str | None,
    *,
    mail_sign_in_links: bool,
    private_hooks: bool,
    print_links: bool,
) -> None:
    """Serve the stamped workbooks to the cohort.

    Mail is sent where COHORTBOOK_SMTP_URL is set, such as
    smtp+starttls://user:password@mail.example.org, with --mail-from and --base-url.
    """
    from cohortbook.cli_serve import serve_programme  # noqa: PLC0415 - starts fast
    from cohortbook.server.app import ServeOptions  # noqa: PLC0415
    from cohortbook.server.messages.settings import MessageOptions  # noqa: PLC0415

    serve_programme(
        ServeOptions(
            programme=programme,
            outputs=outputs,
            data=data,
            ip=ip,
            port=port,
            kernels=kernels,
            idle_minutes=idle,
            revivals=revivals,
            print_links=print_links,
            messages=MessageOptions(base_url, mail_from, mail_sign_in_links, private_hooks),
        )
    )


@main.command(
    epilog=_examples(
        "cohortbook messages workbooks/my-programme",
        "cohortbook messages workbooks/my-programme --person ada.brandt@example.org",
    )
)
@_programme
@_outputs
@_data
@click.option("--person", metavar="EMAIL", help="Print the mail that waits for this person.")
def messages(programme: Path, outputs: Path, data: Path, person: str | None) -> None:
    """Show what would be sent, to whom and when; send nothing.

    Shows what waits, as if mail were set up, and what could not be sent.
    """
    from cohortbook.cli_messages import show_messages  # noqa: PLC0415 - starts fast

    show_messages(programme, outputs, data, person)


@main.command(epilog=_examples("cohortbook bounce --data /srv/cohort < returned-mail.eml"))
@_data
def bounce(data: Path) -> None:
    """Take a mail that came back (RFC 3464) from the standard input, and note it.

    For the mail server to call when something arrives for the address that mail is from.
    Facilitators see who could not be reached, and why.
    """
    from cohortbook.cli_messages import note_bounce  # noqa: PLC0415 - starts fast

    note_bounce(data, sys.stdin.buffer.read(2**20))


@main.command(
    epilog=_examples(
        "cohortbook links workbooks/my-programme --base-url https://learn.example.org",
        "cohortbook links workbooks/my-programme --person ada.brandt@example.org",
        "cohortbook links workbooks/my-programme --revoke lnk_4f7zq2…",
    )
)
@_programme
@_data
@click.option("--person", metavar="EMAIL", help="Make a link for this person only.")
@click.option("--revoke", metavar="ID", help="Withdraw a link that has not been used.")
@click.option(
    "--base-url",
    metavar="URL",
    default="http://127.0.0.1:8866",
    show_default=True,
    help="Where the cohort reaches the server.",
)
def links(
    programme: Path, data: Path, person: str | None, revoke: str | None, base_url: str
) -> None:
    """Make sign-in links: each lets one person in, once, within 14 days.

    Makes one for everybody in the cohort file, or for one person.
    """
    from cohortbook.cli_links import make_links, revoke_link  # noqa: PLC0415 - starts fast

    if revoke is not None:
        revoke_link(data, revoke)
    else:
        make_links(programme, data, base_url, person)


@main.command(
    epilog=_examples(
        "cohortbook nudges workbooks/my-programme --dry-run",
        "cohortbook nudges workbooks/my-programme --dry-run --at 2026-11-20T10:00 --json",
    )
)
@_programme
@_outputs
@_data
@click.option(
    "--dry-run",
    is_flag=True,
    required=True,
    help="Only say what would be sent; sending is what a running server does.",
)
@click.option(
    "--at",
    metavar="TIME",
    help="As it was then: 2026-11-20T10:00, by the cohort's clock unless an offset is given.",
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON with every figure.")
def nudges(  # noqa: PLR0913 - one parameter an option
    programme: Path,
    outputs: Path,
    data: Path,
    at: str | None,
    *,
    dry_run: bool,  # noqa: ARG001 - asked for, so that nobody expects it to send
    as_json: bool,
) -> None:
    """Say which nudges the cohort's rules would send, to whom, and why.

    Also says what is held back: by quiet hours, by a limit, or because the group was
    nudged about the topic before. Without rules in the cohort file, it shows what the
    default rule would do.
    """
    from cohortbook.cli_nudges import show_nudges  # noqa: PLC0415 - starts fast

    show_nudges(programme, outputs, data, at, as_json=as_json)


if __name__ == "__main__":
    sys.exit(main())
