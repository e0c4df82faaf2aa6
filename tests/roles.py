"""A small cohort with somebody in every role."""

from __future__ import annotations

from factories import cohort_data

EMAILS = {
    "member": "ada@example.org",
    "other member": "bilal@example.org",
    "outsider": "chiara@example.org",
    "mentor": "ines@example.org",
    "other mentor": "moses@example.org",
    "facilitator": "noor@example.org",
    "anonymous": None,
}
HOSTILE_NAME = 'Dov </script><script src="x">&\u2028<!--'


def cohort():
    data = cohort_data()
    mentor = {"name": "Moses Tan", "email": "moses@example.org", "groups": ["south"]}
    data["mentors"].append(mentor)
    data["self_organising"] = {
        "allowed": ["topics", "moderator", "invite", "move", "split", "merge"]
    }
    data["groups"]["south"]["members"][1]["name"] = HOSTILE_NAME
    return data
