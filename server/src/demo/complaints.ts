import type { Random } from '../statistics/random.ts'
import { addDays, daysOfMonth, isFree, monthsBetween, weekday } from './calendar.ts'
import { drawCount, drawIndex, drawOne, drawTrue, drawWeighted, drawWhole } from './draw.ts'
import type { Day, DemoComplaint, DemoKind } from './demo.types.ts'
import { drawOutcome } from './handling.ts'
import type { Profile } from './institutions.ts'
import { PROFILES } from './institutions.ts'
import { CATEGORY_MIX, CAUSE_MIX, FREE_DAY_LODGING_MIX, LODGING_MIX, OWN_LODGING_MIX, SEASON, SERVICE_MIX, WEEKDAY } from './mixes.ts'
import { drawText } from './texts.ts'
import type { Category, LodgingChannel } from './words.ts'

export const FIRST_DAY: Day = '2023-10-01'
export const TODAY: Day = '2026-10-12'
/** The day from which complaints of one person on one matter are merged. */
export const MERGED_FROM: Day = '2026-04-01'

/** A complaint before it has a number; a repeat points at what it repeats. */
export type Draft = Omit<DemoComplaint, 'number'> & { repeats: Draft | null }

/** All drafts of the regulator's register, by day of receipt, each day in the order drawn. */
export function drawRegulatorDrafts(random: Random): Draft[] {
  const drafts: Draft[] = []
  for (const month of monthsBetween(FIRST_DAY, TODAY)) {
    for (const profile of PROFILES) {
      const count = drawCount(random, monthlyMean(profile, month))
      for (let drawn = 0; drawn < count; drawn += 1) {
        const draft = drawDraft(random, profile, drawDay(random, month), 'REGULATOR')
        drafts.push(draft)
        if (draft.kind === 'COMPLAINT' && drawTrue(random, 0.052)) drafts.push(...drawRepeat(random, profile, draft))
      }
    }
  }
  return byDay(drafts.filter((draft) => draft.receivedOn <= TODAY))
}

/** Drafts of the register that three institutions keep themselves and report by quarter, from 2025 on. */
export function drawInstitutionDrafts(random: Random): Draft[] {
  const drafts: Draft[] = []
  for (const month of monthsBetween('2025-01-01', '2026-09-30')) {
    for (const [code, mean] of OWN_REGISTERS) {
      const profile = PROFILES.find((one) => one.code === code) as Profile
      const count = drawCount(random, mean * (SEASON[Number(month.slice(5)) - 1] as number))
      for (let drawn = 0; drawn < count; drawn += 1) drafts.push(drawDraft(random, profile, drawDay(random, month), 'INSTITUTION'))
    }
  }
  return byDay(drafts)
}

const OWN_REGISTERS: readonly (readonly [string, number])[] = [
  ['HEFENG', 8],
  ['JIANGHAI', 6],
  ['SHIFAN_RURAL', 7],
]

function byDay(drafts: Draft[]): Draft[] {
  return drafts.sort((a, b) => (a.receivedOn < b.receivedOn ? -1 : a.receivedOn > b.receivedOn ? 1 : 0))
}

/** Complaints to be expected of an institution in a month. */
function monthlyMean(profile: Profile, month: string): number {
  if (month < (profile.opened ?? '').slice(0, 7) || month > (profile.closed ?? '9999').slice(0, 7)) return 0
  const season = SEASON[Number(month.slice(5)) - 1] as number
  return (profile.quarterly / 3) * season * (YEAR_TREND[month.slice(0, 4)] as number) * story(profile.code, month) * elapsed(month)
}

const YEAR_TREND: Readonly<Record<string, number>> = { 2023: 0.94, 2024: 0.97, 2025: 1, 2026: 1.02 }

/** What happened to one institution: 禾丰 grows worse for two quarters, 松石 takes over 霁光, 驿丰 falls silent. */
function story(code: string, month: string): number {
  if (code === 'HEFENG') return month >= '2026-07' ? 2 : month >= '2026-04' ? 1.4 : 1
  if (code === 'SONGSHI') return month >= '2025-07' ? 1.45 : 1
  if (code === 'YIFENG') return month >= '2026-07' ? 0 : 1
  return 1
}

/** The part of the month that is over today. */
function elapsed(month: string): number {
  const days = daysOfMonth(month)
  return days.filter((day) => day <= TODAY).length / days.length
}

function drawDay(random: Random, month: string): Day {
  const days = daysOfMonth(month).filter((day) => day <= TODAY)
  const weights = days.map((day) => (isFree(day) && weekday(day) !== 6 ? WEEKDAY[0] : WEEKDAY[weekday(day)]) as number)
  return days[drawIndex(random, weights)] as Day
}

function drawDraft(random: Random, profile: Profile, receivedOn: Day, register: Draft['register']): Draft {
  const kind = register === 'REGULATOR' && drawTrue(random, 0.035) ? drawWeighted<DemoKind>(random, OTHER_KINDS) : 'COMPLAINT'
  const category = drawWeighted<Category>(random, categoryMix(profile, receivedOn))
  const cause = drawWeighted(random, CAUSE_MIX[category])
  const amountFen = drawAmount(random, category)
  const named = drawNamed(random, profile, receivedOn)
  return {
    register,
    kind,
    source: register === 'REGULATOR' ? 'LOCAL' : profile.name,
    receivedOn,
    institution: register === 'REGULATOR' ? named : profile.code,
    category,
    cause,
    lodgingChannel: drawLodging(random, receivedOn, register),
    serviceChannel: drawWeighted(random, SERVICE_MIX[category]),
    text: drawText(random, { category, cause, amountYuan: amountFen === null ? null : Math.floor(amountFen / 100), again: false }),
    amountFen,
    ...outcomeIn(register, drawOutcome(random, profile, receivedOn, kind)),
    person: drawWhole(random, 1, 90_000_000),
    repeats: null,
  }
}

/** Institutions' own ledgers know no withdrawal: such a case is closed there. */
function outcomeIn(register: Draft['register'], outcome: ReturnType<typeof drawOutcome>): ReturnType<typeof drawOutcome> {
  if (register === 'REGULATOR' || outcome.withdrawnOn === null) return outcome
  return { ...outcome, closedOn: outcome.withdrawnOn, withdrawnOn: null }
}

const OTHER_KINDS: Readonly<Record<Exclude<DemoKind, 'COMPLAINT'>, number>> = { INQUIRY: 55, PETITION: 18, REPORT: 15, SUGGESTION: 12 }

function categoryMix(profile: Profile, day: Day): Readonly<Partial<Record<Category, number>>> {
  const usual = CATEGORY_MIX[profile.group]
  const growth = day >= '2026-07-01' ? 1.55 : day >= '2026-04-01' ? 1.25 : 1
  return { ...usual, DEBT_COLLECTION: (usual.DEBT_COLLECTION ?? 0) * growth }
}

/** The institution itself, one of its outlets, or for a while after a takeover the one that was taken over. */
function drawNamed(random: Random, profile: Profile, day: Day): string {
  let rest = random.uniform()
  const takeover =
    profile.code === 'SONGSHI' && day > '2025-06-30' ? { JIGUANG_HEKOU: 0.22, ...(day < '2025-12-01' ? { JIGUANG: 0.06 } : {}) } : {}
  for (const [code, share] of Object.entries({ ...profile.outletShare, ...takeover })) {
    rest -= share as number
    if (rest < 0) return code
  }
  return profile.code
}

function drawLodging(random: Random, day: Day, register: Draft['register']): LodgingChannel {
  if (register === 'INSTITUTION') return drawWeighted<LodgingChannel>(random, OWN_LODGING_MIX)
  return drawWeighted<LodgingChannel>(random, isFree(day) ? FREE_DAY_LODGING_MIX : LODGING_MIX)
}

/** An amount in fen, or null for the many complaints that are about none. */
function drawAmount(random: Random, category: Category): number | null {
  if (!drawTrue(random, WITH_AMOUNT[category] ?? 0.3)) return null
  const [from, to] = drawOne(random, category === 'LOAN' ? LARGE_AMOUNTS : AMOUNTS)
  const yuan = drawWhole(random, from, to)
  return yuan * 100 + (yuan < 1000 && drawTrue(random, 0.5) ? drawWhole(random, 1, 99) : 0)
}

const WITH_AMOUNT: Readonly<Partial<Record<Category, number>>> = {
  BANK_CARD: 0.6,
  LOAN: 0.7,
  PAYMENT_SETTLEMENT: 0.75,
  DEBT_COLLECTION: 0.5,
  PROPRIETARY_WEALTH: 0.9,
  AGENCY_BUSINESS: 0.7,
}

const AMOUNTS: readonly (readonly [number, number])[] = [
  [8, 99],
  [100, 999],
  [100, 999],
  [1_000, 9_800],
  [10_000, 80_000],
]

const LARGE_AMOUNTS: readonly (readonly [number, number])[] = [
  [1_000, 9_800],
  [10_000, 95_000],
  [100_000, 680_000],
]

/** The same person with the same matter, two to twenty-eight days later, sometimes by another channel; now and then a third time. */
function drawRepeat(random: Random, profile: Profile, first: Draft): Draft[] {
  const once = repeatOf(random, profile, first, first.receivedOn)
  return drawTrue(random, 0.1) ? [once, repeatOf(random, profile, first, once.receivedOn)] : [once]
}

function repeatOf(random: Random, profile: Profile, first: Draft, after: Day): Draft {
  let receivedOn = addDays(after, drawWhole(random, 2, 28))
  if (isFree(receivedOn)) receivedOn = addDays(receivedOn, 2)
  return {
    ...first,
    receivedOn,
    lodgingChannel: drawTrue(random, 0.5) ? first.lodgingChannel : drawLodging(random, receivedOn, 'REGULATOR'),
    text: drawText(random, {
      category: first.category as Category,
      cause: first.cause as Parameters<typeof drawText>[1]['cause'],
      amountYuan: first.amountFen === null ? null : Math.floor(first.amountFen / 100),
      again: true,
    }),
    ...drawOutcome(random, profile, receivedOn, 'COMPLAINT'),
    repeats: first,
  }
}
