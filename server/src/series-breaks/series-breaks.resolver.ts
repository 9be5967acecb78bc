import { Arg, Ctx, ID, Int, Mutation, Query, Resolver } from 'type-graphql'
import { Authorized } from '../access/guard.ts'
import { MetricEnum } from '../analytics/analytics.enums.ts'
import type { MetricKey } from '../analytics/metrics.ts'
import { viewerOf, type Context } from '../context.ts'
import { ChangeResult, changeResult } from '../ledger/ledger.types.ts'
import { registerSeriesBreak, withdrawSeriesBreak } from './series-breaks.commands.ts'
import { readSeriesBreaks } from './series-breaks.queries.ts'
import { SeriesBreakObject, SeriesBreakRegistered } from './series-breaks.types.ts'

@Resolver()
export class SeriesBreaksResolver {
  @Authorized('analytics:read')
  @Query(() => [SeriesBreakObject], {
    nullable: true,
    description: 'The changes of definition that hold in a jurisdiction, the latest first.',
  })
  seriesBreaks(
    @Arg('jurisdiction', () => ID, { nullable: true }) jurisdiction: string | null,
    @Arg('revision', () => Int, { nullable: true }) revision: number | null,
    @Arg('ended', () => Boolean, { defaultValue: false, description: 'Those taken back too.' }) ended: boolean,
    @Ctx() context: Context,
  ): Promise<SeriesBreakObject[]> {
    return readSeriesBreaks(context.db, viewerOf(context), { jurisdiction: jurisdiction ?? null, revision: revision ?? null, ended })
  }

  @Authorized('seriesBreak:write')
  @Mutation(() => SeriesBreakRegistered, {
    nullable: true,
    description: 'Registers a change of definition: no figure is compared across its day.',
  })
  async registerSeriesBreak(
    @Arg('on', () => String, { description: 'The first day under the new definition, as 2026-04-01.' }) on: string,
    @Arg('metrics', () => [MetricEnum], { defaultValue: [], description: 'None: all metrics.' }) metrics: MetricKey[],
    @Arg('zh', () => String, { description: 'The sentence that stands where a comparison is refused.' }) zh: string,
    @Arg('en', () => String) en: string,
    @Arg('reason', () => String) reason: string,
    @Arg('jurisdiction', () => ID, { nullable: true }) jurisdiction: string | null,
    @Ctx() context: Context,
  ): Promise<SeriesBreakRegistered> {
    const asked = { on, metrics, sentence: { zh, en }, reason, jurisdiction: jurisdiction ?? null }
    const { value: key, change } = await registerSeriesBreak(context.db, viewerOf(context), asked)
    return { key, ...changeResult(change) }
  }

  @Authorized('seriesBreak:write')
  @Mutation(() => ChangeResult, { nullable: true, description: 'Takes a series break back; figures as of before keep it.' })
  async withdrawSeriesBreak(
    @Arg('key', () => ID) key: string,
    @Arg('reason', () => String) reason: string,
    @Arg('jurisdiction', () => ID, { nullable: true }) jurisdiction: string | null,
    @Ctx() context: Context,
  ): Promise<ChangeResult> {
    const { change } = await withdrawSeriesBreak(context.db, viewerOf(context), { key, reason, jurisdiction: jurisdiction ?? null })
    return changeResult(change)
  }
}
