import { bucketWidth, type Box } from './plot.ts'
import { shortened } from './Lines.tsx'

type BreakProps = { box: Box; place: number; count: number; sentence: string }

/** Where a definition changes: a dashed line with its sentence. */
export function BreakMark({ box, place, count, sentence }: BreakProps) {
  if (place < 0) return null
  const x = box.left + bucketWidth(box, count) * place
  const after = box.width - box.right - x
  const before = x - box.left
  const right = after >= before
  return (
    <g>
      <line x1={x} x2={x} y1={sentence ? box.top - 26 : box.top} y2={box.height - box.bottom} stroke="var(--warn)" strokeDasharray="4 3" />
      {sentence && (
        <>
          <circle cx={x} cy={box.top - 28} r="3" fill="var(--warn)" />
          <text x={right ? x + 8 : x - 8} y={box.top - 24} textAnchor={right ? 'start' : 'end'} fontSize="12" fill="var(--warn)">
            {shortened(sentence, Math.max(after, before) - 8)}
          </text>
        </>
      )}
    </g>
  )
}

type FlagProps = { box: Box; from: number; to: number; count: number; number: number; small: boolean | undefined }

/** A remark on some buckets: a small numbered flag on a line under the plot; its sentence stands in the list below. */
export function FlagMark({ box, from, to, count, number, small }: FlagProps) {
  if (from < 0 && to < 0) return null
  const width = bucketWidth(box, count)
  const left = box.left + width * Math.max(0, from)
  const right = box.left + width * ((to < 0 ? count - 1 : to) + 1)
  const base = box.height - box.bottom
  const middle = (left + right) / 2
  return (
    <g>
      <line x1={left + 1} x2={right - 1} y1={base} y2={base} stroke="var(--warn)" strokeWidth="3" />
      {!small && (
        <>
          <line x1={middle} x2={middle} y1={base} y2={box.top + 16} stroke="var(--warn)" strokeWidth="1" strokeDasharray="1 3" />
          <rect x={middle - 8} y={box.top + 2} width="16" height="14" rx="3" fill="var(--warn-tint)" stroke="var(--warn)" />
          <text x={middle} y={box.top + 13} textAnchor="middle" fontSize="11" fontWeight="600" fill="var(--warn)">
            {number}
          </text>
        </>
      )}
    </g>
  )
}
