/**
 * The columns that an assertion may make and a version holds, said once: their bit in `assertion.fields`, their SQL
 * name and type, and for words the dictionary they belong to. A bit is never used again for something else, and 30 is
 * the last that `assertion.fields` and a shift in JavaScript hold.
 */
export const ledgerColumns = {
  receivedOn: { bit: 0, column: 'received_on', type: 'date' },
  receivedTime: { bit: 1, column: 'received_time', type: 'time' },
  institution: { bit: 2, column: 'institution_id', type: 'bigint' },
  kind: { bit: 3, column: 'kind', type: 'smallint' },
  category: { bit: 4, column: 'category_word_id', type: 'integer', words: 'category' },
  cause: { bit: 5, column: 'cause_word_id', type: 'integer', words: 'cause' },
  lodgingChannel: { bit: 6, column: 'lodging_channel_word_id', type: 'integer', words: 'lodgingChannel' },
  serviceChannel: { bit: 7, column: 'service_channel_word_id', type: 'integer', words: 'serviceChannel' },
  satisfaction: { bit: 8, column: 'satisfaction_word_id', type: 'integer', words: 'satisfaction' },
  upheld: { bit: 9, column: 'upheld_word_id', type: 'integer', words: 'upheld' },
  workOrderSource: { bit: 10, column: 'work_order_source_word_id', type: 'integer', words: 'workOrderSource' },
  amount: { bit: 11, column: 'amount_fen', type: 'bigint' },
  closedOn: { bit: 12, column: 'closed_on', type: 'date' },
  dueOn: { bit: 13, column: 'due_stated_on', type: 'date' },
  text: { bit: 14, column: 'text_id', type: 'bigint' },
  person: { bit: 15, column: 'person_token', type: 'bytea' },
  severity: { bit: 16, column: 'severity_word_id', type: 'integer', words: 'severity' },
  complainantCount: { bit: 17, column: 'complainant_count', type: 'integer' },
  rightsDomain: { bit: 18, column: 'rights_domain_word_id', type: 'integer', words: 'rightsDomain' },
  rightsDomainDetail: { bit: 19, column: 'rights_domain_detail_word_id', type: 'integer', words: 'rightsDomain' },
  rightInfringed: { bit: 20, column: 'right_infringed_word_id', type: 'integer', words: 'rightInfringed' },
  meansOfHandling: { bit: 21, column: 'means_of_handling_word_id', type: 'integer', words: 'meansOfHandling' },
  complainantType: { bit: 22, column: 'complainant_type_word_id', type: 'integer', words: 'complainantType' },
  ageBand: { bit: 23, column: 'age_band', type: 'smallint' },
  firstReceiver: { bit: 24, column: 'first_receiver_word_id', type: 'integer', words: 'firstReceiver' },
  mediation: { bit: 25, column: 'mediation_word_id', type: 'integer', words: 'mediation' },
  onSite: { bit: 26, column: 'on_site', type: 'boolean' },
  sourceNumber: { bit: 27, column: 'source_number', type: 'text' },
  regulatorNumber: { bit: 28, column: 'regulator_number', type: 'text' },
  repliedOn: { bit: 29, column: 'replied_on', type: 'date' },
  workOrderStatus: { bit: 30, column: 'work_order_status_word_id', type: 'integer', words: 'workOrderStatus' },
} as const satisfies Record<string, LedgerColumn>

export type LedgerColumn = {
  bit: number
  column: string
  type: 'date' | 'time' | 'bigint' | 'integer' | 'smallint' | 'bytea' | 'boolean' | 'text'
  words?: string
}
export type LedgerField = keyof typeof ledgerColumns
/** What one assertion says, or a complaint comes to: SQL values by column name; null for empty. */
export type LedgerValues = Record<string, string | number | boolean | Buffer | null>

export const ledgerFields = Object.keys(ledgerColumns) as LedgerField[]
/** SQL names of all asserted columns, in one order everywhere. */
export const valueColumns: readonly string[] = ledgerFields.map((field) => ledgerColumns[field].column)
/** Fields whose values are words of a dictionary, as found in a staged row. */
export const wordFields = ledgerFields.filter((field) => 'words' in ledgerColumns[field])

/** Dictionaries whose meaning a version stores, with the version's column for it. */
export const meaningColumns = [
  { word: 'category_word_id', entry: 'category_id' },
  { word: 'cause_word_id', entry: 'cause_id' },
  { word: 'lodging_channel_word_id', entry: 'lodging_channel_id' },
  { word: 'service_channel_word_id', entry: 'service_channel_id' },
  { word: 'satisfaction_word_id', entry: 'satisfaction_id' },
  { word: 'upheld_word_id', entry: 'upheld_id' },
] as const

/** Whether figures hang on what a field's word means; the others are kept as written. */
export function hasMeaning(field: LedgerField): boolean {
  return meaningColumns.some((one) => one.word === ledgerColumns[field].column)
}

export function fieldMask(fields: readonly LedgerField[]): number {
  return fields.reduce((mask, field) => mask | (1 << ledgerColumns[field].bit), 0)
}

export function hasField(mask: number, field: LedgerField): boolean {
  return (mask & (1 << ledgerColumns[field].bit)) !== 0
}

/** The name of a ledger field's column in staging: a word stands there as written, the rest as in the ledger. */
export function stagedName(field: LedgerField): string {
  const { column } = ledgerColumns[field]
  return wordsOf(field) === null ? column : column.replace(/_id$/, '')
}

export function wordsOf(field: LedgerField): string | null {
  const column: LedgerColumn = ledgerColumns[field]
  return column.words ?? null
}

/** Import columns that reach the ledger under another name; what the ledger has no column for is dropped. */
const importedAs: Record<string, LedgerField> = {
  amountYuan: 'amount',
  amountTenThousandYuan: 'amount',
  complainantPhone: 'person',
  complainantId: 'person',
  reservedPhone: 'person',
}

/** The ledger fields that a file with these import columns asserts. */
export function assertedFields(importFields: readonly string[]): LedgerField[] {
  const fields = importFields.flatMap((name) => {
    return importedAs[name] ?? (name in ledgerColumns ? (name as LedgerField) : [])
  })
  return [...new Set(fields)]
}

export const registers = { REGULATOR: 1, INSTITUTION: 2 } as const
export const kinds = { COMPLAINT: 1, REPORT: 2, PETITION: 3, INQUIRY: 4, SUGGESTION: 5 } as const
export const statuses = { OPEN: 1, CLOSED: 2, REJECTED: 3, WITHDRAWN: 4 } as const
export type Register = keyof typeof registers
export type ComplaintKind = keyof typeof kinds
export type ComplaintStatus = keyof typeof statuses
export const assertionKinds = { FILE: 1, CORRECTION: 2 } as const
