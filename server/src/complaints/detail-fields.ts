import { sql } from 'kysely'
import { columnsOf } from '../imports/columns.ts'
import { ledgerColumns, wordsOf, type LedgerField } from '../ledger/columns.ts'
import type { FullLabel, Label } from '../platform/label.ts'
import type { ComplaintDetail } from './complaints.types.ts'

export type DetailType = 'word' | 'date' | 'count' | 'yesNo' | 'ageBand' | 'reference'

/** What is shown and corrected of a complaint beside the columns of its row; in the order in which it is shown. */
export const detailFields = {
  severity: 'word',
  complainantCount: 'count',
  complainantType: 'word',
  ageBand: 'ageBand',
  rightsDomain: 'word',
  rightsDomainDetail: 'word',
  rightInfringed: 'word',
  firstReceiver: 'word',
  meansOfHandling: 'word',
  mediation: 'word',
  onSite: 'yesNo',
  repliedOn: 'date',
  workOrderSource: 'word',
  workOrderStatus: 'word',
  sourceNumber: 'reference',
  regulatorNumber: 'reference',
} as const satisfies Partial<Record<LedgerField, DetailType>>

export type DetailField = keyof typeof detailFields
export type DetailValues = Partial<Record<DetailField, string | number | boolean | null>>
const names = Object.keys(detailFields) as DetailField[]

/** SQL: the details of version `v` as one object; words as written. */
export const storedDetails = sql`jsonb_build_object(${sql.join(
  names.flatMap((name) => {
    const value = sql.ref(`v.${ledgerColumns[name].column}`)
    const word = sql`(select w.word from dictionary_word w where w.region_id in (select region_id from region) and w.id = ${value})`
    return [sql.lit(name), wordsOf(name) === null ? value : word]
  }),
)}) as details`

export function detailLabel(field: DetailField): FullLabel {
  return columnsOf('complaints')[field]?.label ?? { zh: field, en: field }
}

/** Every detail, those without a value too: they can be corrected. */
export function complaintDetails(values: DetailValues): ComplaintDetail[] {
  return names.map((key) => {
    const value = values[key] ?? null
    const written = value === null ? null : detailFields[key] === 'yesNo' ? (value ? '是' : '否') : String(value)
    return { key, label: detailLabel(key), input: detailFields[key].toUpperCase(), written, value: shown(key, value) }
  })
}

function shown(field: DetailField, value: string | number | boolean | null): Label | null {
  if (value === null) return null
  if (detailFields[field] === 'yesNo') return value ? { zh: '是', en: 'yes' } : { zh: '否', en: 'no' }
  if (detailFields[field] !== 'ageBand') return { zh: String(value), en: String(value) }
  const to = Number(value) + 9
  return { zh: `${value}–${to}岁`, en: `${value}–${to}` }
}
