import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { useDeferredValue, useState } from 'react'
import { useQuery } from 'urql'
import { keptSearch } from '../../app/kept.ts'
import { useLedger } from '../../app/ledger.tsx'
import { PrintButton } from '../../app/PrintButton.tsx'
import { useMay } from '../../app/session.tsx'
import { printed } from '../../catalog/format.ts'
import { ExportMenu } from '../../exports/ExportMenu.tsx'
import { useMembers } from '../../filters/members.ts'
import { useWords } from '../../text/text.tsx'
import { Icon } from '../../ui/Icon.tsx'
import { Scroll } from '../../ui/Scroll.tsx'
import { Blank, Failed } from '../../ui/states.tsx'
import { SectionHead } from '../parts.tsx'
import { usePlacesWords } from '../places.ts'
import type { PlacesSearch } from '../search.ts'
import { useAdminWords } from '../words.ts'
import { ChangeDialog } from './ChangeDialog.tsx'
import { AdminInstitutionsDocument, type AdminInstitution } from './documents.ts'
import '../places.css'

const MOST = 5000

/** Every institution as it stands today; each opens its history and the ways to change it. */
export function InstitutionsSection() {
  const { t } = useWords()
  const a = useAdminWords()
  const w = usePlacesWords().institutions
  const may = useMay()
  const navigate = useNavigate()
  const search = useSearch({ strict: false }) as PlacesSearch
  const [typed, setTyped] = useState('')
  const wanted = useDeferredValue(typed.trim())
  const [adding, setAdding] = useState(false)
  const asked = {
    search: wanted,
    peerGroup: search.set ?? null,
    region: search.place ?? null,
    standing: search.standing ?? null,
    jurisdiction: search.jurisdiction ?? null,
  }
  const variables = { ...asked, first: MOST }
  const [{ data, error }, ask] = useQuery({ query: AdminInstitutionsDocument, variables, requestPolicy: 'cache-and-network' })
  const list = data?.institutions
  return (
    <>
      <SectionHead title={a.sections.institutions} line={list ? w.line(list.totalCount) : ' '}>
        <ExportMenu
          what={{ list: 'INSTITUTIONS', asked, name: a.sections.institutions }}
          asks={{ document: AdminInstitutionsDocument, variables }}
        />
        <PrintButton words={t.frame.print} />
        {may('institution:write') && (
          <button type="button" className="button button-filled" onClick={() => setAdding(true)}>
            <Icon name="plus" />
            {w.register}
          </button>
        )}
      </SectionHead>
      <Filters search={search} typed={typed} onType={setTyped} />
      {error && !list && <Failed error={error} retry={() => ask({ requestPolicy: 'network-only' })} />}
      {!error && !list && <Blank height={480} />}
      {list && list.rows.length === 0 && (
        <p className="state" role="status">
          {w.none}
        </p>
      )}
      {list && list.rows.length > 0 && <InstitutionRows rows={list.rows} />}
      {adding && (
        <ChangeDialog
          act="REGISTER"
          record={null}
          version={null}
          since={list?.revision ?? 0}
          onClose={() => setAdding(false)}
          onDone={({ key }) => void navigate({ to: '/admin/institutions/$key', params: { key }, search: keptSearch })}
        />
      )}
    </>
  )
}

function Filters({ search, typed, onType }: { search: PlacesSearch; typed: string; onType: (typed: string) => void }) {
  const { say } = useWords()
  const w = usePlacesWords().institutions
  const navigate = useNavigate()
  const { ledger } = useLedger()
  const groups = useMembers('PEER_GROUP', ledger?.revision ?? 0).members
  const regions = useMembers('REGION', ledger?.revision ?? 0).members
  const set = (change: Partial<PlacesSearch>): void =>
    void navigate({
      to: '/admin/institutions',
      search: (before: PlacesSearch) => ({ ...before, ...change }) as PlacesSearch,
      replace: true,
    })
  const choose = (label: string, value: string, options: readonly (readonly [string, string])[], change: (value: string) => void) => (
    <label className="field">
      <span>{label}</span>
      <select className="input" value={value} onChange={(event) => change(event.target.value)}>
        {options.map(([key, words]) => (
          <option key={key} value={key}>
            {words}
          </option>
        ))}
      </select>
    </label>
  )
  const standings = Object.entries(w.standings).map(([key, words]) => [key === 'ALL' ? '' : key, words] as const)
  return (
    <div className="admin-tools">
      <label className="field places-find">
        <span className="hidden-text">{w.find}</span>
        <input className="input" type="search" placeholder={w.find} value={typed} onChange={(event) => onType(event.target.value)} />
      </label>
      {choose(
        w.group,
        search.set ?? '',
        [['', w.allGroups], ...groups.map((one) => [one.key, say(one.label)] as const), ['NONE', w.noGroup]],
        (value) => set({ set: value || undefined } as Partial<PlacesSearch>),
      )}
      {regions.length > 1 &&
        choose(w.region, search.place ?? '', [['', w.allRegions], ...regions.map((one) => [one.key, say(one.label)] as const)], (value) =>
          set({ place: value || undefined } as Partial<PlacesSearch>),
        )}
      {choose(w.standing, search.standing ?? '', standings, (value) => set({ standing: value || undefined } as Partial<PlacesSearch>))}
    </div>
  )
}

function InstitutionRows({ rows }: { rows: readonly AdminInstitution[] }) {
  const { t, say, date } = useWords()
  const a = useAdminWords()
  const w = usePlacesWords().institutions
  const day = (on: string | null | undefined): string => (on ? date(on) : a.none)
  const regions = new Set(rows.map((row) => row.place.key)).size > 1
  return (
    <Scroll label={a.sections.institutions} className="card">
      <table className="rows admin-table places-table">
        <thead>
          <tr>
            <th scope="col">{w.name}</th>
            <th scope="col">{w.group}</th>
            {regions && <th scope="col">{w.region}</th>}
            <th scope="col">{w.parent}</th>
            <th scope="col">{w.standing}</th>
            <th scope="col">{w.opened}</th>
            <th scope="col">{w.closed}</th>
            <th scope="col">{w.successor}</th>
            <th scope="col" className="num">
              {w.order}
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.key} className={row.status === 'CLOSED' ? 'admin-ended' : undefined}>
              <th scope="row">
                <Link to="/admin/institutions/$key" params={{ key: row.key }} search={keptSearch}>
                  {say(row.label)}
                </Link>
                <span className="second written">{row.aliases.join(a.months.comma) || row.key}</span>
              </th>
              <td>{row.peerGroup ? say(row.peerGroup.label) : a.none}</td>
              {regions && <td>{say(row.place.label)}</td>}
              <td>{row.parent ? say(row.parent.label) : a.none}</td>
              <td>{t.institutions.statuses[row.status]}</td>
              <td className="day">{day(row.openedOn)}</td>
              <td className="day">{day(row.closedOn)}</td>
              <td>{row.successor ? say(row.successor.label) : a.none}</td>
              <td className="num">{row.displayOrder === 0 ? a.none : printed(row.displayOrder)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  )
}
