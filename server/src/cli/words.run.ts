import { readFile } from 'node:fs/promises'
import { InvalidError } from '../platform/errors.ts'
import { classifyWords } from '../words/words.commands.ts'
import { readUnclassifiedWords } from '../words/words.queries.ts'
import type { WordMeaning } from '../words/words.types.ts'
import { print } from './frame.ts'
import { demandPermission, withDatabase } from './with-database.ts'
import type { WordsOptions } from './words.ts'

export function runWords(options: WordsOptions): Promise<void> {
  return withDatabase(options, async ({ db, viewer }) => {
    if (options.map !== undefined) {
      demandPermission(viewer, 'word:classify')
      const { value, change } = await classifyWords(db, viewer, await readMeanings(options.map), options.reason ?? null)
      print(`${value.complaints} 件重新归类 / complaints classified anew, revision ${change.revision}`)
      return
    }
    demandPermission(viewer, 'import:read')
    const { words } = await readUnclassifiedWords(db, viewer)
    for (const { field, word, complaints, proposals } of words) {
      const alike = proposals.map((one) => one.label.zh)
      print(
        options.json
          ? JSON.stringify({ field, word, complaints, proposals: alike })
          : [field, word, complaints, alike.join(' | ')].join('\t'),
      )
    }
  })
}

async function readMeanings(file: string): Promise<WordMeaning[]> {
  const refuse = (): never => {
    throw new InvalidError({
      zh: `${file} 不是 { "字段": { "写法": "词条" } } 形式的 JSON。`,
      en: `${file} is no JSON of the form { "field": { "word": "entry" } }.`,
    })
  }
  let given: unknown
  try {
    given = JSON.parse(await readFile(file, 'utf8'))
  } catch {
    return refuse()
  }
  if (!isRecord(given)) return refuse()
  return Object.entries(given).flatMap(([field, words]) => {
    if (!isRecord(words)) return refuse()
    return Object.entries(words).map(([word, entry]) => {
      if (entry !== null && typeof entry !== 'string') return refuse()
      return { field, word, entry }
    })
  })
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
