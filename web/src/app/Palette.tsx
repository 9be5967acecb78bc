import { useNavigate } from '@tanstack/react-router'
import { useDeferredValue, useState, type KeyboardEvent } from 'react'
import { useQuery } from 'urql'
import { graphql } from '../gql/index.ts'
import { useWords } from '../text/text.tsx'
import { Dialog } from '../ui/Dialog.tsx'
import { Icon } from '../ui/Icon.tsx'
import { walkChoices } from '../ui/Popover.tsx'
import { keptSearch } from './kept.ts'
import { useLedger, type MetricInfo } from './ledger.tsx'
import { PAGES } from './pages.ts'
import { useMay } from './session.tsx'

const FindInstitutionsDocument = graphql(`
  query FindInstitutions($search: String!, $revision: Int) {
    dimensionMembers(dimension: INSTITUTION, search: $search, revision: $revision, first: 8) {
      key
      label {
        zh
        en
      }
      group {
        zh
        en
      }
    }
  }
`)

/** One box for pages, institutions and metrics. A metric opens its definition, an institution narrows the overview. */
export function Palette({ onClose }: { onClose: () => void }) {
  const { t } = useWords()
  const [typed, setTyped] = useState('')
  const [metric, setMetric] = useState<MetricInfo | null>(null)
  const onKey = (event: KeyboardEvent<HTMLInputElement>): void => {
    const first = event.currentTarget.closest('.dialog')?.querySelector<HTMLElement>('.choice')
    if (event.key === 'ArrowDown') first?.focus()
    else if (event.key === 'Enter') first?.click()
    else return
    event.preventDefault()
  }
  return (
    <Dialog title={t.palette.title} onClose={onClose}>
      {metric ? (
        <Definition metric={metric} onBack={() => setMetric(null)} />
      ) : (
        <>
          <input
            className="input"
            autoFocus
            type="search"
            value={typed}
            placeholder={t.palette.hint}
            aria-label={t.palette.hint}
            onChange={(event) => setTyped(event.target.value)}
            onKeyDown={onKey}
          />
          <Found typed={typed.trim()} onClose={onClose} onMetric={setMetric} />
        </>
      )}
    </Dialog>
  )
}

function Found({ typed, onClose, onMetric }: { typed: string; onClose: () => void; onMetric: (metric: MetricInfo) => void }) {
  const { t, say } = useWords()
  const may = useMay()
  const navigate = useNavigate()
  const { ledger, metrics } = useLedger()
  const search = useDeferredValue(typed)
  const [{ data, fetching }] = useQuery({
    query: FindInstitutionsDocument,
    variables: { search, revision: ledger?.revision },
    pause: search === '' || !ledger || !may('analytics:read'),
  })
  const has = (words: string): boolean => words.toLowerCase().includes(typed.toLowerCase())
  const pages = PAGES.filter((page) => may(page.permission) && has(t.pages[page.name]))
  const found = typed === '' ? [] : [...metrics.values()].filter((metric) => has(`${metric.label.zh} ${metric.label.en}`))
  const institutions = search === '' ? [] : (data?.dimensionMembers ?? [])
  const go = (act: () => Promise<void>): void => {
    onClose()
    void act()
  }
  return (
    <div className="palette-found">
      {pages.length > 0 && <h3>{t.palette.pages}</h3>}
      {pages.map((page) => (
        <button
          key={page.name}
          type="button"
          className="choice"
          onKeyDown={walkChoices}
          onClick={() => go(() => navigate({ to: page.path, search: keptSearch }))}
        >
          <Icon name={page.icon} />
          {t.pages[page.name]}
        </button>
      ))}
      {institutions.length > 0 && <h3>{t.palette.institutions}</h3>}
      {institutions.map((each) => (
        <button
          key={each.key}
          type="button"
          className="choice"
          onKeyDown={walkChoices}
          onClick={() => go(() => navigate({ to: '/', search: (before) => ({ ...keptSearch(before), institution: [each.key] }) }))}
        >
          {say(each.label)}
          <span className="second">{say(each.group)}</span>
        </button>
      ))}
      {found.length > 0 && <h3>{t.palette.metrics}</h3>}
      {found.map((metric) => (
        <button key={metric.key} type="button" className="choice" onKeyDown={walkChoices} onClick={() => onMetric(metric)}>
          {say(metric.label)}
          <span className="second">{say(metric.unit)}</span>
        </button>
      ))}
      {fetching && institutions.length === 0 && <p className="popover-note">{t.palette.searching}</p>}
      {!fetching && pages.length + institutions.length + found.length === 0 && (
        <p className="popover-note" role="status">
          {t.palette.none}
        </p>
      )}
    </div>
  )
}

function Definition({ metric, onBack }: { metric: MetricInfo; onBack: () => void }) {
  const { t, say } = useWords()
  return (
    <div className="definition">
      <h3>{say(metric.label)}</h3>
      <p>{say(metric.definition)}</p>
      <dl className="pairs">
        <dt>{t.palette.unit}</dt>
        <dd>{say(metric.unit)}</dd>
        <dt>{t.palette.date}</dt>
        <dd>{t.dateRoles[metric.dateRole]}</dd>
        <dt>{t.palette.method}</dt>
        <dd>{metric.method}</dd>
      </dl>
      <button type="button" className="button" autoFocus onClick={onBack}>
        <Icon name="left" />
        {t.palette.back}
      </button>
    </div>
  )
}
