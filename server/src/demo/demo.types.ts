/** A business date, YYYY-MM-DD, in the county's calendar. */
export type Day = string

export type Word = { code: string; zh: string; en: string }

export type DemoInstitution = {
  code: string
  name: string
  aliases: string[]
  /** Code of the institution above it, or null. */
  parent: string | null
  peerGroup: string
  ranked: boolean
  openedOn: Day
  closedOn: Day | null
  /** Code of the institution that took its business over, or null. */
  successor: string | null
  displayOrder: number
  /** From when this version is true; null: always. */
  validFrom: Day | null
}

export type DemoExposure = { institution: string; base: 'outlets' | 'personalCustomers'; asOf: Day; value: number }

export type DemoKind = 'COMPLAINT' | 'REPORT' | 'PETITION' | 'INQUIRY' | 'SUGGESTION'

export type DemoComplaint = {
  register: 'REGULATOR' | 'INSTITUTION'
  kind: DemoKind
  /** Who issues the number: LOCAL is this office; for the institution's register its name. */
  source: string
  number: string
  receivedOn: Day
  /** Code of the institution that the complaint names (an outlet, a branch, a head office). */
  institution: string
  category: string
  cause: string
  lodgingChannel: string
  serviceChannel: string
  /** Masked already; every name and figure in it is invented. */
  text: string
  amountFen: number | null
  closedOn: Day | null
  withdrawnOn: Day | null
  upheld: 'UPHELD' | 'PARTLY' | 'NOT_UPHELD' | null
  satisfaction: string | null
  /** Who complains: a number without meaning, the same for the same person. */
  person: number
}

/** A value that the file had wrong and a person put right: the complaint carries `right`. */
export type DemoCorrection = {
  number: string
  column: 'category' | 'cause' | 'upheld' | 'lodgingChannel'
  wrong: string
  right: string
  on: Day
  reason: string
}

/** Numbers of complaints of the regulator's register that are one matter. */
export type DemoMerge = { numbers: string[]; on: Day }

export type DemoSeriesBreak = { on: Day; metrics: string[]; sentence: { zh: string; en: string } }

export type DemoSettings = {
  authority: { zh: string; en: string }
  documentCode: string
  hotlines: string[]
  outletBase: number
  customerBase: number
  shareDecimals: number
  rateDecimals: number
  rounding: 'HALF_UP'
  deadlineDays: number
  exposureMaxAgeDays: number
  smallGroupMinimum: number
  mergedFrom: Day
}

export type DemoCounty = {
  today: Day
  region: { code: string; zh: string; en: string }
  peerGroups: Word[]
  categories: Word[]
  causes: Word[]
  lodgingChannels: Word[]
  serviceChannels: Word[]
  satisfactions: (Word & { satisfied: boolean })[]
  settings: DemoSettings
  breaks: DemoSeriesBreak[]
  institutions: DemoInstitution[]
  /** Later versions of institutions that stand in `institutions` too. */
  institutionChanges: DemoInstitution[]
  exposures: DemoExposure[]
  complaints: DemoComplaint[]
  corrections: DemoCorrection[]
  merges: DemoMerge[]
  /** Months that are closed, YYYY-MM, in order. */
  closedMonths: string[]
}
