import type { CombinedError } from 'urql'

/** What a page needs to word an error: the API's code, its own sentence where it has one, and the request id. */
export type Failure = {
  code: string
  sentence: { zh: string; en?: string | null } | null
  requestId: string | null
  offline: boolean
  fields: FailedField[]
}

/** One value that is wrong; `sentence` where the API words it for its field. */
export type FailedField = { path: string; reason: string; params?: { sentence?: { zh: string; en?: string | null } } }

type Extensions = {
  code?: string
  requestId?: string
  label?: { zh: string; en?: string | null }
  fields?: FailedField[]
}

export function failureOf(error: CombinedError): Failure {
  const first = error.graphQLErrors[0]
  const extensions = (first?.extensions ?? {}) as Extensions
  const offline = Boolean(error.networkError) && !error.response
  return {
    code: extensions.code ?? (offline ? 'OFFLINE' : 'INTERNAL'),
    sentence: extensions.label ?? null,
    requestId: extensions.requestId ?? null,
    offline,
    fields: extensions.fields ?? [],
  }
}
