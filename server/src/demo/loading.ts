import type { Db } from '../db/connect.ts'
import type { KeyedDigests } from '../imports/tokens.ts'
import type { DemoCounty } from './demo.types.ts'

/** What the acts share while the demo is loaded. */
export type Loading = {
  db: Db
  county: DemoCounty
  regionId: number
  digests: KeyedDigests
  /** Keys of the batches entered, by file. */
  batches: Map<string, string>
  /** How each complaint was last filed, by source and number. */
  filed: Map<string, string>
}

/** A code as a file writes it. */
export function wordOf(
  county: DemoCounty,
  column: 'category' | 'cause' | 'lodgingChannel' | 'serviceChannel' | 'satisfaction' | 'upheld',
  code: string,
): string {
  if (column === 'upheld') return UPHELD[code] as string
  const words = {
    category: county.categories,
    cause: county.causes,
    lodgingChannel: county.lodgingChannels,
    serviceChannel: county.serviceChannels,
    satisfaction: county.satisfactions,
  }[column]
  const word = words.find((one) => one.code === code)
  if (word === undefined) throw new Error(`The demo knows no ${column} ${code}.`)
  return word.zh
}

const UPHELD: Readonly<Record<string, string>> = { UPHELD: '属实', PARTLY: '部分属实', NOT_UPHELD: '不属实' }
