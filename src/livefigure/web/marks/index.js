// Every mark, by its kind: a new one is a file beside this and a line here.
import { area } from "./area.js";
import { arrow } from "./arrow.js";
import { arrows } from "./arrows.js";
import { ball } from "./ball.js";
import { bars } from "./bars.js";
import { curve } from "./curve.js";
import { dots_and_crosses } from "./dots_and_crosses.js";
import { globe } from "./globe.js";
import { level } from "./level.js";
import { loop } from "./loop.js";
import { map } from "./map.js";
import { points } from "./points.js";
import { region } from "./region.js";
import { ring } from "./ring.js";
import { texts } from "./texts.js";
import { wire } from "./wire.js";

/** @import { AnyMarkKind, PlaneMarkKind, SpaceMarkKind } from "../types.d.ts" */

/** In a plane. @type {Record<string, PlaneMarkKind<any, any>>} */
export const planeMarks = {
  area,
  arrows,
  bars,
  curve,
  dots_and_crosses,
  level,
  map,
  points,
  region,
  ring,
  texts,
};

/** In space. @type {Record<string, SpaceMarkKind<any, any>>} */
export const spaceMarks = { arrow, ball, globe, loop, wire };

/** @type {Record<string, AnyMarkKind<any, any>>} */
export const marks = { ...planeMarks, ...spaceMarks };
