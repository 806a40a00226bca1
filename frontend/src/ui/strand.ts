/** A strand of money from one height to another, both edges the same curve. */
export function strand(x0: number, y0: number, x1: number, y1: number, width0: number, width1 = width0): string {
  const mid = (x0 + x1) / 2;
  const round = (value: number) => Math.round(value * 10) / 10;
  return `M${x0} ${round(y0)}C${mid} ${round(y0)} ${mid} ${round(y1)} ${x1} ${round(y1)}V${round(y1 + width1)}C${mid} ${round(y1 + width1)} ${mid} ${round(y0 + width0)} ${x0} ${round(y0 + width0)}Z`;
}
