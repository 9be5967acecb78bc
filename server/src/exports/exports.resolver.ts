import { Arg, Ctx, Mutation, Resolver } from 'type-graphql'
import { Authorized } from '../access/guard.ts'
import { MetricQuery } from '../analytics/metric-query.types.ts'
import { viewerOf, type Context } from '../context.ts'
import { exportTable } from './exports.commands.ts'
import { ExportFormatEnum, ExportTicket, type ExportFormatKey } from './exports.types.ts'

@Resolver()
export class ExportsResolver {
  @Authorized('export:create')
  @Mutation(() => ExportTicket, { nullable: true, description: 'Prepares a table as XLSX or CSV, with a sheet that says what it is.' })
  exportTable(
    @Arg('query', () => MetricQuery) query: MetricQuery,
    @Arg('format', () => ExportFormatEnum, { defaultValue: 'xlsx' }) format: ExportFormatKey,
    @Arg('title', () => String, { nullable: true }) title: string | null,
    @Ctx() context: Context,
  ): Promise<ExportTicket> {
    const viewer = viewerOf(context)
    return exportTable(context.db, context.service.files, viewer, { query, format, title: title ?? null, language: viewer.language })
  }
}
