import { coerceInputValue, type GraphQLSchema } from 'graphql'
import { InvalidError, type FieldProblem } from '../platform/errors.ts'

/** Which page a list is read by is the file's own business. */
const ownBusiness = new Set(['first', 'after'])

/**
 * Reads the arguments of a root field as the schema does for a query, so that names, enum values and defaults are the
 * API's.
 * @throws InvalidError naming each argument that the field does not take or that is wrong.
 */
export function argumentsOf(schema: GraphQLSchema, fieldName: string, given: unknown): Record<string, unknown> {
  const values = typeof given === 'object' && given !== null && !Array.isArray(given) ? (given as Record<string, unknown>) : {}
  const args = schema.getQueryType()?.getFields()[fieldName]?.args ?? []
  const problems: FieldProblem[] = Object.keys(values)
    .filter((name) => !args.some((arg) => arg.name === name))
    .map((name) => ({ path: `asked.${name}`, reason: 'UNKNOWN_ARGUMENT', params: { known: args.map((arg) => arg.name) } }))
  const read: Record<string, unknown> = {}
  for (const arg of args) {
    if (ownBusiness.has(arg.name)) continue
    const value = values[arg.name]
    if (value === undefined && arg.defaultValue !== undefined) read[arg.name] = arg.defaultValue
    else
      read[arg.name] = coerceInputValue(value ?? null, arg.type, (path, _, error) => {
        problems.push({ path: ['asked', arg.name, ...path].join('.'), reason: 'WRONG_VALUE', params: { message: error.message } })
      })
  }
  if (problems.length === 0) return read
  const names = problems.map((one) => one.path).join(', ')
  throw new InvalidError({ zh: `导出的条件有误：${names}。`, en: `What is to be exported is asked wrongly: ${names}.` }, problems)
}
