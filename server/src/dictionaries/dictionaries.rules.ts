import type { Viewer } from '../access/viewer.ts'
import { isDay } from '../analytics/calendar.ts'
import { holdsMask, wordKey, type DictionaryEntry } from '../ledger/dictionary.ts'
import { standardCode } from '../ledger/standard-codes.ts'
import { standardDictionary, type StandardEntry } from '../ledger/standard-dictionary.ts'
import { InvalidError, type FieldProblem } from '../platform/errors.ts'
import type { FullLabel } from '../platform/label.ts'
import { attributesOf, dictionaryKinds, isKept, type KeptDictionary } from './dictionary-kinds.ts'

/** What an entry shall be; what is absent stays as it is, null is emptied. */
export type EntryAsked = {
  zh?: string | null | undefined
  en?: string | null | undefined
  code?: string | null | undefined
  /** Key of the entry above; null: at the top. */
  parent?: string | null | undefined
  aliases?: readonly string[] | null | undefined
  displayOrder?: number | null | undefined
  retiredFrom?: string | null | undefined
  attributes?: readonly { name: string; values: readonly string[] }[] | null | undefined
}
/** The part of an entry that a person may say. */
export type EntryWords = Pick<DictionaryEntry, 'code' | 'label' | 'parentId' | 'displayOrder' | 'attributes'>

const longest = 100
const mostAliases = 60

type Problem = FieldProblem & { sentence: FullLabel }
type Known = { kind: KeptDictionary; id: number | null; entries: readonly DictionaryEntry[] }

/**
 * What an entry comes to. `before`: as it is, null for a new one. A name that is given up stays an alias, so that files
 * which still write it are understood.
 * @throws InvalidError naming every part that cannot be.
 */
export function settleEntry(known: Known, before: EntryWords | null, asked: EntryAsked): EntryWords {
  const problems: Problem[] = []
  const text = (value: string | null | undefined, kept: string | null) => (value === undefined ? kept : value?.trim() || null)
  const zh = text(asked.zh, before?.label.zh ?? null) ?? ''
  const label = { zh, en: text(asked.en, before?.label.en ?? null) }
  const code = text(asked.code, before?.code ?? null)
  const aliases = settledAliases(asked, before, zh)
  problems.push(...problemsOfNames(known, label, code, aliases))
  const parentId = settledParent(known, before, asked, problems)
  const attributes = { ...settledAttributes(known, before, asked, problems), ...(aliases.length > 0 ? { aliases } : {}) }
  const retiredFrom = text(asked.retiredFrom, before?.attributes.retiredFrom ?? null)
  if (retiredFrom !== null && !(isDay(retiredFrom) && retiredFrom >= '1990-01-01' && retiredFrom <= '2100-12-31'))
    problems.push(
      problem(
        'retiredFrom',
        'NOT_A_DAY',
        retiredFrom,
        '不是 1990 年至 2100 年间的日期，应写成 2026-01-01',
        'is no day between 1990 and 2100; write it as 2026-01-01',
      ),
    )
  const displayOrder = asked.displayOrder ?? before?.displayOrder ?? 900
  if (!Number.isInteger(displayOrder) || displayOrder < 0 || displayOrder > 1_000_000)
    problems.push(
      problem('displayOrder', 'NOT_A_NUMBER', String(displayOrder), '不是 0 至 1000000 的整数', 'is no whole number from 0 to 1000000'),
    )
  refuse(problems)
  return { code, label, parentId, displayOrder, attributes: retiredFrom === null ? attributes : { ...attributes, retiredFrom } }
}

/** All names that a file may write for an entry. */
export function namesOf({ label, code, attributes }: Pick<EntryWords, 'code' | 'label' | 'attributes'>): string[] {
  return [label.zh, code, ...(attributes.aliases ?? [])].filter((name): name is string => name !== null && name !== '')
}

/** The entry of the same dictionary that a name belongs to already. */
export function holderOf(entries: readonly DictionaryEntry[], kind: string, id: number | null, name: string): DictionaryEntry | undefined {
  const asked = wordKey(name)
  return entries.find(
    (entry) => entry.kind === kind && entry.id !== id && [entry.key, ...namesOf(entry)].some((other) => wordKey(other) === asked),
  )
}

/** Entries of a node above the viewer's are that node's to change. */
export function isOwn(viewer: Viewer, regionId: number): boolean {
  return viewer.scope.kind === 'ALL' || viewer.scope.regions.includes(regionId)
}

/** The dictionary of that name. @throws InvalidError with the names there are. */
export function dictionaryNamed(kind: string): KeptDictionary {
  if (isKept(kind)) return kind
  const known = Object.keys(dictionaryKinds)
  const short = kind.slice(0, 40)
  throw new InvalidError(
    { zh: `没有名为“${short}”的字典，可用：${known.join('、')}。`, en: `There is no dictionary “${short}”; known: ${known.join(', ')}.` },
    [{ path: 'dictionary', reason: 'UNKNOWN_DICTIONARY', params: { known } }],
  )
}

/** A standard entry that the ledger lacks; `heldBy`: another entry bears one of its names, so it is not added. */
export type MissingEntry = { entry: StandardEntry; code: string | null; order: number; heldBy: DictionaryEntry | null }

/** The standard entries that these entries lack, in the standard's order. */
export function missingStandard(entries: readonly DictionaryEntry[]): MissingEntry[] {
  return standardDictionary.flatMap((entry, index) => {
    if (entries.some((one) => one.kind === entry.kind && one.key === entry.key)) return []
    const code = standardCode(entry.kind, entry.key)
    const names = namesOf({ label: entry, code, attributes: entry.aliases ? { aliases: entry.aliases } : {} })
    const heldBy = names.map((name) => holderOf(entries, entry.kind, null, name)).find((found) => found !== undefined) ?? null
    return [{ entry, code, order: (index + 1) * 10, heldBy }]
  })
}

function settledAliases(asked: EntryAsked, before: EntryWords | null, zh: string): string[] {
  const given = asked.aliases === undefined ? (before?.attributes.aliases ?? []) : (asked.aliases ?? [])
  const former = before && before.label.zh !== zh && asked.zh !== undefined ? [before.label.zh] : []
  const all = [...given, ...former].map((name) => name.trim()).filter((name) => name !== '' && wordKey(name) !== wordKey(zh))
  return all.filter((name, index) => all.findIndex((other) => wordKey(other) === wordKey(name)) === index)
}

function problemsOfNames(
  known: Known,
  label: { zh: string; en: string | null },
  code: string | null,
  aliases: readonly string[],
): Problem[] {
  const problems: Problem[] = []
  if (label.zh === '') problems.push({ path: 'zh', reason: 'EMPTY', sentence: { zh: '请填写中文名称', en: 'Write the Chinese name' } })
  if (aliases.length > mostAliases)
    problems.push(
      problem('aliases', 'TOO_MANY', String(aliases.length), `个别名，最多 ${mostAliases} 个`, `aliases are more than ${mostAliases}`),
    )
  const named: [string, string | null][] = [
    ['zh', label.zh],
    ['en', label.en],
    ['code', code],
    ...aliases.map((name): [string, string] => ['aliases', name]),
  ]
  for (const [path, name] of named) {
    if (name === null || name === '') continue
    if (name.length > longest || /\p{Cc}/u.test(name))
      problems.push(problem(path, 'TOO_LONG', name, `不是 ${longest} 字以内的一行文字`, `is not one line of at most ${longest} characters`))
    else if (holdsMask(name)) problems.push(problem(path, 'HOLDS_PERSONAL_DATA', name, '含有脱敏的个人信息', 'holds masked personal data'))
    const holder = path === 'en' ? undefined : holderOf(known.entries, known.kind, known.id, name)
    if (holder)
      problems.push(
        problem(
          path,
          'TAKEN',
          name,
          `已属于词条“${holder.label.zh}”`,
          `belongs to the entry “${holder.label.en ?? holder.label.zh}” already`,
        ),
      )
  }
  return problems
}

function settledParent({ kind, id, entries }: Known, before: EntryWords | null, asked: EntryAsked, problems: Problem[]): number | null {
  if (asked.parent === undefined) return before?.parentId ?? null
  if (asked.parent === null || asked.parent === '') return null
  const parent = entries.find((entry) => entry.kind === kind && entry.key === asked.parent)
  if (!parent) {
    problems.push(problem('parent', 'UNKNOWN_ENTRY', asked.parent, '不是这个字典的词条', 'is no entry of this dictionary'))
    return null
  }
  for (let at: DictionaryEntry | undefined = parent; at; at = entries.find((entry) => entry.id === at?.parentId)) {
    if (at.id !== id) continue
    problems.push(
      problem('parent', 'CYCLE', parent.label.zh, '在本词条之下，不能作它的上级', 'lies below this entry and cannot stand above it'),
    )
    return null
  }
  return parent.id
}

function settledAttributes(
  { kind, entries }: Known,
  before: EntryWords | null,
  asked: EntryAsked,
  problems: Problem[],
): DictionaryEntry['attributes'] {
  const { aliases: _, retiredFrom: __, ...kept } = before?.attributes ?? {}
  let attributes: DictionaryEntry['attributes'] = kept
  const known = new Map<string, ReturnType<typeof attributesOf>[number][1]>(attributesOf(kind))
  for (const { name, values } of asked.attributes ?? []) {
    const attribute = known.get(name)
    if (!attribute) {
      problems.push(problem(`attributes.${name}`, 'UNKNOWN_ATTRIBUTE', name, '不是这个字典的属性', 'is no attribute of this dictionary'))
      continue
    }
    const choices = attribute.choices(entries).map((choice) => choice.value)
    const wrong = values.find((value) => !choices.includes(value))
    if (wrong !== undefined || (!attribute.many && values.length > 1))
      problems.push(
        problem(
          `attributes.${name}`,
          'WRONG_VALUE',
          wrong ?? values.join(', '),
          `不能作“${attribute.label.zh}”`,
          `is no ${attribute.label.en.toLowerCase()}`,
        ),
      )
    else attributes = { ...without(attributes, name), ...attribute.write(values) }
  }
  return attributes
}

function without(attributes: DictionaryEntry['attributes'], name: string): DictionaryEntry['attributes'] {
  return Object.fromEntries(Object.entries(attributes).filter(([key]) => key !== name))
}

function problem(path: string, reason: string, value: string, zh: string, en: string): Problem {
  const short = value.length > 40 ? `${value.slice(0, 40)}…` : value
  return { path, reason, params: { value: short }, sentence: { zh: `“${short}”${zh}`, en: `“${short}” ${en}` } }
}

function refuse(problems: readonly Problem[]): void {
  if (problems.length === 0) return
  throw new InvalidError(
    { zh: `${problems.map((one) => one.sentence.zh).join('；')}。`, en: `${problems.map((one) => one.sentence.en).join('; ')}.` },
    problems.map(({ sentence: _, ...field }) => field),
  )
}
