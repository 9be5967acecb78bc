import { useNavigate } from '@tanstack/react-router'
import { useMemo } from 'react'
import { AddRemark } from '../annotations/AddRemark.tsx'
import { proposedDays } from '../annotations/proposed.ts'
import { RemarkList } from '../annotations/RemarkList.tsx'
import { useRemarks } from '../annotations/useRemarks.ts'
import { MADE_ROWS } from '../catalog/table.ts'
import { ChartCard } from '../charts/ChartCard.tsx'
import { PictureMenu } from '../charts/picture/PictureMenu.tsx'
import { SourceLine } from '../charts/SourceLine.tsx'
import { colourOf } from '../charts/series.ts'
import { TimeChart } from '../charts/TimeChart.tsx'
import { periodWords } from '../filters/period.ts'
import type { Scope } from '../filters/scope.ts'
import { useWords } from '../text/text.tsx'
import { Icon } from '../ui/Icon.tsx'
import { Brush } from './Brush.tsx'
import { BucketTable } from './BucketTable.tsx'
import { stretchOf, totalQuery } from './choice.ts'
import { axisFor, pointWords, rowsOf, thinWords, type TrendModel } from './drawn.ts'
import { TOTAL } from './model.ts'
import { mainPicture } from './pictures.tsx'
import { MOST_LINES, type TrendSearch } from './search.ts'
import type { Span } from './span.ts'

type MainProps = { model: TrendModel; scope: Scope; known: Span }

/** The big chart: all lines where they are few, else the total, or the one that was made big. */
export function MainChart({ model, scope, known }: MainProps) {
  const words = useWords()
  const { t, language } = words
  const { choice, unit } = model
  const shown = shownIn(model)
  const big = shown.length === 1 && shown[0]?.id !== TOTAL ? shown[0] : null
  const alone = shown.length === 1
  const whole = alone && !big ? model.whole?.figure(choice.metric.key) : null
  const title = big ? t.trends.titleOf(big.name, model.name) : model.name
  const spanWords = periodWords(`${choice.span.from}..${choice.span.to}`, language)
  const caption = t.trends.caption(unit, t.trends.by1[choice.unit] ?? '', spanWords)
  const focused = big && choice.dimension && !(MADE_ROWS as readonly string[]).includes(big.id) ? big.id : null
  const member = focused && choice.dimension ? { dimension: choice.dimension.key, key: focused } : null
  const period = stretchOf(choice, false)
  const remarks = useRemarks(scope, period, model.buckets, { metric: choice.metric.key, filters: scope.filters, member })
  const query = useMemo(() => totalQuery(scope, choice, period), [scope, choice, period])
  const drawn = {
    axis: axisFor(model, shown, alone),
    series: shown,
    words: model.words,
    bars: alone && choice.metric.additive && model.buckets.length <= 62,
    breaks: model.breaks,
    flags: remarks.flags,
    band: bandWords(whole === null || whole === undefined ? '' : model.words.figure(whole), scope, words),
    direct: !alone,
  }
  const remarkAbout = {
    metric: choice.metric.key,
    member: member && big ? { ...member, name: big.name } : null,
    jurisdiction: scope.search.jurisdiction,
    ...proposedDays(scope),
  }
  return (
    <ChartCard
      title={title}
      caption={caption}
      legend={<Legend model={model} lines={alone ? [] : shown} />}
      tools={
        <>
          {big && <Smaller />}
          <AddRemark about={remarkAbout} />
          <PictureMenu name={title} scope={scope} picture={() => mainPicture(model, drawn, { title, caption, remarks, query }, words)} />
        </>
      }
      notes={<RemarkList remarks={remarks} />}
      source={<Source model={model} />}
      chart={
        <>
          <TimeChart
            {...drawn}
            say={(series, point) => pointWords(model, series, point, words)}
            rowsOf={(series, point) => rowsOf(model, scope, series.id, point.key)}
          />
          <Brush scope={scope} choice={choice} known={known} />
        </>
      }
      table={<BucketTable model={model} series={shown} scope={scope} />}
    />
  )
}

/** Which series the big chart has. */
export function shownIn(model: TrendModel): TrendModel['members'] {
  const focused = model.members.find((each) => each.id === model.choice.focus)
  if (focused) return [{ ...focused, tone: 1 }]
  if (model.members.length === 0 || model.members.length > MOST_LINES) return [model.total]
  return model.members
}

function bandWords(whole: string, scope: Scope, { t, language }: ReturnType<typeof useWords>): string {
  const words = periodWords(scope.period, language)
  return whole === '' ? words : t.charts.periodTotal(words, whole)
}

function Smaller() {
  const { t } = useWords()
  const navigate = useNavigate()
  return (
    <button
      type="button"
      className="link-button"
      aria-keyshortcuts="Escape"
      onClick={() => void navigate({ to: '.', search: (before: TrendSearch) => ({ ...before, focus: undefined }) })}
    >
      <Icon name="left" size={14} />
      {t.trends.smaller}
    </button>
  )
}

function Legend({ model, lines }: { model: TrendModel; lines: TrendModel['members'] }) {
  const { t } = useWords()
  const points = [model.total, ...model.members].flatMap((each) => each.points)
  return (
    <>
      {lines.map((each) => (
        <span key={each.id} className="legend legend-series">
          <span className="legend-bar" style={{ background: colourOf(each.tone) }} />
          {each.name}
        </span>
      ))}
      {points.some((point) => point.unfinished) && (
        <span className="legend">
          <span className="legend-bar legend-hatch" />
          {t.trends.unfinished[model.choice.unit]}
        </span>
      )}
      {model.choice.thin && points.some((point) => point.before !== null) && (
        <span className="legend">
          <span className="legend-line" />
          {thinWords(model.choice, t)}
        </span>
      )}
      {points.some((point) => point.old && point.before !== null) && (
        <span className="legend">
          <span className="legend-line legend-old" />
          {t.charts.old}
        </span>
      )}
    </>
  )
}

/** The sentences of changed definitions, then source and "data as of". */
export function Source({ model }: { model: TrendModel }) {
  const { say } = useWords()
  const sentences = new Set(model.answers.total.notes('SERIES_BREAK').map((note) => say(note.text)))
  return (
    <>
      {[...sentences].join(' ')} <SourceLine />
    </>
  )
}
