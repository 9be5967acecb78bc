import type { DictionaryEntryInput } from '../../gql/graphql.ts'
import type { Dictionary, Entry } from './documents.ts'

/** What stands in the form; texts as they are typed. */
export type Draft = {
  zh: string
  en: string
  code: string
  parent: string
  order: string
  aliases: string
  retiredFrom: string
  attributes: Record<string, string[]>
}

/** An entry as the form begins with it; a new one begins empty, below the entry chosen and behind its neighbours. */
export function draftOf(dictionary: Dictionary, entry: Entry | null, below: Entry | null): Draft {
  const neighbours = dictionary.entries.filter((one) => one.parent === (below?.key ?? null))
  return {
    zh: entry?.label.zh ?? '',
    en: entry?.label.en ?? '',
    code: entry?.code ?? '',
    parent: entry?.parent ?? below?.key ?? '',
    order: String(entry?.displayOrder ?? Math.max(0, ...neighbours.map((one) => one.displayOrder)) + 10),
    aliases: entry?.aliases.join('\n') ?? '',
    retiredFrom: entry?.retiredFrom ?? '',
    attributes: Object.fromEntries(dictionary.attributes.map(({ name }) => [name, heldBy(entry, name)])),
  }
}

/** What is sent: all of a new entry, of one there is what differs alone. */
export function inputOf(dictionary: Dictionary, entry: Entry | null, draft: Draft): DictionaryEntryInput {
  const whole: DictionaryEntryInput = {
    zh: draft.zh.trim(),
    en: draft.en.trim() || null,
    code: draft.code.trim() || null,
    parent: draft.parent || null,
    displayOrder: /^\d{1,7}$/.test(draft.order.trim()) ? Number(draft.order) : -1,
    aliases: draft.aliases.split('\n').filter((line) => line.trim() !== ''),
    retiredFrom: draft.retiredFrom || null,
    attributes: dictionary.attributes.map(({ name }) => ({ name, values: draft.attributes[name] ?? [] })),
  }
  if (!entry) return whole
  const before = inputOf(dictionary, null, draftOf(dictionary, entry, null))
  const keys = Object.keys(whole) as (keyof DictionaryEntryInput)[]
  return Object.fromEntries(
    keys.filter((key) => JSON.stringify(whole[key]) !== JSON.stringify(before[key])).map((key) => [key, whole[key]]),
  )
}

function heldBy(entry: Entry | null, name: string): string[] {
  return entry?.attributes.find((one) => one.name === name)?.values ?? []
}
