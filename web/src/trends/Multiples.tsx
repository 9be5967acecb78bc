import { useNavigate } from '@tanstack/react-router'
import { useMemo } from 'react'
import { useRemarks } from '../annotations/useRemarks.ts'
import { changeWords, printed } from '../catalog/format.ts'
import { PictureMenu } from '../charts/picture/PictureMenu.tsx'
import { PlotFrame } from '../charts/PlotFrame.tsx'
import { usePreviousWords } from '../filters/CompareMenu.tsx'
import { periodWords } from '../filters/period.ts'
import type { Scope } from '../filters/scope.ts'
import type { PlotFlag, PlotSeries } from '../charts/series.ts'
import { useWords } from '../text/text.tsx'
import { linesQuery, stretchOf, totalQuery } from './choice.ts'
import { axisFor, rowsOf, type TrendModel } from './drawn.ts'
import { Source } from './MainChart.tsx'
import { multiplesPicture } from './pictures.tsx'
import { OTHERS } from './model.ts'
import { MaybeRows } from './MaybeRows.tsx'
import type { TrendSearch } from './search.ts'

const HEIGHT = 116

/** Each member in a small chart of its own, all on one scale. A click makes one the big chart. */
export function Multiples({ model, scope }: { model: TrendModel; scope: Scope }) {
  const words = useWords()
  const { t, say, language } = words
  const axis = axisFor(model, model.members, true, 2)
  const name = say(model.choice.dimension?.label)
  const title = t.trends.multiples(name)
  const caption = t.trends.oneScale(
    model.unit,
    periodWords(scope.period, language),
    model.words.axis(axis.low),
    model.words.axis(axis.high),
  )
  const period = stretchOf(model.choice, false)
  const remarks = useRemarks(scope, period, model.buckets, { metric: model.choice.metric.key, filters: scope.filters, member: null })
  const query = useMemo(() => {
    const kept = model.members.map((each) => each.id).filter((id) => id !== OTHERS)
    return linesQuery(scope, model.choice, period, kept) ?? totalQuery(scope, model.choice, period)
  }, [scope, model, period])
  return (
    <section className="card chart-card" aria-label={title}>
      <header className="card-head">
        <h2>{title}</h2>
        <span className="caption">{caption}</span>
        <span className="card-tools">
          <PictureMenu
            name={title}
            scope={scope}
            picture={() => multiplesPicture(model, { title: `${model.name} ${title}`, caption, remarks, query }, words)}
          />
        </span>
      </header>
      <div className="multiples">
        {model.members.map((each) => (
          <Multiple key={each.id} model={model} scope={scope} series={each} axis={axis} flags={remarks.flags} />
        ))}
      </div>
      <footer className="caption chart-source">
        <Source model={model} />
      </footer>
    </section>
  )
}

type MultipleProps = { model: TrendModel; scope: Scope; series: PlotSeries; axis: ReturnType<typeof axisFor>; flags: PlotFlag[] }

function Multiple({ model, scope, series, axis, flags }: MultipleProps) {
  const { t } = useWords()
  const navigate = useNavigate()
  const { metric, dimension, focus } = model.choice
  const table = model.membersTable
  const row = table && dimension ? table.rows.find((each) => table.id(dimension.key, each) === series.id) : undefined
  const value = row === undefined ? null : (table?.figure(metric.key, 'VALUE', row) ?? null)
  const chosen = focus === series.id
  const enlarge = (): void =>
    void navigate({ to: '.', search: (before: TrendSearch) => ({ ...before, focus: chosen ? undefined : series.id }) })
  return (
    <section className="multiple" aria-label={series.name}>
      <div className="multiple-head">
        <button type="button" aria-pressed={chosen} title={t.trends.enlarge(series.name)} onClick={enlarge}>
          {series.name}
        </button>
        <span className="multiple-value">
          <MaybeRows search={rowsOf(model, scope, series.id)}>{value === null ? t.figures.none : printed(value, model.decimals)}</MaybeRows>
        </span>
      </div>
      <Against model={model} row={row} scope={scope} />
      <PlotFrame
        height={HEIGHT}
        onClick={enlarge}
        plot={{
          axis,
          series: [{ ...series, tone: series.tone === 'rest' ? 'rest' : 1 }],
          words: model.words,
          bars: false,
          breaks: model.breaks,
          flags,
          band: '',
          beforeOf: series.id,
          direct: false,
          small: true,
        }}
      />
    </section>
  )
}

/** What the period's figure was before, and by how much it changed. */
function Against({ model, row, scope }: { model: TrendModel; row: number | undefined; scope: Scope }) {
  const { t, say } = useWords()
  const { thin, metric } = model.choice
  const previous = usePreviousWords(scope.period, model.membersTable?.answer.period.unfinished)
  const table = model.membersTable
  if (!table || row === undefined || !thin) return <p className="second" />
  const [kind, changeKind, words] =
    thin === 'PREVIOUS_PERIOD'
      ? (['PREVIOUS', 'CHANGE', previous] as const)
      : (['LAST_YEAR', 'CHANGE_LAST_YEAR', t.filters.lastYear] as const)
  const before = table.figure(metric.key, kind, row)
  const change = table.figure(metric.key, changeKind, row)
  const column = table.column(metric.key, changeKind)
  if (before === null) return <p className="second">{t.figures.none}</p>
  const reason = table.reason(metric.key, changeKind, row)
  const end =
    change === null || !column ? t.figures.reasons[reason ?? 'NO_DATA'] : changeWords(change, column.decimals, say(column.unit), t)
  return <p className="second">{t.trends.beforeChange(words, printed(before, model.decimals), end ?? '')}</p>
}
