import { sql } from 'kysely'
import type { Viewer } from '../access/viewer.ts'
import type { Compared } from '../ledger/candidate-links.ts'
import type { Ground } from './ground.ts'
import { any, narrowedRegions, reach } from './read-parts.ts'
import { heldAsOf } from './revisions.ts'

/** Within how many days one person's complaints may be one matter, by the jurisdiction's setting in force. */
export function candidateDays(ground: Ground): number {
  return ground.settings.on('candidateDays', ground.today)
}

/** What repeats are looked for among: a register of the jurisdiction, under the viewer's eyes, as of the ground's revision. */
export function comparedIn(ground: Ground, viewer: Viewer, register: 1 | 2): Compared {
  const regionIds = narrowedRegions(ground, viewer.scope)
  return {
    held: heldAsOf(ground.asOf),
    where: reach({ regionIds, scope: viewer.scope }, sql.ref('v.region_id'), sql.ref('v.ranked_institution_id')),
    register,
    regions: regionIds && any(regionIds),
    revision: ground.asOf.revision,
    days: candidateDays(ground),
    texts: viewer.permissions.has('complaintText:read'),
  }
}
