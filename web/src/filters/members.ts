import { useMemo } from 'react'
import { useQuery } from 'urql'
import { graphql } from '../gql/index.ts'
import type { Dimension } from '../gql/graphql.ts'
import { useWords } from '../text/text.tsx'

const MembersDocument = graphql(`
  query Members($dimension: Dimension!, $search: String, $revision: Int) {
    dimensionMembers(dimension: $dimension, search: $search, revision: $revision, first: 200) {
      key
      label {
        zh
        en
      }
      group {
        zh
        en
      }
    }
  }
`)

export type Member = { key: string; label: { zh: string; en?: string | null }; group?: { zh: string; en?: string | null } | null }

/** The options of a filter. Asked only when a list is opened or a chip needs its words: no chart waits for them. */
export function useMembers(dimension: Dimension | null, revision: number, search?: string): { members: Member[]; fetching: boolean } {
  const [{ data, fetching }] = useQuery({
    query: MembersDocument,
    variables: { dimension: dimension as Dimension, search: search || null, revision },
    pause: dimension === null,
  })
  return { members: data?.dimensionMembers ?? [], fetching }
}

/** Words for the keys of one dimension; a key stands for itself until its words are in. */
export function useMemberWords(dimension: Dimension | null, revision: number): (key: string) => string {
  const { t, say } = useWords()
  const { members } = useMembers(dimension, revision)
  const words = useMemo(() => new Map(members.map((each) => [each.key, say(each.label)])), [members, say])
  return (key) => words.get(key) ?? t.filters.made[key] ?? key
}
