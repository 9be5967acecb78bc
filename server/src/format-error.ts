import { unwrapResolverError } from '@apollo/server/errors'
import { GraphQLError, type GraphQLFormattedError } from 'graphql'
import { UserError, type ErrorCode } from './platform/errors.ts'
import { log } from './platform/log.ts'

const badRequest: ReadonlySet<string> = new Set([
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'BAD_USER_INPUT',
  'BAD_REQUEST',
  'OPERATION_RESOLUTION_FAILURE',
  'PERSISTED_QUERY_NOT_FOUND',
  'PERSISTED_QUERY_NOT_SUPPORTED',
])

/**
 * An error as it leaves: `extensions { code, fields, label, requestId }`. A sentence written for users keeps its words
 * in both languages; a query that does not parse or validate keeps GraphQL's; everything else says INTERNAL and its
 * request id, and stays in the log.
 */
export function formatError(formatted: GraphQLFormattedError, error: unknown): GraphQLFormattedError {
  const original = unwrapResolverError(error)
  const requestId = requestIdIn(error)
  const place = { locations: formatted.locations, path: formatted.path }
  if (original instanceof UserError) {
    const { code, fields, label } = original
    return { ...place, message: original.message, extensions: { code, fields, label, requestId } }
  }
  const code = String(formatted.extensions?.['code'] ?? '')
  if (badRequest.has(code) || (original instanceof GraphQLError && code !== 'INTERNAL_SERVER_ERROR')) {
    return { ...place, message: formatted.message, extensions: { code: outerCode(code), fields: [], requestId } }
  }
  log.error('a request failed', { requestId, error: original instanceof Error ? original : String(original) })
  const label = { zh: `出错了，请把编号 ${requestId} 告诉管理员。`, en: `Something failed; tell the administrator ${requestId}.` }
  return { ...place, message: `${label.zh} / ${label.en}`, extensions: { code: 'INTERNAL', fields: [], label, requestId } }
}

function outerCode(code: string): ErrorCode {
  return code === 'LIMIT' ? 'LIMIT' : 'BAD_USER_INPUT'
}

/** Set by the server's plugin on every error before it is formatted. */
function requestIdIn(error: unknown): string {
  const found = (error as { extensions?: { requestId?: unknown } })?.extensions?.requestId
  return typeof found === 'string' ? found : ''
}
