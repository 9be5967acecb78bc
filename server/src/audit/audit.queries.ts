import { sql } from 'kysely'
import type { Viewer } from '../access/viewer.ts'
import type { Db } from '../db/connect.ts'
import { readSnapshot } from '../db/snapshot.ts'
import { InvalidError } from '../platform/errors.ts'
import type { AuditPage } from './audit.types.ts'

const mostRows = 500

/** Lines of the audit chain, the latest first. `after`: the cursor of the page before. */
export function readAudit(db: Db, viewer: Viewer, asked: { first: number; after: string | null }): Promise<AuditPage> {
  const first = Math.min(Math.max(asked.first, 1), mostRows)
  const before = asked.after === null ? null : idOf(asked.after)
  return readSnapshot(db, viewer, async (tx) => {
    const found = await tx
      .selectFrom('audit_line')
      .select(['id', 'at', 'kind', 'actor_name', 'detail', 'digest'])
      .$if(before !== null, (query) => query.where('id', '<', before as number))
      .orderBy('id', 'desc')
      .limit(first + 1)
      .execute()
    const { rows: counted } = await sql<{ n: number }>`select count(*) as n from audit_line`.execute(tx)
    const shown = found.slice(0, first)
    const last = shown.at(-1)
    return {
      rows: shown.map(({ id, at, kind, actor_name: actor, detail, digest }) => ({
        key: String(id),
        at,
        kind,
        actor,
        detail: JSON.parse(detail) as unknown,
        digest: digest.toString('hex'),
      })),
      endCursor: last ? Buffer.from(`audit:${last.id}`).toString('base64url') : null,
      hasNextPage: found.length > first,
      totalCount: counted[0]?.n ?? 0,
    }
  })
}

function idOf(cursor: string): number {
  const [, id] = /^audit:(\d{1,15})$/.exec(Buffer.from(cursor, 'base64url').toString()) ?? []
  if (id) return Number(id)
  throw new InvalidError({ zh: '分页位置无效。', en: 'The cursor is not one of this list.' }, [{ path: 'after', reason: 'BAD_CURSOR' }])
}
