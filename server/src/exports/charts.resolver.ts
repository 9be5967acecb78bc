import { Arg, Ctx, Mutation, Resolver } from 'type-graphql'
import { Authorized } from '../access/guard.ts'
import { MetricQuery } from '../analytics/metric-query.types.ts'
import { viewerOf, type Context } from '../context.ts'
import { exportChart } from './charts.commands.ts'
import { ChartExport, ChartFormatEnum, type ChartFormatKey } from './charts.types.ts'

@Resolver()
export class ChartsResolver {
  @Authorized('figure:export')
  @Mutation(() => ChartExport, { nullable: true, description: 'Tells that a chart is taken as a picture; the page draws it.' })
  async exportChart(
    @Arg('query', () => MetricQuery) query: MetricQuery,
    @Arg('format', () => ChartFormatEnum) format: ChartFormatKey,
    @Ctx() context: Context,
  ): Promise<ChartExport> {
    return { revision: await exportChart(context.db, viewerOf(context), query, format) }
  }
}
