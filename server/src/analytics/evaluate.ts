import type { Fraction } from '../statistics/index.ts'
import { fraction } from '../statistics/index.ts'
import type { FigureKindKey, NullReasonKey } from './analytics.enums.ts'
import { arranged, isOutside } from './arrange.ts'
import { idsIn, otherDimensions, partsIn, subjectAt, type Counted, type Subject } from './cases.ts'
import { keptFigure } from './subject-figure.ts'
import { columnFormat, kindsOf } from './column-format.ts'
import { changeOf, figureOf, missing, rangeOf, shareOf, type Figure } from './figure.ts'
import { toldOf } from './given-parts.ts'
import { groupFigures } from './group-figures.ts'
import { wholeGroups } from './groups.ts'
import type { WholeGroups } from './groups.types.ts'
import type { FigureColumn, GroupFigures, KeyColumn, KeyMember } from './metric-table.types.ts'
import { isAdditive, metricRegistry, type MetricKey } from './metrics.ts'
import { round } from './rounding.ts'
import { chosen, Names, subjectsOf } from './rows.ts'
import { breakBetween } from './series-breaks.ts'
import type { Role } from './windows.ts'

export type Evaluated = { subjects: Subject[]; keys: KeyColumn[]; columns: FigureColumn[]; groups: GroupFigures[] }

/** A cell before it is rounded: an exact value in the column's unit, or why there is none. */
type Cell = Fraction | NullReasonKey

/** Turns counts into the columns of a table: figures, ranks, shares, changes, exact until the last step. */
export function evaluate(counted: Counted): Evaluated {
  const { asked } = counted
  const names = new Names(counted)
  const rows = subjectsOf(counted)
  const groups = counted.anonymous ?? wholeGroups(counted, rows)
  const cells = new Cells(counted, groups)
  const { metric, kind } = asked.order ?? { metric: asked.metrics[0] as MetricKey, kind: 'value' as const }
  const valueOf = (subject: Subject) => exact(cells.cell(subject, metric, kind))
  const subjects = arranged(counted, chosen(counted, rows), names, valueOf)
  return {
    subjects,
    keys: asked.by.map((dimension) => {
      const keys = subjects.map((subject) => names.key(dimension, subject))
      return { dimension, ...inOneList(keys), ids: keys.map((key) => key.id), labels: keys.map((key) => key.label) }
    }),
    columns: asked.metrics.flatMap((one) => kindsOf(asked, one).map((each) => columnOf(cells, counted, subjects, one, each))),
    groups: groupFigures(counted, groups, names, subjects),
  }
}

/** Each key with its label once, and which of them each row has. */
function inOneList(keys: readonly KeyMember[]): Pick<KeyColumn, 'members' | 'places'> {
  const members: KeyMember[] = []
  const known = new Map<string, number>()
  const places = keys.map((key) => {
    const name = `${key.id} ${key.label.zh}`
    const place = known.get(name) ?? members.push(key) - 1
    known.set(name, place)
    return place
  })
  return { members, places }
}

function columnOf(cells: Cells, counted: Counted, subjects: Subject[], metric: MetricKey, kind: FigureKindKey): FigureColumn {
  const format = columnFormat(counted.ground, counted.asked, metric, kind)
  const reasons: FigureColumn['reasons'] = []
  const figures = subjects.map((subject, row) => {
    const cell = cells.cell(subject, metric, kind)
    if (typeof cell !== 'string') return round(cell, format.decimals, format.rounding)
    reasons.push({ row, reason: cell })
    return null
  })
  return { metric, kind, decimals: format.decimals, unit: format.unit, figures, reasons }
}

class Cells {
  private readonly wholes = new Map<MetricKey, Figure[]>()

  constructor(
    private readonly counted: Counted,
    private readonly groups: WholeGroups,
  ) {}

  cell(subject: Subject, metric: MetricKey, kind: FigureKindKey): Cell {
    if (this.isHiddenGroup(subject)) return this.ofHiddenGroup(subject, metric, kind)
    switch (kind) {
      case 'value':
        return valueOf(this.figure(subject, metric, 'now'))
      case 'numerator':
        return numberOf(this.figure(subject, metric, 'now'), 'numerator')
      case 'base':
        return numberOf(this.figure(subject, metric, 'now'), 'base')
      case 'unknown':
        return unknownOf(this.figure(subject, metric, 'now'))
      case 'lowest':
      case 'highest':
        return boundOf(this.figure(subject, metric, 'now'), kind)
      case 'previous':
        return valueOf(this.figure(subject, metric, 'previous'))
      case 'lastYear':
        return valueOf(this.figure(subject, metric, 'lastYear'))
      case 'change':
        return this.change(subject, metric, 'previous')
      case 'changeLastYear':
        return this.change(subject, metric, 'lastYear')
      case 'rank':
        return this.rank(subject, metric)
      case 'share':
        return this.share(subject, metric)
      case 'shareOfTotal':
        return this.shareOfTotal(subject, metric)
    }
  }

  /** A group as a row, for a viewer who may not see all its members: only its anonymous figures are shown. */
  private isHiddenGroup(subject: Subject): boolean {
    return this.counted.anonymous !== null && subject.institution === null && (subject.group ?? 0) !== 0 && !subject.rest
  }

  private ofHiddenGroup(subject: Subject, metric: MetricKey, kind: FigureKindKey): Cell {
    const { total } = this.groups(subject.bucket, subject.group ?? 0, subject.other, metric)
    if (kind === 'value') return valueOf(total)
    if (kind === 'unknown') return unknownOf(total)
    if (kind === 'lowest' || kind === 'highest') return boundOf(total, kind)
    return kind === 'numerator' || kind === 'base' ? numberOf(total, kind) : 'notAllowed'
  }

  private figure(subject: Subject, metric: MetricKey, role: Role): Figure | null {
    return keptFigure(this.counted, subject, metric, role)
  }

  private change(subject: Subject, metric: MetricKey, role: Role): Cell {
    const { ground, windows } = this.counted
    const now = this.figure(subject, metric, 'now')
    const before = this.figure(subject, metric, role)
    if (!now || !before) return 'noData'
    const [later, earlier] = [windows.find(subject.bucket, 'now'), windows.find(subject.bucket, role)]
    const forms = later && metricRegistry[metric].given ? toldOf(this.counted, subject, metric, later).returns.map((one) => one.form) : []
    if (later && earlier && breakBetween(ground, metric, earlier.range, later.range, forms)) return 'seriesBreak'
    return changeOf(metricRegistry[metric], now, before)
  }

  private rank(subject: Subject, metric: MetricKey): Cell {
    const figure = this.figure(subject, metric, 'now')
    if (figure?.value === null) return figure.reason
    if (subject.rest || isOutside(subject) || !subject.institution) return 'notAdditive'
    const group = this.groups(subject.bucket, subject.group ?? 0, subject.other, metric)
    if (group.hidden) return group.hidden
    const rank = group.ranks.get(subject.institution)
    return rank === null || rank === undefined ? 'noData' : fraction(rank)
  }

  private share(subject: Subject, metric: MetricKey): Cell {
    const figure = this.figure(subject, metric, 'now')
    if (!isAdditive(metricRegistry[metric])) return 'notAdditive'
    const whole = this.whole(subject, metric)
    return figure && whole ? shareOf(figure, whole) : 'notAdditive'
  }

  private shareOfTotal(subject: Subject, metric: MetricKey): Cell {
    const figure = this.figure(subject, metric, 'now')
    if (!isAdditive(metricRegistry[metric])) return 'notAdditive'
    // Who sees some members alone does not learn the total from a share of it.
    if (this.counted.anonymous !== null) return 'notAllowed'
    return figure ? shareOf(figure, this.everythingKept(subject.bucket, metric)) : 'noData'
  }

  /** What a share is taken of: an institution's whole group, else everything in the bucket. */
  private whole(subject: Subject, metric: MetricKey): Figure | null {
    if (this.counted.asked.by.includes('institution')) {
      if (subject.group === null || subject.group === 0) return null
      return this.groups(subject.bucket, subject.group, subject.other, metric).total
    }
    return this.everythingKept(subject.bucket, metric)
  }

  private everythingKept(bucket: number, metric: MetricKey): Figure {
    let byBucket = this.wholes.get(metric)
    if (!byBucket) this.wholes.set(metric, (byBucket = []))
    return (byBucket[bucket] ??= this.everything(bucket, metric))
  }

  private everything(bucket: number, metric: MetricKey): Figure {
    const { windows, tally, asked } = this.counted
    const window = windows.find(bucket, 'now')
    if (!window || windows.ahead(bucket)) return missing('unfinished')
    const others = otherDimensions(asked).length === 0 ? [''] : tally.others()
    const parts = others.flatMap((other) =>
      partsIn(this.counted, subjectAt({ bucket, other, ids: idsIn(other) }, null, null), metric, window),
    )
    return figureOf(metricRegistry[metric], parts, 1)
  }
}

function valueOf(figure: Figure | null): Cell {
  return figure === null ? 'noData' : (figure.value ?? (figure.reason as NullReasonKey))
}

function numberOf(figure: Figure | null, part: 'numerator' | 'base'): Cell {
  const number = figure?.[part] ?? null
  if (number !== null) return fraction(number)
  return figure?.reason ?? 'noData'
}

function unknownOf(figure: Figure | null): Cell {
  if (figure?.outOf === undefined || figure.base === null) return figure?.reason ?? 'noData'
  return fraction(figure.outOf - figure.base)
}

function boundOf(figure: Figure | null, kind: 'lowest' | 'highest'): Cell {
  const range = figure && rangeOf(figure)
  return range ? range[kind] : (figure?.reason ?? 'noCases')
}

function exact(cell: Cell): Fraction | null {
  return typeof cell === 'string' ? null : cell
}
