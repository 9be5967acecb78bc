import { one, viewSearch, type ViewSearch } from '../filters/search.ts'
import type { CandidateEvidence } from '../gql/graphql.ts'

export const TABS = ['open', 'merged', 'dismissed'] as const
export type Tab = (typeof TABS)[number]
export const EVIDENCE: readonly CandidateEvidence[] = ['BOTH', 'SAME_PERSON', 'SAME_TEXT']

/** The page's own part of an address; `when` is a period, because `period` is that of the other pages. */
export type RepeatSearch = ViewSearch & { list?: Tab; when?: string; who?: string; evidence?: CandidateEvidence }

export function repeatSearch(raw: Record<string, unknown>): RepeatSearch {
  const search: RepeatSearch = viewSearch(raw)
  const list = TABS.find((each) => each === raw['list'])
  if (list && list !== 'open') search.list = list
  const when = one(raw['when'])
  if (when && /^[0-9QHW.\-ytd]+$/.test(when)) search.when = when
  const who = one(raw['who'])
  if (who) search.who = who
  const evidence = EVIDENCE.find((each) => each === raw['evidence'])
  if (evidence) search.evidence = evidence
  return search
}
