import { useMemo } from 'react'
import { useQuery, type Client } from 'urql'
import { graphql } from '../gql/index.ts'
import type { Dimension } from '../gql/graphql.ts'
import { useWords, type Words } from '../text/text.tsx'
import type { Scope } from './scope.ts'
import { EXCEPT, FILTER_NAMES, FILTERS } from './search.ts'

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

/** Everything that narrows the view, in one line; empty where nothing does. Asked for when it is to be written down. */
export async function filterWords(client: Client, scope: Scope, { t, say }: Words): Promise<string> {
  const { search, revision } = scope
  const parts = await Promise.all(
    FILTER_NAMES.filter((name) => search[name]?.length).map(async (name) => {
      const { data } = await client.query(MembersDocument, { dimension: FILTERS[name], search: null, revision }).toPromise()
      const words = new Map((data?.dimensionMembers ?? []).map((each) => [each.key, say(each.label)]))
      const values = search[name] ?? []
      const keys = values.map((value) => value.replace(EXCEPT, ''))
      const listed = keys.map((key) => words.get(key) ?? t.filters.made[key] ?? key).join(t.filters.join)
      return t.pictures.filter(t.filters.names[name], values.every((value) => value.startsWith(EXCEPT)) ? t.filters.except(listed) : listed)
    }),
  )
  if (search.register === 'INSTITUTION') parts.push(t.filters.registerOf['INSTITUTION'] ?? '')
  if (search.repeats) parts.push(t.filters.repeatsOf[search.repeats] ?? '')
  return parts.join(t.pictures.between)
}
