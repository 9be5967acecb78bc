import { createRandom } from '../statistics/random.ts'
import { monthsBetween, nextMonth, openDay } from './calendar.ts'
import type { Draft } from './complaints.ts'
import { drawInstitutionDrafts, drawRegulatorDrafts, FIRST_DAY, MERGED_FROM, TODAY } from './complaints.ts'
import { planCorrections } from './corrections.ts'
import type { DemoComplaint, DemoCounty, DemoMerge } from './demo.types.ts'
import { demoExposures, demoInstitutionChanges, demoInstitutions } from './institutions.ts'
import { CATEGORIES, CAUSES, LODGING_CHANNELS, PEER_GROUPS, SATISFACTIONS, SERVICE_CHANNELS } from './words.ts'

/** The seed of the demo county; its digest is pinned by a test. */
const SEED = 20261012

/**
 * The demo county 示范县: three years of a small regulator's office, the same on every machine and at every call.
 * Every institution, person and text in it is invented.
 */
export function demoCounty(): DemoCounty {
  const random = createRandom(SEED)
  const regulator = drawRegulatorDrafts(random)
  const numbers = numberRegulator(regulator)
  const institution = drawInstitutionDrafts(random)
  const own = numberInstitutions(institution)
  const complaints = [...regulator.map((draft) => finished(draft, numbers)), ...institution.map((draft) => finished(draft, own))]
  return {
    today: TODAY,
    region: { code: 'shifan', zh: '示范县', en: 'Shifan County' },
    peerGroups: [...PEER_GROUPS],
    categories: [...CATEGORIES],
    causes: [...CAUSES],
    lodgingChannels: [...LODGING_CHANNELS],
    serviceChannels: [...SERVICE_CHANNELS],
    satisfactions: [...SATISFACTIONS],
    settings: SETTINGS,
    breaks: [MERGING_BREAK],
    institutions: demoInstitutions(),
    institutionChanges: demoInstitutionChanges(),
    exposures: demoExposures(),
    complaints,
    corrections: planCorrections(random, complaints),
    merges: planMerges(regulator, numbers),
    closedMonths: monthsBetween(FIRST_DAY, '2026-09-30'),
  }
}

const SETTINGS: DemoCounty['settings'] = {
  authority: { zh: '示范县金融消费权益保护办公室', en: 'Shifan County Office for Financial Consumer Protection' },
  documentCode: '示金消',
  hotlines: ['12363', '12345'],
  outletBase: 1,
  customerBase: 10_000,
  shareDecimals: 1,
  rateDecimals: 2,
  rounding: 'HALF_UP',
  deadlineDays: 15,
  exposureMaxAgeDays: 400,
  smallGroupMinimum: 7,
  mergedFrom: MERGED_FROM,
}

const MERGING_BREAK: DemoCounty['breaks'][number] = {
  on: MERGED_FROM,
  metrics: ['complaints', 'complaintsPerOutlet', 'complaintsPerCustomer'],
  sentence: {
    zh: '2026年4月1日起合并重复投诉，之前各期为旧口径，不作比较。',
    en: 'Repeat complaints are merged from 1 April 2026; earlier periods follow the old definition and are not compared.',
  },
}

function finished(draft: Draft, numbers: Map<Draft, string>): DemoComplaint {
  const { repeats: _repeats, ...complaint } = draft
  return { ...complaint, number: numbers.get(draft) as string }
}

/** YS (演示, demo) and the year, then a running number in order of receipt: no office numbers its complaints so. */
function numberRegulator(drafts: readonly Draft[]): Map<Draft, string> {
  return running(drafts, (draft) => `YS${draft.receivedOn.slice(0, 4)}`, 4)
}

function numberInstitutions(drafts: readonly Draft[]): Map<Draft, string> {
  return running(drafts, (draft) => `${draft.institution.slice(0, 2)}-${draft.receivedOn.slice(0, 4)}-`, 3)
}

function running(drafts: readonly Draft[], prefixOf: (draft: Draft) => string, width: number): Map<Draft, string> {
  const last = new Map<string, number>()
  const numbers = new Map<Draft, string>()
  for (const draft of drafts) {
    const prefix = prefixOf(draft)
    const next = (last.get(prefix) ?? 0) + 1
    last.set(prefix, next)
    numbers.set(draft, prefix + String(next).padStart(width, '0'))
  }
  return numbers
}

/** Matters of which every complaint came in from MERGED_FROM to the end of September; October's wait to be confirmed. */
function planMerges(drafts: readonly Draft[], numbers: Map<Draft, string>): DemoMerge[] {
  const groups = new Map<Draft, Draft[]>()
  for (const draft of drafts) {
    if (draft.repeats === null || draft.repeats.receivedOn < MERGED_FROM || draft.receivedOn > '2026-09-30') continue
    groups.set(draft.repeats, [...(groups.get(draft.repeats) ?? [draft.repeats]), draft])
  }
  return [...groups.values()].map((members) => {
    const last = members
      .map((member) => member.receivedOn)
      .sort()
      .at(-1) as string
    return { numbers: members.map((member) => numbers.get(member) as string), on: openDay(`${nextMonth(last.slice(0, 7))}-08`) }
  })
}
