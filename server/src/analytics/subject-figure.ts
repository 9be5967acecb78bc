import { multiplierOf, partsIn, type Counted, type Subject } from './cases.ts'
import { figureOf, missing, type Figure } from './figure.ts'
import { toldOf } from './given-parts.ts'
import { metricKeys, metricRegistry, type MetricKey } from './metrics.ts'
import type { Role } from './windows.ts'

/** A metric of a subject in one of its windows; null where no such comparison was asked for. */
export function figureIn(counted: Counted, subject: Subject, metric: MetricKey, role: Role): Figure | null {
  const window = counted.windows.find(subject.bucket, role)
  if (window === null) return null
  if (counted.windows.ahead(subject.bucket)) return missing('unfinished')
  if (metricRegistry[metric].given !== undefined) return figureOf(metricRegistry[metric], toldOf(counted, subject, metric, window).parts, 1)
  const { firstDay } = counted
  if (role !== 'now' && (firstDay === null || window.range.end <= firstDay)) return missing('noData')
  return figureOf(metricRegistry[metric], partsIn(counted, subject, metric, window), multiplierOf(counted, metric))
}

/** The same, worked out once a subject. */
export function keptFigure(counted: Counted, subject: Subject, metric: MetricKey, role: Role): Figure | null {
  const place = (places.get(metric) ?? 0) * roles.length + roles.indexOf(role)
  const known = subject.figures[place]
  if (known !== undefined) return known
  const figure = figureIn(counted, subject, metric, role)
  subject.figures[place] = figure
  return figure
}
const roles: readonly Role[] = ['now', 'previous', 'lastYear']
const places = new Map(metricKeys.map((key, place) => [key, place]))
