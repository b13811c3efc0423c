// What travels between Python and the drawings: the descriptions that livefigure/figure.py makes,
// and what a mark of either kind of view is.
import type { Markish } from "@observablehq/plot";
import type { Painter } from "./painter.js";

/** A row of numbers: a list, or doubles as they came from Python. */
export type Row = number[] | Float64Array;
export type Point = [number, number, number];
/** [width, height] in pixels. */
export type Size = [number, number];

export interface Control {
  name: string;
  symbol: string;
  words: string;
  low: number;
  high: number;
  default: number;
  unit: string;
  step: number | null;
  whole: boolean;
  scale: "linear" | "log" | "one";
  play: boolean;
}

export interface Readout {
  name: string;
  symbol: string;
  words: string;
  unit: string;
  digits: number;
  gauge: boolean;
  missing: string;
  zero: number;
}

export interface Axis {
  label: string;
  /** A number, or the name of one among the results. */
  low: number | string | null;
  high: number | string | null;
  scale: "linear" | "log";
  ticks: number[] | null;
  unit: string;
}

export interface Bearings {
  theta: string;
  phi: string;
  pole: Point;
  zero: Point;
  sense?: 1 | -1;
}

/** What every mark has. */
interface Marked {
  kind: string;
  data: string;
  color: string;
  label: string;
}
export interface Curve extends Marked {
  kind: "curve";
  dash: boolean | string;
  width: number;
  smooth: boolean;
  heads: boolean;
}
export interface Area extends Marked {
  kind: "area";
}
export interface Region extends Marked {
  kind: "region";
}
export interface Bars extends Marked {
  kind: "bars";
  width: number;
}
export interface Ring extends Marked {
  kind: "ring";
  width: number;
}
export interface Points extends Marked {
  kind: "points";
  radius: number;
  drag: { x?: string; y?: string } | null;
}
export interface DotsAndCrosses extends Marked {
  kind: "dots_and_crosses";
  radius: number;
  ring: boolean;
}
export interface Arrows extends Marked {
  kind: "arrows";
}
export interface Level extends Marked {
  kind: "level";
  vertical: boolean;
  width: number;
}
export interface ColorMap extends Marked {
  kind: "map";
  levels: number[];
  sides: "both" | "high" | "low";
}
export interface Texts extends Marked {
  kind: "texts";
  words: string[];
  unit: string;
  digits: number;
}
export type PlaneMark =
  | Curve
  | Area
  | Region
  | Bars
  | Ring
  | Points
  | DotsAndCrosses
  | Arrows
  | Level
  | ColorMap
  | Texts;

export interface Wire extends Marked {
  kind: "wire";
  closed: boolean;
  width: number;
  heads: boolean;
}
export interface Loop extends Marked {
  kind: "loop";
  disc: boolean;
  width: number;
}
export interface Arrow extends Marked {
  kind: "arrow";
  name: string;
  drag: Bearings | null;
  width: number;
}
export interface Ball extends Marked {
  kind: "ball";
  name: string;
}
export interface Globe extends Marked {
  kind: "globe";
}
export type SpaceMark = Wire | Loop | Arrow | Ball | Globe;
export type Mark = PlaneMark | SpaceMark;

export interface PlotView {
  /** What its fold is called, for a second idea; empty for none. */
  folded: string;
  kind: "plot";
  title: string;
  x: Axis;
  y: Axis;
  marks: PlaneMark[];
  aspect: number;
  equal: boolean;
}

export interface SceneView {
  /** What its fold is called, for a second idea; empty for none. */
  folded: string;
  kind: "scene";
  title: string;
  marks: SpaceMark[];
  extent: number;
  azimuth: number;
  elevation: number;
  aspect: number;
}

export type View = PlotView | SceneView;

export type Values = Record<string, number>;

export interface Spec {
  module: string;
  title: string;
  controls: Control[];
  readouts: Readout[];
  views: View[];
  presets: Record<string, Values>;
}

// biome-ignore lint/suspicious/noExplicitAny: what a name stands for, the mark that bears it knows
export type Results = Record<string, any>;

export interface Answer {
  /** How the kernels were run. */
  engine?: "compiled" | "interpreted";
  results: Results;
  text: string;
  code: string;
}

/** What stands for a mark in its view's legend: a drawing of 16 × 12 pixels, and words. */
export interface Key {
  swatch: string;
  label: string;
}

/** A mark of either kind of view. `D` is its data, as Python's function of its name says. */
export interface AnyMarkKind<M extends Marked, D> {
  key(mark: M): Key | Key[];
  /** Its numbers for a table: [x, y, value], where "" stands for none. */
  rows?(mark: M, data: D): Iterable<[number, number, number | ""]>;
}

export interface PlaneMarkKind<M extends Marked, D> extends AnyMarkKind<M, D> {
  /** What Plot draws, `unit` pixels being one unit of the x axis. */
  draw(mark: M, data: D, unit: number): Markish;
  /** The numbers that an axis must hold. */
  extent(mark: M, data: D, direction: "x" | "y"): Row;
}

export interface SpaceMarkKind<M extends Marked, D> extends AnyMarkKind<M, D> {
  draw(painter: Painter, mark: M, data: D): void;
}

export interface Angles {
  azimuth: number;
  elevation: number;
}

/** A figure's controls, as its fields have them, and how its scene is turned. */
export interface State {
  values: Record<string, string | number>;
  angles: Angles | null;
}

declare global {
  interface Window {
    /** Python's sources by path, which scripts of the page bring. */
    livefigurePython?: Record<string, string>;
    /** The editor, once its script is loaded. */
    livefigureEditor(
      place: HTMLElement,
      run: () => void,
    ): { text: string; focus(): void; show(text: string, first: number): void };
    /** A text as a code to scan, SVG, once its script is loaded. */
    livefigureScan(text: string): string;
    /** The compiled kernels' program, zipped, in base64. */
    livefigureKernels?: Record<string, string>;
    bookPages: { page: string; title: string; places: [string, string, string][] }[];
  }
}
