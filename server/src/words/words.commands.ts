import type { Viewer } from '../access/viewer.ts'
import type { Db } from '../db/connect.ts'
import { rehearse, write, type Act, type Writing, type Written } from '../ledger/change.ts'
import { wordsOf, type LedgerField } from '../ledger/columns.ts'
import { createEntry, holdsMask, loadDictionary, wordKey, type DictionaryEntry } from '../ledger/dictionary.ts'
import { meanWords, regionsOf } from '../ledger/word-meaning.ts'
import { InvalidError, type FieldProblem } from '../platform/errors.ts'
import type { WordMeaning } from './words.types.ts'
import { meaningFields } from './words.queries.ts'

/**
 * Classifies words in one change: every complaint that holds one is counted under its new meaning from then on.
 * @throws InvalidError naming each field, word or entry that is not there; then nothing is written.
 */
export function classifyWords(
  db: Db,
  viewer: Viewer,
  meanings: readonly WordMeaning[],
  reason: string | null,
): Promise<Written<{ complaints: number }>> {
  const { act, work } = classifying(viewer, meanings, reason)
  return write(db, viewer, act, work)
}

/** How many complaints a classification would change; refused as the classification itself would be. */
export function previewClassification(db: Db, viewer: Viewer, meanings: readonly WordMeaning[]): Promise<{ complaints: number }> {
  const { act, work } = classifying(viewer, meanings, null)
  return rehearse(db, viewer, act, work)
}

type Classifying = { act: Act; work: (writing: Writing) => Promise<{ complaints: number }> }

function classifying(viewer: Viewer, meanings: readonly WordMeaning[], reason: string | null): Classifying {
  if (meanings.length === 0) throw new InvalidError({ zh: '没有要归类的写法。', en: 'There is no word to classify.' })
  const detail = { words: meanings.map(({ field, word, entry }) => ({ field, word, entry })) }
  const work = async (writing: Writing): Promise<{ complaints: number }> => {
    const known = await understood(writing, meanings)
    const regionIds = await regionsOf(writing, viewer)
    const given: { kind: string; word: string; entryId: number }[] = []
    for (const { kind, word, entry } of known) given.push({ kind, word, entryId: entry?.id ?? (await createEntry(writing, kind, word)) })
    return { complaints: await meanWords(writing, given, regionIds) }
  }
  return { act: { kind: 'CLASSIFY_WORDS', regionId: viewer.rootRegionId, reason, detail }, work }
}

type Understood = { kind: string; word: string; entry: DictionaryEntry | null }

async function understood({ tx, revision }: Writing, meanings: readonly WordMeaning[]): Promise<Understood[]> {
  const dictionary = await loadDictionary(tx, revision)
  const problems: FieldProblem[] = []
  const refuse = (index: number, part: string, reason: string, value: string | null): null => {
    problems.push({ path: `words[${index}].${part}`, reason, params: { value } })
    return null
  }
  const known: Understood[] = []
  for (const [index, { field, word, entry }] of meanings.entries()) {
    const kind = meaningFields.includes(field as LedgerField)
      ? wordsOf(field as LedgerField)
      : refuse(index, 'field', 'UNKNOWN_FIELD', field)
    if (kind === null) continue
    const written = await tx.selectFrom('dictionary_word').select('id').where('kind', '=', kind).where('word', '=', word).executeTakeFirst()
    if (!written) refuse(index, 'word', 'UNKNOWN_WORD', word)
    const found = entry === null ? null : (entryNamed(dictionary, kind, entry) ?? refuse(index, 'entry', 'UNKNOWN_ENTRY', entry))
    if (entry === null && holdsMask(word)) refuse(index, 'word', 'HOLDS_PERSONAL_DATA', word)
    known.push({ kind, word, entry: found })
  }
  if (problems.length === 0) return known
  const values = problems.map(({ params }) => `“${String(params?.['value'])}”`).join('、')
  throw new InvalidError({ zh: `无法归类：${values}。`, en: `These cannot be classified: ${values}.` }, problems)
}

function entryNamed(dictionary: readonly DictionaryEntry[], kind: string, name: string): DictionaryEntry | undefined {
  const entries = dictionary.filter((entry) => entry.kind === kind)
  const named = (same: (text: string) => boolean) =>
    entries.find(({ key, code, label }) => [key, code, label.zh, label.en].some((text) => text !== null && same(text)))
  return named((text) => text === name) ?? named((text) => wordKey(text) === wordKey(name))
}
