/** Where the plot lies inside its box, in px; the layer of links over it is laid by the same numbers. */
export const PLOT = { height: 260, top: 30, right: 12, left: 40, axis: 26 } as const
