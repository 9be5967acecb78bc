import type { Day, DemoExposure, DemoInstitution } from './demo.types.ts'
import type { PeerGroup } from './words.ts'

/** What shapes an institution's figures; it stays inside the generator. */
export type Profile = {
  code: string
  name: string
  short: string
  group: PeerGroup
  ranked: boolean
  parent?: string
  opened?: Day
  closed?: Day
  successor?: string
  /** Outlets and personal customers at the first and at the last half-year; without them it has no base. */
  outlets?: readonly [number, number]
  customers?: readonly [number, number]
  /** Complaints a quarter in an ordinary quarter, its outlets' included. */
  quarterly: number
  /** The part of the complaints that name an outlet, by the outlet's code. */
  outletShare?: Readonly<Record<string, number>>
  /** Chance that a complaint is handled past its deadline. */
  late: number
  /** Days taken off or put on the usual handling time. */
  pace: number
}

const BRANCH_OPENED = '2012-05-18'

/** Eighteen-odd institutions, all invented: seven large banks, one of them tiny, one without a complaint. */
export const PROFILES: readonly Profile[] = [
  head('HEFENG_HQ', '禾丰银行总行', '禾丰总行', 'STATE_OWNED_LARGE', 1.1),
  head('JIANGHAI_HQ', '江海银行总行', '江海总行', 'STATE_OWNED_LARGE', 0.8),
  head('YUANXIN_HQ', '远信银行总行', '远信总行', 'JOINT_STOCK', 0.6),
  {
    ...branch('HEFENG', '禾丰银行', 'STATE_OWNED_LARGE', [8, 9], [172_000, 186_000], 29),
    parent: 'HEFENG_HQ',
    outletShare: { HEFENG_EAST: 0.22, HEFENG_HEKOU: 0.12 },
    late: 0.12,
    pace: 1,
  },
  {
    ...branch('JIANGHAI', '江海银行', 'STATE_OWNED_LARGE', [7, 7], [186_000, 194_000], 23),
    parent: 'JIANGHAI_HQ',
    outletShare: { JIANGHAI_SHIQIAO: 0.15 },
    late: 0.06,
    pace: -1,
  },
  branch('GUOHENG', '国衡银行', 'STATE_OWNED_LARGE', [9, 8], [219_000, 224_000], 17),
  branch('HUAKEN', '华垦银行', 'STATE_OWNED_LARGE', [12, 12], [171_000, 178_000], 13),
  branch('YIFENG', '驿丰银行', 'STATE_OWNED_LARGE', [4, 4], [49_000, 56_000], 3),
  { ...branch('ANLAN', '安澜银行', 'STATE_OWNED_LARGE', [1, 1], [29_000, 31_000], 1.4), late: 0.2 },
  branch('QINGLU', '青庐银行', 'STATE_OWNED_LARGE', [1, 1], [8_600, 9_100], 0),
  { ...branch('YUANXIN', '远信银行', 'JOINT_STOCK', [3, 3], [37_000, 42_000], 12), parent: 'YUANXIN_HQ' },
  branch('SONGSHI', '松石银行', 'JOINT_STOCK', [2, 3], [29_000, 47_000], 8.5),
  {
    ...branch('JIGUANG', '霁光银行', 'JOINT_STOCK', [2, 2], [17_000, 16_000], 4.5),
    closed: '2025-06-30',
    successor: 'SONGSHI',
    outletShare: { JIGUANG_HEKOU: 0.3 },
    late: 0.16,
    pace: 2,
  },
  branch('XINGCHA', '星槎银行', 'JOINT_STOCK', [2, 2], [22_000, 24_000], 5),
  branch('YUNXIU', '云岫城市商业银行', 'CITY', [4, 4], [46_000, 51_000], 11, '示范支行'),
  branch('TANGLI', '棠梨银行', 'CITY', [2, 3], [23_000, 26_000], 7, '示范支行'),
  branch('JINGCHUAN', '景川银行', 'CITY', [2, 2], [16_000, 18_000], 4, '示范支行'),
  {
    ...branch('SHIFAN_RURAL', '示范县农村商业银行', 'RURAL', [13, 14], [208_000, 215_000], 27, ''),
    short: '示范农商行',
    outletShare: { RURAL_XIJIE: 0.18, RURAL_LIUXI: 0.14 },
    late: 0.1,
    pace: 1,
  },
  { ...branch('SUIHE', '示范穗禾村镇银行', 'RURAL', [2, 2], [17_000, 19_000], 4, ''), short: '穗禾村镇银行' },
  { ...branch('FENGGU', '示范丰谷村镇银行', 'RURAL', [1, 1], [3_000, 9_500], 3, ''), short: '丰谷村镇银行', opened: '2025-07-01' },
  { ...branch('YUNYI', '云驿支付', 'NON_BANK_PAYMENT', [0, 0], [88_000, 95_000], 12, '示范县服务部'), pace: -2 },
  { ...branch('YEZHOU', '叶舟支付', 'NON_BANK_PAYMENT', [0, 0], [0, 0], 2.6, '示范县服务部'), late: 0.14 },
  outlet('HEFENG_EAST', '禾丰银行示范县城东分理处', '禾丰城东分理处', 'STATE_OWNED_LARGE', 'HEFENG'),
  outlet('HEFENG_HEKOU', '禾丰银行示范县河口储蓄所', '禾丰河口储蓄所', 'STATE_OWNED_LARGE', 'HEFENG'),
  outlet('JIANGHAI_SHIQIAO', '江海银行示范县石桥分理处', '江海石桥分理处', 'STATE_OWNED_LARGE', 'JIANGHAI'),
  outlet('JIGUANG_HEKOU', '霁光银行示范县河口支行', '霁光河口支行', 'JOINT_STOCK', 'JIGUANG'),
  outlet('RURAL_XIJIE', '示范县农村商业银行西街分理处', '农商行西街分理处', 'RURAL', 'SHIFAN_RURAL'),
  outlet('RURAL_LIUXI', '示范县农村商业银行柳溪支行', '农商行柳溪支行', 'RURAL', 'SHIFAN_RURAL'),
]

/** The first version of each institution, in display order. */
export function demoInstitutions(): DemoInstitution[] {
  return PROFILES.map((profile, index) => ({
    code: profile.code,
    name: profile.name,
    aliases: [profile.short],
    parent: profile.parent ?? null,
    peerGroup: profile.group,
    ranked: profile.ranked,
    openedOn: profile.opened ?? BRANCH_OPENED,
    closedOn: null,
    successor: null,
    displayOrder: (index + 1) * 10,
    validFrom: profile.opened ?? null,
  }))
}

/** What became known later: 霁光 closed with 松石 as its successor, and its outlet moved there. */
export function demoInstitutionChanges(): DemoInstitution[] {
  const first = new Map(demoInstitutions().map((institution) => [institution.code, institution]))
  const closed = first.get('JIGUANG') as DemoInstitution
  const moved = first.get('JIGUANG_HEKOU') as DemoInstitution
  return [
    { ...closed, closedOn: '2025-06-30', successor: 'SONGSHI' },
    {
      ...moved,
      name: '松石银行示范县河口支行',
      aliases: ['松石河口支行', '霁光银行示范县河口支行', '霁光河口支行'],
      parent: 'SONGSHI',
      validFrom: '2025-07-01',
    },
  ]
}

/** Outlets and personal customers at each half-year, in whole numbers, on a straight line between first and last. */
export function demoExposures(): DemoExposure[] {
  const exposures: DemoExposure[] = []
  HALF_YEARS.forEach((asOf, step) => {
    for (const profile of PROFILES) {
      if (!profile.ranked || asOf < (profile.opened ?? '') || asOf > (profile.closed ?? '9999')) continue
      const at = (ends: readonly [number, number]) => ends[0] + ((ends[1] - ends[0]) * step) / (HALF_YEARS.length - 1)
      const outlets = profile.outlets ?? NONE
      const customers = profile.customers ?? NONE
      if (outlets[1] > 0) exposures.push({ institution: profile.code, base: 'outlets', asOf, value: Math.round(at(outlets)) })
      if (customers[1] > 0) {
        exposures.push({ institution: profile.code, base: 'personalCustomers', asOf, value: Math.round(at(customers) / 100) * 100 })
      }
    }
  })
  return exposures.concat(openingExposures())
}

const NONE: readonly [number, number] = [0, 0]
const HALF_YEARS: readonly Day[] = ['2023-06-30', '2023-12-31', '2024-06-30', '2024-12-31', '2025-06-30', '2025-12-31', '2026-06-30']

/** A member that opened between two half-years has its bases from its first day. */
function openingExposures(): DemoExposure[] {
  return PROFILES.filter((profile) => profile.opened !== undefined).flatMap((profile) => {
    const asOf = profile.opened as Day
    return [
      { institution: profile.code, base: 'outlets' as const, asOf, value: (profile.outlets as readonly [number, number])[0] },
      { institution: profile.code, base: 'personalCustomers' as const, asOf, value: (profile.customers as readonly [number, number])[0] },
    ]
  })
}

function branch(
  code: string,
  bank: string,
  group: PeerGroup,
  outlets: readonly [number, number],
  customers: readonly [number, number],
  quarterly: number,
  suffix = '示范县支行',
): Profile {
  return { code, name: `${bank}${suffix}`, short: bank, group, ranked: true, outlets, customers, quarterly, late: 0.08, pace: 0 }
}

function head(code: string, name: string, short: string, group: PeerGroup, quarterly: number): Profile {
  return { code, name, short, group, ranked: false, quarterly, late: 0.08, pace: 1 }
}

function outlet(code: string, name: string, short: string, group: PeerGroup, parent: string): Profile {
  return { code, name, short, group, ranked: false, parent, quarterly: 0, late: 0.08, pace: 0 }
}
