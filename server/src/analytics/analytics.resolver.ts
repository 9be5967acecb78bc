import { Arg, Ctx, ID, Int, Mutation, Query, Resolver } from 'type-graphql'
import { Authorized } from '../access/guard.ts'
import { viewerOf, type Context } from '../context.ts'
import { DimensionEnum } from './analytics.enums.ts'
import { write } from '../ledger/change.ts'
import { closeMonth, reopenMonth } from '../ledger/dated.ts'
import { ChangeResult, changeResult } from '../ledger/ledger.types.ts'
import { readCatalog, readDimensionMembers } from './catalog.ts'
import { Catalog, DimensionMember } from './catalog.types.ts'
import type { DimensionKey } from './dimensions.ts'
import { readJurisdictions, readLedger } from './ledger-state.ts'
import { Jurisdiction, Ledger } from './ledger-state.types.ts'
import { MetricQuery } from './metric-query.types.ts'
import { MetricTable } from './metric-table.types.ts'
import { tablesOf } from './tables-of-request.ts'

@Resolver()
export class AnalyticsResolver {
  @Authorized('analytics:read')
  @Query(() => MetricTable, { nullable: true, description: 'Figures: tiles, trends, rankings and breakdowns are all this.' })
  metricTable(@Arg('query', () => MetricQuery) query: MetricQuery, @Ctx() context: Context): Promise<MetricTable> {
    return tablesOf(context).load(query)
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

  @Authorized('month:close')
  @Mutation(() => ChangeResult, { nullable: true, description: 'Closes a month (结账), given as 2025-09.' })
  async closeMonth(
    @Arg('month', () => String) month: string,
    @Arg('reason', () => String, { nullable: true }) reason: string | null,
    @Ctx() context: Context,
  ): Promise<ChangeResult> {
    const viewer = viewerOf(context)
    const act = { kind: 'CLOSE_MONTH', regionId: viewer.rootRegionId, reason: reason ?? null, detail: { month } }
    const { change } = await write(context.db, viewer, act, (writing) => closeMonth(writing, `${month}-01`))
    return changeResult(change)
  }

  @Authorized('month:close')
  @Mutation(() => ChangeResult, { nullable: true, description: 'Opens a closed month again.' })
  async reopenMonth(
    @Arg('month', () => String) month: string,
    @Arg('reason', () => String, { nullable: true }) reason: string | null,
    @Ctx() context: Context,
  ): Promise<ChangeResult> {
    const viewer = viewerOf(context)
    const act = { kind: 'REOPEN_MONTH', regionId: viewer.rootRegionId, reason: reason ?? null, detail: { month } }
    const { change } = await write(context.db, viewer, act, (writing) => reopenMonth(writing, `${month}-01`))
    return changeResult(change)
  }
}
