"""A live document: everybody converges, and what is acknowledged is kept."""

import asyncio
import contextlib
import gc
import logging

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pycrdt import Doc, Map, Text, create_update_message

from cohortbook.learning.errors import LearningError
from cohortbook.live import document as module
from cohortbook.live.document import (
    MALFORMED,
    READ_ONLY,
    TOO_LARGE,
    DocumentRefusedError,
)
from cohortbook.workbook.exercise import ExerciseDefinition
from factories import exercise
from live_peers import CHOICE, MANY, TEXT, Gone, Peer, Store, read
from y_client import YClient, caret

TALK = ExerciseDefinition.from_json(exercise("discuss", "talk"))


def test_nothing_is_acknowledged_before_it_is_on_the_disk():
    async def run():
        store = Store()
        store.hold = asyncio.Event()
        document = store.open()
        peer = Peer().join(document)
        peer.client.write("On Monday")
        peer.speak(document)
        flushing = asyncio.create_task(document.flush())
        for _ in range(10):
            await asyncio.sleep(0)
        peer.hear()
        assert peer.client.acknowledged == 0
        store.hold.set()
        await flushing
        peer.hear()
        assert peer.client.saved
        assert read(store.updates) == "On Monday"
        document.close()

    asyncio.run(run())


def test_a_disk_that_is_full_for_a_while_loses_nothing(monkeypatch, caplog):
    monkeypatch.setattr(module, "_RETRY_SECONDS", 0.01)
    monkeypatch.setattr(module, "_BATCH_SECONDS", 0.01)

    async def run():
        store = Store()
        document = store.open()
        peer = Peer().join(document)
        await document.flush()
        store.failures = 3
        for words in ("On ", "Monday ", "we look."):
            peer.client.write(words)
            peer.speak(document)
        with pytest.raises(OSError, match="full"):
            await document.flush()
        peer.hear()
        assert not peer.client.saved
        while not peer.client.saved:
            await asyncio.sleep(0.005)
            peer.hear()
        assert store.failures == 0
        assert read(store.updates) == "On Monday we look."
        document.close()

    with caplog.at_level(logging.CRITICAL):
        asyncio.run(run())


def test_what_a_peer_sent_before_it_left_is_kept():
    async def run():
        store = Store()
        document = store.open()
        peer = Peer().join(document)
        peer.client.write("Last words")
        peer.speak(document)
        document.leave(peer)
        assert document.busy
        await document.settle()
        assert not document.busy
        assert read(store.updates) == "Last words"
        document.close()

    asyncio.run(run())


def test_nobody_is_told_what_another_connection_sent_was_kept():
    """The next peer may get the place in memory, and so the identity, of one that left."""

    async def run():
        store = Store()
        document = store.open()
        for _ in range(20):
            first = Peer().join(document)
            await document.flush()
            for _ in range(3):
                first.client.write("x")
            first.speak(document)
            document.leave(first)
            was = id(first)
            del first
            gc.collect()
            second = Peer()
            if id(second) == was:
                break
        store.hold = asyncio.Event()
        document.join(second)
        await asyncio.sleep(0)
        store.hold.set()
        await document.flush()
        assert not [each for each in second.inbox if each[0] == 100]
        document.close()

    asyncio.run(run())


def test_a_reader_may_say_that_it_has_nothing_and_no_more():
    async def run():
        store = Store()
        document = store.open()
        reader = Peer("per_ines", may_write=False).join(document)
        reader.client.write("I know better")
        with pytest.raises(DocumentRefusedError) as refused:
            reader.speak(document)
        assert refused.value.close_code == READ_ONLY
        await document.settle()
        assert document.value(TEXT) == ""
        assert store.log == []
        document.close()

    asyncio.run(run())


def test_a_peer_that_is_gone_harms_nobody():
    async def run():
        store = Store()
        document = store.open()
        ada, ben = Peer().join(document), Peer("per_ben").join(document)
        gone = Gone("per_dov")
        with contextlib.suppress(ConnectionError):
            document.join(gone)
        ada.client.write("hello")
        ada.speak(document)
        await document.flush()
        ben.hear()
        ada.hear()
        assert str(ben.client.text()) == "hello"
        assert ada.client.saved
        document.close()

    asyncio.run(run())


HOSTILE = [
    b"",
    b"\x00",
    b"\x00\x02",
    b"\x00\x02\x05\x01",
    b"\x00\x09\x00",
    # Promises of more than any machine has.
    create_update_message(b"\xff\xff\xff\xff\xff\xff\x7f\x01\x01\x00"),
    create_update_message(b"\x01\xff\xff\xff\xff\x0f\x01\x00"),
    create_update_message(b"\x00\x01\x01\xff\xff\xff\xff\x0f"),
    b"\x00\x00\x06\xff\xff\xff\xff\xff\x7f",
    # A text that is not UTF-8, a sub-document, a reference to what never was.
    create_update_message(b"\x01\x01\x05\x00\x04\x01\x06text:x\x02\xff\xfe\x00"),
    create_update_message(b"\x01\x01\x05\x00\x09\x01\x06text:x\x01a\x7f\x00"),
    b"\x01\x05\xff\xff\xff\xff\x7f",
    b"\x01" + b"\xff" * 20_000,
]


def a_room_of_two():
    store = Store()
    document = store.open()
    good, bad = Peer().join(document), Peer("per_bad").join(document)
    good.client.write("Kept")
    good.speak(document)
    return store, document, good, bad


async def still_works(store, document, good, before):
    good.hear()
    good.client.write(" and more")
    good.speak(document)
    await document.settle()
    good.hear()
    assert good.client.saved
    assert str(good.client.text()) == before + " and more" == document.value(TEXT)
    assert read(store.updates) == before + " and more"
    document.close()


@pytest.mark.parametrize("message", HOSTILE, ids=repr)
def test_a_message_that_makes_no_sense_is_refused_and_harms_nobody(message):
    async def run():
        store, document, good, bad = a_room_of_two()
        with pytest.raises(DocumentRefusedError) as refused:
            document.receive(bad, message)
        assert refused.value.close_code == MALFORMED
        await still_works(store, document, good, "Kept")

    asyncio.run(run())


def test_an_update_on_which_the_library_panics_is_as_if_it_had_not_come():
    written = Doc(client_id=7)
    text = written.get("text:talk", type=Text)
    text += "abc"

    async def run():
        store, document, good, bad = a_room_of_two()
        document.receive(bad, create_update_message(written.get_update()))
        # Says again what is known, to the left of a letter that nobody wrote.
        panic = b"\x01\x01\x07\x00\xc4\x07\x01\x07\x3c\x05hello\x00"
        for _ in range(2):
            with pytest.raises(DocumentRefusedError):
                document.receive(bad, create_update_message(panic))
        await still_works(store, document, good, "Kept")
        assert read(store.updates, "text:talk") == "abc"

    asyncio.run(run())


def legitimate_messages():
    doc = Doc(client_id=7)
    text, values = doc.get("text:first-week", type=Text), doc.get("value:which", type=Map)
    kept = []
    watching = doc.observe(lambda event: kept.append(event.update))
    text += "Monday"
    text += "Tuesday"
    values["a"] = True
    values["value"] = [1, 2.5, None, {"a": "b"}]
    del text[2:5]
    del watching
    return [*map(create_update_message, kept), create_update_message(doc.get_update())]


MESSAGES = legitimate_messages()


@settings(max_examples=400, deadline=None)
@given(st.data())
def test_damaged_messages_harm_nobody(data):
    async def run():
        store, document, good, bad = a_room_of_two()
        for _ in range(4):
            message = bytearray(data.draw(st.sampled_from(MESSAGES)))
            for _ in range(data.draw(st.integers(1, 3))):
                at = data.draw(st.integers(2, len(message) - 1))
                message[at : at + 1] = data.draw(st.binary(max_size=2))
                if len(message) < 4:
                    break
            with contextlib.suppress(DocumentRefusedError):
                document.receive(bad, bytes(message))
        document.leave(bad)
        await still_works(store, document, good, document.value(TEXT))

    asyncio.run(run())


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=40))
def test_noise_is_refused_and_harms_nobody(noise):
    async def run():
        store, document, good, bad = a_room_of_two()
        for kind in (b"", b"\x00\x00", b"\x00\x01", b"\x00\x02", b"\x01"):
            with contextlib.suppress(DocumentRefusedError):
                document.receive(bad, kind + noise)
        document.leave(bad)
        await still_works(store, document, good, document.value(TEXT))

    asyncio.run(run())


def test_a_document_grows_as_large_as_may_be_and_no_larger(monkeypatch):
    monkeypatch.setattr(module, "LARGEST_DOCUMENT", 2000)

    async def run():
        store = Store()
        document = store.open()
        peer = Peer().join(document)
        peer.client.write("a" * 1500)
        peer.speak(document)
        # What was deleted makes room again.
        del peer.client.text()[:1400]
        peer.speak(document)
        peer.client.write("b" * 1400)
        peer.speak(document)
        peer.client.write("c" * 1400)
        with pytest.raises(DocumentRefusedError) as refused:
            peer.speak(document)
        assert refused.value.close_code == TOO_LARGE
        assert document.value(TEXT) == "a" * 100 + "b" * 1400
        document.close()

    asyncio.run(run())


def test_a_long_log_is_put_in_one_update_and_says_the_same(monkeypatch):
    monkeypatch.setattr(module, "_COMPACT_UPDATES", 20)

    async def run():
        store = Store()
        document = store.open()
        peer = Peer().join(document)
        for number in range(60):
            peer.client.write(f"{number} ")
            peer.speak(document)
            if number % 7 == 0:
                await document.flush()
        await document.flush()
        document.close()
        said = "".join(f"{number} " for number in range(60))
        assert read(store.updates) == said
        assert len(store.compactions) in (2, 3)
        again = store.open()
        assert again.value(TEXT) == said
        again.close()

    asyncio.run(run())


def test_a_large_document_is_not_put_in_one_update_over_and_over(monkeypatch):
    monkeypatch.setattr(module, "_COMPACT_BYTES", 1000)

    async def run():
        store = Store()
        document = store.open()
        peer = Peer().join(document)
        peer.client.write("a" * 3000)
        peer.speak(document)
        await document.flush()
        for _ in range(10):
            peer.client.write("b")
            peer.speak(document)
            await document.flush()
        assert len(store.compactions) == 1
        document.close()

    asyncio.run(run())


def test_putting_a_log_in_one_update_keeps_what_still_waits_for_something(monkeypatch):
    monkeypatch.setattr(module, "_COMPACT_UPDATES", 1)
    updates = []
    writer = YClient()
    watching = writer.doc.observe(lambda event: updates.append(event.update))
    for words in ("one ", "two ", "three"):
        writer.write(words)
    del watching

    async def run():
        store = Store()
        document = store.open()
        peer = Peer().join(document)
        document.receive(peer, create_update_message(updates[0]))
        document.receive(peer, create_update_message(updates[2]))
        await document.flush()
        assert store.compactions
        document.close()
        again = store.open()
        again.join(peer)
        again.receive(peer, create_update_message(updates[1]))
        assert again.value(TEXT) == "one two three"
        again.close()

    asyncio.run(run())


def test_answers_are_recorded_with_who_changed_them_last():
    async def run():
        store = Store()
        document = store.open(TEXT, CHOICE, MANY, TALK)
        ada, ben = Peer("per_ada").join(document), Peer("per_ben").join(document)
        await document.settle()
        assert store.recorded == [
            ("first-week", "", None),
            ("where", None, None),
            ("which", [], None),
        ]
        store.recorded.clear()
        ada.client.write("We ")
        ada.speak(document)
        ben.exchange(document)
        ben.client.write("look.")
        ben.client.values("which")["b"] = True
        ben.client.values("which")["a"] = False
        ben.speak(document)
        ada.client.values("where")["value"] = "a"
        ada.speak(document)
        await document.settle()
        assert sorted(store.recorded) == [
            ("first-week", "We look.", "per_ben"),
            ("where", "a", "per_ada"),
            ("which", ["b"], "per_ben"),
        ]
        store.recorded.clear()
        await document.settle()
        assert store.recorded == []
        document.close()

    asyncio.run(run())


def test_an_answer_that_cannot_be_recorded_does_not_hold_up_the_others(caplog):
    async def run():
        store = Store()
        store.refuse = {"first-week": OSError("no"), "where": LearningError("left the group")}
        document = store.open()
        with pytest.raises(OSError, match="no"):
            await document.settle()
        assert [each for each, *_ in store.recorded] == ["which"]
        assert document.busy
        store.refuse.clear()
        await document.settle()
        assert [each for each, *_ in store.recorded] == ["which", "first-week"]
        assert not document.busy
        document.close()

    with caplog.at_level(logging.CRITICAL):
        asyncio.run(run())


def test_who_settles_while_it_is_being_settled_waits_for_the_end():
    async def run():
        store = Store()
        document = store.open()
        gate, record = asyncio.Event(), store.record

        async def slowly(*answer):
            await gate.wait()
            await record(*answer)

        document._storage.record = slowly
        first = asyncio.create_task(document.settle())
        await asyncio.sleep(0)
        second = asyncio.create_task(document.settle())
        for _ in range(5):
            await asyncio.sleep(0)
        assert not second.done()
        gate.set()
        await asyncio.gather(first, second)
        assert len(store.recorded) == 3
        document.close()

    asyncio.run(run())


def test_an_exercise_that_a_new_stamp_brings_is_followed_from_then_on():
    async def run():
        store = Store()
        document = store.open(TEXT)
        peer = Peer().join(document)
        await document.settle()
        document.define([TEXT, CHOICE])
        peer.client.values("where")["value"] = "b"
        peer.speak(document)
        await document.settle()
        assert ("where", "b", "per_ada") in store.recorded
        document.close()

    asyncio.run(run())


def test_carets_are_shared_in_the_groups_document_only_and_not_at_every_move(monkeypatch):
    monkeypatch.setattr(module, "_AWARENESS_SECONDS", 0)

    async def run():
        for aware in (True, False):
            document = Store().open(aware=aware)
            ada, ben = Peer().join(document), Peer("per_ben").join(document)
            for place in range(50):
                document.receive(ada, caret(5, {"cursor": place}))
            await asyncio.sleep(0.01)
            assert len(ben.awareness()) == aware
            assert not aware or b'"cursor":49' in ben.awareness()[0]
            assert ada.awareness() == []
            document.close()

    asyncio.run(run())


def test_a_caret_has_the_name_of_its_person_and_goes_with_them(monkeypatch):
    monkeypatch.setattr(module, "_AWARENESS_SECONDS", 0)

    async def run():
        document = Store().open()
        ada, eve = Peer().join(document), Peer("per_eve").join(document)
        document.receive(eve, caret(6, {"cursor": 1, "user": {"id": "per_ada", "name": "Ada"}}))
        document.receive(eve, caret(5, {"cursor": 2, "user": {"id": "per_ada", "name": "Ada"}}))
        await asyncio.sleep(0.01)
        (told,) = ada.awareness()
        assert b'"user":{"id":"per_eve","name":"Eve"}' in told
        assert b"per_ada" not in told
        late = Peer("per_ben").join(document)
        document.leave(eve)
        await asyncio.sleep(0.01)
        for each in (ada, late):
            assert each.awareness()[-1].endswith(b"\x04null")
        document.close()

    asyncio.run(run())


def test_who_may_only_read_has_no_caret(monkeypatch):
    monkeypatch.setattr(module, "_AWARENESS_SECONDS", 0)

    async def run():
        document = Store().open()
        ada, ines = Peer().join(document), Peer("per_ines", may_write=False).join(document)
        document.receive(ines, caret(6, {"cursor": 1}))
        await asyncio.sleep(0.01)
        assert ada.awareness() == []
        document.close()

    asyncio.run(run())
