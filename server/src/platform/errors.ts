import type { FullLabel } from './label.ts'

/** One value that is wrong: where it stands (`query.metrics[0]`), why (a constant), and what fits the sentence. */
export type FieldProblem = { path: string; reason: string; params?: Record<string, unknown> }

export type ErrorCode = 'UNAUTHENTICATED' | 'FORBIDDEN' | 'NOT_FOUND' | 'BAD_USER_INPUT' | 'CONFLICT' | 'LIMIT' | 'INTERNAL'

/** An error whose sentence a user may read, in both languages. Everything else is INTERNAL and stays in the log. */
export abstract class UserError extends Error {
  abstract readonly code: ErrorCode
  readonly label: FullLabel
  readonly fields: FieldProblem[]

  constructor(label: FullLabel, fields: FieldProblem[] = []) {
    super(`${label.zh} / ${label.en}`)
    this.name = new.target.name
    this.label = label
    this.fields = fields
  }
}

/** The thing asked for is not there, or not there for this viewer. */
export class NotFoundError extends UserError {
  readonly code = 'NOT_FOUND'
}

/** What was sent cannot be used; `fields` names each value. */
export class InvalidError extends UserError {
  readonly code = 'BAD_USER_INPUT'
}

/** The viewer may not do this. */
export class ForbiddenError extends UserError {
  readonly code = 'FORBIDDEN'
}

/** Nobody is signed in. */
export class UnauthenticatedError extends UserError {
  readonly code = 'UNAUTHENTICATED'
}

/** The ledger moved on, or the state does not allow the act now. */
export class ConflictError extends UserError {
  readonly code = 'CONFLICT'
}

/** A limit on size, time or number of tries is reached. */
export class LimitError extends UserError {
  readonly code = 'LIMIT'
}
