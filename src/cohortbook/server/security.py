"""What browsers are told not to do with our pages."""

from __future__ import annotations

from collections.abc import Mapping

_BASE = (
    "default-src 'none'; script-src 'self'; img-src 'self' data: blob:; font-src 'self' data:; "
    "connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
STRICT_POLICY = f"{_BASE}; style-src 'self'"
# Libraries of widgets put <style> elements into the page they draw on, and anywidget runs a
# notebook's own scripts by way of blobs, which only scripts that run already can make.
WORKBOOK_POLICY = (
    _BASE.replace("script-src 'self'", "script-src 'self' blob:")
    + "; style-src 'self' 'unsafe-inline'"
)

HEADERS: Mapping[str, str] = {
    "Content-Security-Policy": STRICT_POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    # What is about people is for them alone; files that are not say so themselves.
    "Cache-Control": "no-store",
}
