"""Does with widgets what people do on a page, and hears all that they answer."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from typing import Any

from sameness import PATIENCE, Rooms, normal, states_of

# Of what a kernel publishes about a message, what pages draw.
_DRAWN = frozenset(
    {"comm_open", "comm_msg", "comm_close", "display_data", "update_display_data", "error"}
)
# Whether a figure shows that it is being drawn depends on how long ago it was drawn.
_OF_THE_CLOCK = "_cursor"


async def touched(there: Rooms, kernel_id: str) -> list[Any]:
    """Take hold of every figure, slider and button of a kernel.

    Returns
    -------
    list
        What was done, each with all that was heard of it, buffers too, and in the end
        the states of all widgets; ids are replaced by their places in the order of appearance.
    """
    found: list[Any] = []
    async with there.client(kernel_id) as client:
        states = await states_of(client)
        for model, data in list(_touches(states)):
            found.append([data, await _heard(client, {"comm_id": model, "data": data})])
        found.append(after := await states_of(client))
    for model, told in after.items():
        if model != "buffers":
            told["state"].pop(_OF_THE_CLOCK, None)
    return normal(found)


def has_figures(states: dict[str, Any]) -> bool:
    """Say whether there are figures among widgets that one can take hold of."""
    return any(
        told["model_name"] == "MPLCanvasModel"
        for model, told in states.items()
        if model != "buffers"
    )


def _touches(states: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for model, told in states.items():
        name = model != "buffers" and told["model_name"]
        if name in {"IntSliderModel", "FloatSliderModel"}:
            state = told["state"]
            for value in (state["min"], state["max"]):
                yield model, {"method": "update", "state": {"value": value}, "buffer_paths": []}
        elif name == "ButtonModel":
            yield model, _custom({"event": "click"})
        elif name == "MPLCanvasModel":
            toolbar = told["state"]["toolbar"].removeprefix("IPY_MODEL_")
            for content in _on_a_figure():
                yield (toolbar if content["type"] == "toolbar_button" else model), _custom(content)


def _on_a_figure() -> Iterator[dict[str, Any]]:
    """Yield what ipympl's front-end says while somebody looks at a figure and moves about in it."""
    yield {"type": "set_device_pixel_ratio", "device_pixel_ratio": 1.25}
    for each in ("refresh", "send_image_mode", "initialized", "draw", "ack"):
        yield {"type": each}
    yield _mouse("figure_enter", 5, 5)
    yield _mouse("motion_notify", 150, 100)
    for tool in ("zoom", "pan"):
        yield {"type": "toolbar_button", "name": tool}
        yield from _drag()
        yield {"type": "draw"}
        yield {"type": "toolbar_button", "name": tool}
    for name in ("back", "forward", "home"):
        yield {"type": "toolbar_button", "name": name}
        yield {"type": "draw"}
    # With no tool it goes to whoever listens in the notebook.
    yield from _drag()
    yield _mouse("scroll", 150, 100, step=1)
    yield _mouse("dblclick", 150, 100)
    yield {"type": "key_press", "key": "kg", "guiEvent": {}}
    yield {"type": "key_release", "key": "kg", "guiEvent": {}}
    yield {"type": "resize", "width": 250, "height": 200}
    yield {"type": "draw"}
    yield {"type": "toolbar_button", "name": "save_figure"}
    yield _mouse("figure_leave", 5, 5)
    yield {"type": "closing"}


def _drag() -> Iterator[dict[str, Any]]:
    yield _mouse("button_press", 120, 90, buttons=1)
    yield _mouse("motion_notify", 200, 150, buttons=1)
    yield {"type": "draw"}
    yield _mouse("button_release", 200, 150)


def _mouse(kind: str, x: int, y: int, **more: int) -> dict[str, Any]:
    usual = {"button": 0, "buttons": 0, "modifiers": [], "guiEvent": {}}
    return {"type": kind, "x": x, "y": y, **usual, **more}


def _custom(content: dict[str, Any]) -> dict[str, Any]:
    return {"method": "custom", "content": content}


async def _heard(client: Any, content: dict[str, Any]) -> list[Any]:
    message = client.session.msg("comm_msg", content)
    client.shell_channel.send(message)
    asked = message["header"]["msg_id"]
    found: list[Any] = []
    while True:
        heard = await client.get_iopub_msg(timeout=PATIENCE)
        kind, told = heard["msg_type"], heard["content"]
        if heard["parent_header"].get("msg_id") != asked:
            continue
        if kind == "status" and told["execution_state"] == "idle":
            return found
        if kind in _DRAWN and told.get("data", {}).get("state", {}).keys() != {_OF_THE_CLOCK}:
            found.append([kind, told, [base64.b64encode(it).decode() for it in heard["buffers"]]])
        elif kind == "stream" and found and found[-1][:2] == [kind, told["name"]]:
            # Where it is cut depends on the clock as well.
            found[-1][2] += told["text"]
        elif kind == "stream":
            found.append([kind, told["name"], told["text"]])
