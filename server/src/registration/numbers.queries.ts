import { sql, type Transaction } from 'kysely'
import type { Tables } from '../db/tables.ts'
import { registers } from '../ledger/columns.ts'
import { firstPattern, learnPattern, numberWith, prefixOn, type Numbered } from './number-pattern.ts'

/** Who issues the numbers of an office: its node and the source's name. */
export type Issuer = { regionId: number; source: string }

const latest = 60

/** The next number that nobody has, those of voided records included: by the pattern of the office's latest ones. */
export async function nextNumber(tx: Transaction<Tables>, issuer: Issuer, day: string): Promise<string> {
  const pattern = learnPattern(await latestNumbers(tx, issuer)) ?? firstPattern
  const prefix = prefixOn(pattern, day)
  const serial = 1 + (await highestSerial(tx, issuer, prefix, pattern.after))
  for (let next = serial; ; next++) {
    const number = numberWith(pattern, day, next)
    if ((await holderOf(tx, issuer, number)) === null) return number
  }
}

/** The complaint that has a number of an issuer, void or not; null for a free one. */
export async function holderOf(tx: Transaction<Tables>, { regionId, source }: Issuer, number: string): Promise<number | null> {
  const { rows } = await sql<{ id: number }>`
    select c.id from complaint_source s join complaint c on c.region_id in (select region_id from region) and c.source_id = s.id
     where s.region_id = ${regionId} and s.register = ${registers.REGULATOR} and s.name = ${source} and c.number = ${number} limit 1`.execute(
    tx,
  )
  return rows[0]?.id ?? null
}

async function latestNumbers(tx: Transaction<Tables>, { regionId, source }: Issuer): Promise<Numbered[]> {
  const { rows } = await sql<Numbered>`
    select c.number, v.received_on as "receivedOn" from complaint_version v join complaint c on c.region_id = v.region_id and c.id = v.complaint_id
     where v.to_revision is null and v.register = ${registers.REGULATOR} and c.number is not null
       and c.source_id = (select id from complaint_source where region_id = ${regionId} and register = ${registers.REGULATOR} and name = ${source})
     order by v.received_on desc, v.complaint_id desc limit ${latest}`.execute(tx)
  return rows
}

/** The highest serial between a prefix and what follows it; 0 where there is none. */
async function highestSerial(tx: Transaction<Tables>, { regionId, source }: Issuer, prefix: string, after: string): Promise<number> {
  const { rows } = await sql<{ serial: string }>`
    select serial from (
      select substr(c.number, ${prefix.length + 1}::integer, length(c.number) - ${prefix.length + after.length}::integer) as serial
        from complaint_source s join complaint c on c.region_id in (select region_id from region) and c.source_id = s.id
       where s.region_id = ${regionId} and s.register = ${registers.REGULATOR} and s.name = ${source}
         and c.number >= ${prefix} and c.number < ${`${prefix}\u{10FFFF}`} and right(c.number, ${after.length}::integer) = ${after}) n
     where serial ~ '^[0-9]{1,15}$' order by length(ltrim(serial, '0')) desc, ltrim(serial, '0') desc limit 1`.execute(tx)
  return Number(rows[0]?.serial ?? 0)
}
