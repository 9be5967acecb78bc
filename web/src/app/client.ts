import { cacheExchange, Client, fetchExchange, mapExchange } from 'urql'

/** Sent with every request; a foreign page cannot set it, so it guards against forged requests. */
export const GUARD_HEADERS = { 'x-mingjing-csrf': '1' } as const

/**
 * The page's one GraphQL client. Reads carry the ledger's revision as a variable, which is the key of the document
 * cache: a mutation makes a new revision, and the same question at the same revision has the same answer.
 */
export function createClient(onSignedOut: () => void): Client {
  return new Client({
    url: '/graphql',
    preferGetMethod: false,
    fetchOptions: { headers: GUARD_HEADERS, credentials: 'same-origin' },
    exchanges: [
      cacheExchange,
      mapExchange({
        onError(error, operation) {
          const expired = error.graphQLErrors.some((each) => each.extensions['code'] === 'UNAUTHENTICATED')
          if (expired && operation.kind === 'query') onSignedOut()
        },
      }),
      fetchExchange,
    ],
  })
}
