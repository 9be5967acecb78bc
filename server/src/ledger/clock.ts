import { sql, type Transaction } from 'kysely'
import type { Tables } from '../db/tables.ts'

export type Installed = { origin: string; kind: 'DEMO' | 'REAL'; demoToday: string | null }

const zone = 'Asia/Shanghai'
let fixedToday: string | null = null

/** Tests set the business day here; null gives the calendar back. */
export function setToday(day: string | null): void {
  fixedToday = day
}

/** What kind of database this is and its origin. */
export async function installed(tx: Transaction<Tables>): Promise<Installed> {
  const { rows } = await sql<Installed>`select origin, kind, demo_today as "demoToday" from installation`.execute(tx)
  const row = rows[0]
  if (!row) throw new Error('The database holds no installation.')
  return row
}

/** The business day: the demo's fixed day, else today in the jurisdiction's zone. */
export async function today(tx: Transaction<Tables>): Promise<string> {
  return fixedToday ?? todayOf(await installed(tx))
}

/** The same of an installation that is read already. */
export function todayOf({ demoToday }: Installed): string {
  return fixedToday ?? demoToday ?? dayIn(new Date())
}

/** The calendar day of an instant in the jurisdiction's zone. */
export function dayIn(instant: Date): string {
  return new Intl.DateTimeFormat('sv-SE', { timeZone: zone }).format(instant)
}
