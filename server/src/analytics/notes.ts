import { dayLabel } from '../platform/label.ts'
import { addDays } from './calendar.ts'
import { institutionsIn, type Counted, type Subject } from './cases.ts'
import type { Exposure } from './exposures.ts'
import { dimensionRegistry } from './dimensions.ts'
import { givenNotes } from './given-notes.ts'
import { note } from './note.ts'
import type { Note } from './metric-table.types.ts'
import { bases, metricRegistry, withBase, type BaseKey, type MetricKey } from './metrics.ts'
import { multiplierOf } from './cases.ts'
import { periodNotes } from './period-notes.ts'
import { predecessorsIn, type Window } from './windows.ts'

/** Everything that must be said beside the figures, in the order in which it is read. */
export function notesOf(counted: Counted, subjects: Subject[], late: Note[]): Note[] {
  return [
    ...periodNotes(counted),
    ...late,
    ...repeatsNote(counted),
    ...textNote(counted),
    ...memberNotes(counted, subjects),
    ...successorNotes(counted, subjects),
    ...outsideNote(counted, subjects),
    ...givenNotes(counted, subjects),
    ...counted.asked.metrics.flatMap((metric) => [...baseNotes(counted, subjects, metric), ...narrowedNote(counted, metric)]),
  ]
}

function repeatsNote({ asked }: Counted): Note[] {
  return [
    asked.merged
      ? note('MERGED', { zh: '重复投诉已合并，一事计一件。', en: 'Repeats are merged: a matter counts once.' })
      : note('ALL', { zh: '重复投诉未合并，逐件计算。', en: 'Repeats are not merged: each complaint counts.' }),
  ]
}

/** That texts were looked through is said, for what is not: the words may name a person. */
function textNote({ asked }: Counted): Note[] {
  if (asked.text === null) return []
  return [note('TEXT_FILTER', { zh: '只计投诉内容含所查文字的投诉。', en: 'Only complaints whose text holds the words looked for.' })]
}

function memberNotes(counted: Counted, subjects: Subject[]): Note[] {
  const { asked, windows } = counted
  const byInstitution = asked.by.includes('institution')
  const byBucket =
    asked.time !== null && (byInstitution || asked.by.includes('peerGroup') || asked.metrics.some((metric) => metricRegistry[metric].per))
  const opened: number[] = []
  const closed: number[] = []
  subjects.forEach((subject, row) => {
    const period = windows.buckets[subject.bucket]
    const state = subject.institution ? windows.find(subject.bucket, 'now')?.members.get(subject.institution) : undefined
    if (!period || !state) return
    if (state.openedOn !== null && state.openedOn >= period.from) opened.push(row)
    if (state.closedOn !== null && state.closedOn < period.end) closed.push(row)
  })
  return [
    ...(byBucket
      ? [
          note('MEMBERSHIP_BY_BUCKET', {
            zh: '机构归属、基数与撤销逐期判定。',
            en: 'Membership, bases and closings are decided bucket by bucket.',
          }),
        ]
      : []),
    ...(opened.length > 0 ? [note('NEWLY_OPENED', { zh: '新开业：期内开业。', en: 'Newly opened: opened in the period.' }, opened)] : []),
    ...(closed.length > 0 ? [note('CLOSED_IN_PERIOD', { zh: '期内撤销。', en: 'Closed in the period.' }, closed)] : []),
  ]
}

/** A successor's earlier figure includes those of predecessors that are no members any more: whose. */
function successorNotes(counted: Counted, subjects: Subject[]): Note[] {
  const { asked, windows, ground } = counted
  if (asked.comparison.length === 0) return []
  return subjects.flatMap((subject, row) => {
    const now = windows.find(subject.bucket, 'now')
    if (!subject.institution || !now) return []
    const before = predecessorsIn(now, ground).get(subject.institution) ?? []
    const named = before.flatMap((id) =>
      countsBefore(counted, subject, id) ? [ground.history.stateOn(id, addDays(now.range.end, -1))?.name ?? ''] : [],
    )
    if (named.length === 0) return []
    return [
      note(
        'SUCCESSOR_BASE',
        { zh: `比较基数含已撤销的${named.join('、')}。`, en: `Compared with its own figure and that of ${named.join(', ')}, now closed.` },
        [row],
      ),
    ]
  })
}

function countsBefore({ windows, ground }: Counted, subject: Subject, id: number): boolean {
  return windows.list.some((window) => {
    if (window.bucket !== subject.bucket || window.role === 'now') return false
    const state = ground.history.stateOn(id, window.range.from)
    return state !== null && state.ranked && (state.closedOn === null || state.closedOn >= window.range.from)
  })
}

function outsideNote({ asked }: Counted, subjects: Subject[]): Note[] {
  const rows = subjects.flatMap((subject, row) => (subject.group === 0 && !subject.rest ? [row] : []))
  if (rows.length === 0 || asked.by.length === 0) return []
  const text = {
    zh: '未参与排名：所涉机构期末不属任何类别；计入合计，不计入各类别。',
    en: 'Outside the ranking: the institution is in no group at the period’s end; in the total, in no group.',
  }
  return [note('OUTSIDE_RANKING', text, rows)]
}

/** Date and source of each base that a rate stands on, and the members that have none. */
function baseNotes(counted: Counted, subjects: Subject[], metric: MetricKey): Note[] {
  const { per } = metricRegistry[metric]
  if (per === undefined) return []
  const used = new Map<string, { exposure: Exposure; rows: Set<number> }>()
  const without = new Map<string, Set<number>>()
  subjects.forEach((subject, row) => {
    const window = counted.windows.find(subject.bucket, 'now')
    if (!window || subject.rest || counted.windows.ahead(subject.bucket)) return
    for (const id of membersAmong(counted, subject, window)) {
      const exposure = counted.exposures.of(id, per, window)
      if (exposure) {
        const name = `${exposure.asOf} ${exposure.source ?? ''}`
        const entry = used.get(name) ?? { exposure, rows: new Set<number>() }
        used.set(name, { exposure, rows: entry.rows.add(row) })
      } else {
        // A group names the two bases that it is measured by: nobody misses another one.
        if (!isMeasuredBy(counted, window.members.get(id)?.peerGroupId ?? 0, per)) continue
        const name = window.members.get(id)?.name ?? ''
        without.set(name, (without.get(name) ?? new Set()).add(row))
      }
    }
  })
  return [...dateNotes(metric, used), ...missingNote(metric, without)]
}

function isMeasuredBy({ ground }: Counted, group: number, base: BaseKey): boolean {
  return ground.dictionary.find((entry) => entry.id === group)?.attributes.bases?.includes(base) ?? true
}

function dateNotes(metric: MetricKey, used: Map<string, { exposure: Exposure; rows: Set<number> }>): Note[] {
  const { per } = metricRegistry[metric]
  if (per === undefined) return []
  return [...used.values()]
    .sort((a, b) => (a.exposure.asOf < b.exposure.asOf ? -1 : 1))
    .map(({ exposure, rows }) => {
      const source = exposure.source ? { zh: `，来源：${exposure.source}`, en: `, source: ${exposure.source}` } : { zh: '', en: '' }
      const text = {
        zh: `${bases[per].zh}数截至${dayLabel(exposure.asOf).zh}${source.zh}。`,
        en: `${bases[per].en} as of ${dayLabel(exposure.asOf).en}${source.en}.`,
      }
      return note('BASE_DATE', { zh: text.zh, en: text.en.charAt(0).toUpperCase() + text.en.slice(1) }, [...rows], metric)
    })
}

function missingNote(metric: MetricKey, without: Map<string, Set<number>>): Note[] {
  const { per } = metricRegistry[metric]
  if (per === undefined || without.size === 0) return []
  const names = [...without.keys()]
  const rows = [...new Set([...without.values()].flatMap((set) => [...set]))]
  const text = {
    zh: `无可用${bases[per].zh}数，不参与该指标的排名与中位数：${names.join('、')}。`,
    en: `Without a usable number of ${bases[per].en}, left out of rank and median: ${names.join(', ')}.`,
  }
  return [note('NO_BASE', text, rows, metric)]
}

function membersAmong(counted: Counted, subject: Subject, window: Window): number[] {
  return institutionsIn(counted, subject, window, true).filter((id) => window.members.has(id))
}

/** A filter that the base does not know narrows the numerator alone. */
function narrowedNote(counted: Counted, metric: MetricKey): Note[] {
  const { asked } = counted
  const unknown = asked.filters.filter((filter) => !dimensionRegistry[filter.dimension].hasBase)
  if (metricRegistry[metric].per === undefined || unknown.length === 0) return []
  const labels = unknown.map((filter) => dimensionRegistry[filter.dimension].label)
  const multiplier = multiplierOf(counted, metric)
  const label = withBase(metricRegistry[metric].label, multiplier)
  const text = {
    zh: `${label.zh}：按${labels.map((one) => one.zh).join('、')}的筛选只缩小分子，基数不变。`,
    en: `${label.en}: the filter on ${labels.map((one) => one.en.toLowerCase()).join(', ')} narrows the numerator alone.`,
  }
  return [note('NUMERATOR_ONLY', text, [], metric)]
}
