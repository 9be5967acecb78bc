import { InvalidError } from '../platform/errors.ts'
import { changeSetting } from '../settings/settings.commands.ts'
import { readSettings } from '../settings/settings.queries.ts'
import type { SettingObject } from '../settings/settings.types.ts'
import { print } from './frame.ts'
import type { SettingsOptions } from './settings.ts'
import { demandPermission, withDatabase, type Run } from './with-database.ts'

export function runSettings(options: SettingsOptions): Promise<void> {
  return withDatabase(options, async (run) => {
    if (options.set !== undefined || options.inherit !== undefined) return change(run, options)
    demandPermission(run.viewer, 'settings:read')
    const asked = { jurisdiction: options.jurisdiction ?? null, on: options.on ?? null, revision: null }
    const { groups } = await readSettings(run.db, run.viewer, asked)
    for (const { settings } of groups) for (const one of settings) print(options.json ? line(one) : sentence(one))
  })
}

async function change({ db, viewer }: Run, options: SettingsOptions): Promise<void> {
  demandPermission(viewer, 'settings:write')
  const { name, value } = options.set === undefined ? { name: options.inherit ?? '', value: null } : pair(options.set)
  const { value: done, change: made } = await changeSetting(db, viewer, {
    name,
    value,
    validFrom: options.from ?? null,
    reason: options.reason ?? '',
    inherit: options.set === undefined,
    jurisdiction: options.jurisdiction ?? null,
  })
  const told = { name, revision: made.revision, complaints: done.complaints }
  print(
    options.json
      ? JSON.stringify(told)
      : `已更改 / changed: ${name}, revision ${made.revision}; ${done.complaints} 件投诉随之改变 / complaints changed with it`,
  )
}

function pair(text: string): { name: string; value: string } {
  const at = text.indexOf('=')
  if (at < 1) throw new InvalidError({ zh: `“${text}”应写作 名称=值。`, en: `"${text}" must be written name=value.` })
  return { name: text.slice(0, at).trim(), value: text.slice(at + 1) }
}

function line({ name, value, inherited, from, validFrom }: SettingObject): string {
  return JSON.stringify({ name, value, inherited, from: from?.zh ?? null, validFrom })
}

function sentence({ name, label, shown, inherited, from, validFrom }: SettingObject): string {
  const origin = from === null ? '缺省 / default' : `${from.zh}${inherited ? '（沿用 / inherited）' : ''}`
  const since = validFrom === null ? '' : ` 自 / from ${validFrom}`
  return `${name.padEnd(20)} ${label.zh} / ${label.en}: ${shown.zh}${shown.en === shown.zh ? '' : ` / ${shown.en}`}  [${origin}${since}]`
}
