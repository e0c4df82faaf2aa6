"""Handing letters over to other servers: mail by SMTP, requests to hooks."""
