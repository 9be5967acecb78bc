import type { DictionaryEntry } from '../ledger/dictionary.ts'
import type { Marks } from './facts.ts'
import type { Ground } from './ground.ts'
import { inherited } from './places.ts'

/** Keys that say the outcome where no attribute does. */
const outcomes = ['UPHELD', 'PARTLY', 'NOT_UPHELD']

/**
 * Which entries mean upheld, answered, satisfied or major as of the ground's revision. An entry says it by attribute, or by
 * its key, or the entry above it does. @param day on which the setting holds.
 */
export function marksOf(ground: Ground, day: string): Marks {
  const byId = new Map(ground.dictionary.map((entry) => [entry.id, entry]))
  const told = <T>(kind: string, said: (entry: DictionaryEntry) => T | undefined): Map<number, T> =>
    new Map(
      ground.dictionary.flatMap((entry) => {
        const value = entry.kind === kind ? inherited(entry, byId, said) : undefined
        return value === undefined ? [] : [[entry.id, value] as const]
      }),
    )
  const outcome = told('upheld', ({ attributes, key }) => attributes.outcome ?? (outcomes.includes(key) ? key : undefined))
  const satisfied = told('satisfaction', ({ attributes }) => attributes.satisfied)
  const major = told('severity', ({ attributes, key }) => attributes.major ?? (key === 'MAJOR' ? true : undefined))
  const where = <T>(map: Map<number, T>, wanted: (value: T) => boolean) => [...map].filter(([, value]) => wanted(value)).map(([id]) => id)
  return {
    decided: where(outcome, () => true),
    upheld: where(outcome, (one) => one === 'UPHELD' || one === 'PARTLY'),
    answered: where(satisfied, () => true),
    satisfied: where(satisfied, (one) => one),
    majorWords: ground.words.filter((word) => word.kind === 'severity' && major.get(word.entryId) === true).map((word) => word.id),
    majorComplainants: ground.settings.on('majorComplainants', day),
  }
}
