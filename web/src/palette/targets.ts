import type { useNavigate } from '@tanstack/react-router'
import { keptSearch } from '../app/kept.ts'
import { PAGES, type Page } from '../app/pages.ts'
import type { Metric } from '../gql/graphql.ts'
import type { Label } from '../text/language.ts'

/** Where a choice of the palette leads. */
export type Target =
  | { kind: 'page'; key: Page['name'] }
  | { kind: 'view'; key: string; path: string; search: string }
  | { kind: 'institution'; key: string }
  | { kind: 'complaint'; key: string }
  | { kind: 'metric'; key: Metric }
  | { kind: 'definition'; key: Metric }
  | { kind: 'batch'; key: string }

/** Under which heading it stands. */
export const SECTIONS = ['recent', 'page', 'view', 'institution', 'metric', 'complaint', 'batch', 'definition'] as const
export type Section = (typeof SECTIONS)[number]

export type Choice = { section: Section; target: Target; label: Label; second: Label | null }

/** Who may follow it. */
export const PERMISSIONS: Record<Target['kind'], string> = {
  page: 'catalog:read',
  view: 'view:keep',
  institution: 'institution:read',
  complaint: 'complaint:read',
  metric: 'analytics:read',
  definition: 'catalog:read',
  batch: 'import:read',
}

/** The page of trends, where the house has one. */
export const trendsPage = PAGES.find((page) => (page.name as string) === 'trends')

export function follow(target: Target, navigate: ReturnType<typeof useNavigate>): void {
  switch (target.kind) {
    case 'page': {
      const page = PAGES.find((each) => each.name === target.key)
      if (page) void navigate({ to: page.path, search: keptSearch })
      return
    }
    case 'view':
      return void navigate({ href: target.search ? `${target.path}?${target.search}` : target.path })
    case 'institution':
      return void navigate({ to: '/institutions/$key', params: { key: target.key }, search: (before) => keptSearch(before) })
    case 'complaint':
      return void navigate({ to: '/complaints/$key', params: { key: target.key }, search: (before) => keptSearch(before) })
    case 'metric':
      return void navigate({
        to: (trendsPage?.path ?? '/dictionary') as '/complaints',
        search: (before) => ({ ...keptSearch(before), metric: target.key }),
      })
    case 'definition':
      return void navigate({ to: '/dictionary', hash: target.key, search: (before) => keptSearch(before) })
    case 'batch':
      return void navigate({ to: '/imports', search: { batch: target.key } })
  }
}
