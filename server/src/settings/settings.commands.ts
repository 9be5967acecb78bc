import type { Viewer } from '../access/viewer.ts'
import { loadGround } from '../analytics/ground.ts'
import type { Db } from '../db/connect.ts'
import { readSnapshot } from '../db/snapshot.ts'
import { write, type Written } from '../ledger/change.ts'
import { endSetting, setSetting } from '../ledger/dated.ts'
import { loadOwnSetting, type SettingName } from '../ledger/settings.ts'
import { ConflictError } from '../platform/errors.ts'
import { demandReason } from '../platform/reason.ts'
import { readSettingValue, readValidFrom, settingNamed, shownValue } from './settings.rules.ts'

export type SettingChangeAsked = {
  name: string
  /** What it shall hold; not looked at where `inherit` is set. */
  value: unknown
  validFrom: string | null
  reason: string
  /** Takes the node's own value of that day away, so that what is above it holds again. */
  inherit?: boolean
  jurisdiction?: string | null
}

/**
 * Sets a setting of a jurisdiction from a day on, or takes its own value away. What hangs on it is derived again in the
 * same change. @returns how many complaints have another version than before.
 * @throws InvalidError for a name, value, day or reason that cannot be, ConflictError where nothing would change.
 */
export async function changeSetting(db: Db, viewer: Viewer, asked: SettingChangeAsked): Promise<Written<{ complaints: number }>> {
  const name = settingNamed(asked.name)
  const value = asked.inherit ? null : readSettingValue(name, asked.value)
  const validFrom = readValidFrom(asked.validFrom)
  const reason = demandReason(asked.reason)
  const regionId = await readSnapshot(
    db,
    viewer,
    async (tx) => (await loadGround(tx, viewer, { jurisdiction: asked.jurisdiction ?? null })).jurisdiction.id,
  )
  const detail = { setting: name, validFrom, ...(asked.inherit ? { inherit: true } : { value }) }
  return write(db, viewer, { kind: 'SET', regionId, reason, detail }, async (writing) => {
    const own = await loadOwnSetting(writing.tx, regionId, name, validFrom)
    if (asked.inherit) {
      const complaints = await endSetting(writing, name, validFrom)
      if (complaints === false) throw nothingOwn(name)
      return { complaints }
    }
    if (own && own.value === value) throw unchanged(name, value)
    return { complaints: await setSetting(writing, name, value as never, validFrom) }
  })
}

function unchanged(name: SettingName, value: unknown): ConflictError {
  const shown = shownValue(name, value)
  return new ConflictError(
    { zh: `自该日起已经是“${shown.zh}”，没有要改的。`, en: `It is ${shown.en} from that day already; there is nothing to change.` },
    [{ path: 'value', reason: 'UNCHANGED' }],
  )
}

function nothingOwn(name: SettingName): ConflictError {
  return new ConflictError(
    { zh: '本级自该日起没有自己的值，已经是沿用的。', en: 'This node has no value of its own from that day; it is inherited already.' },
    [{ path: 'name', reason: 'INHERITED', params: { name } }],
  )
}
