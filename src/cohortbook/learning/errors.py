"""What the rules of the product refuse, as errors that carry what a page needs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar, Protocol

from cohortbook.errors import CohortbookError


class LearningError(CohortbookError):
    """Something that the rules of the product do not allow."""

    code: ClassVar[str] = "refused"


class HasJson(Protocol):
    """Something that a page can be sent."""

    def to_json(self) -> dict[str, Any]:
        """Return it as JSON."""


class NotFound(LearningError):  # noqa: N818
    """There is no such thing in this room."""

    code: ClassVar[str] = "not-found"


class WorkbookClosed(LearningError):  # noqa: N818
    """The workbook is not open to the members of the group now."""

    code: ClassVar[str] = "workbook-closed"

    def __init__(self) -> None:
        super().__init__(
            "This workbook is not open now.", mend="Your home page says when it opens."
        )


class DecisionRefused(LearningError):  # noqa: N818
    """A group cannot decide this about itself, or not now."""

    code: ClassVar[str] = "decision-refused"


class VersionConflict(LearningError):  # noqa: N818
    """Somebody else changed it first.

    Parameters
    ----------
    current : HasJson
        What it is now, for the page to show.
    """

    code: ClassVar[str] = "version-conflict"

    def __init__(self, current: HasJson) -> None:
        super().__init__(
            "Somebody changed this in the meantime.",
            mend="Look at it as it is now, then try again.",
        )
        self.current = current


class CommentEmpty(LearningError):  # noqa: N818
    """A comment without a word in it."""

    code: ClassVar[str] = "comment-empty"

    def __init__(self) -> None:
        super().__init__("The comment is empty.", mend="Write something, then send it.")


class CommentTooLong(LearningError):  # noqa: N818
    """A comment, or feedback, that is too long to read beside a text.

    Parameters
    ----------
    length, limit : int
        In characters.
    """

    code: ClassVar[str] = "comment-too-long"

    def __init__(self, length: int, limit: int) -> None:
        super().__init__(
            f"This is {length} characters long; at most {limit} are kept.",
            mend="Shorten it, or send it in parts.",
        )
        self.length = length
        self.limit = limit


class PinsFull(LearningError):  # noqa: N818
    """A room has as many kept states of simulations as a room may.

    Parameters
    ----------
    limit : int
        How many that is.
    """

    code: ClassVar[str] = "pins-full"

    def __init__(self, limit: int) -> None:
        super().__init__(
            f"{limit} states are kept in this workbook already, and that is as many as may be.",
            mend="Remove one that you no longer need.",
        )


class AnchorInvalid(LearningError):  # noqa: N818
    """A thread has to hang on a cell, an exercise or a quoted passage."""

    code: ClassVar[str] = "anchor-invalid"


class ReactionUnknown(LearningError):  # noqa: N818
    """A reaction that is not on the list.

    Parameters
    ----------
    name : str
        What was asked for.
    names : sequence of str
        The list.
    """

    code: ClassVar[str] = "reaction-unknown"

    def __init__(self, name: str, names: Sequence[str]) -> None:
        super().__init__(
            f"There is no reaction called {name!r}.", mend=f"Use one of {', '.join(names)}."
        )
        self.name = name


class KeyReused(LearningError):  # noqa: N818
    """An idempotency key came back with a different request, or is not a key."""

    code: ClassVar[str] = "key-reused"


class NothingToHandIn(LearningError):  # noqa: N818
    """Somebody handed in without having answered."""

    code: ClassVar[str] = "nothing-to-hand-in"

    def __init__(self) -> None:
        super().__init__("There is no answer to hand in yet.", mend="Answer first.")


class NotAMember(LearningError):  # noqa: N818
    """Somebody who is not a member of the group cannot hand in."""

    code: ClassVar[str] = "not-a-member"

    def __init__(self) -> None:
        super().__init__("Only members of the group can hand in here.")


class AlreadyRevealed(LearningError):  # noqa: N818
    """The answers are open already, so handing in cannot be taken back."""

    code: ClassVar[str] = "already-revealed"

    def __init__(self) -> None:
        super().__init__(
            "The answers have been revealed already.",
            mend="You can still change your answer; the others will see that you did.",
        )


class ReviewInvalid(LearningError):  # noqa: N818
    """A review in a state, or with levels, that a review cannot have."""

    code: ClassVar[str] = "review-invalid"


class AnswerMisplaced(LearningError):  # noqa: N818
    """A group's answer to an individual exercise, or the other way round."""

    code: ClassVar[str] = "answer-misplaced"


class CodeUnavailable(LearningError):  # noqa: N818
    """Code that nothing could confine here, and so does not run."""

    code: ClassVar[str] = "code-unavailable"

    def __init__(self) -> None:
        super().__init__(
            "Code cannot be run on this server.",
            mend="Whoever runs it finds the reason in its log.",
        )


class CodeRunsAlready(LearningError):  # noqa: N818
    """Somebody was quicker."""

    code: ClassVar[str] = "code-runs-already"

    def __init__(self) -> None:
        super().__init__("It runs already.", mend="Wait until it has ended, or stop it.")


class CodeBusy(LearningError):  # noqa: N818
    """More code waits than the server can run soon."""

    code: ClassVar[str] = "code-busy"

    def __init__(self) -> None:
        super().__init__("Very much waits to be run.", mend="Try again in a minute.")


class UploadRefused(LearningError):  # noqa: N818
    """A file that is not kept."""

    code: ClassVar[str] = "upload-refused"


class UploadEmpty(UploadRefused):
    """A file with nothing in it."""

    code: ClassVar[str] = "upload-empty"

    def __init__(self) -> None:
        super().__init__("The file is empty.", mend="Choose another.")


class UploadNotAccepted(UploadRefused):
    """A file of a sort that is unknown, or not what the exercise asks for."""

    code: ClassVar[str] = "upload-not-accepted"


class UploadDamaged(UploadRefused):
    """A picture that cannot be read to its end."""

    code: ClassVar[str] = "upload-damaged"

    def __init__(self) -> None:
        super().__init__("The picture is damaged.", mend="Save it once more, then try again.")


class UploadTooLarge(UploadRefused):
    """A file, or a picture, that is larger than it may be.

    Parameters
    ----------
    message : str
        How large it is, or may be.
    """

    code: ClassVar[str] = "upload-too-large"

    def __init__(self, message: str) -> None:
        super().__init__(message, mend="Make it smaller, then try again.")


class UploadsFull(UploadRefused):
    """A room that holds as much as a room may.

    Parameters
    ----------
    held, limit : int
        In bytes.
    """

    code: ClassVar[str] = "uploads-full"

    def __init__(self, held: int, limit: int) -> None:
        super().__init__(
            f"The files of this workbook are {held // 1_000_000} MB together; "
            f"at most {limit // 1_000_000} MB are kept.",
            mend="Take a smaller one, or ask whoever runs the cohort.",
        )


class UploadUnkept(UploadRefused):
    """A file that the disk did not take."""

    code: ClassVar[str] = "upload-unkept"

    def __init__(self) -> None:
        super().__init__("The server could not keep the file.", mend="Try again in a while.")


class AccountInvalid(LearningError):  # noqa: N818
    """An account of a topic that tells a mentor nothing."""

    code: ClassVar[str] = "account-invalid"


class NudgeInvalid(LearningError):  # noqa: N818
    """A nudge about a topic that there is not, or of a kind that there is not."""

    code: ClassVar[str] = "nudge-invalid"


class NothingReviewed(LearningError):  # noqa: N818
    """A group hands in again what no mentor has reviewed."""

    code: ClassVar[str] = "nothing-reviewed"

    def __init__(self) -> None:
        super().__init__(
            "No mentor has reviewed this answer yet.", mend="It waits for one as it is."
        )


class HandedInAlready(LearningError):  # noqa: N818
    """A group hands in again what waits already."""

    code: ClassVar[str] = "handed-in-already"

    def __init__(self) -> None:
        super().__init__(
            "Your group has handed this in again already.",
            mend="Say the rest in the discussion: mentors see it beside the answer.",
        )


class RatedAlready(LearningError):  # noqa: N818
    """A mentor rates for calibration what they have rated before."""

    code: ClassVar[str] = "rated-already"

    def __init__(self) -> None:
        super().__init__(
            "You have judged this answer for calibration already.",
            mend="Talk to the others about the answers where you differ.",
        )


class PhraseRefused(LearningError):  # noqa: N818
    """A saved phrase that cannot be kept."""

    code: ClassVar[str] = "phrase-refused"


class TooFewPeers(LearningError):  # noqa: N818
    """Fewer groups have answered than a review between them needs.

    Parameters
    ----------
    answers : int
        How many there are.
    each : int
        How many reviews each was to get.
    """

    code: ClassVar[str] = "too-few-peers"

    def __init__(self, answers: int, each: int) -> None:
        super().__init__(
            f"{answers} groups have answered: too few for {each} reviews of each answer.",
            mend="Wait for more answers, or ask for fewer reviews, at least one.",
        )


class PeersOpenAlready(LearningError):  # noqa: N818
    """Groups review one another at this exercise already."""

    code: ClassVar[str] = "peers-open-already"

    def __init__(self) -> None:
        super().__init__("Groups review one another's answers to this exercise already.")
