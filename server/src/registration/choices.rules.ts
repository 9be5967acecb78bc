import { wordKey } from '../ledger/dictionary.ts'
import { syllablesOf } from './pinyin.ts'

/** What may be typed for a choice: its names, the first being its own, and its code. */
export type Named = { texts: readonly string[]; code: string | null }

/**
 * How well what is typed names a choice, 0 best, null not at all: the whole name or code, its beginning, a part of it,
 * then initials (hfyh), whole readings (hefeng) and both mixed with characters, first from the name's beginning.
 */
export function matchOf(choice: Named, typed: string): number | null {
  const asked = wordKey(typed)
  if (asked === '') return 0
  const texts = choice.texts.map(wordKey)
  const code = choice.code === null ? '' : wordKey(choice.code)
  if (code === asked || texts.includes(asked)) return 0
  if (texts.some((text) => text.startsWith(asked))) return 1
  if (code.startsWith(asked)) return 2
  if (texts.some((text) => text.includes(asked))) return 3
  if (!/[a-z]/.test(asked)) return null
  const places = texts.map((text) => readingPlace(text, asked)).filter((place) => place >= 0)
  if (places.length === 0) return null
  return places.includes(0) ? 4 : 5
}

/** From which character on a text reads as asked, each character by itself, its initial or its whole reading; −1 for nowhere. */
function readingPlace(text: string, asked: string): number {
  const characters = [...text]
  const syllables = syllablesOf(text)
  for (let from = 0; from < characters.length; from++) if (readsFrom(characters, syllables, from, asked)) return from
  return -1
}

function readsFrom(characters: readonly string[], syllables: readonly string[], at: number, asked: string): boolean {
  if (asked === '') return true
  const [character, syllable = ''] = [characters[at], syllables[at]]
  if (character === undefined) return false
  if (asked.startsWith(character) && readsFrom(characters, syllables, at + 1, asked.slice(character.length))) return true
  if (syllable.startsWith(asked)) return true
  if (syllable !== '' && asked.startsWith(syllable) && readsFrom(characters, syllables, at + 1, asked.slice(syllable.length))) return true
  return syllable[0] === asked[0] && readsFrom(characters, syllables, at + 1, asked.slice(1))
}
