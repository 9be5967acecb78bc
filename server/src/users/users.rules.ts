import { roles, type Role } from '../access/permissions.ts'
import type { Scope, Viewer } from '../access/viewer.ts'
import { isDay } from '../analytics/calendar.ts'
import { ConflictError, ForbiddenError, InvalidError } from '../platform/errors.ts'

/** Where a grant holds: exactly one of the two is given, by key. */
export type PlaceAsked = { region: string | null; institution: string | null }
/** The same by id. */
export type Place = { region: number } | { institution: number }
export type GrantAsked = PlaceAsked & { role: Role; startsOn: string | null; endsOn: string | null }

/** The command line's own account: its right is access to the data, so it is not managed from a page. */
export const commandLineName = 'cli'

/** Those who belong to an institution; everybody else acts for a region, an auditor for either. */
const ofInstitutions: readonly Role[] = ['liaison', 'board']
const ofEither: readonly Role[] = ['auditor']

/** @throws InvalidError where a role is given at a place that it is not for, or no place or two. */
export function checkPlace(role: Role, place: PlaceAsked): void {
  const label = roles[role]
  const path = ofInstitutions.includes(role) ? 'institution' : 'region'
  if ((place.region === null) === (place.institution === null))
    throw new InvalidError({ zh: '请选定一个辖区或一家机构。', en: 'Name one region or one institution.' }, [{ path, reason: 'ONE_PLACE' }])
  if (ofEither.includes(role)) return
  const wantsInstitution = ofInstitutions.includes(role)
  if (wantsInstitution === (place.institution !== null)) return
  throw new InvalidError(
    wantsInstitution
      ? { zh: `“${label.zh}”属于一家机构，请选机构。`, en: `A ${label.en.toLowerCase()} belongs to an institution: name one.` }
      : { zh: `“${label.zh}”在辖区任职，请选辖区。`, en: `A ${label.en.toLowerCase()} acts for a region: name one.` },
    [{ path, reason: 'WRONG_PLACE', params: { role } }],
  )
}

/** @throws InvalidError for a day that is none, or an end before the beginning. */
export function checkDays({ startsOn, endsOn }: { startsOn: string | null; endsOn: string | null }): void {
  for (const [path, day] of [
    ['startsOn', startsOn],
    ['endsOn', endsOn],
  ] as const) {
    if (day === null || (isDay(day) && day >= '1990-01-01' && day <= '2100-12-31')) continue
    const shown = day.slice(0, 40)
    throw new InvalidError({ zh: `“${shown}”不是日期，应写成 2026-04-01。`, en: `“${shown}” is not a day; write it as 2026-04-01.` }, [
      { path, reason: 'NOT_A_DAY', params: { value: shown } },
    ])
  }
  if (startsOn === null || endsOn === null || startsOn <= endsOn) return
  throw new InvalidError({ zh: '结束日期早于开始日期。', en: 'The last day is before the first.' }, [
    { path: 'endsOn', reason: 'ENDS_BEFORE_START' },
  ])
}

/** Whether a place lies in what the viewer is responsible for. */
export function isWithin(scope: Scope, place: { region: number | null; institution: number | null }): boolean {
  if (scope.kind === 'ALL') return true
  if (place.region !== null) return scope.regions.includes(place.region)
  return place.institution !== null && scope.institutions.includes(place.institution)
}

/** Nobody gives a right outside of one's own part of the tree. */
export function demandWithin(viewer: Viewer, place: { region: number | null; institution: number | null }): void {
  if (isWithin(viewer.scope, place)) return
  throw new ForbiddenError({ zh: '该用户或授权不在您管理的范围内。', en: 'This user or grant lies outside of what you manage.' }, [
    { path: 'user', reason: 'OUT_OF_SCOPE' },
  ])
}

/** Nobody gives oneself a right: another administrator does. */
export function demandAnother(viewer: Viewer, userId: number, act: { zh: string; en: string }): void {
  if (viewer.userId !== userId) return
  throw new ConflictError({ zh: `不能${act.zh}，请由另一位系统管理员办理。`, en: `You cannot ${act.en}; another administrator does it.` }, [
    { path: 'user', reason: 'ONESELF' },
  ])
}

export function demandNotCommandLine(name: string): void {
  if (name !== commandLineName) return
  throw new ConflictError(
    {
      zh: '“cli”是命令行用户，其权利来自对数据的访问，不在这里管理。',
      en: '“cli” is the command line’s user; its right is access to the data, and it is not managed here.',
    },
    [{ path: 'user', reason: 'COMMAND_LINE' }],
  )
}

/** A bank's last day and an account's are the day before: a grant that ended yesterday is not in force today. */
export function inForce(grant: { startsOn: string | null; endsOn: string | null }, today: string): boolean {
  return (grant.startsOn === null || grant.startsOn <= today) && (grant.endsOn === null || grant.endsOn >= today)
}
