import { randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Viewer } from '../../server/src/access/viewer.ts'
import { endOriginals, readOriginal } from '../../server/src/complaints/original.commands.ts'
import { redact } from '../../server/src/complaints/redact.commands.ts'
import type { Db } from '../../server/src/db/connect.ts'
import { readAll, writeAs } from '../../server/src/db/snapshot.ts'
import { importFile } from '../../server/src/imports/imports.commands.ts'
import { checkMap } from '../../server/src/imports/map.ts'
import { sealing } from '../../server/src/imports/originals.ts'
import { keyedDigests } from '../../server/src/imports/tokens.ts'
import { setSetting } from '../../server/src/ledger/dated.ts'
import { complaintKey } from '../../server/src/ledger/keys.ts'
import { createTestDatabase } from '../support/database.ts'
import { act, installTest, officer, putInstitution } from '../support/ledger.ts'
import { testFolder } from '../support/workbook.ts'

const secret = randomBytes(32)
const phone = '13912345678'
const reader: Viewer = { ...officer, name: 'reader', roles: ['unmask'] }
const header = '投诉编号,收到日期,被投诉机构,投诉内容\n'

let db: Db
let folder: ReturnType<typeof testFolder>
const ask = async <T>(text: string): Promise<T[]> => (await writeAs(db, 'mingjing_writer', (tx) => sql.raw<T>(text).execute(tx))).rows

async function take(name: string, rows: string): Promise<void> {
  const path = folder.file(name, header + rows)
  const file = { path, fileName: name, kind: 'complaints' as const, map: checkMap('complaints', {}), register: 'REGULATOR' as const }
  const report = await importFile(db, officer, file, secret, { strict: false, take: false, tryDemo: false })
  expect(report.committed).toBe(true)
}

async function keyOf(number: string): Promise<string> {
  const { rows } = await readAll(db, (tx) =>
    sql<{ id: number; origin: string }>`select c.id, i.origin from complaint c, installation i where c.number = ${number}`.execute(tx),
  )
  return complaintKey(rows[0]?.origin ?? '', rows[0]?.id ?? 0)
}

describe('originals of masked texts', () => {
  beforeAll(async () => {
    db = await createTestDatabase()
    folder = testFolder()
    await installTest(db)
    await act(db, 'PREPARE', (writing) => putInstitution(writing, { name: '甲银行', ranked: true }))
    await take('plain.csv', `A1,2025-03-01,甲银行,请回电${phone}\n`)
    await act(db, 'SET', (writing) => setSetting(writing, 'keepOriginals', true, null))
    await take(
      'kept.csv',
      `A2,2025-03-02,甲银行,请回电${phone}，谢谢\nA3,2025-03-03,甲银行,没有个人信息\nA4,2025-03-04,甲银行,手机${phone}\n`,
    )
  })
  afterAll(async () => {
    await db?.close()
    folder?.drop()
  })

  it('are not kept unless the jurisdiction asks for it, and then only what a mask replaced', async () => {
    const kept = await ask<{ number: string; original: string; days: number }>(`
      select c.number, o.original, o.keep_until - current_date as days from complaint_original o
        join complaint_text t on t.region_id = o.region_id and t.id = o.text_id join complaint c on c.id = t.complaint_id order by 1`)
    expect(kept.map(({ number }) => number)).toEqual(['A2', 'A4'])
    for (const { original, days } of kept) {
      expect(original).not.toContain(phone.slice(0, 7))
      expect(Buffer.from(original, 'base64').toString('latin1')).not.toContain(phone.slice(0, 7))
      expect(Math.abs(days - 1095)).toBeLessThanOrEqual(1)
    }
    const { rows } = await readAll(db, (tx) => sql<{ masked: string }>`select masked from complaint_text`.execute(tx))
    expect(JSON.stringify(rows)).not.toContain(phone)
  })

  it('are read with a reason alone, which the audit keeps', async () => {
    const key = await keyOf('A2')
    await expect(readOriginal(db, reader, { key, reason: '  ' }, sealing(secret))).rejects.toThrow()
    expect(await readOriginal(db, reader, { key, reason: '核对来电' }, sealing(secret))).toBe(`请回电${phone}，谢谢`)
    const lines = await ask<{ actor_name: string; detail: string }>(`select actor_name, detail::text from audit_line where kind = 'UNMASK'`)
    expect(lines).toHaveLength(1)
    expect(lines[0]).toMatchObject({ actor_name: 'reader', detail: expect.stringContaining('核对来电') })
    expect(JSON.stringify(lines)).not.toContain(phone)
    expect(await readOriginal(db, reader, { key: await keyOf('A1'), reason: '核对来电' }, sealing(secret))).toBeNull()
  })

  it('cannot be opened with another key, nor read by a reader’s role', async () => {
    await expect(readOriginal(db, reader, { key: await keyOf('A2'), reason: '核对' }, sealing(randomBytes(32)))).rejects.toThrow(
      '原文打不开',
    )
    await expect(readAll(db, (tx) => sql`select * from complaint_original`.execute(tx))).rejects.toThrow('permission denied')
  })

  it('end with a redaction, and with their retention', async () => {
    await redact(db, officer, { number: 'A4', source: null, reason: '本人要求', text: null }, keyedDigests(secret))
    expect(await readOriginal(db, reader, { key: await keyOf('A4'), reason: '核对' }, sealing(secret))).toBeNull()
    expect(await endOriginals(db, '2026-01-01')).toBe(0)
    expect(await endOriginals(db, '2099-01-01')).toBe(1)
    expect(await readOriginal(db, reader, { key: await keyOf('A2'), reason: '核对' }, sealing(secret))).toBeNull()
  })
})
