// The outline: a circle that four slow waves push out of round, around a heart that is off centre. Every number comes from
// the seed, so that the same model has the same body everywhere.
import { type Hex, hexToBytes } from "viem";

export const TURN = 2 * Math.PI;

export type Size = "large" | "medium" | "small";

/** By the width it is drawn at, in CSS pixels. */
export const sizeOf = (pixels: number): Size => (pixels > 140 ? "large" : pixels > 32 ? "medium" : "small");

const RADIUS: Record<Size, number> = { large: 430, medium: 440, small: 450 };
const LIVELINESS: Record<Size, number> = { large: 1, medium: 1.35, small: 1.7 };
const WAVES = [
  { count: 2, strength: 0.021 },
  { count: 3, strength: 0.016 },
  { count: 5, strength: 0.009 },
  { count: 7, strength: 0.005 },
] as const;
const OUTLINE_POINTS: Record<Size, number> = { large: 26, medium: 18, small: 14 };

export type Point = readonly [x: number, y: number];

export type Body = {
  readonly radius: number;
  /** The angle at which every line begins. */
  readonly start: number;
  at(distance: number, angle: number): Point;
  /** A closed line at this distance from the heart. */
  line(distance: number): string;
};

/** To a tenth: the same picture on every machine. */
export const tenth = (value: number): number => Math.round(value * 10) / 10;

export function bodyOf(seed: Hex, size: Size): Body {
  const bytes = hexToBytes(seed);
  const byte = (index: number) => bytes[index] ?? 0;
  const radius = RADIUS[size];
  const waves = WAVES.map(({ count, strength }, i) => ({
    count,
    height: strength * (0.6 + byte(3 + i) / 320) * LIVELINESS[size],
    phase: (TURN * byte(7 + i)) / 256,
    // Lines turn a little on their way out, as grain does.
    twist: 0.9 * (byte(11 + i) / 255 - 0.5),
  }));
  const heartAngle = (TURN * byte(0)) / 256;
  const heartDistance = radius * (0.05 + (0.08 * byte(1)) / 255);
  const start = (TURN * byte(2)) / 256;

  const at = (distance: number, angle: number): Point => {
    const bulge = waves.reduce(
      (sum, { count, height, phase, twist }) =>
        sum + height * Math.cos(count * angle + phase + (twist * distance) / radius),
      1,
    );
    const pull = heartDistance * Math.max(0, 1 - distance / radius);
    return [
      500 + pull * Math.cos(heartAngle) + distance * bulge * Math.cos(angle),
      500 + pull * Math.sin(heartAngle) + distance * bulge * Math.sin(angle),
    ];
  };
  return {
    radius,
    start,
    at,
    line(distance) {
      const count = OUTLINE_POINTS[size];
      return smooth(Array.from({ length: count }, (_, i) => at(distance, start + (i * TURN) / count)));
    },
  };
}

/** A closed Catmull-Rom curve through the points, as cubic Béziers. */
function smooth(points: readonly Point[]): string {
  const around = (index: number) => points[(index + points.length) % points.length] as Point;
  const write = ([x, y]: Point) => `${tenth(x)} ${tenth(y)}`;
  const handle = (of: Point, towards: Point, from: Point, sign: 1 | -1): Point => [
    of[0] + (sign * (towards[0] - from[0])) / 6,
    of[1] + (sign * (towards[1] - from[1])) / 6,
  ];
  const curves = points.map((point, i) => {
    const next = around(i + 1);
    const leave = handle(point, next, around(i - 1), 1);
    const arrive = handle(next, around(i + 2), point, -1);
    return `C${write(leave)} ${write(arrive)} ${write(next)}`;
  });
  return `M${write(around(0))}${curves.join("")}Z`;
}
