import type { ErrorRequestHandler } from 'express'
import { requestIdOf } from './context.ts'
import { UserError, type ErrorCode } from './platform/errors.ts'
import { log } from './platform/log.ts'

const statusOf: Record<ErrorCode, number> = {
  UNAUTHENTICATED: 401,
  FORBIDDEN: 403,
  NOT_FOUND: 404,
  BAD_USER_INPUT: 400,
  CONFLICT: 409,
  LIMIT: 413,
  INTERNAL: 500,
}

/** Errors of HTTP routes, in the same words and form as GraphQL's. */
export const answerHttpError: ErrorRequestHandler = (error: unknown, _req, res, _next) => {
  const requestId = requestIdOf(res)
  if (res.headersSent) {
    res.destroy()
    return
  }
  if (error instanceof UserError) {
    const { code, fields, label, message } = error
    res.status(statusOf[code]).json({ errors: [{ message, extensions: { code, fields, label, requestId } }] })
    return
  }
  // express's own errors (a body that is no JSON, one that is too long) carry their status.
  const status = Number((error as { status?: unknown }).status)
  if (status >= 400 && status < 500) {
    const code: ErrorCode = status === 413 ? 'LIMIT' : 'BAD_USER_INPUT'
    res.status(status).json({ errors: [{ message: (error as Error).message, extensions: { code, fields: [], requestId } }] })
    return
  }
  log.error('a request failed', { requestId, error })
  const message = `出错了，请把编号 ${requestId} 告诉管理员。 / Something failed; tell the administrator ${requestId}.`
  res.status(500).json({ errors: [{ message, extensions: { code: 'INTERNAL', fields: [], requestId } }] })
}
