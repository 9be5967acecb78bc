import { sql, type RawBuilder, type SqlBool, type Transaction } from 'kysely'
import type { Viewer } from '../access/viewer.ts'
import { isDay } from '../analytics/calendar.ts'
import type { Db } from '../db/connect.ts'
import { readSnapshot } from '../db/snapshot.ts'
import type { Tables } from '../db/tables.ts'
import { verifyAudit } from '../ledger/verify.ts'
import { InvalidError } from '../platform/errors.ts'
import { auditFacts } from './audit-facts.ts'
import { kindLabel } from './audit-kinds.ts'
import type { AuditChain, AuditLine, AuditPage } from './audit.types.ts'

const mostRows = 500

export type AuditFilter = {
  kinds: readonly string[]
  /** Part of the name of who did it. */
  actor: string | null
  /** First and last day, in the time of the jurisdiction. */
  from: string | null
  to: string | null
  /** Part of the detail as it is kept. */
  text: string | null
}

export const everything: AuditFilter = { kinds: [], actor: null, from: null, to: null, text: null }

/** A filter as the API takes it; empty parts let everything through. */
export function filterOf(asked: { [part in keyof AuditFilter]?: AuditFilter[part] | null } | null | undefined): AuditFilter {
  const text = (value: string | null | undefined) => value?.trim() || null
  return {
    kinds: asked?.kinds ?? [],
    actor: text(asked?.actor),
    from: text(asked?.from),
    to: text(asked?.to),
    text: text(asked?.text),
  }
}

/** Lines of the audit chain that a filter lets through, the latest first. `after`: the cursor of the page before. */
export function readAudit(
  db: Db,
  viewer: Viewer,
  asked: { first: number; after: string | null; filter?: AuditFilter },
): Promise<AuditPage> {
  const first = Math.min(Math.max(asked.first, 1), mostRows)
  const filter = asked.filter ?? everything
  checkFilter(filter)
  const before = asked.after === null ? null : idOf(asked.after)
  return readSnapshot(db, viewer, async (tx) => {
    const found = await linesOf(tx, filter, { before, limit: first + 1 })
    const { rows: counted } = await sql<{ n: number }>`select count(*)::integer as n from audit_line where ${matching(filter)}`.execute(tx)
    const rows = found.slice(0, first)
    const last = rows.at(-1)
    return {
      rows,
      endCursor: last ? Buffer.from(`audit:${last.key}`).toString('base64url') : null,
      hasNextPage: found.length > first,
      totalCount: counted[0]?.n ?? 0,
    }
  })
}

/** The lines themselves, for the page and for an export. */
export async function linesOf(
  tx: Transaction<Tables>,
  filter: AuditFilter,
  page: { before: number | null; limit: number },
): Promise<AuditLine[]> {
  const { rows } = await sql<{ id: number; at: Date; kind: string; actor: string; detail: string; digest: Buffer }>`
    select id, at, kind, actor_name as actor, detail, digest from audit_line
     where ${matching(filter)} and ${page.before === null ? sql`true` : sql`id < ${page.before}`} order by id desc limit ${page.limit}`.execute(
    tx,
  )
  return rows.map(({ id, at, kind, actor, detail, digest }) => {
    const parsed = JSON.parse(detail) as unknown
    return {
      key: String(id),
      at,
      kind,
      kindLabel: kindLabel(kind),
      actor,
      detail: parsed,
      facts: auditFacts(parsed),
      digest: digest.toString('hex'),
    }
  })
}

function matching({ kinds, actor, from, to, text }: AuditFilter): RawBuilder<SqlBool> {
  const zone = sql.raw(`at time zone 'Asia/Shanghai'`)
  const parts = [
    kinds.length > 0 ? sql`kind = any (${[...kinds]}::text[])` : null,
    // strpos: what is typed is looked for as it is, % and _ included.
    actor ? sql`strpos(lower(actor_name), lower(${actor})) > 0` : null,
    from ? sql`at >= (${from}::date::timestamp ${zone})` : null,
    to ? sql`at < ((${to}::date + 1)::timestamp ${zone})` : null,
    text ? sql`strpos(lower(detail), lower(${text})) > 0` : null,
  ].filter((part) => part !== null)
  return parts.length === 0 ? sql<SqlBool>`true` : sql<SqlBool>`${sql.join(parts, sql` and `)}`
}

/** @throws InvalidError for a day that is none. */
export function checkFilter({ from, to }: AuditFilter): void {
  for (const [path, day] of [
    ['from', from],
    ['to', to],
  ] as const) {
    if (day === null || isDay(day)) continue
    const shown = day.slice(0, 40)
    throw new InvalidError({ zh: `“${shown}”不是日期，应写成 2026-04-01。`, en: `“${shown}” is not a day; write it as 2026-04-01.` }, [
      { path, reason: 'NOT_A_DAY' },
    ])
  }
}

/** Walks the whole chain, and looks for the line of every change: what is wrong is named. */
export async function readAuditChain(db: Db): Promise<AuditChain> {
  const checks = await verifyAudit(db)
  const problems = checks.flatMap((check) => check.problems)
  return {
    intact: problems.length === 0,
    problems: problems.slice(0, 50),
    checks: checks.map((check) => check.name),
    checkedAt: new Date(),
  }
}

function idOf(cursor: string): number {
  const [, id] = /^audit:(\d{1,15})$/.exec(Buffer.from(cursor, 'base64url').toString()) ?? []
  if (id) return Number(id)
  throw new InvalidError({ zh: '分页位置无效。', en: 'The cursor is not one of this list.' }, [{ path: 'after', reason: 'BAD_CURSOR' }])
}
