const categories = [
  'RMB_SAVINGS',
  'BANK_CARD',
  'LOAN',
  'PROPRIETARY_WEALTH',
  'PAYMENT_SETTLEMENT',
  'AGENCY_BUSINESS',
  'OTHER_INTERMEDIARY',
  'FOREIGN_EXCHANGE',
  'PRECIOUS_METAL',
  'PERSONAL_FINANCIAL_INFO',
  'DEBT_COLLECTION',
  'TREASURY',
  'RMB_MANAGEMENT',
]
const causes = [
  'SERVICE_QUALITY',
  'FACILITY_SYSTEM',
  'POLICY_PROCESS',
  'MARKETING',
  'DISCLOSURE',
  'FREE_CHOICE',
  'PRICING_FEES',
  'PRODUCT_RETURN',
  'CONTRACT_TERMS',
  'FUND_SAFETY',
  'INFO_SECURITY',
  'COLLECTION_METHODS',
]
const channels = {
  BRANCH_ONSITE: 'A0101',
  SELF_SERVICE_TERMINAL: 'A0102',
  ONLINE_BANKING: 'A01031',
  TELEPHONE: 'A01032',
  MOBILE_APP: 'A01033',
  PUBLIC_PLATFORM: 'A01034',
  SMS: 'A01035',
  THIRD_PARTY: 'A0104',
  MIDDLE_BACK_OFFICE: 'A02',
  OTHER: 'A0199',
}

/**
 * Codes of JR/T 0169-2018 by dictionary and key: A service channels, B business categories, C causes. The letters and
 * 其他 = 99 are the standard's, the order of the other digits is provisional: an office may enter its own.
 */
const codes: Record<string, Record<string, string>> = {
  category: numbered('B', categories),
  cause: numbered('C', causes),
  serviceChannel: channels,
}

/** The standard code of an entry that every ledger begins with; null where the standard has none. */
export function standardCode(kind: string, key: string): string | null {
  return codes[kind]?.[key] ?? null
}

function numbered(letter: string, keys: readonly string[]): Record<string, string> {
  const entries = keys.map((key, index): [string, string] => [key, `${letter}${String(index + 1).padStart(2, '0')}`])
  return { ...Object.fromEntries(entries), OTHER: `${letter}99` }
}
