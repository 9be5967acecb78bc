import { sql } from 'kysely'
import type { Role } from '../access/permissions.ts'
import type { Db } from '../db/connect.ts'
import { writeAs } from '../db/snapshot.ts'
import type { FullLabel } from '../platform/label.ts'
import { rootRegionId } from '../ledger/install.ts'
import { addUser } from './users.commands.ts'

type DemoUser = { name: string; password: string; displayName: FullLabel; role: Role }

/** The demo's sign-ins, shown on its page and printed on start: one for each role. The demo holds no real record. */
export const demoUsers: readonly DemoUser[] = [
  { name: 'clerk', password: 'mingjing', displayName: { zh: '演示·经办', en: 'Demo clerk' }, role: 'clerk' },
  { name: 'supervisor', password: 'mingjing', displayName: { zh: '演示·主管', en: 'Demo supervisor' }, role: 'supervisor' },
  { name: 'liaison', password: 'mingjing', displayName: { zh: '演示·银行联络员', en: 'Demo liaison of a bank' }, role: 'liaison' },
  { name: 'board', password: 'mingjing', displayName: { zh: '演示·银行董事会', en: 'Demo board of a bank' }, role: 'board' },
  { name: 'auditor', password: 'mingjing', displayName: { zh: '演示·审计', en: 'Demo auditor' }, role: 'auditor' },
  { name: 'admin', password: 'mingjing', displayName: { zh: '演示·系统管理员', en: 'Demo administrator' }, role: 'admin' },
]

/**
 * Adds the demo's users: regulators at the root of the tree; liaison and board of the ranked institution that stands
 * first in order, once there is one.
 */
export async function addDemoUsers(db: Db): Promise<void> {
  await writeAs(db, 'mingjing_identity', async (tx) => {
    const { rows } = await sql<{ id: number }>`
      select institution_id as id from institution_version
      where peer_group_id is not null and parent_id is null and closed_on is null
      order by display_order, institution_id limit 1`.execute(tx)
    const institution = rows[0]?.id
    for (const user of demoUsers) {
      const ofBank = user.role === 'liaison' || user.role === 'board'
      if (ofBank && institution === undefined) continue
      const scope = ofBank ? { institution: institution as number } : { region: rootRegionId }
      await addUser(tx, { ...user, grants: [{ role: user.role, ...scope }], grantedBy: 'installation' })
    }
  })
}
