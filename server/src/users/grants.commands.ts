import { sql, type Transaction } from 'kysely'
import type { Viewer } from '../access/viewer.ts'
import type { Db } from '../db/connect.ts'
import { writeAs } from '../db/snapshot.ts'
import type { Tables } from '../db/tables.ts'
import { actorOf, appendAudit } from '../ledger/audit.ts'
import { ConflictError, NotFoundError } from '../platform/errors.ts'
import { onAccount } from './accounts.commands.ts'
import { findPlace, leavingAnAdministrator, lockAccounts, nodesOf } from './people.queries.ts'
import { checkDays, checkPlace, demandAnother, demandNotCommandLine, demandWithin, type GrantAsked, type Place } from './users.rules.ts'

/**
 * Gives a user a role at a place, from one day to another; a stand-in is a grant with an end. Returns the grant's key.
 * @throws ConflictError where the user has it already for some of these days, or is the viewer.
 */
export function addGrant(db: Db, viewer: Viewer, name: string, asked: GrantAsked): Promise<string> {
  checkPlace(asked.role, asked)
  checkDays(asked)
  return onAccount(db, viewer, name, async (tx, account) => {
    demandAnother(viewer, account.id, { zh: '给自己授权', en: 'give yourself a role' })
    const place = await findPlace(tx, asked)
    const node = nodeOf(place)
    demandWithin(viewer, node)
    await refuseOverlap(tx, account.id, asked, node)
    const { id } = await tx
      .insertInto('user_grant')
      .values({
        user_id: account.id,
        role: asked.role,
        scope_region: node.region,
        scope_institution: node.institution,
        starts_on: asked.startsOn,
        ends_on: asked.endsOn,
        granted_by: viewer.name,
      })
      .returning('id')
      .executeTakeFirstOrThrow()
    const { role, region, institution, startsOn, endsOn } = asked
    await appendAudit(tx, {
      kind: 'ADD_GRANT',
      actor: actorOf(viewer),
      detail: { name, grant: id, role, region, institution, startsOn, endsOn },
    })
    return String(id)
  })
}

/**
 * Sets the last day of a grant: yesterday or before ends it at once, null gives it back without an end. The day and who
 * set it stay in the audit log. @throws ConflictError where it would take the last administrator away.
 */
export function setGrantEnd(db: Db, viewer: Viewer, asked: { grant: string; endsOn: string | null }): Promise<void> {
  const id = /^\d{1,15}$/.test(asked.grant) ? Number(asked.grant) : 0
  return writeAs(db, 'mingjing_identity', async (tx) => {
    await lockAccounts(tx)
    const grant = await grantWithUser(tx, id)
    demandNotCommandLine(grant.name)
    for (const node of await nodesOf(tx, grant.userId)) demandWithin(viewer, node)
    // A grant that begins later and is ended now was never in force: its last day stands before its first.
    if (asked.endsOn !== null) checkDays({ startsOn: null, endsOn: asked.endsOn })
    if (grant.endsOn === asked.endsOn) throw unchanged()
    if (asked.endsOn === null || (grant.endsOn !== null && asked.endsOn > grant.endsOn)) {
      demandAnother(viewer, grant.userId, { zh: '延长自己的授权', en: 'lengthen your own grant' })
      await refuseOverlap(tx, grant.userId, { ...grant, endsOn: asked.endsOn }, grant, id)
    }
    await leavingAnAdministrator(tx, async () => {
      await tx.updateTable('user_grant').set({ ends_on: asked.endsOn }).where('id', '=', id).execute()
    })
    const detail = { name: grant.name, grant: id, role: grant.role, before: grant.endsOn, endsOn: asked.endsOn }
    await appendAudit(tx, { kind: 'END_GRANT', actor: actorOf(viewer), detail })
  })
}

type Node = { region: number | null; institution: number | null }
type GrantRow = Node & { userId: number; name: string; role: string; startsOn: string | null; endsOn: string | null }

async function grantWithUser(tx: Transaction<Tables>, id: number): Promise<GrantRow> {
  const { rows } = await sql<GrantRow>`
    select g.user_id as "userId", u.name, g.role, g.scope_region as region, g.scope_institution as institution,
           g.starts_on as "startsOn", g.ends_on as "endsOn"
      from user_grant g join user_account u on u.id = g.user_id where g.id = ${id}`.execute(tx)
  if (rows[0]) return rows[0]
  throw new NotFoundError({ zh: '没有这项授权。', en: 'There is no such grant.' }, [{ path: 'grant', reason: 'UNKNOWN_GRANT' }])
}

async function refuseOverlap(
  tx: Transaction<Tables>,
  userId: number,
  asked: { role: string; startsOn: string | null; endsOn: string | null },
  node: Node,
  self = 0,
): Promise<void> {
  const { rows } = await sql`
    select from user_grant where user_id = ${userId} and role = ${asked.role} and id <> ${self}
       and scope_region is not distinct from ${node.region}::bigint and scope_institution is not distinct from ${node.institution}::bigint
       and coalesce(starts_on, '-infinity') <= coalesce(ends_on, 'infinity')
       and coalesce(starts_on, '-infinity') <= coalesce(${asked.endsOn}::date, 'infinity')
       and coalesce(ends_on, 'infinity') >= coalesce(${asked.startsOn}::date, '-infinity')`.execute(tx)
  if (rows.length === 0) return
  throw new ConflictError(
    { zh: '这些日子里该用户在此处已有这个角色。', en: 'The user has this role here for some of these days already.' },
    [{ path: 'startsOn', reason: 'OVERLAPS' }],
  )
}

export function nodeOf(place: Place): Node {
  return 'region' in place ? { region: place.region, institution: null } : { region: null, institution: place.institution }
}

function unchanged(): ConflictError {
  return new ConflictError({ zh: '截止日没有变。', en: 'The last day is as it was.' }, [{ path: 'endsOn', reason: 'UNCHANGED' }])
}
