import { sql } from 'kysely'
import type { Viewer } from '../access/viewer.ts'
import { isDay } from '../analytics/calendar.ts'
import { readJurisdictionId } from '../analytics/ledger-state.ts'
import type { MetricKey } from '../analytics/metrics.ts'
import type { Db } from '../db/connect.ts'
import { write, type Writing, type Written } from '../ledger/change.ts'
import { addSeriesBreak, endSeriesBreak } from '../ledger/dated.ts'
import { ConflictError, InvalidError, NotFoundError, type FieldProblem } from '../platform/errors.ts'
import type { FullLabel } from '../platform/label.ts'
import { demandReason } from '../platform/reason.ts'

export type SeriesBreakAsked = {
  on: string
  /** None: all metrics. */
  metrics: readonly MetricKey[]
  sentence: FullLabel
  reason: string
  jurisdiction: string | null
}

const longest = 300

/**
 * Registers a change of definition at the jurisdiction's node: from its day on no comparison crosses it, and each that
 * would says its sentence. @throws InvalidError for a day or sentence that cannot be, ConflictError for one that is there.
 */
export async function registerSeriesBreak(db: Db, viewer: Viewer, asked: SeriesBreakAsked): Promise<Written<string>> {
  const metrics = [...new Set(asked.metrics)].sort()
  const [zh, en] = [asked.sentence.zh.trim(), asked.sentence.en.trim()]
  refuse([...problemsOfDay(asked.on), ...problemsOfSentence('zh', zh), ...problemsOfSentence('en', en)])
  const reason = demandReason(asked.reason)
  const regionId = await readJurisdictionId(db, viewer, asked.jurisdiction)
  const detail = { on: asked.on, metrics, zh, en }
  return write(db, viewer, { kind: 'SERIES_BREAK', regionId, reason, detail }, async (writing) => {
    if (await isRegistered(writing, asked.on, metrics)) throw registered(asked.on)
    return String(await addSeriesBreak(writing, { on: asked.on, metrics, zh, en }))
  })
}

/**
 * Takes a series break back; figures as of earlier revisions keep it.
 * @throws NotFoundError where the jurisdiction's node has none by that key in force.
 */
export async function withdrawSeriesBreak(
  db: Db,
  viewer: Viewer,
  asked: { key: string; reason: string; jurisdiction: string | null },
): Promise<Written<void>> {
  const reason = demandReason(asked.reason)
  const id = /^\d{1,15}$/.test(asked.key) ? Number(asked.key) : 0
  const regionId = await readJurisdictionId(db, viewer, asked.jurisdiction)
  return write(db, viewer, { kind: 'END_SERIES_BREAK', regionId, reason, detail: { key: asked.key } }, async (writing) => {
    if (await endSeriesBreak(writing, id)) return
    throw new NotFoundError(
      { zh: '本级没有这条生效的口径调整，或已经撤销。', en: 'This node has no such series break in force; it may be taken back already.' },
      [{ path: 'key', reason: 'NOT_IN_FORCE' }],
    )
  })
}

async function isRegistered({ tx, regionId }: Writing, on: string, metrics: readonly string[]): Promise<boolean> {
  const { rows } = await sql`
    select from series_break where region_id = ${regionId} and break_on = ${on} and metrics = ${metrics}::text[] and to_revision is null`.execute(
    tx,
  )
  return rows.length > 0
}

function registered(on: string): ConflictError {
  return new ConflictError(
    { zh: `${on} 已经登记过涉及同样指标的口径调整。`, en: `A series break of ${on} for the same metrics is registered already.` },
    [{ path: 'on', reason: 'REGISTERED' }],
  )
}

type Problem = FieldProblem & { sentence: FullLabel }

function problemsOfDay(on: string): Problem[] {
  if (isDay(on) && on >= '1990-01-01' && on <= '2100-12-31') return []
  const sentence = {
    zh: `“${on.slice(0, 40)}”不是日期，应写成 2026-04-01。`,
    en: `“${on.slice(0, 40)}” is not a day; write it as 2026-04-01.`,
  }
  return [{ path: 'on', reason: 'NOT_A_DAY', params: { value: on.slice(0, 40) }, sentence }]
}

function problemsOfSentence(language: 'zh' | 'en', text: string): Problem[] {
  const path = `sentence.${language}`
  const named = language === 'zh' ? { zh: '中文说明', en: 'the Chinese sentence' } : { zh: '英文说明', en: 'the English sentence' }
  if (text === '') return [{ path, reason: 'EMPTY', sentence: { zh: `请填写${named.zh}。`, en: `Write ${named.en}.` } }]
  if (text.length <= longest) return []
  const sentence = { zh: `${named.zh}请控制在 ${longest} 字以内。`, en: `Keep ${named.en} under ${longest} characters.` }
  return [{ path, reason: 'TOO_LONG', params: { longest }, sentence }]
}

function refuse(problems: Problem[]): void {
  if (problems.length === 0) return
  throw new InvalidError(
    { zh: problems.map((one) => one.sentence.zh).join(''), en: problems.map((one) => one.sentence.en).join(' ') },
    problems.map(({ sentence: _, ...field }) => field),
  )
}
