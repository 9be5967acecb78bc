import type { AdminText } from '../text/zh-admin.ts'

/** The parts of the page, in order, each with the permission that opens it. */
export const SECTIONS = [
  { path: '/admin/users', name: 'users', permission: 'user:read' },
  { path: '/admin/institutions', name: 'institutions', permission: 'institution:write' },
  { path: '/admin/exposures', name: 'exposures', permission: 'exposure:read' },
  { path: '/admin/dictionaries', name: 'dictionaries', permission: 'dictionary:read' },
  { path: '/admin/settings', name: 'settings', permission: 'settings:read' },
  { path: '/admin/calendar', name: 'calendar', permission: 'settings:read' },
  { path: '/admin/months', name: 'months', permission: 'settings:read' },
  { path: '/admin/audit', name: 'audit', permission: 'audit:read' },
] as const satisfies readonly { path: string; name: keyof AdminText['sections']; permission: string }[]
