import 'reflect-metadata'
import { lexicographicSortSchema, printSchema, type GraphQLSchema } from 'graphql'
import { buildSchema, type NonEmptyArray } from 'type-graphql'
import { checkAuthorization, unguardedFields } from './access/guard.ts'
import { AnalyticsResolver } from './analytics/analytics.resolver.ts'
import { AnnotationsResolver } from './annotations/annotations.resolver.ts'
import { AssessmentsResolver } from './assessments/assessments.resolver.ts'
import { AttentionResolver } from './attention/attention.resolver.ts'
import { AuditResolver } from './audit/audit.resolver.ts'
import { ComplaintsResolver } from './complaints/complaints.resolver.ts'
import { CorrectionResolver } from './complaints/correct.resolver.ts'
import { DictionariesResolver } from './dictionaries/dictionaries.resolver.ts'
import { DictionaryResolver } from './dictionary/dictionary.resolver.ts'
import { CalendarResolver } from './calendar/calendar.resolver.ts'
import { ChartsResolver } from './exports/charts.resolver.ts'
import { ExportsResolver } from './exports/exports.resolver.ts'
import { HandlingResolver } from './handling/handling.resolver.ts'
import { ImportsResolver } from './imports/imports.resolver.ts'
import { ExposuresResolver } from './exposures/exposures.resolver.ts'
import { InstitutionChangeResolver } from './institutions/change.resolver.ts'
import { InstitutionsResolver } from './institutions/institutions.resolver.ts'
import { MappingsResolver } from './imports/mappings.resolver.ts'
import { SheetResolver } from './imports/sheet.resolver.ts'
import { JobsResolver } from './jobs/jobs.resolver.ts'
import { MattersResolver } from './matters/matters.resolver.ts'
import { RegistrationResolver } from './registration/registration.resolver.ts'
import { SeriesBreaksResolver } from './series-breaks/series-breaks.resolver.ts'
import { SettingsResolver } from './settings/settings.resolver.ts'
import { ReturnsResolver } from './returns/returns.resolver.ts'
import { SessionResolver } from './users/session.resolver.ts'
import { SupervisionResolver } from './supervision/supervision.resolver.ts'
import { UsersResolver } from './users/users.resolver.ts'
import { ViewsResolver } from './views/views.resolver.ts'
import { WordsResolver } from './words/words.resolver.ts'

/** Every resolver of the house: a feature's is listed here and nowhere else. */
const resolvers: NonEmptyArray<new () => object> = [
  CorrectionResolver,
  MattersResolver,
  SessionResolver,
  AnalyticsResolver,
  ComplaintsResolver,
  DictionariesResolver,
  DictionaryResolver,
  ExportsResolver,
  HandlingResolver,
  ImportsResolver,
  MappingsResolver,
  SheetResolver,
  InstitutionsResolver,
  InstitutionChangeResolver,
  ExposuresResolver,
  JobsResolver,
  RegistrationResolver,
  AuditResolver,
  SettingsResolver,
  UsersResolver,
  WordsResolver,
  ReturnsResolver,
  SeriesBreaksResolver,
  AssessmentsResolver,
  SupervisionResolver,
  AnnotationsResolver,
  AttentionResolver,
  CalendarResolver,
  ChartsResolver,
  ViewsResolver,
]

/** The executable schema. Refuses to build while a root field is neither guarded nor public. */
export async function createSchema(): Promise<GraphQLSchema> {
  const schema = await buildSchema({ resolvers, validate: false, authChecker: checkAuthorization, authMode: 'error' })
  const open = unguardedFields()
  if (open.length > 0) throw new Error(`root fields without a permission: ${open.join(', ')}`)
  return schema
}

/** The schema as text: `schema/schema.graphql`. */
export async function emitSchema(): Promise<string> {
  return `# Emitted by \`pnpm schema\` from the classes. Do not edit.\n${printSchema(lexicographicSortSchema(await createSchema()))}\n`
}
