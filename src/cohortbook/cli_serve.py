"""The serve command: where the server is, and links to try it with."""

from __future__ import annotations

from cohortbook.cli_links import print_sample_links
from cohortbook.cli_output import notices
from cohortbook.server.app import ServeOptions, Serving, serve
from cohortbook.server.messages.settings import MessageSettings
from cohortbook_kernels.confinement import hindrance


def serve_programme(options: ServeOptions) -> None:
    """Serve until a signal ends it.

    Parameters
    ----------
    options : ServeOptions
        How.
    """
    serve(options, _tell)


def _tell(serving: Serving) -> None:
    services = serving.services
    notices().print(f"Serving {services.cohort.title} at {serving.url} (Ctrl+C ends it)")
    hindered = hindrance() if services.stamps.has_code else None
    if hindered:
        notices().print(f"Code of exercises cannot be run: {hindered}")
    if services.messaging is not None:
        _tell_who_is_reached(services.messaging.settings)
    if serving.options.print_links:
        print_sample_links(services.people, services.sign_in, services.cohort, serving.url)


def _tell_who_is_reached(settings: MessageSettings) -> None:
    mail = settings.mail
    if mail is not None:
        server = f"{mail.server.host}:{mail.server.port}"
        notices().print(f"Mail is sent from {mail.address} by {server}")
    if settings.hooks:
        notices().print(f"Hooks are told what happens: {', '.join(settings.hooks)}")
