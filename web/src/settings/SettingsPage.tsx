import { useNavigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { useQuery } from 'urql'
import { useLedger } from '../app/ledger.tsx'
import { useMay } from '../app/session.tsx'
import { ExportMenu } from '../exports/ExportMenu.tsx'
import type { ViewSearch } from '../filters/search.ts'
import { useWords } from '../text/text.tsx'
import { Scroll } from '../ui/Scroll.tsx'
import { Blank, Failed } from '../ui/states.tsx'
import { SettingDialog } from './SettingDialog.tsx'
import { SettingsDocument, type Setting, type Settings } from './settings.ts'
import './settings.css'

/** What holds in the jurisdiction, where each value comes from, and the way to change it. */
export function SettingsPage() {
  const { t, say } = useWords()
  // Settings hold before there is any data, so they ask the address and not the view.
  const { jurisdiction } = useSearch({ strict: false }) as ViewSearch
  const { ledger } = useLedger()
  const [chosen, setChosen] = useState<Setting | null>(null)
  const [{ data, error }, ask] = useQuery({
    query: SettingsDocument,
    variables: { jurisdiction },
    requestPolicy: 'cache-and-network',
    pause: !ledger,
  })
  const settings = data?.settings
  const again = (): void => ask({ requestPolicy: 'network-only' })
  return (
    <div className="settings">
      <header className="page-head">
        <div>
          <h1>{t.settings.title}</h1>
          <p className="page-line">{settings ? t.settings.intro(say(settings.jurisdiction.label)) : ' '}</p>
        </div>
        <div className="page-tools admin-head-tools">
          {settings && <Node chosen={settings.jurisdiction.key} />}
          <ExportMenu
            what={{ list: 'SETTINGS', asked: { jurisdiction }, name: t.settings.title }}
            asks={{ document: SettingsDocument, variables: { jurisdiction } }}
          />
        </div>
      </header>
      {error && !settings && <Failed error={error} retry={again} />}
      {!error && !settings && <Blank height={420} />}
      {settings?.groups.map((group) => (
        <Group key={group.key} group={group} onChoose={setChosen} />
      ))}
      {chosen && (
        <SettingDialog
          setting={chosen}
          jurisdiction={jurisdiction}
          onClose={() => {
            setChosen(null)
            again()
          }}
        />
      )}
    </div>
  )
}

/** The node whose settings are shown, in the tree of regions; where there is one alone, there is nothing to choose. */
function Node({ chosen }: { chosen: string }) {
  const { t, say } = useWords()
  const { jurisdictions } = useLedger()
  const navigate = useNavigate()
  if (jurisdictions.length < 2) return null
  const parentOf = new Map(jurisdictions.map(({ key, parent }) => [key, parent]))
  const depthOf = (key: string): number => {
    const parent = parentOf.get(key)
    return parent && parentOf.has(parent) ? depthOf(parent) + 1 : 0
  }
  return (
    <label className="field setting-node">
      <span>{t.settings.node}</span>
      <select
        className="input"
        value={chosen}
        onChange={(event) =>
          void navigate({ to: '/admin/settings', search: (before: ViewSearch) => ({ ...before, jurisdiction: event.target.value }) })
        }
      >
        {jurisdictions.map(({ key, label }) => (
          <option key={key} value={key}>
            {'　'.repeat(depthOf(key)) + say(label)}
          </option>
        ))}
      </select>
    </label>
  )
}

function Group({ group, onChoose }: { group: Settings['groups'][number]; onChoose: (setting: Setting) => void }) {
  const { t, say } = useWords()
  const may = useMay()
  return (
    <section className="card" aria-label={say(group.label)}>
      <header className="card-head">
        <h2>{say(group.label)}</h2>
      </header>
      <Scroll label={say(group.label)}>
        <table className="rows settings-table">
          <thead>
            <tr>
              <th scope="col">{t.settings.setting}</th>
              <th scope="col">{t.settings.value}</th>
              <th scope="col">{t.settings.from}</th>
              <th scope="col">{may('settings:write') ? t.settings.act : t.settings.history}</th>
            </tr>
          </thead>
          <tbody>
            {group.settings.map((setting) => (
              <tr key={setting.name}>
                <th scope="row">
                  {say(setting.label)}
                  <span className="second">{say(setting.explain)}</span>
                </th>
                <td className="setting-value">{say(setting.shown)}</td>
                <td>
                  <Origin setting={setting} />
                </td>
                <td>
                  <button
                    type="button"
                    className="button"
                    aria-label={
                      may('settings:write') ? t.settings.changeOf(say(setting.label)) : `${t.settings.history} ${say(setting.label)}`
                    }
                    onClick={() => onChoose(setting)}
                  >
                    {may('settings:write') ? t.settings.change : t.settings.history}
                  </button>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
    </section>
  )
}

function Origin({ setting }: { setting: Setting }) {
  const { t, say, date } = useWords()
  const from = setting.from ? (setting.inherited ? t.settings.inherited(say(setting.from)) : t.settings.own) : t.settings.byDefault
  return (
    <>
      {from}
      {setting.validFrom && <span className="second">{t.settings.since(date(setting.validFrom))}</span>}
    </>
  )
}
