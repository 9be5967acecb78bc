import type { RecordVersion } from './documents.ts'

/** Fields of the form by the names of the institutions import; aliases one a line. */
export const FIELDS = [
  'name',
  'code',
  'aliases',
  'peerGroup',
  'parent',
  'region',
  'ranked',
  'openedOn',
  'closedOn',
  'successor',
  'displayOrder',
] as const
export type FieldName = (typeof FIELDS)[number]
export type Typed = { [field in FieldName]: string }
export type Act = 'REGISTER' | 'ADD' | 'CORRECT' | 'CLOSE'

/** What the form of an act asks for. */
export const FIELDS_OF: Readonly<Record<Act, readonly FieldName[]>> = {
  REGISTER: ['name', 'code', 'aliases', 'peerGroup', 'parent', 'region', 'ranked', 'openedOn', 'displayOrder'],
  ADD: ['name', 'aliases', 'peerGroup', 'parent', 'region', 'ranked', 'displayOrder'],
  CORRECT: ['name', 'aliases', 'peerGroup', 'parent', 'region', 'ranked', 'openedOn', 'closedOn', 'successor', 'displayOrder'],
  CLOSE: ['closedOn', 'successor'],
}

/** A version as the form writes it; without one everything is empty. */
export function typedOf(version: RecordVersion | null): Typed {
  const values = version?.values
  return {
    name: values?.name ?? '',
    code: '',
    aliases: values?.aliases.join('\n') ?? '',
    peerGroup: values?.peerGroup?.key ?? '',
    parent: values?.parent?.label.zh ?? '',
    region: values?.region?.key ?? '',
    ranked: values?.ranked == null ? '' : values.ranked ? '是' : '否',
    openedOn: values?.openedOn ?? '',
    closedOn: values?.closedOn ?? '',
    successor: values?.successor?.label.zh ?? '',
    displayOrder: values && values.displayOrder !== 0 ? String(values.displayOrder) : '',
  }
}

/** Under a better name it stays known by the one that a file has for it. */
export function alsoKnownAs(typed: Typed, written: string): Typed {
  const known = typed.name.trim() === written || typed.aliases.split('\n').some((alias) => alias.trim() === written)
  return known ? typed : { ...typed, aliases: `${typed.aliases}\n${written}` }
}

/** What was changed, as the import's fields take it; what stays as it is, is not asserted. */
export function valuesOf(act: Act, typed: Typed, before: Typed): Record<string, string> {
  const asserted = FIELDS_OF[act].filter((field) => (act === 'CLOSE' ? typed[field] !== '' : typed[field].trim() !== before[field].trim()))
  return Object.fromEntries(
    asserted.map((field) => [
      field,
      field === 'aliases'
        ? typed.aliases
            .split(/[\n|｜]/)
            .map((one) => one.trim())
            .filter(Boolean)
            .join('|')
        : typed[field].trim(),
    ]),
  )
}
