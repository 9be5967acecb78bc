import { useMemo, useState } from 'react'
import { useQuery } from 'urql'
import { useLedger, type MetricInfo } from '../app/ledger.tsx'
import { PAGES } from '../app/pages.ts'
import { useMay, useSession } from '../app/session.tsx'
import { dateWords } from '../text/dates.ts'
import { en } from '../text/en.ts'
import { zh } from '../text/zh.ts'
import { PaletteDocument, PaletteViewsDocument, type PaletteAnswer, type PaletteView } from './documents.ts'
import { recentChoices } from './recent.ts'
import { PERMISSIONS, trendsPage, type Choice } from './targets.ts'

const ALWAYS = '1900..2999'
const FEW = 5

/** Everything that the words typed may mean, in the order in which it is shown; `busy` while the server looks. */
export function useChoices(typed: string, asked: string): { choices: Choice[]; busy: boolean } {
  const may = useMay()
  const { ledger, metrics } = useLedger()
  const { session } = useSession()
  const user = session?.viewer?.name ?? ''
  const [recent] = useState(() => recentChoices(user))
  const numbered = /\d/.test(asked) && asked.length >= 3
  const [{ data, fetching, stale }] = useQuery({
    query: PaletteDocument,
    variables: {
      search: asked,
      revision: ledger?.revision ?? null,
      rows: { numberSearch: asked, period: ALWAYS, revision: ledger?.revision ?? null },
      institutions: may('institution:read'),
      complaints: numbered && may('complaint:read'),
      batches: asked.length >= 2 && may('import:read'),
    },
    pause: asked === '' || !ledger,
  })
  const [{ data: kept }] = useQuery({ query: PaletteViewsDocument, pause: !may('view:keep') })
  const choices = useMemo(() => {
    const pages = pageChoices(typed, may)
    const views = viewChoices(typed, kept?.savedViews ?? [])
    if (typed === '') {
      const before = recent.filter((choice) => may(PERMISSIONS[choice.target.kind]) && isOpen(choice, may, kept?.savedViews ?? []))
      return [...before, ...pages, ...views.slice(0, FEW)]
    }
    const found = metricChoices(typed, [...metrics.values()])
    const told = asked === '' || !data ? [] : toldChoices(data, asked)
    const exact = told.filter((choice) => choice.section === 'complaint' && choice.label.zh === asked)
    const rest = told.filter((choice) => !exact.includes(choice))
    const of = (section: Choice['section'], from: Choice[]): Choice[] => from.filter((choice) => choice.section === section)
    return [
      ...exact,
      ...pages,
      ...views.slice(0, FEW),
      ...of('institution', rest),
      ...(may('analytics:read') ? of('metric', found) : []),
      ...of('complaint', rest),
      ...of('batch', rest),
      ...of('definition', found),
    ]
  }, [typed, asked, data, kept, may, metrics, recent])
  return { choices, busy: typed !== '' && (fetching || stale || typed !== asked) }
}

type May = (permission: string) => boolean

/** A page that was open to the user then may be closed now, a view deleted or shared no longer. */
function isOpen({ target }: Choice, may: May, views: readonly PaletteView[]): boolean {
  if (target.kind === 'view') return views.some((view) => view.key === target.key)
  return target.kind !== 'page' || PAGES.some((page) => page.name === target.key && may(page.permission))
}

function pageChoices(typed: string, may: May): Choice[] {
  return PAGES.filter((page) => may(page.permission)).flatMap((page) => {
    const label = { zh: zh.pages[page.name], en: en.pages[page.name] }
    return has(label, typed) ? [{ section: 'page' as const, target: { kind: 'page' as const, key: page.name }, label, second: null }] : []
  })
}

function viewChoices(typed: string, views: readonly PaletteView[]): Choice[] {
  return views
    .filter((view) => has({ zh: view.name }, typed))
    .map(({ key, name, path, search, own, owner }) => ({
      section: 'view',
      target: { kind: 'view', key, path, search },
      label: { zh: name },
      second: own ? null : { zh: owner },
    }))
}

function metricChoices(typed: string, metrics: readonly MetricInfo[]): Choice[] {
  const found = metrics.filter((metric) => has(metric.label, typed) || metric.key === typed.toUpperCase()).slice(0, FEW)
  return found.flatMap((metric): Choice[] => {
    const shared = { label: metric.label, second: metric.unit }
    const definition: Choice = { section: 'definition', target: { kind: 'definition', key: metric.key }, ...shared }
    // Without a page of trends a metric has one place, its definition.
    return trendsPage ? [{ section: 'metric', target: { kind: 'metric', key: metric.key }, ...shared }, definition] : [definition]
  })
}

function toldChoices(data: PaletteAnswer, asked: string): Choice[] {
  const complaints = [...(data.complaints?.rows ?? [])].sort((a, b) => Number(b.number === asked) - Number(a.number === asked))
  return [
    ...(data.institutions?.rows ?? []).map((row): Choice => {
      const status =
        row.status === 'OPEN' ? null : { zh: zh.institutions.statuses[row.status] ?? '', en: en.institutions.statuses[row.status] }
      return {
        section: 'institution',
        target: { kind: 'institution', key: row.key },
        label: row.label,
        second: status ?? row.peerGroup?.label ?? null,
      }
    }),
    ...complaints.map((row): Choice => {
      const day = row.receivedOn
      return {
        section: 'complaint',
        target: { kind: 'complaint', key: row.key },
        label: { zh: row.number ?? '' },
        second: {
          zh: `${dateWords(day, 'zh')} ${row.institution.label.zh}`,
          en: `${dateWords(day, 'en')} ${row.institution.label.en ?? row.institution.label.zh}`,
        },
      }
    }),
    ...(data.batches?.rows ?? []).map((row): Choice => ({
      section: 'batch',
      target: { kind: 'batch', key: row.key },
      label: { zh: row.file },
      second: { zh: dateWords(row.at, 'zh'), en: dateWords(row.at, 'en') },
    })),
  ]
}

function has(label: { zh: string; en?: string | null }, typed: string): boolean {
  return `${label.zh} ${label.en ?? ''}`.toLowerCase().includes(typed.toLowerCase())
}
