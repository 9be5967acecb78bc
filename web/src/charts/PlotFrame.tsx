import { TimePlot, type TimePlotProps } from './TimePlot.tsx'
import { useWidth } from './useWidth.ts'

type FrameProps = { height: number; plot: Omit<TimePlotProps, 'box'>; onClick?: () => void }

/** A small chart as wide as its place; what it says stands in words beside it. */
export function PlotFrame({ height, plot, onClick }: FrameProps) {
  const [frame, width] = useWidth()
  return (
    <div ref={frame} style={{ height }}>
      {width > 0 && (
        <svg className="plot" viewBox={`0 0 ${width} ${height}`} height={height} aria-hidden="true" onClick={onClick}>
          <TimePlot {...plot} box={{ width, height, top: 18, right: 2, bottom: 22, left: 2 }} />
        </svg>
      )}
    </div>
  )
}
