import type { IconName } from '../ui/Icon.tsx'
import type { Text } from '../text/zh.ts'

/** The pages of the rail, in order: path, word, drawing, key after `g`, and the permission that opens it. */
export const PAGES = [
  { path: '/', name: 'overview', icon: 'overview', key: 'o', permission: 'analytics:read', section: 1 },
  { path: '/trends', name: 'trends', icon: 'trends', key: 't', permission: 'analytics:read', section: 1 },
  { path: '/rankings', name: 'rankings', icon: 'rankings', key: 'r', permission: 'analytics:read', section: 1 },
  { path: '/complaints', name: 'complaints', icon: 'complaints', key: 'c', permission: 'complaint:read', section: 2 },
  { path: '/institutions', name: 'institutions', icon: 'institutions', key: 'i', permission: 'institution:read', section: 2 },
  { path: '/register', name: 'register', icon: 'register', key: 'n', permission: 'complaint:register', section: 2 },
  { path: '/repeats', name: 'repeats', icon: 'repeats', key: 'd', permission: 'matter:merge', section: 2 },
  { path: '/returns', name: 'returns', icon: 'returns', key: 'e', permission: 'return:read', section: 2 },
  { path: '/supervision', name: 'supervision', icon: 'supervision', key: 'k', permission: 'supervision:read', section: 2 },
  { path: '/imports', name: 'imports', icon: 'imports', key: 'm', permission: 'import:read', section: 3 },
  { path: '/dictionary', name: 'dictionary', icon: 'dictionary', key: 'w', permission: 'catalog:read', section: 3 },
  { path: '/admin', name: 'admin', icon: 'settings', key: 's', permission: 'settings:read', section: 4 },
] as const satisfies readonly {
  path: string
  name: keyof Text['pages']
  icon: IconName
  key: string
  permission: string
  section: number
}[]

/** Pages without figures, or with choices of their own, have no filter bar. */
const UNFILTERED: readonly string[] = ['register', 'repeats', 'returns', 'supervision', 'imports', 'dictionary', 'admin']
export const isFiltered = (page: Page): boolean => !UNFILTERED.includes(page.name)

export type Page = (typeof PAGES)[number]

/** The page an address belongs to; the longest path that it begins with. */
export function pageAt(path: string): Page | undefined {
  return PAGES.filter((page) => path === page.path || (page.path !== '/' && path.startsWith(`${page.path}/`))).at(-1)
}
