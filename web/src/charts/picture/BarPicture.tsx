import { shortened } from '../Lines.tsx'
import { DRAWING_WIDTH } from './picture.ts'

export type PictureBar = { name: string; value: string; share: string; length: number; tick: number | null; rest: boolean }

const LINE = 36

export const barsHeight = (bars: readonly PictureBar[]): number => bars.length * LINE

/** Bars from zero with count and share, the tick being the period before: the list of the page, drawn. */
export function BarPicture({ bars }: { bars: readonly PictureBar[] }) {
  return bars.map((bar, place) => (
    <g key={bar.name} transform={`translate(0 ${place * LINE})`}>
      <text y="14" fontSize="13" fill="var(--ink)">
        {shortened(bar.name, DRAWING_WIDTH - 160)}
      </text>
      <text x={DRAWING_WIDTH - 60} y="14" textAnchor="end" fontSize="13" fontWeight="600" fill="var(--ink)">
        {bar.value}
      </text>
      <text x={DRAWING_WIDTH} y="14" textAnchor="end" fontSize="12" fill="var(--ink3)">
        {bar.share}
      </text>
      <rect y="20" width={DRAWING_WIDTH} height="8" fill="var(--line2)" />
      <rect y="20" width={DRAWING_WIDTH * bar.length} height="8" fill={bar.rest ? 'var(--grey)' : 'var(--series1)'} />
      {bar.tick !== null && <rect x={DRAWING_WIDTH * bar.tick - 1} y="17" width="2" height="14" fill="var(--ink)" />}
    </g>
  ))
}
