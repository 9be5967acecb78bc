/** Where the plot lies inside its box, in px; the layer of links over it is laid by the same numbers. */
export const PLOT = { height: 260, top: 36, right: 12, left: 40, axis: 26 } as const

export type Box = { width: number; height: number; top: number; right: number; bottom: number; left: number }

/** The stretch of the horizontal axis that one bucket has. */
export function bucketWidth(box: Box, count: number): number {
  return (box.width - box.left - box.right) / Math.max(1, count)
}

/** The middle of a bucket. */
export function bucketMiddle(box: Box, count: number, place: number): number {
  return box.left + bucketWidth(box, count) * (place + 0.5)
}
