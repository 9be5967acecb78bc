import { InvalidError } from '../platform/errors.ts'

/** A place in a list: the ledger's revision that the list is of, and what the last row is ordered by. */
export type Place = { revision: number; on: string; id: number; other: number }

export function writePlace({ revision, on, id, other }: Place): string {
  return Buffer.from(JSON.stringify([revision, on, id, other])).toString('base64url')
}

/** @throws InvalidError for anything that is no place. */
export function readPlace(text: string): Place {
  try {
    const [revision, on, id, other] = JSON.parse(Buffer.from(text, 'base64url').toString('utf8')) as unknown[]
    if (typeof revision === 'number' && typeof on === 'string' && typeof id === 'number' && typeof other === 'number')
      return { revision, on, id, other }
  } catch {
    // Falls through to the sentence below.
  }
  throw new InvalidError({ zh: '翻页位置无效，请重新打开清单。', en: 'The place in the list is not valid; open the list again.' }, [
    { path: 'after', reason: 'UNKNOWN_CURSOR' },
  ])
}
