import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { sql } from 'kysely'
import { expect } from 'vitest'
import type { Db } from '../../server/src/db/connect.ts'
import { readAll } from '../../server/src/db/snapshot.ts'
import type { ImportKind } from '../../server/src/imports/columns.ts'
import { importFile } from '../../server/src/imports/imports.commands.ts'
import { checkMap } from '../../server/src/imports/map.ts'
import { maskText } from '../../server/src/imports/masking.ts'
import type { ImportReport } from '../../server/src/imports/report.ts'
import { officer } from './ledger.ts'
import { sharedFile } from './shared.ts'

const ledgers = 'data/ledgers'

/** Whether the published ledgers lie beside the repository. */
export const ledgersPresent = sharedFile(`${ledgers}/county/truth.json`) !== null
export const ledgerPath = (path: string): string => sharedFile(`${ledgers}/${path}`) ?? ''
export const ledgerJson = (path: string) => (ledgersPresent ? JSON.parse(readFileSync(ledgerPath(path), 'utf8')) : null)
export const truth = ledgerJson('county/truth.json')

/** The key of digests of a test. */
export const secret = randomBytes(32)
export const plain = { strict: false, take: false, tryDemo: false }

/** Imports a published file as the officer; `options` null is a dry run. */
export function runImport(
  db: Db,
  kind: ImportKind,
  path: string,
  map: string | null,
  options: Partial<typeof plain> | null = {},
): Promise<ImportReport> {
  return importFile(
    db,
    officer,
    {
      path: ledgerPath(path),
      fileName: basename(path),
      kind,
      map: checkMap(kind, map === null ? {} : ledgerJson(map)),
      register: 'REGULATOR',
    },
    secret,
    options && { ...plain, ...options },
  )
}

export const counts = (report: ImportReport) => ({
  new: report.new,
  changed: report.changed,
  identical: report.identical,
  rejected: report.rejectedRows,
})

/** The rejections of a county file as the product shows them: values masked where the truth says so. */
export const shownRejections = (file: string) =>
  truth.ledger.files[file].rejected.map((one: Record<string, unknown>) => ({
    row: one['row'],
    column: one['column'],
    value: one['valueIsShownMasked'] ? maskText(String(one['value'])) : one['value'],
    reason: one['reason'],
    ...(one['sheet'] ? { sheet: one['sheet'] } : {}),
  }))

/** The ledger of the county in every form in which it comes. */
export const countyLedgers = ['ledger.xlsx', 'ledger.xls', 'ledger.html.xls', 'ledger-utf8-bom.csv']

/** Rejections, passed-over rows, stated sums and unresolved names are those of the truth. */
export function expectReport(
  report: Pick<ImportReport, 'rejected' | 'skipped' | 'stated' | 'statedDiffers' | 'unresolved'>,
  file: string,
): void {
  const { skipped, stated, statedDiffers } = truth.ledger.files[file]
  expect(report.rejected).toEqual(shownRejections(file))
  expect({ skipped: report.skipped, stated: report.stated, statedDiffers: report.statedDiffers }).toEqual({
    skipped,
    stated,
    statedDiffers,
  })
  expect(report.unresolved.map(({ field, value, rows }) => ({ field, value, rows }))).toEqual(
    truth.ledger.unresolved.map((one: { field: string; value: string; rows: number; valueIsShownMasked?: boolean }) => ({
      field: one.field,
      value: one.valueIsShownMasked ? maskText(one.value) : one.value,
      rows: one.rows,
    })),
  )
}

/** The current ledger adds up to the published totals. */
export async function expectTotals(db: Db, totals: Record<string, Record<string, number> | number>): Promise<void> {
  const ask = async <T>(text: string): Promise<T[]> => (await readAll(db, (tx) => sql.raw<T>(text).execute(tx))).rows
  const grouped = async (select: string) => {
    const rows = await ask<{ key: string; n: number }>(`select ${select} as key, count(*)::integer as n from complaint_version v
      left join lateral (select name from institution_version i where i.institution_id = v.institution_id order by revision desc limit 1) i on true
      left join lateral (select name from institution_version i where i.institution_id = v.ranked_institution_id order by revision desc limit 1) ranked on true
      left join dictionary_word channel on channel.id = v.lodging_channel_word_id left join dictionary_word category on category.id = v.category_word_id
      left join dictionary_word cause on cause.id = v.cause_word_id left join dictionary_word satisfaction on satisfaction.id = v.satisfaction_word_id
     where v.to_revision is null group by 1`)
    return Object.fromEntries(rows.filter((row) => row.key !== null).map((row) => [row.key, row.n]))
  }
  expect(await grouped(`coalesce(ranked.name, '未参与排名')`)).toEqual(totals['byRankedInstitution'])
  expect(await grouped('i.name')).toEqual(totals['byInstitutionNamed'])
  expect(await grouped(`to_char(v.received_on, 'YYYY-MM')`)).toEqual(totals['byMonth'])
  expect(await grouped('channel.word')).toEqual(totals['byChannel'])
  expect(await grouped('category.word')).toEqual(totals['byCategory'])
  expect(await grouped('cause.word')).toEqual(totals['byCause'])
  expect(await grouped('satisfaction.word')).toEqual(totals['bySatisfaction'])
  expect(
    await ask(
      `select count(*)::integer as open, (select sum(amount_fen)::bigint from complaint_version where to_revision is null) as fen from complaint_version where to_revision is null and closed_on is null`,
    ),
  ).toEqual([{ open: totals['open'], fen: totals['amountFen'] }])
}
