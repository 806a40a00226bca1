// The growth ring: one drawing of one model, from chain data alone. Pure: the same input, the same picture.
import { arcOf, arcs, dashed, notchedLine } from "./arcs.ts";
import { type Body, bodyOf, type Point, sizeOf, TURN, tenth } from "./shape.ts";
import type { RingManifest, RingModel, RingVote, Stroke } from "./types.ts";

/** Of the radius: where the first release begins, and the least a release takes. */
const HEART = 0.045;
const NARROWEST = 0.05;
/** Lines nearer than this, in pixels, would run into one grey. */
const CLEARANCE = 2.6;

type Ring = { inner: number; outer: number; lines: { manifest: RingManifest; distance: number }[] };

const total = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0);

/** Widths by the square root of the units that joined; lines inside by the square root of theirs. */
function ringsOf({ releases }: RingModel, radius: number): Ring[] {
  const sizes = releases.map(({ manifests }) => Math.sqrt(total(manifests.map(({ units }) => units))));
  const whole = total(sizes) || 1;
  const parts = sizes.map((size) => Math.max(NARROWEST, size / whole));
  const scale = ((1 - HEART) * radius) / (total(parts) || 1);
  let edge = HEART * radius;
  return releases.map(({ manifests }, i) => {
    const inner = edge;
    edge += (parts[i] ?? 0) * scale;
    const roots = manifests.map(({ units }) => Math.sqrt(units));
    const all = total(roots) || 1;
    let distance = inner;
    const lines = manifests.map((manifest, j) => {
      distance += ((edge - inner) * (roots[j] ?? 0)) / all;
      return { manifest, distance };
    });
    return { inner, outer: edge, lines };
  });
}

export type DrawRingOptions = {
  /** Width in CSS pixels: decides how much is drawn. */
  pixels: number;
  /** Whose arcs are drawn again in moss. */
  you?: string | undefined;
};

export function drawRing(model: RingModel, { pixels, you }: DrawRingOptions): Stroke[] {
  const size = sizeOf(pixels);
  const body = bodyOf(model.seed, size);
  const unit = 1_000 / pixels;
  const rings = ringsOf(model, body.radius);
  const strokes =
    size === "small" ? small(rings, body, unit) : wooden(rings, body, unit, size === "medium", pixels, you);
  if (size === "large") {
    model.releases.forEach(({ votes }, i) => {
      for (const vote of votes) strokes.push(notch(vote, rings[i]?.outer ?? body.radius, body, unit, i));
    });
  }
  // A model that has no release yet is only its living edge.
  const bark = rings.length === 0 ? body.radius * 0.42 : body.radius;
  if (size === "large" || rings.length === 0)
    strokes.push(...living(model.open.manifests, bark, body, unit, rings.length));
  const dot = { large: 6, medium: 4, small: 3.2 }[size];
  if (model.open.votes > 0) strokes.push(openVote(bark, body, unit * dot, rings.length));
  return strokes;
}

function wooden(
  rings: Ring[],
  body: Body,
  unit: number,
  medium: boolean,
  pixels: number,
  you: string | undefined,
): Stroke[] {
  const heart = HEART * body.radius * 0.55;
  const strokes: Stroke[] = [
    ...rings.map(({ outer }, release): Stroke => ({ ink: "wood", d: body.line(outer), release })).reverse(),
    { ink: "heart", d: body.line(medium ? heart * 1.3 : heart), release: 0 },
  ];
  rings.forEach((ring, release) => {
    const most = Math.max(...ring.lines.map(({ manifest }) => manifest.units));
    const largest = ring.lines.find(({ manifest }) => manifest.units === most);
    const shown = medium
      ? largest
        ? [{ manifest: largest.manifest, distance: (ring.inner + ring.outer) / 2 }]
        : []
      : ring.lines.slice(0, -1);
    let last = ring.inner;
    for (const { manifest, distance } of shown) {
      const room = Math.min(distance - last, medium ? Number.POSITIVE_INFINITY : ring.outer - distance) / unit;
      if (room < CLEARANCE) continue;
      last = distance;
      const weight = medium ? 1 : Math.min(0.75 + 1.15 * Math.sqrt(manifest.units / most), 0.4 * room);
      const dash = arcs(manifest, distance, medium ? unit * 1.4 : unit);
      strokes.push({ ink: "line", d: body.line(distance), width: tenth(weight * unit), dash, release });
    }
    const edge = medium ? 1.3 : Math.min(1.9, pixels / 240);
    strokes.push({ ink: "edge", d: body.line(ring.outer), width: tenth(edge * unit), release });
    if (you === undefined || medium) return;
    const weight = Math.min(4, Math.max(2.2, pixels / 130));
    for (const { manifest, distance } of ring.lines) {
      const dash = arcOf(you, manifest, distance, unit);
      if (dash) strokes.push({ ink: "yours", d: body.line(distance), width: tenth(weight * unit), dash, release });
    }
  });
  return strokes;
}

/** Three strokes at most; whatever is older is solid heartwood. */
function small(rings: Ring[], body: Body, unit: number): Stroke[] {
  const newest = rings.slice(-3);
  const heart = Math.max(newest[0]?.inner ?? 0, 0.16 * body.radius);
  const strokes: Stroke[] = [{ ink: "heart", d: body.line(heart * 0.72), release: 0 }];
  newest.forEach((ring, i) => {
    const distance = heart + ((body.radius - heart) * (i + 1)) / newest.length;
    const byAuthor = new Map<string, number>();
    for (const { manifest } of ring.lines) {
      for (const { author, units } of manifest.shares) byAuthor.set(author, (byAuthor.get(author) ?? 0) + units);
    }
    const all = total([...byAuthor.values()]) || 1;
    const dash = notchedLine(Math.max(0, ...byAuthor.values()) / all, distance, unit);
    strokes.push({ ink: "edge", d: body.line(distance - unit), width: tenth(1.7 * unit), dash, release: i });
  });
  return strokes;
}

/** What grows outside the bark: a dashed line for each open manifest, two at most. */
function living(manifests: number, bark: number, body: Body, unit: number, release: number): Stroke[] {
  return Array.from({ length: Math.min(manifests, 2) }, (_, i): Stroke => {
    const distance = bark + (7 + 5 * i) * Math.min(unit, 2.4);
    return {
      ink: "living",
      d: body.line(distance),
      width: tenth(1.5 * unit),
      dash: dashed(3, 3.2, distance, unit),
      release,
    };
  });
}

/** A closed vote, cut into the edge of the release that was growing: where says when, how deep says how many took part. */
function notch(vote: RingVote, edge: number, body: Body, unit: number, release: number): Stroke {
  const angle = body.start + vote.at * TURN;
  // Notches shrink with small drawings, down to about half.
  const scale = unit * Math.min(1, Math.max(0.55, 1_000 / unit / 480));
  const halfWidth = (5 * scale) / edge;
  const depth = (9 + 15 * vote.turnout) * scale;
  const corners = [
    body.at(edge + unit, angle - halfWidth),
    body.at(edge - depth, angle),
    body.at(edge + unit, angle + halfWidth),
  ];
  const d = `M${corners.map(([x, y]) => `${tenth(x)} ${tenth(y)}`).join("L")}Z`;
  return { ink: vote.passed ? "passed" : "defeated", d, width: tenth(1.4 * unit), release };
}

/** A round dot on the rim, as a path. */
function openVote(bark: number, body: Body, radius: number, release: number): Stroke {
  const [x, y] = body.at(bark, body.start - 0.5);
  const r = tenth(radius);
  const d = `M${tenth(x - r)} ${tenth(y)}a${r} ${r} 0 1 0 ${tenth(2 * r)} 0a${r} ${r} 0 1 0 ${tenth(-2 * r)} 0Z`;
  return { ink: "open", d, width: 6, release };
}

export type Spot = { readonly x: number; readonly y: number };

const percent = ([x, y]: Point): Spot => ({ x: x / 10, y: y / 10 });
const far = (a: Spot, b: Spot) => Math.hypot(a.x - b.x, a.y - b.y);

/** In percent of the width: where on the edge of a release a callout's leader ends. */
export function edgeSpot(model: RingModel, release: number, angle: number): Spot {
  const body = bodyOf(model.seed, "large");
  return percent(body.at(ringsOf(model, body.radius)[release]?.outer ?? body.radius, angle));
}

/** The place on one author's arcs that is nearest to where a word about them stands. */
export function authorSpot(model: RingModel, author: string, word: Spot): Spot | undefined {
  const body = bodyOf(model.seed, "large");
  const spots = ringsOf(model, body.radius).flatMap(({ lines }) =>
    lines.flatMap(({ manifest, distance }) => {
      let before = 0;
      for (const { author: each, units } of manifest.shares) {
        const length = units / manifest.units;
        if (each === author && length > 0.02) {
          return [0.2, 0.5, 0.8].map((part) =>
            percent(body.at(distance, body.start + TURN * (before + part * length))),
          );
        }
        before += length;
      }
      return [];
    }),
  );
  return spots.sort((a, b) => far(a, word) - far(b, word))[0];
}
