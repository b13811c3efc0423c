"""Live figures as widgets: in JupyterLab the kernel computes, in the site the page does.

What a cell outputs comes in two: a still, which the site's build puts the page's figure in place
of, and which is what a notebook shows that is not running; and the widget, which hides it.
"""

import base64
import html
import struct
import traceback
import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Any

import anywidget
import traitlets
from IPython.display import publish_display_data

from livefigure import exercise
from livefigure.figure import Figure, load
from livefigure.transport import pack

if TYPE_CHECKING:
    from livefigure._types import Answer

ASSETS = Path(__file__).parent / "assets"

# Where the widget lives, the still before it is hidden. Where it does not, in a notebook that was
# saved and is open again, there would be an error's words.
STYLE = """<style>
.jp-OutputArea-child:has(.mag-still):has(+ .jp-OutputArea-child .mag-figure) { display: none; }
.jp-OutputArea-child:has(.mag-still) + .jp-OutputArea-child .jupyter-widgets:not(:has(*)) {
  font-size: 0;
}
.jp-OutputArea-child:has(.mag-still) + .jp-OutputArea-child .jupyter-widgets:not(:has(*))::after {
  content: "No Python runs behind this picture: run the cell to bring it to life.";
  font-size: 13px;
}
</style>"""


def still(id: str, form: str) -> bytes:
    """The figure as it stands at first, as it was drawn when the JavaScript was built.

    Parameters
    ----------
    id : str
        The figure's id, such as "concentric-torque".
    form : str
        "html" for the site's figure, "svg" or "png" for a picture.
    """
    return (ASSETS / "stills" / f"{id}.{form}").read_bytes()


def picture(id: str, text: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """The still as a cell's output, described by a text: its forms and their sizes."""
    png = still(id, "png")
    # its first bytes tell its size; it is drawn with two pixels for one
    width, height = (pixels // 2 for pixels in struct.unpack(">16x2I", png[:24]))
    data = base64.b64encode(png).decode()
    image = (
        f'<img alt="{html.escape(text)}" width="{width}" style="max-width: 100%; height: auto" '
        f'src="data:image/png;base64,{data}">'
    )
    forms = {
        "text/html": f'<div class="mag-still" data-figure="{id}">{image}{STYLE}</div>',
        "image/png": data,
        "text/plain": text,
    }
    return forms, {"image/png": {"width": width, "height": height}}


class Asked(anywidget.AnyWidget):
    """A widget that answers its page's questions."""

    _esm = ASSETS / "widget.js"
    _css = ASSETS / "figure.css"

    def __init__(self, **traits: Any):
        super().__init__(**traits)
        self.on_msg(self._reply)

    def answer(self, question: dict[str, Any]) -> Any:
        raise NotImplementedError

    def _reply(self, _widget: Any, message: dict[str, Any], _buffers: Any) -> None:
        ticket = message["ticket"]
        try:
            text, rows = pack(self.answer(message["question"]))
        # a kernel is interrupted by its reader, who still sees this figure
        except (Exception, KeyboardInterrupt) as error:  # the page says what went wrong
            words = "".join(traceback.format_exception_only(error)).strip()
            self.send({"ticket": ticket, "error": words})
        else:
            self.send({"ticket": ticket, "text": text}, [rows])


class LiveExercise(Asked):
    """An exercise that answers, as a widget, of the HTML that `livefigure.lesson` writes."""

    html = traitlets.Unicode().tag(sync=True)

    def __init__(self, html: str):
        super().__init__(html=html)

    def answer(self, question: dict[str, Any]) -> dict[str, Any]:
        return exercise.reply(question)


class LiveFigure(Asked):
    """A live figure as a widget.

    Parameters
    ----------
    module : str
        Where it stands, such as "magfigures.concentric_torque".
    engine : str, optional
        How its kernels run here, "compiled" or "interpreted": `data-engine` says it.

    Raises
    ------
    ModuleNotFoundError
        If there is no such module.
    """

    figure = traitlets.Unicode().tag(sync=True)
    spec = traitlets.Dict().tag(sync=True)
    engine = traitlets.Unicode().tag(sync=True)
    # its first answer, as `pack` gives it
    text = traitlets.Unicode().tag(sync=True)
    rows = traitlets.Bytes().tag(sync=True)

    def __init__(self, module: str, engine: str = "interpreted"):
        id = module.rpartition(".")[2].replace("_", "-")
        self._figure: Figure = load(module)
        answer = self._figure.answer({})
        text, rows = pack(answer)
        self._words = answer["text"]
        super().__init__(figure=id, spec=self._figure.spec(), engine=engine, text=text, rows=rows)

    def answer(self, question: dict[str, Any]) -> "Answer":
        return self._figure.answer(question)

    def _ipython_display_(self) -> None:
        if (ASSETS / "stills" / f"{self.figure}.png").exists():
            publish_display_data(*picture(self.figure, self._words))
        else:
            warnings.warn(
                f"the figure {self.figure} is newer than the last build of the JavaScript: without "
                "its picture neither the site nor paper can show it",
                stacklevel=2,
            )
        bundle: Any = self._repr_mimebundle_()
        forms, metadata = bundle
        nothing = {"text/html": "", "text/plain": ""}  # where no widget can be shown
        publish_display_data({**forms, **nothing}, metadata)
