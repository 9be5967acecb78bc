import type { Role } from '../access/permissions.ts'
import { roles } from '../access/permissions.ts'
import type { Viewer } from '../access/viewer.ts'
import { maskText } from '../imports/masking.ts'
import { InvalidError } from '../platform/errors.ts'

const longestName = 60
const longestSearch = 2000
/** Words that a person typed, or a moment's place on a page: no view is made of them. */
const neverKept: readonly string[] = ['q', 'text', 'find', 'words', 'number', 'note', 'after', 'next', 'revision']

/** Where a viewer stands: a region node, or an institution in one. */
export type Node = { regionId: number; institutionId: number | null }

/** The node of a viewer: who belongs to an institution alone shares with its people, everybody else with the office. */
export function nodeOf({ scope, rootRegionId }: Viewer): Node {
  const ofInstitution = scope.kind === 'SCOPE' && scope.regions.length === 0
  return { regionId: rootRegionId, institutionId: ofInstitution ? (scope.institutions[0] ?? null) : null }
}

export function viewName(asked: string): string {
  const name = maskText(asked.trim().replaceAll(/\s+/g, ' '))
  if (name !== '' && name.length <= longestName) return name
  throw new InvalidError({ zh: `名称应有 1 至 ${longestName} 个字。`, en: `A name has 1 to ${longestName} characters.` }, [
    { path: 'name', reason: 'LENGTH', params: { longest: longestName } },
  ])
}

export function viewPath(asked: string): string {
  if (/^\/(?:[a-z][a-z-]{0,40}(?:\/[a-z][a-z-]{0,40})?)?$/.test(asked)) return asked
  throw new InvalidError({ zh: `“${asked}”不是页面的路径，应写成 /trends。`, en: `“${asked}” is no path of a page; write /trends.` }, [
    { path: 'path', reason: 'NOT_A_PATH', params: { value: asked } },
  ])
}

/**
 * The address's search as it is kept: names and keys alone. The revision is left out, so that a view shows what is
 * known when it is opened.
 * @throws InvalidError where it holds free text or what may be a person's.
 */
export function viewSearch(asked: string): string {
  const params = new URLSearchParams(asked)
  for (const name of neverKept) params.delete(name)
  const text = params.toString()
  if (text.length > longestSearch)
    throw new InvalidError({ zh: '筛选太多，存不下。', en: 'There are too many filters to keep.' }, [
      { path: 'search', reason: 'TOO_LONG' },
    ])
  for (const [name, value] of params) {
    if (/^[a-z][A-Za-z]{0,40}$/.test(name) && isKey(value)) continue
    throw new InvalidError(
      {
        zh: `地址里的“${name}”含有不能保存的内容（自由文字或个人信息）。`,
        en: `“${name}” in the address holds free text or what may be a person’s.`,
      },
      [{ path: 'search', reason: 'FREE_TEXT', params: { name } }],
    )
  }
  return text
}

/** Keys have no spaces or signs of sentences, and nothing in them is a person's. A code of 18 characters is a code. */
function isKey(value: string): boolean {
  const key = value.replace(/^!/, '')
  if (!/^[\p{L}\p{N}_.,:()（）·-]{1,100}$/u.test(key)) return false
  return maskText(key) === key || /^[0-9A-HJ-NPQRTUWXY]{2}\d{6}[0-9A-HJ-NPQRTUWXY]{10}$/.test(key)
}

/** A role that the viewer holds; null: nobody else. */
export function viewRole(asked: Role | null, viewer: Viewer): Role | null {
  if (asked === null || viewer.roles.includes(asked)) return asked
  throw new InvalidError(
    {
      zh: `只能与自己的角色共享，您不是${roles[asked].zh}。`,
      en: `A view is shared with one’s own role; you are no ${roles[asked].en.toLowerCase()}.`,
    },
    [{ path: 'role', reason: 'NOT_YOUR_ROLE', params: { role: asked } }],
  )
}
