// Marks of a view in space, seen from −y: x runs to the right, z up. The camera and the hand.
import assert from "node:assert/strict";
import { test } from "node:test";
import { aim, bearings, Camera, onNearSide, tipOf } from "../../src/livefigure/web/camera.js";
import { spaceMarks } from "../../src/livefigure/web/marks/index.js";
import { circle } from "../../src/livefigure/web/painter.js";
import { along, unit } from "../../src/livefigure/web/vector.js";
import { box, coneOf, painted, pairs, role, scene, strokesOf } from "./draw.mjs";

const wire = { kind: "wire", data: "w", color: "current", label: "", closed: false, width: 3 };
const arrow = {
  kind: "arrow",
  data: "a",
  color: "force",
  label: "",
  name: "",
  drag: null,
  width: 3,
};

const pointsOf = (elements) => elements.flatMap((e) => pairs(e.getAttribute("points")));
const pointsOfStrokes = (svg, name) =>
  strokesOf(svg).flatMap(({ colour, points }) => (colour === role(name) ? points : []));
const close = ([x, y], [u, v], within = 0.1) =>
  assert.ok(Math.hypot(x - u, y - v) <= within, `${x}, ${y} for ${u}, ${v}`);
const pixel = (camera, point) => {
  const { x, y } = camera.place(point);
  return [x, y];
};

test("x runs to the right, z up, and what is near is large", () => {
  const { camera } = scene([], {});
  close(pixel(camera, [0, 0, 0]), [100, 100]);
  const [right, up] = [pixel(camera, [0.5, 0, 0]), pixel(camera, [0, 0, 0.5])];
  assert.ok(right[0] > 130 && Math.abs(right[1] - 100) < 1e-9);
  assert.ok(up[1] < 70 && Math.abs(up[0] - 100) < 1e-9);
  assert.ok(pixel(camera, [0.5, -0.5, 0])[0] > right[0]);
  assert.ok(camera.place([0, -0.5, 0]).depth < camera.place([0, 0.5, 0]).depth);
});

test("a camera at an azimuth looks from there; a larger one from further around", () => {
  const view = { extent: 1, azimuth: 0, elevation: 0 };
  const from = (angles) => new Camera({ ...view, ...angles }, [200, 200]);
  assert.ok(pixel(from({}), [0, 0.5, 0])[0] > 100); // from +x, y lies to the right
  assert.ok(pixel(from({ azimuth: 90 }), [0.5, 0, 0])[0] < 100);
  const above = from({ elevation: 89 });
  assert.ok(above.place([0, 0, 0.5]).depth < above.place([0, 0, -0.5]).depth);
});

test("the ball that fills a view fits, in frames of any shape, and stays round", () => {
  for (const size of [
    [200, 200],
    [400, 200],
    [200, 400],
  ]) {
    const camera = new Camera({ extent: 2, azimuth: 30, elevation: 20 }, size);
    const edge = Math.min(...size) / 2;
    const [middleX, middleY] = [size[0] / 2, size[1] / 2];
    let most = 0;
    for (let i = 0; i < 400; i++) {
      const [u, v] = [i * 0.37, Math.asin((i + 0.5) / 200 - 1)];
      const point = [Math.cos(u) * Math.cos(v), Math.sin(u) * Math.cos(v), Math.sin(v)];
      const [x, y] = pixel(
        camera,
        point.map((part) => 2 * part),
      );
      most = Math.max(most, Math.hypot(x - middleX, y - middleY));
    }
    assert.ok(most <= edge && most > 0.97 * edge, `${most} of ${edge}`);
  }
});

test("a wire goes through its points, and parts where a number is missing", () => {
  const data = {
    w: [
      [-0.5, 0, Number.NaN, 0.5],
      [0, 0, 0, 0],
      [0, 0.5, 0, 0],
    ],
  };
  const { svg, camera } = scene([wire], data);
  const strokes = pointsOfStrokes(svg, "current");
  assert.equal(strokes.length, 2);
  close(strokes[0], pixel(camera, [-0.5, 0, 0]));
  close(strokes[1], pixel(camera, [0, 0, 0.5]));
  const closed = scene([{ ...wire, closed: true }], {
    w: [
      [0, 0.5, 0],
      [0, 0, 0],
      [0, 0, 0.5],
    ],
  });
  const last = pointsOfStrokes(closed.svg, "current");
  const ends = last.filter(([x, y]) => Math.hypot(x - 100, y - 100) < 0.1);
  assert.equal(ends.length, 2);
});

test("a wire with heads ends in a cone at its last point", () => {
  const { svg, camera } = scene([{ ...wire, heads: true }], {
    w: [
      [-0.5, 0, 0.5],
      [0, 0, 0],
      [0, 0, 0],
    ],
  });
  const { right, left } = box(coneOf(svg, "current"));
  assert.ok(Math.abs(right - pixel(camera, [0.5, 0, 0])[0]) < 0.1);
  assert.ok(left > pixel(camera, [0.3, 0, 0])[0]);
});

test("what is near is painted after what is far, whatever their order", () => {
  const [front, back] = [-0.5, 0.5].map((y) => [
    [-0.5, 0.5],
    [y, y],
    [0, 0],
  ]);
  for (const marks of [
    ["front", "back"],
    ["back", "front"],
  ]) {
    const colours = { front: "force", back: "torque" };
    const { text } = scene(
      marks.map((data) => ({ ...wire, data, color: colours[data] })),
      { front, back },
    );
    assert.ok(text.indexOf(role("torque")) < text.indexOf(role("force")), marks.join());
    // its halo covers what lies behind it
    assert.ok(
      text.indexOf(role("torque")) < text.lastIndexOf(`stroke="${role("paper")}" stroke-width="7`),
    );
  }
});

/** How many segments strokes have in all. */
const segments = (strokes) => strokes.reduce((sum, { points }) => sum + points.length - 1, 0);

test("a wire's halo lies behind the wire, also where it turns back", () => {
  const turns = Array.from({ length: 73 }, (_, i) => (2 * Math.PI * i) / 72);
  const round = [turns.map(Math.cos), turns.map(Math.sin), turns.map(() => 0)];
  const { svg } = scene([wire], { w: round }, { elevation: 20 });
  const strokes = strokesOf(svg);
  const of = (name) => strokes.filter(({ colour }) => colour === role(name));
  const ends = ({ points }) => [0, -1].map((i) => points.at(i).join());
  assert.equal(segments(of("current")), 72);
  for (const arc of of("current"))
    for (const halo of of("paper").filter((halo) =>
      ends(halo).some((end) => ends(arc).includes(end)),
    ))
      assert.ok(strokes.indexOf(halo) < strokes.indexOf(arc));
});

test("strokes that follow each other are one path where they look alike, and there alone", () => {
  const hair = { ...wire, width: 0.8, color: "quiet" };
  const turns = Array.from({ length: 73 }, (_, i) => (2 * Math.PI * i) / 72);
  const round = [turns.map(Math.cos), turns.map(Math.sin), turns.map(() => 0)];
  const net = scene([hair], { w: round }, { elevation: 20 }).svg;
  const quiet = strokesOf(net).filter(({ colour }) => colour === role("quiet"));
  assert.equal(segments(quiet), 72 + 3); // with the axes
  assert.ok(quiet.length < 36 + 3); // some arcs begin where the last one ended
  assert.ok(net.querySelectorAll("path").length < 20);
  for (const path of net.querySelectorAll("path")) assert.equal(path.getAttribute("fill"), "none");
  // between the far and the near half of one wire runs another
  const across = [
    [-2, 2],
    [0, 0],
    [0, 0],
  ];
  const { svg } = scene([hair, { ...wire, data: "a" }], { w: round, a: across }, { elevation: 20 });
  const colours = strokesOf(svg).map(({ colour }) => colour);
  const crossing = colours.indexOf(role("current"));
  assert.ok(colours.indexOf(role("quiet")) < crossing);
  assert.ok(colours.lastIndexOf(role("quiet")) > crossing);
});

test("nearer strokes are thicker", () => {
  const [front, back] = [-0.5, 0.5].map((y) => [
    [-0.5, 0.5],
    [y, y],
    [0, 0],
  ]);
  const { svg } = scene(
    [
      { ...wire, data: "f" },
      { ...wire, data: "b", color: "torque" },
    ],
    { f: front, b: back },
  );
  const [near, far] = ["current", "torque"].map(
    (name) => strokesOf(svg).find(({ colour }) => colour === role(name)).width,
  );
  assert.ok(near > 3 && far < 3);
});

test("an arrow goes from its place to where its numbers point", () => {
  for (const [dx, dz] of [
    [0.8, 0],
    [-0.8, 0],
    [0, 0.8],
    [0.5, -0.5],
  ]) {
    const { svg, camera } = scene([arrow], { a: [0.1, 0, 0.1, dx, 0, dz] });
    const [tail] = pointsOf(painted(svg, "polyline", "force"));
    close(tail, pixel(camera, [0.1, 0, 0.1]));
    const tip = pixel(camera, [0.1 + dx, 0, 0.1 + dz]);
    const cone = coneOf(svg, "force");
    close(cone[0], tip);
    // and its head lies before its tip
    const middle = cone.reduce(
      ([x, y], [u, v]) => [x + u / cone.length, y + v / cone.length],
      [0, 0],
    );
    assert.ok((tip[0] - middle[0]) * dx - (tip[1] - middle[1]) * dz > 0);
  }
});

test("a cone is outlined as it is seen: its base, and its tip where that is outside", () => {
  for (const [dx, dy, dz] of [
    [0.7, 0, 0],
    [0.3, 0.5, 0.3],
    [-0.4, -0.2, 0.5],
    [0.4, -0.5, -0.2],
  ]) {
    const { svg, camera } = scene([arrow], { a: [0, 0, 0, dx, dy, dz] });
    const direction = unit([dx, dy, dz]);
    const head = 15 * camera.pixel;
    const middle = along([dx, dy, dz], direction, -head);
    const rim = circle(middle, direction, 0.36 * head).map((point) => pixel(camera, point));
    const outline = coneOf(svg, "force");
    // all that is seen of it lies inside, but for a tenth of a pixel, and the outline nowhere wider
    const way = (from, to) => [to[0] - from[0], to[1] - from[1]];
    outline.forEach((from, i) => {
      const [u, v] = way(from, outline[(i + 1) % outline.length]);
      const far = [...rim, pixel(camera, [dx, dy, dz])].map((point) => {
        const [x, y] = way(from, point);
        return (u * y - v * x) / Math.hypot(u, v);
      });
      assert.ok(Math.abs(Math.min(...far)) < 0.15, `${[dx, dy, dz]}: ${Math.min(...far)}`);
    });
  }
  // towards the reader or away its tip lies amid its base, which alone is outlined
  for (const y of [-0.5, 0.5]) {
    const { svg, camera } = scene([arrow], { a: [0, 0, 0, 0, y, 0] });
    const [head] = painted(svg, "path", "force");
    const arcs = [...head.getAttribute("d").matchAll(/A(\S+)/g)].map(
      ([, radii]) => pairs(radii)[0],
    );
    const size = 15 * camera.pixel;
    const depth = camera.place([0, y - Math.sign(y) * size, 0]).depth;
    const radius = (0.36 * size * camera.focus) / depth;
    assert.equal(arcs.length, 2);
    for (const radii of arcs) close(radii, [radius, radius]);
  }
});

test("a small arrow is long enough to be seen, one of no length is not drawn", () => {
  const { svg, camera } = scene([arrow], { a: [0, 0, 0, 0, 0, 1e-6] });
  const { top } = box(coneOf(svg, "force"));
  assert.ok(100 - top > 14 && 100 - top < 18);
  assert.equal(
    painted(scene([arrow], { a: [0, 0, 0, 0, 0, 0] }).svg, "path, polyline", "force").length,
    0,
  );
  assert.ok(camera.pixel > 0);
});

test("an arrow has its name beyond its tip, and a grip where it can be turned", () => {
  const drag = { theta: "t", phi: "p", pole: [0, 0, 1], zero: [1, 0, 0] };
  const { svg, camera } = scene([{ ...arrow, name: "m_a", drag }], { a: [0, 0, 0, 0.5, 0, 0] });
  const tip = pixel(camera, [0.5, 0, 0]);
  const grip = svg.querySelector(".mag-grip");
  close(
    ["cx", "cy"].map((name) => Number(grip.getAttribute(name))),
    tip,
  );
  const name = [...svg.querySelectorAll("text")].find((t) => t.textContent === "ma");
  assert.ok(Number(name.getAttribute("x")) > tip[0] + 10);
  assert.equal(name.querySelector("tspan").textContent, "a");
  // a halo behind its letters, which are told from what they stand on
  assert.equal(name.getAttribute("paint-order"), "stroke");
  assert.equal(name.getAttribute("stroke"), role("paper"));
  assert.equal(svg.lastElementChild.tagName, "text");
  // the grip lies before all else that is no name
  assert.equal([...svg.children].filter((e) => e.tagName !== "text").at(-1), grip);
});

test("a ball hides what passes through it, and is round", () => {
  const ball = { kind: "ball", data: "b", color: "reader", label: "", name: "P" };
  const { svg, text, camera } = scene([ball, wire], {
    b: [0.2, 0, 0.3],
    w: [
      [0, 0.4],
      [0, 0],
      [0.3, 0.3],
    ],
  });
  const [circle] = painted(svg, "circle", "reader");
  close(
    ["cx", "cy"].map((name) => Number(circle.getAttribute(name))),
    pixel(camera, [0.2, 0, 0.3]),
  );
  assert.ok(text.indexOf(role("current")) < text.indexOf(role("reader")));
  assert.equal(circle.getAttribute("stroke"), role("paper")); // a rim on what it hides
  assert.equal(
    [...svg.querySelectorAll("text")].some((t) => t.textContent === "P"),
    true,
  );
});

test("what lies behind a globe or a loop's disc shows", () => {
  const globe = { kind: "globe", data: "g", color: "quiet", label: "" };
  const disc = { kind: "loop", data: "l", color: "current", label: "", disc: true, width: 3 };
  for (const [mark, name, most] of [
    [globe, "paper", 0.8],
    [disc, "current", 0.2],
  ]) {
    const { svg } = scene([mark], { g: [0, 0, 0, 0.7], l: [0, 0, 0, 0, 1, 0, 0.5] });
    const [inside] = painted(svg, "path[fill-opacity]", name);
    assert.ok(Number(inside.getAttribute("fill-opacity")) <= most);
  }
});

test("a globe's outline is where lines of sight touch it", () => {
  const globe = { kind: "globe", data: "g", color: "quiet", label: "" };
  const { svg, camera } = scene([globe], { g: [0, 0, 0, 0.7] });
  const glass = pairs(painted(svg, "path[fill-opacity]", "paper")[0].getAttribute("d"));
  const reach = camera.reach;
  const radius = (0.7 / Math.sqrt(reach * reach - 0.49)) * camera.focus;
  for (const [x, y] of glass) assert.ok(Math.abs(Math.hypot(x - 100, y - 100) - radius) < 0.1);
});

test("a loop's current goes around its normal as a right hand's fingers", () => {
  const loop = { kind: "loop", data: "l", color: "current", label: "", disc: true, width: 3 };
  // a normal to the reader: counterclockwise, as it is seen; its head is at the right, low
  for (const sign of [-1, 1]) {
    const { svg, camera } = scene([loop], { l: [0, 0, 0, 0, sign, 0, 0.8] });
    const rim = pointsOf(painted(svg, "polyline", "current"));
    const radius = 0.8 * (camera.focus / camera.reach);
    for (const [x, y] of rim) assert.ok(Math.abs(Math.hypot(x - 100, y - 100) - radius) < 0.2);
    const [tip, ...base] = coneOf(svg, "current");
    const [x, y] = base.reduce(
      ([x, y], [u, v]) => [x + u / base.length, y + v / base.length],
      [0, 0],
    );
    // z of place × way, y pointing down in pixels
    const turn = (x - 100) * -(tip[1] - y) - -(y - 100) * (tip[0] - x);
    assert.equal(Math.sign(turn), -sign);
    assert.equal(svg.querySelectorAll("[fill-opacity]").length, 1);
  }
});

test("every mark of space is tried here", () => {
  assert.deepEqual(Object.keys(spaceMarks).sort(), ["arrow", "ball", "globe", "loop", "wire"]);
});

test("the triad shows the axes as they are turned", () => {
  const names = (angles) => {
    const { svg } = scene([], {}, angles);
    return Object.fromEntries(
      [...svg.querySelectorAll("text")].map((t) => [
        t.textContent,
        ["x", "y"].map((name) => Number(t.getAttribute(name))),
      ]),
    );
  };
  const { x, z } = names();
  assert.ok(x[0] > z[0] + 5 && z[1] < x[1] - 5);
  const turned = names({ azimuth: 0 });
  assert.ok(turned.y[0] > turned.z[0] + 5);
});

test("an arrow that is held points where the hand is", () => {
  const camera = new Camera({ extent: 1, azimuth: -50, elevation: 25 }, [300, 240]);
  for (const vector of [
    [0.3, 0.2, 0.4],
    [-0.4, 0.3, -0.1],
    [0.1, -0.5, 0.1],
  ]) {
    const data = [0.1, 0.2, -0.1, ...vector];
    const length = Math.hypot(...vector);
    const front = onNearSide(camera, data);
    const { direction, off } = aim(camera, tipOf(camera, data), data, front);
    assert.equal(off, false);
    for (const [i, part] of direction.entries())
      assert.ok(Math.abs(part - vector[i] / length) < 1e-9);
    const other = aim(camera, tipOf(camera, data), data, !front).direction;
    const [x, y] = tipOf(camera, [...data.slice(0, 3), ...other.map((part) => part * length)]);
    close([x, y], tipOf(camera, data), 1e-6);
    assert.equal(aim(camera, [-500, 0], data, front).off, true);
  }
});

test("near is what points to the eye", () => {
  const { camera } = scene([], {});
  assert.equal(onNearSide(camera, [0, 0, 0, 0, -1, 0]), true);
  assert.equal(onNearSide(camera, [0, 0, 0, 0, 1, 0]), false);
});

test("bearings are the angles from the pole and about it", () => {
  const from = { pole: [0, 0, 1], zero: [1, 0, 0] };
  const all = (direction, more) =>
    Object.values(bearings(direction, { ...from, ...more })).map(Math.round);
  assert.deepEqual(all([1, 0, 0]), [90, 0]);
  assert.deepEqual(all([0, 1, 0]), [90, 90]);
  assert.deepEqual(all([0, 1, 0], { sense: -1 }), [90, -90]);
  assert.deepEqual(all([0, Math.SQRT1_2, -Math.SQRT1_2]), [135, 90]);
});
