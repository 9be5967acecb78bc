import type { Viewer } from '../access/viewer.ts'
import { readJurisdictionId } from '../analytics/ledger-state.ts'
import type { Db } from '../db/connect.ts'
import { rehearse, write, type Act, type Writing, type Written } from '../ledger/change.ts'
import { endSetting, setSetting } from '../ledger/dated.ts'
import { loadOwnSetting, traceSetting, type SettingName } from '../ledger/settings.ts'
import { ConflictError, NotFoundError } from '../platform/errors.ts'
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
  const reason = demandReason(asked.reason)
  const { act, work } = await changing(db, viewer, asked, reason)
  return write(db, viewer, act, work)
}

/** How many complaints a change would derive otherwise; refused as the change itself would be, its reason apart. */
export async function previewSetting(db: Db, viewer: Viewer, asked: Omit<SettingChangeAsked, 'reason'>): Promise<{ complaints: number }> {
  const { act, work } = await changing(db, viewer, { ...asked, reason: '' }, null)
  return rehearse(db, viewer, act, work)
}

/**
 * Takes the act of a revision on a setting of the jurisdiction back: what the node itself held of that day before holds
 * again, or nothing, so that it inherits. @throws NotFoundError where the node has no such act, ConflictError where a later one stands.
 */
export async function undoSetting(
  db: Db,
  viewer: Viewer,
  asked: { name: string; revision: number; reason: string; jurisdiction: string | null },
): Promise<Written<{ complaints: number }>> {
  const name = settingNamed(asked.name)
  const reason = demandReason(asked.reason)
  const regionId = await readJurisdictionId(db, viewer, asked.jurisdiction)
  const detail: Record<string, unknown> = { setting: name, undoes: asked.revision }
  return write(db, viewer, { kind: 'SET', regionId, reason, detail }, async (writing) => {
    const trace = await traceSetting(writing.tx, regionId, name, asked.revision)
    if (trace === null) throw unknownAct()
    const { validFrom, before, after, now } = trace
    if (JSON.stringify(after) !== JSON.stringify(now)) throw changedSince()
    detail['validFrom'] = validFrom
    detail[before === null ? 'inherit' : 'value'] = before === null ? true : before.value
    if (before !== null) return { complaints: await setSetting(writing, name, before.value as never, validFrom) }
    return { complaints: (await endSetting(writing, name, validFrom)) || 0 }
  })
}

type Changing = { act: Act; work: (writing: Writing) => Promise<{ complaints: number }> }

async function changing(db: Db, viewer: Viewer, asked: SettingChangeAsked, reason: string | null): Promise<Changing> {
  const name = settingNamed(asked.name)
  const value = asked.inherit ? null : readSettingValue(name, asked.value)
  const validFrom = readValidFrom(asked.validFrom)
  const regionId = await readJurisdictionId(db, viewer, asked.jurisdiction ?? null)
  const detail = { setting: name, validFrom, ...(asked.inherit ? { inherit: true } : { value }) }
  const work = async (writing: Writing): Promise<{ complaints: number }> => {
    const own = await loadOwnSetting(writing.tx, regionId, name, validFrom)
    if (asked.inherit) {
      const complaints = await endSetting(writing, name, validFrom)
      if (complaints === false) throw nothingOwn(name)
      return { complaints }
    }
    if (own && own.value === value) throw unchanged(name, value)
    return { complaints: await setSetting(writing, name, value as never, validFrom) }
  }
  return { act: { kind: 'SET', regionId, reason, detail }, work }
}

function unknownAct(): NotFoundError {
  return new NotFoundError({ zh: '本级没有这一次改动。', en: 'This node has no such act.' }, [
    { path: 'revision', reason: 'UNKNOWN_CHANGE' },
  ])
}

function changedSince(): ConflictError {
  return new ConflictError({ zh: '此后又有改动，请先撤回较晚的一次。', en: 'It changed again since; take the later act back first.' }, [
    { path: 'revision', reason: 'CHANGED_SINCE' },
  ])
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
