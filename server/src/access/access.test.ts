import { expect, test } from 'vitest'
import { expandInstitutions, expandRegions } from './grants.ts'
import { checkPassword, hashPassword } from './password.ts'
import { permissionsOf } from './permissions.ts'

const region = (id: number, parent: number | null) => ({ region_id: id, parent_id: parent, placeholder: false })
const institution = (id: number, parent: number | null) => ({ institution_id: id, parent_id: parent, region_id: 1 })

test('a scope is a node and everything below it, and nothing beside it', () => {
  const tree = [region(1, null), region(2, 1), region(3, 2), region(4, 1), region(5, null)]
  expect([...expandRegions(tree, [2])]).toEqual([2, 3])
  expect([...expandRegions(tree, [1])].sort()).toEqual([1, 2, 3, 4])
  expect([...expandInstitutions([institution(7, null), institution(8, 7), institution(9, 8), institution(10, null)], [7])]).toEqual([
    7, 8, 9,
  ])
})

test('parents in a circle end', () => {
  expect([...expandInstitutions([institution(1, 2), institution(2, 1)], [1])].sort()).toEqual([1, 2])
})

test('the administrator reads no complaint text, the auditor changes nothing', () => {
  expect(permissionsOf(['admin']).has('complaintText:read')).toBe(false)
  expect(permissionsOf(['admin']).has('complaint:read')).toBe(false)
  const changes = [...permissionsOf(['auditor'])].filter((name) => !/:(read|keep)$/.test(name))
  expect(changes).toEqual(['export:create', 'figure:export'])
})

test('a password is compared as people type it: full-width digits are digits', async () => {
  const kept = await hashPassword('密码１２３４５６')
  expect(await checkPassword(kept, '密码123456')).toBe(true)
  expect(await checkPassword(kept, '密码123457')).toBe(false)
  expect(await checkPassword(null, 'nobody has this password')).toBe(false)
})
