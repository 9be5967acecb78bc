import type { Remarks } from '../annotations/useRemarks.ts'
import { printed } from '../catalog/format.ts'
import { shortened } from '../charts/Lines.tsx'
import { DRAWING_WIDTH, type Picture, type PictureKey } from '../charts/picture/picture.ts'
import type { PlotSeries } from '../charts/series.ts'
import { colourOf } from '../charts/series.ts'
import { boxOf, type TimeChartProps } from '../charts/TimeChart.tsx'
import { TimePlot } from '../charts/TimePlot.tsx'
import { periodWords } from '../filters/period.ts'
import type { MetricQuery } from '../gql/graphql.ts'
import type { Words } from '../text/text.tsx'
import { axisFor, thinWords, type TrendModel } from './drawn.ts'

type Drawn = Omit<TimeChartProps, 'say' | 'rowsOf'>
type Around = { title: string; caption: string; remarks: Remarks; query: MetricQuery }

const HEIGHT = 340

/** The big chart as it leaves. */
export function mainPicture(model: TrendModel, drawn: Drawn, around: Around, words: Words): Picture {
  const { series } = drawn
  const box = boxOf(DRAWING_WIDTH, drawn.direct, HEIGHT)
  const only = series.length === 1 ? (series[0]?.id ?? null) : null
  return {
    ...around,
    keys: keysOf(model, series, words),
    lines: [...sentencesOf(model, words), ...around.remarks.sentences],
    drawing: { height: HEIGHT, content: <TimePlot {...drawn} box={box} beforeOf={only} /> },
  }
}

const COLUMNS = 4
const CELL = { width: DRAWING_WIDTH / COLUMNS, height: 168, gap: 20 }

/** All small charts in one picture, on their one scale. */
export function multiplesPicture(model: TrendModel, around: Around, words: Words): Picture {
  const axis = axisFor(model, model.members, true, 2)
  const box = { width: CELL.width - CELL.gap, height: 120, top: 18, right: 2, bottom: 22, left: 2 }
  const rows = Math.ceil(model.members.length / COLUMNS)
  return {
    ...around,
    keys: keysOf(model, [], words),
    lines: [...sentencesOf(model, words), ...around.remarks.sentences],
    drawing: {
      height: rows * CELL.height,
      content: (
        <>
          {model.members.map((each, place) => (
            <g key={each.id} transform={`translate(${(place % COLUMNS) * CELL.width} ${Math.floor(place / COLUMNS) * CELL.height})`}>
              <text y="16" fontSize="13" fill="var(--ink)">
                {shortened(each.name, box.width - 60)}
              </text>
              <text x={box.width} y="16" textAnchor="end" fontSize="13" fontWeight="600" fill="var(--ink)">
                {valueOf(model, each, words)}
              </text>
              <g transform="translate(0 24)">
                <TimePlot
                  box={box}
                  axis={axis}
                  series={[{ ...each, tone: each.tone === 'rest' ? 'rest' : 1 }]}
                  words={model.words}
                  bars={false}
                  breaks={model.breaks}
                  flags={around.remarks.flags}
                  band=""
                  beforeOf={each.id}
                  direct={false}
                  small
                />
              </g>
            </g>
          ))}
        </>
      ),
    },
  }
}

function valueOf(model: TrendModel, series: PlotSeries, { t }: Words): string {
  const { membersTable: table, choice } = model
  const { dimension } = choice
  const row = table && dimension ? table.rows.find((each) => table.id(dimension.key, each) === series.id) : undefined
  const value = row === undefined ? null : (table?.figure(choice.metric.key, 'VALUE', row) ?? null)
  return value === null ? t.figures.none : printed(value, model.decimals)
}

function keysOf(model: TrendModel, lines: readonly PlotSeries[], { t }: Words): PictureKey[] {
  const points = [model.total, ...model.members].flatMap((each) => each.points)
  const named = lines.length > 1 ? lines.map((each) => ({ words: each.name, colour: colourOf(each.tone) })) : []
  const thin = model.choice.thin && points.some((point) => point.before !== null)
  return [...named, ...(thin ? [{ words: thinWords(model.choice, t), colour: 'var(--grey)', line: true }] : [])]
}

function sentencesOf(model: TrendModel, { say, t, language }: Words): string[] {
  const open = model.total.points.filter((point) => point.unfinished).map((point) => periodWords(point.key, language))
  return [
    ...new Set(model.answers.total.notes('SERIES_BREAK').map((note) => say(note.text))),
    ...open.map((words) => t.pictures.open(words, t.trends.unfinished[model.choice.unit] ?? '')),
  ]
}
