import { Arg, Ctx, ID, Int, Query, Resolver } from 'type-graphql'
import { Authorized } from '../access/guard.ts'
import { viewerOf, type Context } from '../context.ts'
import { DimensionEnum } from './analytics.enums.ts'
import { readCatalog, readDimensionMembers } from './catalog.ts'
import { Catalog, DimensionMember } from './catalog.types.ts'
import type { DimensionKey } from './dimensions.ts'
import { readJurisdictions, readLedger } from './ledger-state.ts'
import { Jurisdiction, Ledger } from './ledger-state.types.ts'
import { MetricQuery } from './metric-query.types.ts'
import { MetricTable } from './metric-table.types.ts'
import { runMetricQuery } from './run.ts'

@Resolver()
export class AnalyticsResolver {
  @Authorized('analytics:read')
  @Query(() => MetricTable, { nullable: true, description: 'Figures: tiles, trends, rankings and breakdowns are all this.' })
  metricTable(@Arg('query', () => MetricQuery) query: MetricQuery, @Ctx() context: Context): Promise<MetricTable> {
    return runMetricQuery(context.db, viewerOf(context), query)
  }

  @Authorized('catalog:read')
  @Query(() => Catalog, { nullable: true, description: 'The metrics and dimensions there are, with every word about them.' })
  catalog(@Ctx() context: Context): Promise<Catalog> {
    return readCatalog(context.db, viewerOf(context))
  }

  @Authorized('ledger:read')
  @Query(() => Ledger, { nullable: true, description: 'The state of the ledger now.' })
  ledger(@Arg('jurisdiction', () => ID, { nullable: true }) jurisdiction: string | null, @Ctx() context: Context): Promise<Ledger> {
    return readLedger(context.db, viewerOf(context), jurisdiction ?? null)
  }

  @Authorized('ledger:read')
  @Query(() => [Jurisdiction], { nullable: true, description: 'The region nodes that the viewer may ask for.' })
  jurisdictions(@Ctx() context: Context): Promise<Jurisdiction[]> {
    return readJurisdictions(context.db, viewerOf(context))
  }

  @Authorized('analytics:read')
  @Query(() => [DimensionMember], { nullable: true, description: 'Members of a dimension that a filter may name.' })
  dimensionMembers(
    @Arg('dimension', () => DimensionEnum) dimension: DimensionKey,
    @Arg('search', () => String, { nullable: true }) search: string | null,
    @Arg('revision', () => Int, { nullable: true }) revision: number | null,
    @Arg('first', () => Int, { defaultValue: 50 }) first: number,
    @Arg('jurisdiction', () => ID, { nullable: true }) jurisdiction: string | null,
    @Ctx() context: Context,
  ): Promise<DimensionMember[]> {
    const asked = { dimension, search: search || null, revision: revision ?? null, first, jurisdiction: jurisdiction ?? null }
    return readDimensionMembers(context.db, viewerOf(context), asked)
  }
}
