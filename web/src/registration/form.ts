/** The fields of the form in the order of the paper one. Keys are those of the import's column registry. */
export type FormField = {
  key: string
  kind: 'CHOICE' | 'DAY' | 'TEXT' | 'AMOUNT' | 'LONG' | 'KIND'
  /** Stays for the next complaint. */
  stays?: true
  /** May hold a person: it is in the page's memory alone and goes with a reload. */
  personal?: true
  /** Belongs to the part on how the case ended, which is folded away. */
  ending?: true
  wide?: true
}

export const FIELDS: readonly FormField[] = [
  { key: 'receivedOn', kind: 'DAY', stays: true },
  { key: 'institution', kind: 'CHOICE' },
  { key: 'lodgingChannel', kind: 'CHOICE', stays: true },
  { key: 'kind', kind: 'KIND', stays: true },
  { key: 'category', kind: 'CHOICE' },
  { key: 'cause', kind: 'CHOICE' },
  { key: 'serviceChannel', kind: 'CHOICE' },
  { key: 'amount', kind: 'AMOUNT' },
  { key: 'text', kind: 'LONG', personal: true, wide: true },
  { key: 'complainantName', kind: 'TEXT', personal: true },
  { key: 'complainantPhone', kind: 'TEXT', personal: true },
  { key: 'complainantId', kind: 'TEXT', personal: true },
  { key: 'closedOn', kind: 'DAY', ending: true },
  { key: 'dueOn', kind: 'DAY', ending: true },
  { key: 'upheld', kind: 'CHOICE', ending: true },
  { key: 'satisfaction', kind: 'CHOICE', ending: true },
]

/** What a field holds: the text shown, and what is sent for it where a choice was made. */
export type Held = { text: string; value?: string }
export type Draft = { source: string; number: string; unit: 'YUAN' | 'TEN_THOUSAND'; held: Record<string, Held> }
/** Filled fields of a draft as the API takes them. */
export type Typed = Record<string, string>

export const LOCAL = 'LOCAL'
export const emptyDraft: Draft = { source: LOCAL, number: '', unit: 'YUAN', held: {} }
const PERSONAL = new Set(FIELDS.filter((field) => field.personal).map((field) => field.key))

/** What of a draft may lie on the disk. */
export function withoutPersons(draft: Draft): Draft {
  return { ...draft, held: Object.fromEntries(Object.entries(draft.held).filter(([key]) => !PERSONAL.has(key))) }
}

/** The next complaint keeps who issues the number, the day, the channel, the kind and the unit of amounts. */
export function nextDraft(draft: Draft): Draft {
  const stays = FIELDS.filter((field) => field.stays).flatMap(({ key }): [string, Held][] =>
    draft.held[key] ? [[key, draft.held[key]]] : [],
  )
  return { ...draft, number: '', held: Object.fromEntries(stays) }
}

/** `proposed`: the number to send where nobody wrote another; null leaves it to the server. */
export function typedOf(draft: Draft, proposed: string | null): Typed {
  const number = draft.number.trim() || proposed
  const typed: Typed = number ? { number } : {}
  if (draft.source !== LOCAL) typed['source'] = draft.source
  for (const [key, { text, value }] of Object.entries(draft.held)) {
    const sent = value ?? text
    if (sent.trim() !== '') typed[key === 'amount' ? amountField(draft) : key] = sent
  }
  return typed
}

/** Where the answer names the amount's column, the form has one field. */
export function formKey(field: string): string {
  return field === 'amountYuan' || field === 'amountTenThousandYuan' ? 'amount' : field
}

function amountField(draft: Draft): string {
  return draft.unit === 'YUAN' ? 'amountYuan' : 'amountTenThousandYuan'
}
