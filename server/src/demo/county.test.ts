import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { daysBetween } from './calendar.ts'
import { demoCounty } from './county.ts'
import type { DemoComplaint } from './demo.types.ts'

const county = demoCounty()
const counted = county.complaints.filter((one) => one.register === 'REGULATOR' && one.kind === 'COMPLAINT')

describe('the demo county', () => {
  it('is the same on every machine and at every call', () => {
    const digest = createHash('sha256').update(JSON.stringify(county)).digest('hex')
    expect(digest).toBe('9ea2672ffc327a5c1781f7efe4884f16ac6a9fd5013e0049655aa7366da41e59')
    expect(demoCounty()).toEqual(county)
  })

  it('holds three years of a few thousand complaints in two registers', () => {
    expect(county.complaints.length).toBe(2880)
    expect(counted.length).toBe(2326)
    expect(county.complaints.filter((one) => one.register === 'INSTITUTION').length).toBe(476)
    expect(counted[0]?.receivedOn.slice(0, 7)).toBe('2023-10')
    expect(counted.at(-1)?.receivedOn.slice(0, 7)).toBe('2026-10')
  })

  it('has five peer groups, the largest of seven members', () => {
    const groups = countBy(
      county.institutions.filter((one) => one.ranked),
      (one) => one.peerGroup,
    )
    expect(groups).toEqual({ STATE_OWNED_LARGE: 7, JOINT_STOCK: 4, CITY: 3, RURAL: 3, NON_BANK_PAYMENT: 2 })
  })

  it('has one institution without a complaint, a tiny one, one that opened, and one that closed with a successor', () => {
    const counts = countBy(county.complaints, (one) => one.institution)
    const silent = county.institutions.filter((one) => one.ranked && counts[one.code] === undefined)
    expect(silent.map((one) => one.name)).toEqual(['青庐银行示范县支行'])
    expect(counts['ANLAN']).toBeLessThan(30)
    expect(county.institutions.find((one) => one.openedOn > '2023-10-01')?.code).toBe('FENGGU')
    expect(county.institutionChanges.find((one) => one.closedOn !== null)).toMatchObject({ code: 'JIGUANG', successor: 'SONGSHI' })
  })

  it('lets one institution grow worse for its last two quarters', () => {
    const of = (from: string, to: string) =>
      counted.filter(
        (one) => one.institution.startsWith('HEFENG') && one.institution !== 'HEFENG_HQ' && from <= one.receivedOn && one.receivedOn < to,
      ).length
    const quarters = [of('2026-01-01', '2026-04-01'), of('2026-04-01', '2026-07-01'), of('2026-07-01', '2026-10-01')]
    expect(quarters).toEqual([28, 27, 73])
  })

  it('gives every member but one a base in every period', () => {
    const based = new Set(county.exposures.map((one) => one.institution))
    expect(county.institutions.filter((one) => one.ranked && !based.has(one.code)).map((one) => one.code)).toEqual(['YEZHOU'])
  })

  it('closes nothing before its receipt nor after today, and leaves a few overdue', () => {
    for (const one of county.complaints) {
      if (one.closedOn === null) continue
      expect(one.closedOn >= one.receivedOn && one.closedOn <= county.today).toBe(true)
    }
    const open = counted.filter((one) => one.closedOn === null && one.withdrawnOn === null)
    expect(open.length).toBe(33)
    expect(open.filter((one) => daysBetween(one.receivedOn, county.today) > 15).length).toBe(5)
  })

  it('handles nine cases in ten within their fifteen days', () => {
    const days = counted.flatMap((one) => (one.closedOn === null ? [] : [daysBetween(one.receivedOn, one.closedOn)]))
    const onTime = days.filter((day) => day <= 15).length / days.length
    expect(onTime).toBeGreaterThan(0.88)
    expect(onTime).toBeLessThan(0.94)
  })

  it('merges only complaints of one person against one institution, received from the break on', () => {
    const byNumber = new Map(counted.map((one) => [one.number, one]))
    expect(county.merges.length).toBe(30)
    for (const merge of county.merges) {
      const members = merge.numbers.map((number) => byNumber.get(number) as DemoComplaint)
      expect(new Set(members.map((one) => `${one.person} ${one.institution}`)).size).toBe(1)
      expect(members.every((one) => one.receivedOn >= '2026-04-01')).toBe(true)
    }
  })

  it('knows every word, institution and number it uses, and each number once', () => {
    const codes = (words: { code: string }[]) => new Set(words.map((word) => word.code))
    const [institutions, categories, causes] = [codes(county.institutions), codes(county.categories), codes(county.causes)]
    for (const one of county.complaints) {
      expect(institutions.has(one.institution) && categories.has(one.category) && causes.has(one.cause)).toBe(true)
    }
    expect(new Set(county.complaints.map((one) => `${one.source} ${one.number}`)).size).toBe(county.complaints.length)
  })

  it('holds no telephone, identity or card number in its texts', () => {
    for (const one of county.complaints) expect(one.text).not.toMatch(/\d{7,}/)
  })

  it('writes several thousand different texts', () => {
    expect(new Set(county.complaints.map((one) => one.text)).size).toBeGreaterThan(2_700)
  })
})

function countBy<T>(items: readonly T[], keyOf: (item: T) => string): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const item of items) counts[keyOf(item)] = (counts[keyOf(item)] ?? 0) + 1
  return counts
}
