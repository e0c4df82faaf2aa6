import pytest
from hypothesis import given
from hypothesis import strategies as st
from websockets.frames import Frame, Opcode
from websockets.streams import StreamReader

from cohortbook.server.handlers.frame import framed


def read(data):
    """Read one frame as a browser would: from a server, unmasked."""
    reader = StreamReader()
    reader.feed_data(data)
    reader.feed_eof()
    parsing = Frame.parse(reader.read_exact, mask=False, max_size=None)
    with pytest.raises(StopIteration) as done:
        next(parsing)
    assert not reader.buffer
    return done.value.value


@given(st.binary(max_size=300))
def test_a_binary_message_is_read_as_it_was_sent(message):
    frame = read(framed(message))
    assert (frame.opcode, frame.data, frame.fin) == (Opcode.BINARY, message, True)


@given(st.text(max_size=300))
def test_a_text_is_read_as_it_was_sent(message):
    frame = read(framed(message))
    assert (frame.opcode, bytes(frame.data).decode(), frame.fin) == (Opcode.TEXT, message, True)


@pytest.mark.parametrize("size", [0, 125, 126, 2**16 - 1, 2**16, 2**20])
def test_a_message_of_any_size_is_whole(size):
    message = b"m" * size
    assert read(framed(message)).data == message
