"""Live figures as widgets: in JupyterLab the kernel computes, in the site the page does.

What a cell outputs carries three forms: the widget, the HTML that the site's script brings to
life, and a picture.
"""

import base64
import functools
import json
import subprocess
from pathlib import Path
from typing import Any

import anywidget
import traitlets

from magbook.figure import Figure, load, pack
from magbook.node import node

ASSETS = Path(__file__).parent / "assets"


@functools.cache
def rendered(id: str) -> dict[str, str]:
    """The figure as it stands at first: {"html", "svg"}, drawn by the page's own code."""
    figure = load(id)
    text, rows = pack(figure.answer({}))
    question = {
        "id": id,
        "spec": figure.spec(),
        "text": text,
        "rows": base64.b64encode(rows).decode(),
    }
    finished = subprocess.run(
        [node(), ASSETS / "render.cjs"],
        input=json.dumps(question),
        capture_output=True,
        encoding="utf-8",
    )
    if finished.returncode:
        raise RuntimeError(f"the figure {id} could not be drawn:\n{finished.stderr}")
    return json.loads(finished.stdout)


class LiveFigure(anywidget.AnyWidget):
    """A live figure, shown by its id.

    Parameters
    ----------
    id : str
        The figure's id, such as "concentric-torque".

    Raises
    ------
    ModuleNotFoundError
        If no file in `magbook.figures` is named after the id.
    """

    _esm = ASSETS / "widget.js"
    _css = ASSETS / "figure.css"
    figure = traitlets.Unicode().tag(sync=True)
    start = traitlets.Unicode().tag(sync=True)

    def __init__(self, id: str):
        self._figure: Figure = load(id)
        answer = self._figure.answer({})
        start = {"spec": self._figure.spec(), "answer": answer}
        super().__init__(figure=id, start=json.dumps(start))
        self.on_msg(self._reply)

    def _reply(self, _widget: Any, message: dict, _buffers: Any) -> None:
        ticket = message["ticket"]
        try:
            text, rows = pack(self._figure.answer(message["controls"]))
        except Exception as error:  # the page says what went wrong
            self.send({"ticket": ticket, "error": str(error)})
        else:
            self.send({"ticket": ticket, "text": text}, [rows])

    def _repr_mimebundle_(self, **kwargs: Any) -> Any:
        bundle: Any = super()._repr_mimebundle_(**kwargs)
        data, metadata = bundle if isinstance(bundle, tuple) else (bundle, {})
        still = rendered(self.figure)
        return {**data, "text/html": still["html"], "image/svg+xml": still["svg"]}, metadata


def show(id: str) -> LiveFigure:
    """The live figure with this id, as a cell's output."""
    return LiveFigure(id)
