import type { ReactElement } from 'react'
import type { MetricQuery } from '../../gql/graphql.ts'

/** A line of the legend: a colour with its word. */
export type PictureKey = { words: string; colour: string; line?: boolean }

/** A chart as it leaves: everything that must be read in it without the page around it. */
export type Picture = {
  title: string
  /** Unit and period. */
  caption: string
  keys: PictureKey[]
  /** Remarks and the sentences of changed definitions. */
  lines: string[]
  /** The query whose answer is drawn: it is what the audit line names. */
  query: MetricQuery
  /** SVG content so wide and so high; no hook of it may read the page. */
  drawing: { height: number; content: ReactElement }
}

/** Every picture is drawn to this width, so that those in one document match. */
export const PICTURE_WIDTH = 960
export const PICTURE_EDGE = 24
export const DRAWING_WIDTH = PICTURE_WIDTH - 2 * PICTURE_EDGE
