import type { Transaction } from 'kysely'
import type { Tables } from '../db/tables.ts'
import { installed } from '../ledger/clock.ts'
import { complaintId } from '../ledger/keys.ts'
import { NotFoundError } from '../platform/errors.ts'

/** The id behind a key, where row security shows the complaint to this transaction. */
export async function visibleComplaint(tx: Transaction<Tables>, key: string): Promise<number> {
  const { origin } = await installed(tx)
  const id = complaintId(origin, key)
  const found = id === null ? undefined : await tx.selectFrom('complaint').select('id').where('id', '=', id).executeTakeFirst()
  if (!found) throw noComplaint()
  return found.id
}

/** That a complaint is not there and that it is somebody else's are told alike. */
export function noComplaint(): NotFoundError {
  return new NotFoundError({ zh: '没有这件投诉，或您无权查看。', en: 'There is no such complaint, or it is not yours to see.' })
}
