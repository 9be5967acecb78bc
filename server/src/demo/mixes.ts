import type { Category, Cause, LodgingChannel, PeerGroup, ServiceChannel } from './words.ts'

/** How often each business category is complained of, in parts of about a hundred, by peer group. */
export const CATEGORY_MIX: Readonly<Record<PeerGroup, Readonly<Partial<Record<Category, number>>>>> = {
  STATE_OWNED_LARGE: mix(31, 22, 12, 10, 8),
  JOINT_STOCK: mix(42, 20, 8, 15, 3),
  CITY: mix(24, 31, 10, 11, 9),
  RURAL: mix(18, 32, 12, 6, 19),
  NON_BANK_PAYMENT: { PAYMENT_SETTLEMENT: 82, PERSONAL_FINANCIAL_INFO: 8, DEBT_COLLECTION: 3, BUSINESS_OTHER: 7 },
}

function mix(card: number, loan: number, payment: number, collection: number, savings: number): Partial<Record<Category, number>> {
  return {
    BANK_CARD: card,
    LOAN: loan,
    PAYMENT_SETTLEMENT: payment,
    DEBT_COLLECTION: collection,
    RMB_SAVINGS: savings,
    PERSONAL_FINANCIAL_INFO: 6,
    AGENCY_BUSINESS: 3.2,
    PROPRIETARY_WEALTH: 2.6,
    BUSINESS_OTHER: 2.4,
    RMB_MANAGEMENT: 1.5,
    OTHER_INTERMEDIARY: 1.1,
    FOREIGN_EXCHANGE: 0.5,
    PRECIOUS_METAL: 0.4,
    TREASURY: 0.3,
  }
}

const EVERYDAY: Readonly<Partial<Record<Cause, number>>> = {
  POLICY_PROCESS: 36,
  SERVICE_QUALITY: 26,
  PRICING_FEES: 12,
  FACILITY_SYSTEM: 7,
  DISCLOSURE: 6,
  FUND_SAFETY: 4,
  CONTRACT_TERMS: 3,
  FREE_CHOICE: 2,
  CAUSE_OTHER: 4,
}

/** What is complained of within a category. */
export const CAUSE_MIX: Readonly<Record<Category, Readonly<Partial<Record<Cause, number>>>>> = {
  RMB_SAVINGS: EVERYDAY,
  BANK_CARD: { POLICY_PROCESS: 31, PRICING_FEES: 25, SERVICE_QUALITY: 18, FUND_SAFETY: 9, DISCLOSURE: 8, FREE_CHOICE: 4, CAUSE_OTHER: 5 },
  LOAN: { POLICY_PROCESS: 37, SERVICE_QUALITY: 19, PRICING_FEES: 19, CONTRACT_TERMS: 10, DISCLOSURE: 9, FREE_CHOICE: 3, CAUSE_OTHER: 3 },
  PROPRIETARY_WEALTH: { PRODUCT_RETURN: 36, DISCLOSURE: 28, MARKETING: 22, SERVICE_QUALITY: 10, CAUSE_OTHER: 4 },
  PAYMENT_SETTLEMENT: {
    POLICY_PROCESS: 30,
    FACILITY_SYSTEM: 22,
    SERVICE_QUALITY: 19,
    FUND_SAFETY: 13,
    PRICING_FEES: 10,
    FREE_CHOICE: 3,
    CAUSE_OTHER: 3,
  },
  AGENCY_BUSINESS: { MARKETING: 34, DISCLOSURE: 27, PRODUCT_RETURN: 14, SERVICE_QUALITY: 15, CONTRACT_TERMS: 6, CAUSE_OTHER: 4 },
  OTHER_INTERMEDIARY: EVERYDAY,
  FOREIGN_EXCHANGE: EVERYDAY,
  PRECIOUS_METAL: { PRODUCT_RETURN: 40, MARKETING: 25, DISCLOSURE: 20, SERVICE_QUALITY: 15 },
  PERSONAL_FINANCIAL_INFO: { INFO_SECURITY: 58, POLICY_PROCESS: 21, SERVICE_QUALITY: 14, CAUSE_OTHER: 7 },
  DEBT_COLLECTION: { COLLECTION_METHODS: 74, SERVICE_QUALITY: 11, POLICY_PROCESS: 9, INFO_SECURITY: 6 },
  TREASURY: EVERYDAY,
  RMB_MANAGEMENT: { SERVICE_QUALITY: 41, POLICY_PROCESS: 34, FACILITY_SYSTEM: 16, CAUSE_OTHER: 9 },
  BUSINESS_OTHER: { SERVICE_QUALITY: 62, FACILITY_SYSTEM: 18, POLICY_PROCESS: 11, CAUSE_OTHER: 9 },
}

export const LODGING_MIX: Readonly<Partial<Record<LodgingChannel, number>>> = {
  HOTLINE_12345: 39,
  HOTLINE_12363: 28,
  INSTITUTION: 16,
  VISIT: 9,
  LETTER: 6,
  SUPERIOR: 2,
}

/** Channels by which complaints come on a day when the office is closed. */
export const FREE_DAY_LODGING_MIX: Readonly<Partial<Record<LodgingChannel, number>>> = { HOTLINE_12345: 70, HOTLINE_12363: 30 }

/** Channels of the complaints that an institution registers itself. */
export const OWN_LODGING_MIX: Readonly<Partial<Record<LodgingChannel, number>>> = { OWN_HOTLINE: 58, OWN_OUTLET: 31, OWN_OFFICE: 11 }

const AT_THE_BRANCH: Readonly<Partial<Record<ServiceChannel, number>>> = {
  BRANCH_ONSITE: 62,
  TELEPHONE: 12,
  MOBILE_APP: 12,
  SELF_SERVICE_TERMINAL: 7,
  MIDDLE_BACK_OFFICE: 7,
}

const ON_THE_PHONE: Readonly<Partial<Record<ServiceChannel, number>>> = {
  MOBILE_APP: 48,
  ONLINE_BANKING: 13,
  PUBLIC_PLATFORM: 12,
  BRANCH_ONSITE: 11,
  THIRD_PARTY: 9,
  TELEPHONE: 7,
}

/** Where the business was done. */
export const SERVICE_MIX: Readonly<Record<Category, Readonly<Partial<Record<ServiceChannel, number>>>>> = {
  RMB_SAVINGS: AT_THE_BRANCH,
  BANK_CARD: { MOBILE_APP: 30, TELEPHONE: 26, BRANCH_ONSITE: 24, SELF_SERVICE_TERMINAL: 9, SMS: 6, MIDDLE_BACK_OFFICE: 5 },
  LOAN: { BRANCH_ONSITE: 48, MIDDLE_BACK_OFFICE: 20, MOBILE_APP: 19, TELEPHONE: 13 },
  PROPRIETARY_WEALTH: { BRANCH_ONSITE: 50, MOBILE_APP: 45, ONLINE_BANKING: 5 },
  PAYMENT_SETTLEMENT: ON_THE_PHONE,
  AGENCY_BUSINESS: AT_THE_BRANCH,
  OTHER_INTERMEDIARY: AT_THE_BRANCH,
  FOREIGN_EXCHANGE: AT_THE_BRANCH,
  PRECIOUS_METAL: { MOBILE_APP: 55, BRANCH_ONSITE: 45 },
  PERSONAL_FINANCIAL_INFO: { MIDDLE_BACK_OFFICE: 46, TELEPHONE: 18, SMS: 16, BRANCH_ONSITE: 12, MOBILE_APP: 8 },
  DEBT_COLLECTION: { TELEPHONE: 66, THIRD_PARTY: 19, SMS: 11, MIDDLE_BACK_OFFICE: 4 },
  TREASURY: AT_THE_BRANCH,
  RMB_MANAGEMENT: AT_THE_BRANCH,
  BUSINESS_OTHER: AT_THE_BRANCH,
}

/** Complaints by month of the year against the average: quiet at the Spring Festival, busy in March and at year's end. */
export const SEASON: readonly number[] = [1.08, 0.8, 1.14, 0.97, 0.98, 1.03, 1.0, 1.02, 1.07, 0.92, 1.0, 1.06]

/** Complaints by weekday against the average working day, Sunday first; a holiday counts as a Sunday. */
export const WEEKDAY: readonly number[] = [0.22, 1.25, 1.12, 1.03, 1.0, 0.92, 0.3]

/** Days from receipt to close for those closed in time: a hump near nine, many just before the fifteenth. */
export const TIMELY_DAYS: readonly number[] = [1, 4, 6, 9, 12, 15, 17, 18, 17, 16, 15, 14, 13, 13, 15, 12]

/** Days beyond the fifteenth for those closed late. */
export const LATE_DAYS: readonly number[] = [0, 14, 12, 10, 9, 7, 6, 6, 5, 4, 4, 3, 3, 3, 2, 4, 2, 2, 1, 1, 1, 2, 1, 1, 1, 1, 1, 1, 1, 1, 3]
