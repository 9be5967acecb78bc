import { Authorized as TypeGraphqlAuthorized, getMetadataStorage, type AuthCheckerFn } from 'type-graphql'
import { ForbiddenError, UnauthenticatedError } from '../platform/errors.ts'
import { permissions, type Permission } from './permissions.ts'
import type { Viewer } from './viewer.ts'

/** The root fields that anybody may ask: what a page needs before somebody has signed in. */
export const publicFields: ReadonlySet<string> = new Set(['session', 'signIn', 'acceptInvitation'])

/** `@Authorized('noun:verb')`: the field's permission, checked against the registry by the compiler. */
export function Authorized(permission: Permission): PropertyDecorator & MethodDecorator & ClassDecorator {
  return TypeGraphqlAuthorized<string>(permission)
}

/** What the guard needs of a request. `refused` leaves the audit line. */
export type Guarded = { viewer: Viewer | null; refused(permission: string): Promise<void> }

/** Lets a field through when the viewer holds its permission; a field without one named lets nobody through. */
export const checkAuthorization: AuthCheckerFn<Guarded, string> = async ({ context }, [permission]) => {
  if (permission && (await mayUse(context, permission as Permission))) return true
  throw notAllowed(permission ?? '')
}

/** The same guard for HTTP routes: returns the viewer or throws. */
export async function demand(context: Guarded, permission: Permission): Promise<Viewer> {
  if (await mayUse(context, permission)) return context.viewer as Viewer
  throw notAllowed(permission)
}

async function mayUse(context: Guarded, permission: Permission): Promise<boolean> {
  if (!context.viewer) {
    throw new UnauthenticatedError({ zh: '请先登录。', en: 'Sign in first.' })
  }
  if (context.viewer.permissions.has(permission)) return true
  await context.refused(permission)
  return false
}

function notAllowed(permission: string): ForbiddenError {
  const label = permissions[permission as Permission]?.label ?? { zh: permission, en: permission }
  return new ForbiddenError({ zh: `您没有“${label.zh}”的权限。`, en: `You may not do this: ${label.en}.` }, [
    { path: '', reason: 'NO_PERMISSION', params: { permission } },
  ])
}

/** The permission that a root field names; null where it names none, undefined where there is no such field. */
export function permissionOfField(fieldName: string): Permission | null | undefined {
  const field = rootFields().find((one) => one.schemaName === fieldName)
  if (!field) return undefined
  return field.roles?.find((role): role is Permission => role in permissions) ?? null
}

/** Root fields that are neither public nor guarded by a known permission: the server does not start with one. */
export function unguardedFields(): string[] {
  const names = rootFields().map((field) => field.schemaName)
  return names.filter((name) => !publicFields.has(name) && permissionOfField(name) === null)
}

function rootFields() {
  const { queries, mutations, subscriptions } = getMetadataStorage()
  return [...queries, ...mutations, ...subscriptions]
}
