import type { GraphQLResolveInfo } from 'graphql'
import { GraphQLJSON } from 'graphql-scalars'
import { Arg, Ctx, ID, Info, Mutation, Query, Resolver } from 'type-graphql'
import { Authorized } from '../access/guard.ts'
import { MetricQuery } from '../analytics/metric-query.types.ts'
import { viewerOf, type Context } from '../context.ts'
import { jobObject } from '../jobs/jobs.types.ts'
import type { Language } from '../platform/label.ts'
import { LanguageEnum } from '../users/session.types.ts'
import { exportRanking, exportTable } from './exports.commands.ts'
import { ExportFormatEnum, ExportListEnum, ExportTicket, ListExportJob, type ExportFormatKey } from './exports.types.ts'
import { cancelListExport, readListExport, startListExport, type ListExportState } from './list-jobs.ts'
import type { ListKey } from './lists.ts'

@Resolver()
export class ExportsResolver {
  @Authorized('figure:export')
  @Mutation(() => ExportTicket, { nullable: true, description: 'Prepares a table as XLSX or CSV, with a sheet that says what it is.' })
  exportTable(
    @Arg('query', () => MetricQuery) query: MetricQuery,
    @Arg('format', () => ExportFormatEnum, { defaultValue: 'xlsx' }) format: ExportFormatKey,
    @Arg('title', () => String, { nullable: true }) title: string | null,
    @Arg('language', () => LanguageEnum, { nullable: true, description: 'Absent: the viewer’s.' }) language: Language | null,
    @Ctx() context: Context,
  ): Promise<ExportTicket> {
    const viewer = viewerOf(context)
    return exportTable(context.db, context.service.files, viewer, {
      query,
      format,
      title: title ?? null,
      language: language ?? viewer.language,
    })
  }

  @Authorized('figure:export')
  @Mutation(() => ExportTicket, {
    nullable: true,
    description:
      'Prepares the ranking as it is published: a cover and one sheet a peer group, by the metrics of the query, the first one first.',
  })
  exportRanking(
    @Arg('query', () => MetricQuery) query: MetricQuery,
    @Arg('language', () => LanguageEnum, { nullable: true, description: 'Absent: the viewer’s.' }) language: Language | null,
    @Ctx() context: Context,
  ): Promise<ExportTicket> {
    const viewer = viewerOf(context)
    return exportRanking(context.db, context.service.files, viewer, { query, language: language ?? viewer.language })
  }

  @Authorized('export:create')
  @Mutation(() => ListExportJob, {
    nullable: true,
    description: 'Writes all rows of a list to a file, however many: answered at once when it is short, else asked for again.',
  })
  async exportList(
    @Arg('list', () => ExportListEnum) list: ListKey,
    @Arg('asked', () => GraphQLJSON, { nullable: true, description: 'The arguments of the list’s own field, without its paging.' })
    asked: unknown,
    @Arg('format', () => ExportFormatEnum, { defaultValue: 'xlsx' }) format: ExportFormatKey,
    @Arg('language', () => LanguageEnum, { nullable: true, description: 'Absent: the viewer’s.' }) language: Language | null,
    @Ctx() context: Context,
    @Info() info: GraphQLResolveInfo,
  ): Promise<ListExportJob> {
    const viewer = viewerOf(context)
    const wanted = { list, asked, format, language: language ?? viewer.language }
    return stateObject(await startListExport(context.service, viewer, info.schema, wanted))
  }

  @Authorized('export:create')
  @Query(() => ListExportJob, { nullable: true, description: 'How an export of one’s own stands.' })
  async listExport(@Arg('id', () => ID) id: string, @Ctx() context: Context): Promise<ListExportJob | null> {
    const state = await readListExport(context.service, viewerOf(context), id)
    return state && stateObject(state)
  }

  @Authorized('export:create')
  @Mutation(() => ListExportJob, { nullable: true, description: 'Stops an export; what was written of its file goes with it.' })
  async cancelListExport(@Arg('id', () => ID) id: string, @Ctx() context: Context): Promise<ListExportJob> {
    return stateObject(await cancelListExport(context.service, viewerOf(context), id))
  }
}

function stateObject({ job, ticket }: ListExportState): ListExportJob {
  return { job: jobObject(job), ticket }
}
