import type { Language } from '../platform/label.ts'
import type { Permission, Role } from './permissions.ts'

/** What a viewer may see: everything, or subtrees already expanded to ids. */
export type Scope = { kind: 'ALL' } | { kind: 'SCOPE'; regions: number[]; institutions: number[] }

/** Who asks, under all grants in force today. */
export type Viewer = {
  userId: number
  name: string
  displayName: string
  roles: Role[]
  permissions: ReadonlySet<Permission>
  scope: Scope
  /** Root of the viewer's scope on the region tree: the default jurisdiction. */
  rootRegionId: number
  language: Language
}
