import { Arg, Ctx, ID, Int, Query, Resolver } from 'type-graphql'
import { Authorized } from '../access/guard.ts'
import { DimensionEnum } from '../analytics/analytics.enums.ts'
import type { DimensionKey } from '../analytics/dimensions.ts'
import { viewerOf, type Context } from '../context.ts'
import { readEntries, readExplanations } from './dictionary.queries.ts'
import { DimensionEntryPage, MetricExplanation } from './dictionary.types.ts'

@Resolver()
export class DictionaryResolver {
  @Authorized('catalog:read')
  @Query(() => [MetricExplanation], {
    nullable: true,
    description: 'Of every metric: formula, what it opens, why it may be missing, on which settings it hangs.',
  })
  metricExplanations(
    @Arg('jurisdiction', () => ID, { nullable: true }) jurisdiction: string | null,
    @Arg('revision', () => Int, { nullable: true }) revision: number | null,
    @Ctx() context: Context,
  ): Promise<MetricExplanation[]> {
    return readExplanations(context.db, viewerOf(context), { jurisdiction: jurisdiction ?? null, revision: revision ?? null })
  }

  @Authorized('catalog:read')
  @Query(() => DimensionEntryPage, {
    nullable: true,
    description: 'The members of a dimension in their tree, with codes and other spellings.',
  })
  dimensionEntries(
    @Arg('dimension', () => DimensionEnum) dimension: DimensionKey,
    @Arg('search', () => String, { defaultValue: '' }) search: string,
    @Arg('first', () => Int, { defaultValue: 100 }) first: number,
    @Arg('after', () => String, { nullable: true }) after: string | null,
    @Arg('jurisdiction', () => ID, { nullable: true }) jurisdiction: string | null,
    @Arg('revision', () => Int, { nullable: true }) revision: number | null,
    @Ctx() context: Context,
  ): Promise<DimensionEntryPage> {
    const asked = { dimension, search, first, after: after ?? null, jurisdiction: jurisdiction ?? null, revision: revision ?? null }
    return readEntries(context.db, viewerOf(context), asked)
  }
}
