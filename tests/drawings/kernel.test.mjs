// The text of a function in a module: what the page's editor shows and puts back.
import assert from "node:assert/strict";
import test from "node:test";
import { kernelIn, kernelsOf, withKernel } from "../../src/livefigure/web/kernel.js";

const MODULE = `"""A lens."""

from optics.special import power

_CLEAR = 1


# what follows stands apart
@elementwise(
    a=_CLEAR,
)
def image(f: Positive, s: Positive) -> Real:
    r"""Where the image stands."""
    return f * s / (s - f)


@part
def _inner(x):
    return (
        x
    )


LAST = 2
`;

test("a function is shown with its decorators", () => {
  const kernel = kernelIn("optics/lens.py", MODULE, "image");
  assert.equal(kernel?.first, 9);
  assert.equal(
    kernel?.text,
    `@elementwise(
    a=_CLEAR,
)
def image(f: Positive, s: Positive) -> Real:
    r"""Where the image stands."""
    return f * s / (s - f)`,
  );
  assert.equal(
    kernelIn("optics/lens.py", MODULE, "_inner")?.text,
    "@part\ndef _inner(x):\n    return (\n        x\n    )",
  );
  assert.equal(kernelIn("optics/lens.py", MODULE, "absent"), null);
});

test("a changed function goes where it was, and nothing else changes", () => {
  const changed = withKernel(MODULE, "image", "def image(f, s):\n    return 1");
  assert.ok(
    changed.includes("# what follows stands apart\ndef image(f, s):\n    return 1\n\n\n@part"),
  );
  assert.ok(changed.endsWith("LAST = 2\n"));
  assert.equal(withKernel(MODULE, "absent", "x"), MODULE);
});

test("a figure's kernels are those that it calls, and those of what it shares", () => {
  const sources = {
    "optics/lens.py": MODULE + "\ndef quoted(x):\n    return x\n",
    "figures/bench.py": "from optics import lens\n\ndef a():\n    return lens._inner(1)\n",
    "figures/thin.py":
      "from figures import bench\nfrom optics import (\n    lens,\n)\n\nx = lens.image(1, 2)\ny = lens.image(2, 1)\n" +
      'code = """lens.absent(1)\nlens.quoted(1)"""\n',
  };
  assert.deepEqual(
    kernelsOf(sources, "figures/thin.py").map(({ name }) => name),
    ["_inner", "image"],
  );
});

test("a kernel brings those of its module that it calls", () => {
  const sources = {
    "optics/lens.py":
      "def step(x):\n    return step(x)\n\n\ndef other(x):\n    return x\n\n\n" +
      "def path(x):\n    return rays.step(sin(x)) + step(x)\n",
    "figures/thin.py": "from optics import lens\n\nx = lens.path(1)\n",
  };
  assert.deepEqual(
    kernelsOf(sources, "figures/thin.py").map(({ name }) => name),
    ["path", "step"],
  );
});
